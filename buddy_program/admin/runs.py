"""Match runs: made, read in plain words, changed by pins, approved or discarded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from buddy_program.admin.screens import (
    act,
    chosen_city,
    for_coordinators,
    mine,
    my_cities,
    paged,
    screen,
)
from buddy_program.matching.inputs import Inputs, WrongInputs
from buddy_program.matching.people import Local, Newcomer
from buddy_program.matching.results import Match, Run, Unmatched
from buddy_program.matching.run import PinRefused
from buddy_program.matching.scores import Criterion, Weights
from buddy_program.matching.words import (
    OBSTACLES,
    Names,
    reasons,
    whom_to_recruit,
    why_unmatched,
)
from buddy_program.models import MatchRun, Participant
from buddy_program.questions import language_name, slot_label
from buddy_program.selectors.matching import (
    Wishes,
    is_up_to_date,
    matching_inputs,
    what_if,
    wishes_of,
)
from buddy_program.services.matching import (
    Overtaken,
    run_approve,
    run_discard,
    run_make,
)
from buddy_program.vocabulary import GOALS, INTERESTS

MOST_DIGITS = 9
TRAIL = {"buddy_program_runs": gettext_lazy("Matching")}
CRITERIA = {
    Criterion.INTERESTS: gettext_lazy("Interests"),
    Criterion.DISLIKES: gettext_lazy("Dislikes"),
    Criterion.GOALS: gettext_lazy("Goals"),
    Criterion.AVAILABILITY: gettext_lazy("Free times"),
    Criterion.LANGUAGE: gettext_lazy("Language"),
    Criterion.DISTRICT: gettext_lazy("District"),
    Criterion.FAMILY: gettext_lazy("Family"),
    Criterion.AGE: gettext_lazy("Age"),
}
NAMES = Names(
    language=language_name,
    interest=lambda key: str(INTERESTS.get(key, key)),
    goal=lambda key: str(GOALS.get(key, key)),
    slot=slot_label,
)


@for_coordinators
def runs(request: HttpRequest) -> HttpResponse:
    """List the runs of the user's cities; make one."""
    cities = my_cities(request)
    if request.method == "POST":
        city = chosen_city(request, cities)
        if city is not None:
            made = run_make(site=city, now=timezone.now(), by=request.user)
            return redirect("buddy_program_run", made.pk)
    found = MatchRun.objects.filter(site__in=cities).defer("result")
    return screen(
        request,
        "runs",
        _("Matching"),
        page=paged(request, found.select_related("site", "made_by", "decided_by")),
        cities=cities,
    )


@for_coordinators
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a run with its reasons; decide about it, or make it again otherwise."""
    found = mine(request, MatchRun.objects.select_related("site", "made_by"), pk)
    here = reverse("buddy_program_run", args=[pk])
    do = request.POST.get("do", "")
    if request.method == "POST" and do in AGAIN:
        return _again(request, found, AGAIN[do])
    if request.method == "POST" and do == "what_if":
        return _shown(request, found, compared=_compared(request, found))
    done = act(request, {"approve": _approve(found), "discard": _discard(found)}, here)
    return done or _shown(request, found)


def _approve(found: MatchRun) -> Callable[[HttpRequest], str | None]:
    def approve(request: HttpRequest) -> str | None:
        try:
            made = run_approve(run=found, now=timezone.now(), by=request.user)
        except Overtaken as error:
            _tell_overtaken(request, error)
            return None
        return ngettext(
            "%(count)d pair is proposed; the mails go out now.",
            "%(count)d pairs are proposed; the mails go out now.",
            len(made),
        ) % {"count": len(made)}

    return approve


def _tell_overtaken(request: HttpRequest, error: Overtaken) -> None:
    ids = {each for lost in error.lost for each in (lost.newcomer, lost.local)}
    people = Participant.objects.in_bulk(ids)
    nowhere = _("One of them doesn't wait any more.")
    told = "; ".join(
        f"{people.get(lost.newcomer, '?')} + {people.get(lost.local, '?')}: "
        + (str(OBSTACLES[lost.rule]) if lost.rule else nowhere)
        for lost in error.lost
    )
    text = _("Nobody was asked, as things have changed: %(pairs)s Make the run again.")
    messages.warning(request, text % {"pairs": told})


def _discard(found: MatchRun) -> Callable[[HttpRequest], str]:
    def discard(request: HttpRequest) -> str:
        run_discard(run=found, now=timezone.now(), by=request.user)
        return _("Discarded; nobody hears of it.")

    return discard


Pair = tuple[int, int]


def _pinned(wishes: Wishes, pair: Pair) -> Wishes:
    pins = {each for each in wishes.pins if each[0] != pair[0]} | {pair}
    return replace(wishes, pins=frozenset(pins), forbidden=wishes.forbidden - {pair})


def _forbidden(wishes: Wishes, pair: Pair) -> Wishes:
    return replace(
        wishes, forbidden=wishes.forbidden | {pair}, pins=wishes.pins - {pair}
    )


def _freed(wishes: Wishes, pair: Pair) -> Wishes:
    return replace(
        wishes, forbidden=wishes.forbidden - {pair}, pins=wishes.pins - {pair}
    )


AGAIN: dict[str, Callable[[Wishes, Pair], Wishes] | None] = {
    "pin": _pinned,
    "forbid": _forbidden,
    "free": _freed,
    "again": None,
}


def _again(
    request: HttpRequest,
    found: MatchRun,
    change: Callable[[Wishes, Pair], Wishes] | None,
) -> HttpResponse:
    """Make the run once more with a wish more or less, and put this one aside."""
    wishes = wishes_of(found)
    if change is not None and (pair := _pair_of(request)):
        wishes = change(wishes, pair)
    now = timezone.now()
    try:
        made = run_make(site=found.site, now=now, by=request.user, wishes=wishes)
    except PinRefused as error:
        text = _("These two can't be pinned: %(reason)s")
        messages.warning(request, text % {"reason": OBSTACLES[error.rule]})
        return redirect("buddy_program_run", found.pk)
    except WrongInputs:
        text = _("A pinned or forbidden pair isn't there any more; the rest is done.")
        messages.warning(request, text)
        wishes = Wishes(weights=wishes.weights)
        made = run_make(site=found.site, now=now, by=request.user, wishes=wishes)
    if found.state == MatchRun.State.DRAFT:
        run_discard(run=found, now=now, by=request.user)
    return redirect("buddy_program_run", made.pk)


def _pair_of(request: HttpRequest) -> Pair | None:
    newcomer, _sign, local = request.POST.get("pair", "").partition("-")
    return (
        (int(newcomer), int(local))
        if is_number(newcomer) and is_number(local)
        else None
    )


def is_number(text: str) -> bool:
    """Tell whether a text is a number that fits into a column."""
    return text.isdecimal() and len(text) <= MOST_DIGITS


def _compared(request: HttpRequest, found: MatchRun) -> dict[str, Any] | None:
    """Return what other weights would change; None where they can't be."""
    told = {
        name: int(request.POST[name])
        for name in [*Criterion, "floor"]
        if is_number(request.POST.get(name, ""))
    }
    try:
        weights = Weights(**{**asdict(wishes_of(found).weights or Weights()), **told})
        now = timezone.now()
        _run, difference = what_if(run=found, now=now, changes={"weights": weights})
    except ValueError as error:
        messages.warning(request, str(error))
        return None
    ids = {*difference.gained, *difference.lost, *difference.moved}
    people = Participant.objects.filter(site=found.site).in_bulk(ids)
    return {
        "before": difference.before,
        "after": difference.after,
        "weights": asdict(weights),
        **{
            name: [str(people[pk]) for pk in getattr(difference, name)]
            for name in ("gained", "lost", "moved")
        },
    }


