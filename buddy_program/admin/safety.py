"""The safeguarding role's screens: concerns, stopping at once, blocks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buddy_program.access import cities_safeguarded_by
from buddy_program.admin.mails import kind_label, reason_label
from buddy_program.admin.screens import (
    Act,
    act,
    for_safeguarding,
    safeguarded,
    screen,
    searched,
)
from buddy_program.messages import ABOUT_CONCERNS
from buddy_program.models import Concern, Message, Participant, SafeguardingBlock
from buddy_program.selectors.concerns import lost_mails
from buddy_program.services import safeguarding
from buddy_program.services.mail import message_send_again

TRAIL = {"buddy_program_safety": gettext_lazy("Safeguarding")}
MOST_FOUND = 20


@for_safeguarding
def safety(request: HttpRequest) -> HttpResponse:
    """Show concerns that wait, blocks that hold, and find somebody to stop."""
    cities = cities_safeguarded_by(request.user)
    concerns = _concerns().filter(site__in=cities)
    blocks = _blocks().filter(site__in=cities)
    q = searched(request)
    people = Participant.objects.filter(site__in=cities).applied().there()
    here = reverse("buddy_program_safety")
    done = act(request, {"again": _again}, here)
    return done or screen(
        request,
        "safety",
        _("Safeguarding"),
        waiting=concerns.filter(handled_at=None),
        handled=concerns.exclude(handled_at=None).order_by("-handled_at")[:50],
        blocks=blocks.filter(lifted_at=None),
        lifted=blocks.exclude(lifted_at=None)[:50],
        q=q,
        people=people.filter(name__icontains=q)[:MOST_FOUND] if q else [],
        lost=[
            (each, kind_label(each.kind), reason_label(each))
            for each in lost_mails(cities)
        ],
        several=cities.count() > 1,
    )


def _again(request: HttpRequest) -> str:
    key = request.POST.get("mail", "")
    concerning = Message.objects.filter(kind__in=ABOUT_CONCERNS)
    found = safeguarded(request, concerning, int(key) if key.isdecimal() else 0)
    message_send_again(message=found, by=request.user, now=timezone.now())
    return _("The mail goes out again.")


def _concerns() -> QuerySet[Concern]:
    return Concern.objects.select_related(
        "site", "reporter", "pair__newcomer", "pair__local", "handled_by"
    )


def _blocks() -> QuerySet[SafeguardingBlock]:
    return SafeguardingBlock.objects.select_related(
        "site", "participant", "blocked_by", "lift_asked_by", "lifted_by"
    )


@for_safeguarding
def concern(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a concern; note what was done."""
    found = safeguarded(request, _concerns(), pk)

    def handle(request: HttpRequest) -> str:
        safeguarding.concern_handle(
            concern=found,
            outcome=request.POST.get("outcome", ""),
            by=request.user,
            now=timezone.now(),
        )
        return _("Noted.")

    here = reverse("buddy_program_concern", args=[pk])
    done = act(request, {"handle": handle}, here)
    return done or screen(request, "concern", _("Concern"), trail=TRAIL, concern=found)


@for_safeguarding
def safety_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop or block somebody, or lift a block as the second of two."""
    people = Participant.objects.applied().select_related("site")
    them = safeguarded(request, people, pk)
    here = reverse("buddy_program_safety_person", args=[pk])
    # Not "block" in the template: there it is the part that is being written.
    block = _blocks().filter(participant=them, lifted_at=None).first()
    done = act(request, _acts(them, block), here)
    return done or screen(
        request,
        "safety_person",
        str(them),
        trail=TRAIL,
        them=them,
        held=block,
        blocks=_blocks().filter(participant=them),
        asked_myself=block is not None and block.lift_asked_by_id == request.user.pk,
    )


@for_safeguarding
def block(request: HttpRequest, pk: int) -> HttpResponse:
    """Deal with a block whose person is erased."""
    found = safeguarded(request, _blocks(), pk)
    here = reverse("buddy_program_block", args=[pk])
    done = act(request, _lifting(found), here)
    return done or screen(
        request,
        "safety_person",
        _("Block"),
        trail=TRAIL,
        them=found.participant,
        held=found if found.lifted_at is None else None,
        blocks=[found],
        asked_myself=found.lift_asked_by_id == request.user.pk,
    )


def _acts(them: Participant, held: SafeguardingBlock | None) -> dict[str, Act]:
    def stopping(service: Callable[..., Any], told: str) -> Act:
        def do(request: HttpRequest) -> str:
            service(
                participant=them,
                by=request.user,
                now=timezone.now(),
                reason=request.POST.get("reason", ""),
            )
            return told

        return do

    stopped = _("Stopped: their pairs are closed, contacts are hidden.")
    return {
        "stop": stopping(safeguarding.participant_stop, stopped),
        "block": stopping(safeguarding.participant_block, _("Kept out of matching.")),
        **(_lifting(held) if held is not None else {}),
    }


def _lifting(held: SafeguardingBlock) -> dict[str, Act]:
    def ask(request: HttpRequest) -> str:
        safeguarding.block_ask_to_lift(block=held, by=request.user, now=timezone.now())
        return _("Asked. Somebody else of your team has to lift it.")

    def lift(request: HttpRequest) -> str:
        safeguarding.block_lift(block=held, by=request.user, now=timezone.now())
        return _("The block is lifted.")

    def keep(request: HttpRequest) -> str:
        safeguarding.block_keep(block=held, by=request.user)
        return _("The block stays.")

    return {"ask": ask, "lift": lift, "keep": keep}
