"""The pages behind the link in a mail: forms made from what the City API describes.

They work without scripts. A token comes in the body of a POST and nowhere else; what
is answered is kept by nobody and told to no other site.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from city_api.engine.errors import ApiError
from city_api.execution import submit
from cms.selectors.city import City, city_by_slug

OPERATIONS = Path(__file__).parent / "operations"
LANGUAGE_ROWS = 4
MOST_DIGITS = 5
HEADERS = {
    # Not "no-referrer": forms would then be sent with the origin "null". No address
    # holds a token anyway.
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
}
Fields = Mapping[str, Any]


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

    def page(self, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
        context |= {
            "language": self.language,
            "city": self.city.settings.slug,
            "city_name": self.city.site.site_name,
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
            return self.page("message", message=message, status=400)
        if payload["errors"]:
            message = payload["errors"][0]["message"]
            return self.page("message", message=message, status=400)
        return self.page("message", message=payload["result"]["message"], sent=True)


class AreaView(CityView):
    """Somebody's own area: a change first, if one is sent, and then how it stands."""

    def post(self, request: HttpRequest, **_path: str) -> HttpResponse:
        token = token_in(request.POST.get("token", ""))
        opened = self.send("openBuddyArea", token=token)
        if opened["errors"]:
            return self.page("gone", status=404)
        area, do = opened["result"], request.POST.get("do", "")
        if do == "export":
            return self.export(token)
        if do == "erase":
            return self.erase(token)
        if do not in READ:
            return self.area(area, token)
        name, read = READ[do]
        payload = self.send(name, token=token, **read(request.POST, area))
        if payload["errors"]:
            return self.area(area, token, errors=payload["errors"], status=400)
        result = payload["result"]
        return self.area(result["area"], result["token"], done=True)

    def area(
        self, area: dict[str, Any], token: str, *, status: int = 200, **context: Any
    ) -> HttpResponse:
        errors = context.get("errors", [])
        at = {error["field"][0]: error["message"] for error in errors if error["field"]}
        asked = self.request.POST if errors else None
        return self.page(
            "area",
            status=status,
            area=area,
            may=set(area["may"]),
            token=token,
            form=form_of(area, asked, at),
            general=[each["message"] for each in errors if not _in_form(each, area)],
            **context,
        )

    def export(self, token: str) -> HttpResponse:
        payload = self.send("exportBuddyData", token=token)
        return HttpResponse(
            payload["result"]["json"],
            content_type="application/json",
            headers={"Content-Disposition": 'attachment; filename="buddy.json"'},
        )

    def erase(self, token: str) -> HttpResponse:
        if self.request.POST.get("sure") != "yes":
            opened = self.send("openBuddyArea", token=token)
            message = _("Tick the box if you are sure.")
            error = {"field": None, "message": message}
            return self.area(opened["result"], token, errors=[error], status=400)
        payload = self.send("eraseBuddyData", token=token)
        if payload["errors"]:
            return self.page("gone", status=404)
        return self.page("message", message=payload["result"]["message"])


def token_in(text: str) -> str:
    """Return the token of what was pasted: itself, or the end of a link."""
    return text.strip().rpartition("#")[2]


def _in_form(error: Fields, area: Fields) -> bool:
    keys = {each["key"] for each in area["questions"]}
    return bool(error["field"]) and error["field"][0] in keys and "SAVE" in area["may"]