def _shown(
    request: HttpRequest, found: MatchRun, compared: dict[str, Any] | None = None
) -> HttpResponse:
    result = found.run
    told = _Told(found, result)
    when = timezone.localtime(found.made_at)
    weights = compared["weights"] if compared else asdict(result.weights)
    return screen(
        request,
        "run",
        f"{found.site.site_name}, {date_format(when, 'SHORT_DATETIME_FORMAT')}",
        trail=TRAIL,
        run=found,
        result=result,
        is_draft=found.state == MatchRun.State.DRAFT,
        is_up_to_date=is_up_to_date(found),
        matches=[told.match(each) for each in result.matches],
        waiting=[told.unmatched(each) for each in result.waiting],
        unasked=[told.unmatched(each) for each in result.unasked],
        recruitment=[whom_to_recruit(each, NAMES) for each in result.recruitment],
        forbidden=[told.pair(newcomer, local) for newcomer, local in found.forbidden],
        weights=[
            (name, CRITERIA.get(name, _("Least score")), weights[name])
            for name in [*Criterion, "floor"]
        ],
        best=result.weights.best_score,
        compared=compared,
    )


class _Told:
    """Puts names and reasons to the numbers of a run."""

    def __init__(self, found: MatchRun, result: Run) -> None:
        self.result = result
        # As they are today: what the points stand for may have changed since.
        self.inputs: Inputs = matching_inputs(site=found.site, now=found.made_at)
        self.newcomers = {each.id: each for each in self.inputs.newcomers}
        self.locals = {each.id: each for each in self.inputs.locals}
        self.people = Participant.objects.filter(site=found.site).in_bulk(
            _everybody(result) | {each for pair in found.forbidden for each in pair}
        )

    def match(self, given: Match) -> dict[str, Any]:
        pair = given.pair
        newcomer = self.newcomers.get(pair.newcomer)
        local = self.locals.get(pair.local)
        return {
            "key": f"{pair.newcomer}-{pair.local}",
            "newcomer": self.person(pair.newcomer),
            "local": self.person(pair.local),
            "score": pair.score,
            "pinned": given.pinned,
            "waiting_days": given.waiting_days,
            "reasons": self.reasons(pair, newcomer, local),
            "alternatives": [
                {
                    "key": f"{other.newcomer}-{other.local}",
                    "local": self.person(other.local),
                    "score": other.score,
                }
                for other in given.alternatives
            ],
        }

    def reasons(
        self, pair: Any, newcomer: Newcomer | None, local: Local | None
    ) -> list[tuple[str, str, int, int]]:
        if newcomer is None or local is None:
            return []
        found = reasons(pair, newcomer, local, self.result.weights, NAMES)
        return [
            (str(CRITERIA[each.criterion]), each.text, each.score, each.best)
            for each in found
        ]

    def unmatched(self, given: Unmatched) -> dict[str, Any]:
        first, *further = why_unmatched(given)
        return {"person": self.person(given.id), "reason": first, "further": further}

    def pair(self, newcomer: int, local: int) -> dict[str, Any]:
        return {
            "key": f"{newcomer}-{local}",
            "newcomer": self.person(newcomer),
            "local": self.person(local),
        }

    def person(self, pk: int) -> Participant | None:
        return self.people.get(pk)


def _everybody(result: Run) -> set[int]:
    found = {each.id for each in (*result.waiting, *result.unasked)}
    for each in result.matches:
        for pair in (each.pair, *each.alternatives):
            found |= {pair.newcomer, pair.local}
    return found
