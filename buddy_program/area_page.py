"""The pages behind the link in a mail: forms made from what the City API describes.

They work without scripts; with them, a form whose way to the hub breaks off stays as
it was filled in. A token comes in the body of a POST and nowhere else; what is answered
is kept by nobody and told to no other site.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from buddy_program.area_forms import READ, form_of, profile, sections_of, token_in
from city_api.engine.errors import ApiError
from city_api.execution import submit
from cms.selectors.city import City, city_by_slug
from cms.selectors.reader import Reader

OPERATIONS = Path(__file__).parent / "operations"
HEADERS = {
    # Not "no-referrer": forms would then be sent with the origin "null". No address
    # holds a token anyway.
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; "
        "connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
}
Area = dict[str, Any]
Errors = Sequence[dict[str, Any]]

AFTER = {"confirm": "1", "submit": "thanks", "consent": "consents"}
"""Where a change leads that doesn't lead home."""

DONE = {
    "agree": gettext_lazy("Thank you. Now we begin to look for your buddy."),
    "answer": gettext_lazy("Thank you, your answer has arrived."),
    "check_in": gettext_lazy("Thank you for telling us how it goes."),
    "meeting": gettext_lazy("The meeting is put down."),
    "questionnaire": gettext_lazy("Thank you, your answers have arrived."),
    "consent": gettext_lazy("Saved."),
    "concern": gettext_lazy("Thank you. Only those who deal with safety read it."),
    "pause": gettext_lazy("You are on a break now."),
    "resume": gettext_lazy("Welcome back!"),
    "withdraw": gettext_lazy("You have left the programme."),
    "save": gettext_lazy("Saved."),
}


@cache
def document(name: str) -> str:
    """Return a persisted operation of the programme."""
    return (OPERATIONS / f"{name}.graphql").read_text(encoding="utf-8")


