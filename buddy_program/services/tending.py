"""What the programme does by itself over time. Each thing is done on its own.

A step finds what is due and does it one by one, each in its own transaction, so that
what fails holds up nothing else; it stays due. Done twice, it changes nothing more.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from wagtail.models import Site

from buddy_program.choices import Wave
from buddy_program.models import CheckIn, Pair, Participant
from buddy_program.selectors import due
from buddy_program.services import retention
from buddy_program.services.answers import questionnaires_ask
from buddy_program.services.check_ins import check_in_ask, check_in_remind
from buddy_program.services.pairs import pair_expire
from buddy_program.services.proposals import proposal_remind

logger = logging.getLogger("vitej.buddies")


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of thing that is done: what is due, and what doing it means."""

    name: str
    find: Callable[[Site, dt.datetime], Iterable[Any]]
    act: Callable[[Any, dt.datetime], object]
    living: bool = True
    """Whether it rests where a city has the programme switched off.

    What doesn't rest is the retention: it can be run alone.
    """


@dataclass(frozen=True, slots=True)
class Tended:
    """What of a step was done, or was to be, and how many failed.

    `things` are what they were done to, such as "Ostrava: Participant 17".
    """

    step: str
    things: tuple[str, ...] = ()
    failed: int = 0

    @property
    def done(self) -> int:
        return len(self.things)


def _expire(pair: Pair, now: dt.datetime) -> None:
    pair_expire(pair=pair, now=now)


def _remind_of_proposal(about: tuple[Pair, Participant], now: dt.datetime) -> None:
    pair, participant = about
    proposal_remind(pair=pair, participant=participant, now=now)


def _ask(check_in: CheckIn, now: dt.datetime) -> None:
    check_in_ask(check_in=check_in, now=now)


def _remind(check_in: CheckIn, now: dt.datetime) -> None:
    check_in_remind(check_in=check_in, now=now)


def _question(about: tuple[Participant, Wave], now: dt.datetime) -> None:
    participant, wave = about
    questionnaires_ask(participant=participant, wave=wave, now=now)


STEPS = (
    Step("proposals expired", due.proposals_over, _expire),
    Step("proposals reminded", due.proposals_to_remind, _remind_of_proposal),
    Step("check-ins asked", due.check_ins_to_ask, _ask),
    Step("check-ins reminded", due.check_ins_to_remind, _remind),
    Step("questionnaires asked", due.questionnaires, _question),
    Step("drafts deleted", due.drafts, retention.draft_delete, living=False),
    Step("reserve ended", due.reserves, retention.reserve_end, living=False),
    Step("people anonymised", due.people, retention.person_forget, living=False),
    Step("concerns emptied", due.concerns, retention.concern_forget, living=False),
    Step("messages deleted", due.messages, retention.row_delete, living=False),
    Step("links deleted", due.links, retention.row_delete, living=False),
)


def tend(
    *, now: dt.datetime, dry_run: bool = False, retention_only: bool = False
) -> list[Tended]:
    """Do what is due in every city; a dry run finds it and changes nothing.

    A run counts what is due as it begins: what a step makes due for a later one, such
    as a newcomer who is free again, is counted only where it is done.
    """
    sites = list(due.sites())
    off = due.switched_off(sites)
    return [
        _tend(
            step,
            [each for each in sites if not (step.living and each.pk in off)],
            now,
            dry_run,
        )
        for step in STEPS
        if not (retention_only and step.living)
    ]


def _tend(step: Step, sites: list[Site], now: dt.datetime, dry_run: bool) -> Tended:
    things, failed = [], 0
    for site in sites:
        for each in _found(step, site, now):
            name = f"{site.site_name or site.hostname}: {_named(each)}"
            if dry_run or _acted(step, each, now):
                things.append(name)
            else:
                failed += 1
    return Tended(step.name, tuple(things), failed)


def _found(step: Step, site: Site, now: dt.datetime) -> list[Any]:
    """Return what is due in a city; a city with faulty rows holds up no other."""
    try:
        return list(step.find(site, now))
    except Exception as error:  # noqa: BLE001
        _log(step, site, error)
        return []


def _acted(step: Step, each: Any, now: dt.datetime) -> bool:
    try:
        with transaction.atomic():
            step.act(each, now)
    except Exception as error:  # noqa: BLE001 - it stays due, and holds up nothing
        _log(step, each, error)
        return False
    return True


def _log(step: Step, each: Any, error: Exception) -> None:
    # Not the error's words: they may hold what somebody wrote.
    kind = type(error).__name__
    logger.error("Tending, %s: %s failed (%s).", step.name, _named(each), kind)


def _named(each: Any) -> str:
    """Return what something is called in the log: its kind and number."""
    first = each[0] if isinstance(each, tuple) else each
    return f"{type(first).__name__} {first.pk}"
