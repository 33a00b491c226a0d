"""What somebody sees in their own area: all that is theirs, of others what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from buddy_program.choices import PairState, ParticipantState
from buddy_program.conduct import Conduct, conduct_in
from buddy_program.matching.people import Level
from buddy_program.models import Answers, CheckIn, Meeting, Pair, Participant, Programme
from buddy_program.models.participant import OVER, UNCONFIRMED
from buddy_program.questions import (
    Kind,
    Option,
    Question,
    language_name,
    missing,
    questions_for,
    slot_label,
)
from buddy_program.services.application import said_of
from buddy_program.services.leaving import MAY_PAUSE
from buddy_program.vocabulary import INTERESTS

State = ParticipantState


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An open pair, as one of the two sees it."""

    pair: Pair
    other: Participant | None
    """Whom they may get in touch with; None until both have agreed."""

    agreed: bool
    languages: list[str]
    interests: list[str]
    slots: list[str]
    """What the two have in common, in words."""

    meetings: list[Meeting]
    """What they themselves have put down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A personal area at a moment."""

    participant: Participant
    questions: tuple[Question, ...]
    said: dict[str, Any]
    missing: list[str]
    may: list[str]
    consents: set[str]
    conduct: Conduct
    matches: list[Match]
    check_ins: list[CheckIn]
    questionnaires: list[Answers]


MAY: dict[str, Callable[[str], bool]] = {
    "confirm": lambda state: state in UNCONFIRMED,
    "save": lambda state: state not in (*UNCONFIRMED, *OVER),
    "submit": lambda state: state == State.CONFIRMED,
    "agree": lambda state: state == State.ACCEPTED,
    "pause": lambda state: state in MAY_PAUSE,
    "resume": lambda state: state == State.PAUSED,
    "withdraw": lambda state: state not in OVER,
}
"""What can be done in which states; handing out and erasing always can."""


def area_of(participant: Participant, *, language: str, now: dt.datetime) -> Area:
    """Return somebody's area in a language, with a constant number of queries."""
    programme = Programme.objects.select_related("code_of_conduct__locale").get(
        site=participant.site_id
    )
    questions = questions_for(programme, participant.side)
    said = said_of(participant, questions)
    given = participant.consents.filter(withdrawn_at=None)
    return Area(
        participant=participant,
        questions=questions,
        said=said,
        missing=list(missing(questions, said)),
        may=[name for name, test in MAY.items() if test(participant.state)],
        consents=set(given.values_list("purpose", flat=True)),
        conduct=conduct_in(programme, [language, participant.language]),
        matches=_matches(participant),
        check_ins=_check_ins(participant, now),
        questionnaires=list(
            participant.answers.filter(answered_at=None, due_at__lte=now)
        ),
    )


def chosen(question: Question, stored: Any) -> list[str]:
    """Return the values of a stored answer as the form gives them."""
    if question.kind == Kind.NUMBER:
        return [str(stored)]
    if question.kind == Kind.CHOICES:
        return [str(each) for each in stored]
    if question.kind == Kind.CHOICE:
        found = [each.value for each in question.options if each.stored == stored]
        return [value for value in found if value]
    return [stored] if stored else []


def spoken(question: Question, stored: dict[str, int]) -> list[tuple[str, str]]:
    """Return the tags and levels of a stored answer, the best first."""
    names = {each.stored: each.value for each in question.levels}
    best = sorted(stored.items(), key=lambda each: (-each[1], each[0]))
    return [(tag, names[Level(level)]) for tag, level in best]


def option_of(options: tuple[Option, ...], stored: Any) -> str:
    """Return what a stored value is called, or ""."""
    return next((str(each.label) for each in options if each.stored == stored), "")


def open_pairs(participant: Participant) -> list[Pair]:
    """Return the pairs somebody is in, with both people and their languages."""
    found = Pair.objects.open().of(participant).select_related("newcomer", "local")
    both = ("newcomer__languages", "local__languages")
    return list(found.prefetch_related(*both, "meetings").order_by("pk"))


def _matches(participant: Participant) -> list[Match]:
    return [_match(pair, participant) for pair in open_pairs(participant)]


def _match(pair: Pair, participant: Participant) -> Match:
    other = pair.other(participant)
    mine, theirs = (
        {each.tag for each in person.languages.all()}
        for person in (pair.newcomer, pair.local)
    )
    agreed = (
        pair.newcomer_agreed_at if participant.is_newcomer else pair.local_agreed_at
    )
    interests = set(pair.newcomer.interests) & set(pair.local.interests)
    slots = [each for each in pair.newcomer.slots if each in pair.local.slots]
    return Match(
        pair=pair,
        other=other if pair.contacts_shown else None,
        agreed=agreed is not None,
        languages=sorted(language_name(tag) for tag in mine & theirs),
        interests=[str(INTERESTS[key]) for key in INTERESTS if key in interests],
        slots=[slot_label(each) for each in slots],
        meetings=[
            each for each in pair.meetings.all() if each.told_by_id == participant.pk
        ],
    )


def _check_ins(participant: Participant, now: dt.datetime) -> list[CheckIn]:
    open_ones = participant.check_ins.filter(
        answered_at=None,
        due_at__lte=now,
        pair__state__in=[PairState.ACTIVE, PairState.PAUSED],
    )
    return list(open_ones.order_by("due_at", "pk"))