# No session and no cookie decides about anything: the token alone does, and where a
# form comes from is looked at as for any mutation.
@method_decorator(csrf_exempt, name="dispatch")
@method_decorator(never_cache, name="dispatch")
class CityView(View):
    """A page of a city in a language, for POST alone."""

    http_method_names = ["post"]
    city: City
    language: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        city = city_by_slug(kwargs["city"])
        off = city is None or "buddy_program" in city.settings.disabled_features
        if city is None or off or city.locale(kwargs["language"]) is None:
            raise Http404
        self.city, self.language = city, kwargs["language"]
        with translation.override(self.language):
            try:
                response: Any = super().dispatch(request, *args, **kwargs)
            except ApiError as error:
                code = (error.extensions or {}).get("code")
                status = 429 if code == "RATE_LIMIT" else 400
                response = self.page("message", message=error.message, status=status)
        for name, value in HEADERS.items():
            response[name] = value
        response["Content-Language"] = self.language
        return response

    def send(self, name: str, /, **sent: Any) -> dict[str, Any]:
        """Send a mutation and return its payload.

        Raises:
            ApiError: if too many were sent, or an id is none.
        """
        given = {"site": self.city.settings.slug, "locale": self.language, **sent}
        answer = submit(self.request, document(name), {"input": given})
        if "errors" in answer:
            raise ApiError("BAD_INPUT", _("This can't be done now."))
        payload: dict[str, Any] = answer["data"][name]
        return payload

    def city_name(self) -> str:
        locale = self.city.locale(self.language) or self.city.locales[0]
        found = Reader(city=self.city, locale=locale).text(self.city.settings.name)
        return found or str(self.city.site.site_name)

    def page(self, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
        settings = self.city.settings
        colours = (settings.colour_primary, settings.colour_accent)
        context |= {
            "language": self.language,
            "languages": [
                {"code": code, "name": get_language_info(code)["name_local"]}
                for code in self.city.languages
            ],
            "city": settings.slug,
            "city_name": self.city_name(),
            "colours": reverse(
                "microsite:brand", args=[each.lower()[1:] for each in colours]
            ),
            "entrance": f"/{self.language}/buddy/",
        }
        template = f"buddy_program/area/{name}.html"
        return render(self.request, template, context, status=status)


class SendView(CityView):
    """Takes an address: to apply, or to be sent a new link."""

    def post(self, request: HttpRequest, **_path: str) -> HttpResponse:
        email = request.POST.get("email", "")
        side = request.POST.get("side", "")
        if request.POST.get("do") == "link":
            payload = self.send("requestBuddyLink", email=email)
        elif side in ("NEWCOMER", "LOCAL"):
            payload = self.send("startBuddyApplication", email=email, side=side)
        else:
            message = _("Choose one of the answers.")
            payload = {"errors": [{"field": ["side"], "message": message}]}
        if payload["errors"]:
            return self.again(payload["errors"])
        return self.page("message", message=payload["result"]["message"], sent=True)

    def again(self, errors: Errors) -> HttpResponse:
        post = self.request.POST
        return self.page(
            "apply",
            status=400,
            errors=told(errors),
            link=post.get("do") == "link",
            email=post.get("email", ""),
            side=post.get("side", ""),
        )


class AreaView(CityView):
    """Somebody's own area: a change first, if one is sent, and then how it stands.

    A form sends `do`, what it changes; `at`, the part of the form that it shows; and
    `go`, what is to be shown next.
    """

    def post(self, request: HttpRequest, **_path: str) -> HttpResponse:
        token = token_in(request.POST.get("token", ""))
        opened = self.send("openBuddyArea", token=token)
        if opened["errors"]:
            return self.page("gone", status=404)
        area, do = opened["result"], request.POST.get("do", "")
        if do == "export":
            return self.export(token)
        if do not in READ and do not in ("save", "erase"):
            # A token that changes nothing more leads to no form.
            go = request.POST.get("go", "") if area["canChange"] else ""
            return self.show(area, token, go)
        if not area["canChange"]:
            return self.used(area, token)
        return self.erase(area, token) if do == "erase" else self.change(area, token)

    def change(self, area: Area, token: str) -> HttpResponse:
        post, do = self.request.POST, self.request.POST["do"]
        if do == "save":
            name, given = "saveBuddyProfile", profile(post, self.asked(area))
        else:
            name, read = READ[do]
            given = read(post, area)
        payload = self.send(name, token=token, **given)
        if payload["errors"]:
            return self.show(area, token, post.get("at", ""), errors=payload["errors"])
        result = payload["result"]
        if do == "save":
            return self.saved(result["area"], result["token"])
        place = AFTER.get(do, "")
        return self.show(result["area"], result["token"], place, done=DONE.get(do, ""))

    def asked(self, area: Area) -> list[dict[str, Any]]:
        """Return the questions of the part that was sent; without one, all."""
        sections, at = sections_of(area["questions"]), self.request.POST.get("at", "")
        chosen = place_in(sections, at)
        found: list[dict[str, Any]] = area["questions"]
        return found if chosen is None else sections[chosen][1]

    def saved(self, area: Area, token: str) -> HttpResponse:
        """Lead on, unless something that is needed is left out of the part."""
        post = self.request.POST
        at, go = post.get("at", ""), post.get("go", "")
        left_out = [
            {"field": [each["key"]], "message": _("This is needed.")}
            for each in self.asked(area)
            if each["key"] in area["missing"]
        ]
        back = go == "later" or (go.isdecimal() and at.isdecimal() and go <= at)
        if left_out and at and not back:
            return self.show(area, token, at, errors=left_out)
        return self.show(area, token, go, done=DONE["save"] if not at else "")

    def show(
        self,
        area: Area,
        token: str,
        place: str,
        *,
        errors: Errors = (),
        done: Any = "",
    ) -> HttpResponse:
        """Return a place of the area, or its beginning where there is no such place."""
        sections = sections_of(area["questions"])
        may = set(area["may"])
        common: dict[str, Any] = {
            "area": area,
            "may": may,
            "token": token,
            "place": place,
            "done": done,
            "asked": self.request.POST if errors else {},
            "errors": told(errors, area["questions"]),
            "sections": (read_over := parts(sections, area)),
            "goes_on": next(
                (each["number"] for each in read_over if not each["complete"]), "review"
            ),
            "status": 400 if errors else 200,
        }
        step = place_in(sections, place) if "SAVE" in may else None
        if step is not None:
            return self.page(
                "step", **common, **self.step(sections, step, area, errors)
            )
        if place in OPEN_TO and (OPEN_TO[place] is None or OPEN_TO[place] in may):
            return self.page(place, **common)
        if place in ("review", "profile") and "SAVE" in may:
            return self.page("review", **common)
        if place.startswith("q:"):
            for each in area["questionnaires"]:
                if each["id"] == place.removeprefix("q:"):
                    return self.page("questionnaire", **common, questionnaire=each)
        return self.page("area", **common)

    def step(
        self, sections: Any, step: int, area: Area, errors: Errors
    ) -> dict[str, Any]:
        title, questions = sections[step]
        at = {each["field"][0]: each["message"] for each in errors if each["field"]}
        posted = self.request.POST if errors else None
        number = step + 1
        return {
            "title": title,
            "form": form_of(questions, area, posted, at),
            "number": number,
            "count": len(sections),
            "main_form": "buddy-step",
            "before": str(step) if step else "",
            "after": "review" if number == len(sections) else str(number + 1),
        }

    def used(self, area: Area, token: str) -> HttpResponse:
        """Say that a link which was used once changes nothing more.

        Somebody whose connection broke sends the same form again: it has arrived then.
        """
        post = self.request.POST
        questions = self.asked(area)
        sent, stored = form_of(questions, area, post), form_of(questions, area)
        arrived = post["do"] == "save" and (
            [each["words"] for each in sent] == [each["words"] for each in stored]
        )
        return self.page(
            "used", area=area, token=token, arrived=arrived, status=409, place=""
        )

    def export(self, token: str) -> HttpResponse:
        payload = self.send("exportBuddyData", token=token)
        return HttpResponse(
            payload["result"]["json"],
            content_type="application/json",
            headers={"Content-Disposition": 'attachment; filename="buddy.json"'},
        )

    def erase(self, area: Area, token: str) -> HttpResponse:
        if self.request.POST.get("sure") != "yes":
            error = {"field": ["sure"], "message": _("Tick the box if you are sure.")}
            return self.show(area, token, "erase", errors=[error])
        payload = self.send("eraseBuddyData", token=token)
        if payload["errors"]:
            return self.page("gone", status=404)
        return self.page("message", message=payload["result"]["message"])


OPEN_TO: dict[str, str | None] = {
    "later": "SAVE",
    "pause": "PAUSE",
    "withdraw": "WITHDRAW",
    "concern": "WITHDRAW",
    "consents": "WITHDRAW",
    "erase": None,
    "thanks": None,
}
"""Places that are a page of their own, and what somebody must be able to do there."""


def place_in(sections: Sequence[Any], place: str) -> int | None:
    """Return which part of the form a place is, from 0."""
    known = {str(number): number - 1 for number in range(1, len(sections) + 1)}
    return known.get(place)


def parts(sections: Any, area: Area) -> list[dict[str, Any]]:
    """Return the parts of the form as they are read over before they are sent."""
    missing = set(area["missing"])
    return [
        {
            "number": number,
            "title": title,
            "form": form_of(questions, area),
            "complete": not missing & {each["key"] for each in questions},
        }
        for number, (title, questions) in enumerate(sections, 1)
    ]


def told(errors: Errors, questions: Errors = ()) -> list[dict[str, str]]:
    """Return errors with the name of the question they are about."""
    labels = {each["key"]: each["label"] for each in questions}
    found = []
    for error in errors:
        field = error["field"][0] if error["field"] else ""
        known = field if field in labels or field in FIELDS else ""
        found.append(
            {
                "field": known,
                "label": labels.get(field, ""),
                "message": error["message"],
            }
        )
    return found


FIELDS = ("consents", "heldOn", "note", "text", "sure", "email", "side")
"""Fields beside the form's questions that an error can be about."""
