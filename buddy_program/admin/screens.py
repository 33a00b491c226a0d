"""What all screens of the desk share: who may open them, and how they are framed.

Names are looked for by POST: what is looked for stands in no address and no log.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.models import Site

from buddy_program.access import (
    NotAllowed,
    cities_coordinated_by,
    cities_safeguarded_by,
)
from buddy_program.services import (
    cohorts,
    mail,
    matching,
    pairs,
    programme,
    safeguarding,
    screening,
    undoing,
)
from buddy_program.services.application import NotNow
from buddy_program.services.moves import MovedMeanwhile, WrongPath
from cms.access import looks_after_itself

PER_PAGE = 50
MOST_SEARCHED = 200

M = TypeVar("M", bound=Model)
View = Callable[..., HttpResponse]
Act = Callable[[HttpRequest], str | None]
"""Does what a button says; returns what to tell, None if it was told."""


FASTER = gettext_lazy("This isn't possible any more; nothing has changed.")
REFUSALS: dict[type[Exception], Any] = {
    WrongPath: FASTER,
    MovedMeanwhile: FASTER,
    NotNow: FASTER,
    pairs.ProposalOver: FASTER,
    pairs.StillPaused: gettext_lazy("One of the two has paused; end that pause first."),
    pairs.NoRoom: gettext_lazy("Every place of the local is taken."),
    pairs.AlreadyPaired: gettext_lazy("The newcomer is in another pair already."),
    pairs.NotAvailable: gettext_lazy("One of the two doesn't wait for a match."),
    pairs.NotTogether: gettext_lazy("These two can't be brought together."),
    matching.AlreadyDecided: gettext_lazy("Somebody has decided about it already."),
    screening.Erased: gettext_lazy("Their data have been erased."),
    screening.AppliedAgain: gettext_lazy("They have applied again meanwhile."),
    safeguarding.AlreadyHandled: gettext_lazy("Somebody has dealt with it already."),
    safeguarding.NotBlocked: gettext_lazy("The block was lifted before."),
    safeguarding.NotAsked: gettext_lazy("Nobody has asked to lift the block yet."),
    safeguarding.SamePerson: gettext_lazy(
        "Somebody else of your team has to lift the block."
    ),
    mail.StillOnItsWay: gettext_lazy("The mail is on its way already."),
    cohorts.NotPlanned: gettext_lazy("The cohort has started already."),
    cohorts.NotRunning: gettext_lazy("The cohort doesn't run."),
    cohorts.NotClosed: gettext_lazy("The cohort isn't closed."),
    cohorts.NotEmpty: gettext_lazy("Somebody is or was in the cohort; it stays."),
    cohorts.CohortClosed: gettext_lazy("The cohort is closed; nobody joins it."),
    cohorts.CohortInUse: gettext_lazy(
        "Somebody in the cohort was matched by its rules; the start stays."
    ),
    undoing.NothingToTakeBack: FASTER,
    undoing.ReasonStays: FASTER,
    undoing.StruckAlready: FASTER,
    undoing.NotStruck: FASTER,
    programme.AlreadyThere: gettext_lazy("The city has a programme already."),
}
"""What is told when a service refuses."""


def for_coordinators(view: View) -> View:
    """Open a view to those who coordinate some city's programme."""
    return _for(cities_coordinated_by, view)


def for_safeguarding(view: View) -> View:
    """Open a view to those who safeguard some city's programme."""
    return _for(cities_safeguarded_by, view)


def _for(cities: Callable[[Any], QuerySet[Site]], view: View) -> View:
    @looks_after_itself
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not cities(request.user).exists():
            raise PermissionDenied
        try:
            return view(request, *args, **kwargs)
        except NotAllowed:
            raise PermissionDenied from None

    return guarded


def my_cities(request: HttpRequest) -> list[Site]:
    """Return the cities whose programme the user coordinates, by name."""
    return list(cities_coordinated_by(request.user).order_by("site_name", "pk"))


def mine(request: HttpRequest, found: QuerySet[M], pk: int) -> M:
    """Return something of a city that the user coordinates, or answer 404."""
    cities = cities_coordinated_by(request.user)
    return get_object_or_404(found.filter(site__in=cities), pk=pk)


def safeguarded(request: HttpRequest, found: QuerySet[M], pk: int) -> M:
    """Return something of a city that the user safeguards, or answer 404."""
    cities = cities_safeguarded_by(request.user)
    return get_object_or_404(found.filter(site__in=cities), pk=pk)


def chosen_city(request: HttpRequest, cities: list[Site]) -> Site | None:
    """Return the one of some cities that the request names."""
    key = request.POST.get("city") or request.GET.get("city") or ""
    return next((each for each in cities if str(each.pk) == key), None)


def searched(request: HttpRequest) -> str:
    """Return what is looked for; no database takes a NUL, nor a pattern without end."""
    return request.POST.get("q", "").replace("\x00", "").strip()[:MOST_SEARCHED]


def screen(
    request: HttpRequest,
    template: str,
    title: str,
    *,
    trail: Mapping[str, Any] | None = None,
    **context: Any,
) -> HttpResponse:
    """Show a screen below a trail of (address name: label)."""
    steps = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    for name, label in (trail or {}).items():
        steps.append({"url": reverse(name), "label": label})
    context |= {
        "page_title": title,
        "header_title": title,
        "header_icon": "group",
        "breadcrumbs_items": [*steps, {"url": "", "label": title}],
    }
    return render(request, f"buddy_program/admin/{template}.html", context)


def paged(request: HttpRequest, found: QuerySet[M]) -> Page[M]:
    """Return the page of a list that the request asks for."""
    return Paginator(found, PER_PAGE).get_page(request.GET.get("p"))


def act(request: HttpRequest, acts: Mapping[str, Act], to: str) -> HttpResponse | None:
    """Do what the pressed button says, tell of it and go back; None without a button.

    What came in between is told as a warning, and nothing has changed.
    """
    if request.method != "POST":
        return None
    chosen = acts.get(request.POST.get("do", ""))
    if chosen is None:
        return None
    try:
        told = chosen(request)
    except tuple(REFUSALS) as error:
        messages.warning(request, str(REFUSALS[type(error)]))
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    else:
        if told:
            messages.success(request, told)
    return redirect(to)