def form_of(
    area: Fields, asked: QueryDict | None, errors: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return the questions with what stands in them and what is wrong with it."""
    stored = {each["key"]: each for each in area["answers"]}
    again = asked is not None and asked.get("do") == "save"
    form = []
    for question in area["questions"]:
        key, answer = question["key"], stored[question["key"]]
        spoken = [(each["tag"], each["level"]) for each in answer["languages"]]
        values = answer["values"]
        if again and asked is not None:
            values = asked.getlist(key)
            spoken = _spoken(asked, key)
        rows = min(question["most"], max(LANGUAGE_ROWS, len(spoken) + 1))
        blank = [("", "")] * (rows - len(spoken))
        form.append(
            {
                **question,
                "values": values,
                "value": values[0] if values else "",
                "rows": [*spoken, *blank] if question["kind"] == "LANGUAGES" else [],
                "error": errors.get(key, ""),
            }
        )
    return form


def _spoken(post: QueryDict, key: str) -> list[tuple[str, str]]:
    pairs = zip(post.getlist(key), post.getlist(f"{key}-level"), strict=False)
    return [(tag, level) for tag, level in pairs if tag]


def _profile(post: QueryDict, area: Fields) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for question in area["questions"]:
        key, kind = question["key"], question["kind"]
        if kind == "LANGUAGES":
            given[key] = [
                {"tag": tag, "level": level} for tag, level in _spoken(post, key)
            ]
        elif kind == "CHOICES":
            given[key] = post.getlist(key)
        elif kind == "NUMBER":
            given[key] = _number(post.get(key, ""))
        else:
            given[key] = post.get(key, "")
    return given


def _number(text: Any) -> int:
    """Return a number that was typed; what is none is out of every range."""
    digits = str(text).strip()
    readable = digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS
    return int(digits) if readable else -1


def _consents(post: QueryDict, area: Fields) -> dict[str, Any]:
    known = [each["consent"]["purpose"] for each in area["consents"]]
    return {"consents": [each for each in known if each in post.getlist("consents")]}


def _check_in(post: QueryDict, _area: Fields) -> dict[str, Any]:
    return {
        "checkIn": post.get("checkIn", ""),
        "met": post.get("met") == "yes",
        "mood": _number(post["mood"]) if post.get("mood") else None,
        "worried": post.get("worried") == "yes",
        "note": post.get("note", ""),
    }


def _questionnaire(post: QueryDict, area: Fields) -> dict[str, Any]:
    asked = post.get("questionnaire", "")
    found = [each for each in area["questionnaires"] if each["id"] == asked]
    keys = [item["key"] for each in found for item in each["items"]]
    values = [
        {"key": key, "value": _number(post[f"item-{key}"])}
        for key in keys
        if post.get(f"item-{key}")
    ]
    return {"questionnaire": asked, "values": values}


def _nothing(_post: QueryDict, _area: Fields) -> dict[str, Any]:
    return {}


Read = Callable[[QueryDict, Fields], dict[str, Any]]

READ: dict[str, tuple[str, Read]] = {
    "confirm": ("confirmBuddyEmail", _nothing),
    "save": ("saveBuddyProfile", _profile),
    "submit": ("submitBuddyApplication", _consents),
    "agree": (
        "agreeToBuddyConduct",
        lambda post, _area: {"version": post.get("version", "")},
    ),
    "answer": (
        "answerBuddyProposal",
        lambda post, _area: {
            "match": post.get("match", ""),
            "agrees": post.get("agrees") == "yes",
        },
    ),
    "check_in": ("answerBuddyCheckIn", _check_in),
    "meeting": (
        "addBuddyMeeting",
        lambda post, _area: {
            "match": post.get("match", ""),
            "heldOn": post.get("heldOn", ""),
            "note": post.get("note", ""),
        },
    ),
    "questionnaire": ("answerBuddyQuestionnaire", _questionnaire),
    "consent": (
        "setBuddyConsent",
        lambda post, _area: {
            "purpose": post.get("purpose", ""),
            "given": post.get("given") == "yes",
        },
    ),
    "concern": (
        "tellBuddyConcern",
        lambda post, _area: {
            "text": post.get("text", ""),
            "match": post.get("match") or None,
        },
    ),
    "pause": ("pauseBuddy", _nothing),
    "resume": ("resumeBuddy", _nothing),
    "withdraw": ("withdrawBuddy", _nothing),
}
"""What a button does: the operation, and how its input is read from the form."""
