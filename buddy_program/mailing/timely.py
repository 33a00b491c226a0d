"""Whether what a mail tells of still holds when it is sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from buddy_program.choices import PairState, ParticipantState, Purpose
from buddy_program.messages import MessageKind as Kind
from buddy_program.models import Answers, Concern, Consent, Message
from buddy_program.models.participant import BOUND, OVER, UNSENT

State = ParticipantState
HERE = (State.AVAILABLE, State.MATCHED)
Check = Callable[[Message, dt.datetime], bool]


def is_timely(message: Message, now: dt.datetime) -> bool:
    """Tell whether to send a mail: nothing goes out to people who are erased."""
    participant = message.participant
    if participant is None:
        return _concern_is_open(message, now)
    if participant.erased_at or not participant.email:
        return False
    return CHECKS[Kind(message.kind)](message, now)


def _always(_message: Message, _now: dt.datetime) -> bool:
    return True


def _in(*states: str) -> Check:
    def check(message: Message, _now: dt.datetime) -> bool:
        return message.participant is not None and message.participant.state in states

    return check


def _proposed(message: Message, now: dt.datetime) -> bool:
    pair = message.pair
    return (
        pair is not None and pair.state == PairState.PROPOSED and now < pair.answer_by
    )


def _unanswered(message: Message, now: dt.datetime) -> bool:
    if message.participant is None or not _proposed(message, now):
        return False
    side = message.participant.side
    return getattr(message.pair, f"{side}_agreed_at") is None


def _introduced(message: Message, _now: dt.datetime) -> bool:
    return message.pair is not None and message.pair.contacts_shown


def _ended(*, started: bool) -> Check:
    def check(message: Message, _now: dt.datetime) -> bool:
        pair, participant = message.pair, message.participant
        if pair is None or participant is None or pair.state != PairState.CLOSED:
            return False
        left = participant.state == State.WITHDRAWN
        return not left and (pair.started_at is not None) is started

    return check


def _asked(message: Message, _now: dt.datetime) -> bool:
    pair, check_in = message.pair, message.check_in
    return (
        pair is not None
        and check_in is not None
        and pair.state == PairState.ACTIVE
        and check_in.answered_at is None
    )


def _questions(message: Message, now: dt.datetime) -> bool:
    agreed = Consent.objects.filter(
        participant=message.participant_id,
        purpose=Purpose.EVALUATION,
        withdrawn_at=None,
    )
    open_ones = Answers.objects.filter(
        participant=message.participant_id, due_at__lte=now, answered_at=None
    )
    return agreed.exists() and open_ones.exists()


def _rests(message: Message, now: dt.datetime) -> bool:
    if message.pair is not None:
        return message.pair.state == PairState.PAUSED
    return _in(State.PAUSED)(message, now)


def _goes_on(message: Message, now: dt.datetime) -> bool:
    if message.pair is not None:
        return message.pair.state == PairState.ACTIVE
    return _in(*HERE)(message, now)


def _concern_is_open(message: Message, _now: dt.datetime) -> bool:
    concerns = Concern.objects.filter(site=message.site_id, handled_at=None)
    return message.kind == Kind.COORDINATORS_CONCERN and concerns.exists()


def _applied(message: Message, _now: dt.datetime) -> bool:
    participant = message.participant
    return participant is not None and participant.state not in (*UNSENT, *OVER)


CHECKS: dict[Kind, Check] = {
    Kind.CONFIRM_EMAIL: _in(State.DRAFT),
    Kind.PERSONAL_LINK: _always,
    Kind.APPLICATION_RECEIVED: _applied,
    Kind.INTERVIEW_INVITED: _in(State.INTERVIEW),
    Kind.ACCEPTED: _in(State.ACCEPTED),
    Kind.RESERVE: _in(State.RESERVE),
    Kind.DECLINED: _in(State.DECLINED),
    Kind.ONBOARDED: _in(*BOUND),
    Kind.PROPOSED: _proposed,
    Kind.PROPOSAL_REMINDER: _unanswered,
    Kind.PROPOSAL_OVER: _ended(started=False),
    Kind.INTRODUCED: _introduced,
    Kind.CHECK_IN: _asked,
    Kind.CHECK_IN_REMINDER: _asked,
    Kind.QUESTIONNAIRE: _questions,
    Kind.PAUSED: _rests,
    Kind.RESUMED: _goes_on,
    Kind.PAIR_CLOSED: _ended(started=True),
    Kind.WITHDRAWN: _in(State.WITHDRAWN),
    Kind.CONCERN_RECEIVED: _always,
    Kind.COORDINATORS_CONCERN: _concern_is_open,
}
