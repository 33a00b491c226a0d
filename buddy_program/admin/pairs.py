"""Pairs: the list, and one pair's page with its check-ins and meetings."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buddy_program.admin.screens import (
    Act,
    act,
    chosen_city,
    for_coordinators,
    mine,
    my_cities,
    paged,
    screen,
)
from buddy_program.admin.way import way_of
from buddy_program.choices import EndReason, PairState, Side
from buddy_program.models import Pair
from buddy_program.selectors.day import with_people
from buddy_program.services.pairs import (
    STARTED,
    pair_close,
    pair_pause,
    pair_resume,
    proposal_take_back,
    sides_asked,
)
from buddy_program.services.undoing import (
    CORRECTABLE,
    end_reason_correct,
    may_correct_reason,
)

TRAIL = {"buddy_program_pairs": gettext_lazy("Pairs")}
NOT_BY_COORDINATORS = (
    *(EndReason.SAFEGUARDING, EndReason.DECLINED, EndReason.EXPIRED),
    EndReason.TAKEN_BACK,
)


@for_coordinators
def pairs(request: HttpRequest) -> HttpResponse:
    """List the pairs of the user's cities, the latest first."""
    cities = my_cities(request)
    city, state = chosen_city(request, cities), request.GET.get("state", "")
    found = Pair.objects.filter(site__in=[city] if city else cities)
    if state in PairState.values:
        found = found.filter(state=state)
    return screen(
        request,
        "pairs",
        _("Pairs"),
        page=paged(request, with_people(found)),
        cities=cities,
        city=city,
        states=PairState.choices,
        state=state,
    )


@for_coordinators
def pair(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how a pair is doing; pause, resume or close it."""
    found = mine(request, with_people(Pair.objects.all()), pk)
    here = reverse("buddy_program_pair", args=[pk])
    done = act(request, _acts(found), here)
    if done is not None:
        return done
    return screen(
        request,
        "pair",
        str(found),
        trail=TRAIL,
        pair=found,
        sides=[
            (found.of_side(side), getattr(found, f"{side}_agreed_at")) for side in Side
        ],
        check_ins=found.check_ins.select_related("participant"),
        meetings=found.meetings.select_related("told_by"),
        way=way_of(found.transitions.all()),
        reasons=[each for each in EndReason if each not in NOT_BY_COORDINATORS],
        may_pause=found.state == PairState.ACTIVE,
        may_resume=found.state == PairState.PAUSED,
        may_close=found.state in STARTED,
        other_reasons=CORRECTABLE if may_correct_reason(found) else (),
        may_take_back=found.state == PairState.PROPOSED,
        mail_gone=found.state == PairState.PROPOSED and bool(sides_asked(found)),
        now=timezone.now(),
    )


def _acts(found: Pair) -> dict[str, Act]:
    def pause(request: HttpRequest) -> str:
        pair_pause(pair=found, now=timezone.now(), by=request.user)
        return _("The pair rests; you can let it go on here.")

    def resume(request: HttpRequest) -> str:
        pair_resume(pair=found, now=timezone.now(), by=request.user)
        return _("The pair goes on.")

    def close(request: HttpRequest) -> str | None:
        reason = request.POST.get("reason", "")
        if reason not in EndReason.values or reason in NOT_BY_COORDINATORS:
            return None
        pair_close(pair=found, reason=reason, now=timezone.now(), by=request.user)
        return _("The pair is closed; both are told by mail.")

    def back(request: HttpRequest) -> str:
        told = proposal_take_back(pair=found, now=timezone.now(), by=request.user)
        if not told:
            return _("The proposal is taken back; no mail had gone out.")
        return _("The proposal is taken back; who had got it is told by mail.")

    def correct(request: HttpRequest) -> str:
        reason = request.POST.get("reason", "")
        end_reason_correct(
            pair=found, reason=reason, by=request.user, now=timezone.now()
        )
        return _("The reason is put right.")

    return {
        "correct": correct,
        "back": back,
        "pause": pause,
        "resume": resume,
        "close": close,
    }
