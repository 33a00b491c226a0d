"""Writes a cohort that is over, large enough for figures: all of its rows at once.

Played week by week with the services, as the cohorts that run are, it would take far
longer. What the nightly work would have forgotten by now is forgotten here, too: who
was declined or left is a row without a person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import Any

from buddy_program.choices import (
    EndReason,
    PairState,
    ParticipantState,
    Purpose,
    Side,
    Wave,
)
from buddy_program.conduct import conduct_in
from buddy_program.demo.people import person
from buddy_program.instruments.catalogue import newest
from buddy_program.models import (
    Agreement,
    Answers,
    CheckIn,
    Cohort,
    Consent,
    Interview,
    Meeting,
    Pair,
    Participant,
    ParticipantLanguage,
    Programme,
    Transition,
)
from buddy_program.questions import checked, questions_for
from buddy_program.selectors.waves import FOLLOW_UP
from buddy_program.services.answers import texts_of
from buddy_program.services.check_ins import MONTH_DAYS, check_in_days
from buddy_program.services.consent import version_of
from buddy_program.services.own_data import FORGOTTEN, LISTS

DAY = dt.timedelta(days=1)
WEEKS = 80
"""How long ago it began: long enough for the last wave, too short to be forgotten."""

LASTED = 50
"""After how many weeks the last pair had met to the end."""

State = ParticipantState
WAY = (
    *(State.CONFIRMED, State.SUBMITTED, State.SCREENING, State.INTERVIEW),
    *(State.ACCEPTED, State.ONBOARDED, State.AVAILABLE),
)
DECLINED = 9
ENDS = (
    *[(EndReason.COMPLETED, "")] * 16,
    *[(EndReason.NO_CONTACT, "")] * 5,
    *[(EndReason.NOT_FITTING, Side.NEWCOMER)] * 5,
    *[(EndReason.NO_TIME, Side.LOCAL)] * 6,
    *[(EndReason.LEFT, Side.NEWCOMER)] * 5,
)
"""How the first match of each newcomer ended."""

LOCALS = 30
WRITTEN: tuple[type[Any], ...] = (
    *(ParticipantLanguage, Interview, Consent, Agreement, Transition),
    *(CheckIn, Meeting, Answers),
)
ANSWERED = {
    Wave.BASELINE: 0.93,
    Wave.MIDDLE: 0.82,
    Wave.END: 0.76,
    Wave.FOLLOW_UP: 0.58,
}
"""What share of those who were asked answered."""

BETTER = {
    Wave.BASELINE: 0.0,
    Wave.MIDDLE: 0.1,
    Wave.END: 0.16,
    Wave.FOLLOW_UP: 0.13,
}
"""By how much of a scale newcomers were better off than at the start."""


@dataclass(slots=True, kw_only=True)
class Past:
    """A cohort that is over, while it is written."""

    programme: Programme
    cohort: Cohort
    boss: Any
    slug: str
    offset: int
    begun: dt.datetime
    now: dt.datetime
    chance: Random
    rows: list[Any] = field(default_factory=list)
    steps: dict[int, list[tuple[str, dt.datetime]]] = field(default_factory=dict)
    evaluated: set[int] = field(default_factory=set)
    """Who agreed to be, by `id`: they aren't stored before all is known of them."""

    def likely(self, probability: float) -> bool:
        return self.chance.random() < probability


def write(past: Past) -> None:
    """Write the cohort's people and all that they went through."""
    newcomers = [_person(past, Side.NEWCOMER, number) for number in range(len(ENDS))]
    locals_ = [_person(past, Side.LOCAL, number) for number in range(LOCALS)]
    for each in (*newcomers, *locals_):
        _selection(past, each)
    pairs = _pairs(past, newcomers, locals_)
    for pair in pairs:
        _together(past, pair)
    for each in (*newcomers, *locals_):
        mine = [pair for pair in pairs if each is pair.newcomer or each is pair.local]
        _finish(past, each, sorted(mine, key=lambda pair: str(pair.ended_at)))
    declined = [_declined(past, number) for number in range(DECLINED)]
    Participant.objects.bulk_create([*newcomers, *locals_, *declined])
    Pair.objects.bulk_create(pairs)
    for model in WRITTEN:
        rows = [row for row in past.rows if type(row) is model]
        model._default_manager.bulk_create(rows)


def _person(past: Past, side: str, number: int) -> Participant:
    """Return somebody who was accepted, before their first match."""
    given = person(
        side, past.offset + number, past.slug, past.programme.districts, past.chance
    )
    said = checked(questions_for(past.programme, side), given["said"], {})
    languages = said.pop("languages")
    if side == Side.LOCAL:
        said["capacity"] = past.programme.rules.max_capacity
    begun = past.begun + past.chance.randrange(1, 30) * DAY
    onboarded = begun + past.chance.randrange(10, 16) * DAY
    made = Participant(
        site_id=past.programme.site_id,
        cohort=past.cohort,
        side=side,
        state=State.FINISHED,
        email=given["email"],
        language=given["language"],
        created_at=begun,
        confirmed_at=begun,
        submitted_at=begun,
        onboarded_at=onboarded,
        waiting_since=onboarded,
        state_since=onboarded,
        **said,
    )
    past.rows += [
        ParticipantLanguage(participant=made, tag=tag, level=level)
        for tag, level in languages.items()
    ]
    return made


def _declined(past: Past, number: int) -> Participant:
    """Return the row that is left of somebody who was declined long ago."""
    at = past.begun + (5 + 3 * number) * DAY
    return Participant(
        site_id=past.programme.site_id,
        side=Side.LOCAL if number % 3 == 0 else Side.NEWCOMER,
        state=State.DECLINED,
        language="cs",
        created_at=at,
        confirmed_at=at,
        submitted_at=at,
        state_since=at + 7 * DAY,
        erased_at=at + 190 * DAY,
    )


def _selection(past: Past, each: Participant) -> None:
    """Lead somebody from the application to the wait for a match."""
    begun, onboarded = each.created_at, each.onboarded_at or each.created_at
    apart = (onboarded - begun) / len(WAY)
    past.steps[id(each)] = [
        (state, begun + number * apart) for number, state in enumerate(WAY)
    ]
    held = begun + 3 * apart
    conduct = conduct_in(past.programme, [each.language])
    purposes = [Purpose.MATCHING, Purpose.CONTACT]
    if past.likely(0.94):
        purposes.append(Purpose.EVALUATION)
    past.rows += [
        Consent(
            participant=each,
            purpose=purpose,
            text_version=version_of(purpose),
            language=each.language,
            given_at=begun,
        )
        for purpose in purposes
    ]
    past.rows += [
        Interview(
            participant=each,
            held_at=held,
            held_by=past.boss,
            rules=past.cohort.rules,
            scores={
                name: past.chance.choice([2, 3, 3, 4])
                for name in past.programme.rules.rubric
            },
            notes="Open and reliable; has time on weekends.",
        ),
        Agreement(
            participant=each,
            page=conduct.page,
            revision=conduct.revision,
            digest=conduct.digest,
            language=each.language,
            agreed_at=onboarded,
        ),
    ]
    if Purpose.EVALUATION in purposes:
        past.evaluated.add(id(each))
        _asked(past, each, Wave.BASELINE, onboarded)


def _pairs(
    past: Past, newcomers: Sequence[Participant], locals_: Sequence[Participant]
) -> list[Pair]:
    """Return the first matches, and the second ones of those whose first failed."""
    pairs = []
    months = past.programme.rules.months * MONTH_DAYS
    for number, (newcomer, (reason, by)) in enumerate(
        zip(newcomers, ENDS, strict=True)
    ):
        local = locals_[(number * 7) % len(locals_)]
        start = past.begun + (47 + past.chance.randrange(0, 14)) * DAY
        early = reason != EndReason.COMPLETED
        days = past.chance.randrange(20, 70) if early else months
        first = _pair(past, (newcomer, local), start, days, (reason, by))
        pairs.append(first)
        if not early or reason == EndReason.LEFT:
            continue
        if reason == EndReason.NO_TIME and number % 2:  # waits for nobody else
            continue
        other = locals_[(number * 7 + 11) % len(locals_)]
        again = start + (days + past.chance.randrange(6, 15)) * DAY
        second = (EndReason.COMPLETED, "")
        pairs.append(_pair(past, (newcomer, other), again, months, second))
    return pairs


def _pair(
    past: Past,
    two: tuple[Participant, Participant],
    start: dt.datetime,
    days: int,
    end: tuple[str, str],
) -> Pair:
    proposed = start - 2 * DAY
    return Pair(
        site_id=past.programme.site_id,
        newcomer=two[0],
        local=two[1],
        state=PairState.CLOSED,
        score=past.chance.randrange(600, 850, 5),
        points=[past.chance.choice([4, 5, 6, 10]) for _each in range(8)],
        proposed_at=proposed,
        answer_by=proposed + past.programme.rules.answer_days * DAY,
        newcomer_agreed_at=start - DAY,
        local_agreed_at=start,
        started_at=start,
        ended_at=start + days * DAY,
        end_reason=end[0],
        ended_by=end[1],
    )


def _together(past: Past, pair: Pair) -> None:
    """Write what was asked of a pair, and when it met."""
    start, end = pair.started_at, pair.ended_at
    if start is None or end is None:
        return
    for before, after, at in (
        ("", PairState.PROPOSED, pair.proposed_at),
        (PairState.PROPOSED, PairState.ACTIVE, start),
        (PairState.ACTIVE, PairState.CLOSED, end),
    ):
        past.rows.append(Transition(pair=pair, before=before, after=after, at=at))
    past.rows += _check_ins(past, pair, start, end)
    met = 0 if pair.end_reason == EndReason.NO_CONTACT else (end - start).days
    for day in range(5, met, 15):
        if past.likely(0.8):
            held = start + (day + past.chance.randrange(0, 9)) * DAY
            if held < end:
                past.rows.append(_meeting(past, pair, held))


def _check_ins(
    past: Past, pair: Pair, start: dt.datetime, end: dt.datetime
) -> Iterator[CheckIn]:
    silent = pair.end_reason == EndReason.NO_CONTACT
    for day in check_in_days(past.programme.rules):
        due = start + day * DAY
        if due >= end:
            return
        for each in _two(pair):
            answered = due + past.chance.randrange(1, 60) * DAY / 24
            met = not silent and past.likely(0.9)
            said: dict[str, Any] = {}
            if past.likely(0.86):
                said = {
                    "answered_at": answered,
                    "seen_at": answered + DAY,
                    "met": met,
                    "mood": past.chance.choice([3, 4, 4, 5, 5] if met else [2, 3]),
                    "worried": not met and past.likely(0.3),
                }
            yield CheckIn(
                pair=pair, participant=each, day=day, due_at=due, asked_at=due, **said
            )


def _meeting(past: Past, pair: Pair, held: dt.datetime) -> Meeting:
    notes = ("", "", "A walk and a coffee.", "We cooked.", "At the library.")
    return Meeting(
        pair=pair,
        told_by=past.chance.choice(_two(pair)),
        held_on=held.date(),
        note=past.chance.choice(notes),
        told_at=held + DAY / 4,
    )


def _finish(past: Past, each: Participant, pairs: Sequence[Pair]) -> None:
    """Let somebody finish or leave, and forget who left more than a year ago."""
    steps = past.steps[id(each)]
    for pair in pairs:
        if pair.started_at and pair.ended_at:
            steps += [
                (State.MATCHED, pair.started_at),
                (State.AVAILABLE, pair.ended_at),
            ]
    last = pairs[-1]
    end = last.ended_at or past.now
    left = _leaves(each, last)
    each.state = State.WITHDRAWN if left else State.FINISHED
    each.state_since = end
    steps = sorted(steps, key=lambda step: step[1])
    steps[-1] = (each.state, end)
    _way(past, each, steps)
    if left:
        _forget(past, each, end + 370 * DAY)
    elif id(each) in past.evaluated:
        months = past.programme.rules.months * MONTH_DAYS * DAY
        _asked(past, each, Wave.MIDDLE, (last.started_at or end) + months / 2)
        _asked(past, each, Wave.END, end)
        _asked(past, each, Wave.FOLLOW_UP, end + FOLLOW_UP)


def _leaves(each: Participant, last: Pair) -> bool:
    if each.is_newcomer:
        return last.end_reason != EndReason.COMPLETED
    return last.end_reason == EndReason.NO_TIME


def _way(
    past: Past, each: Participant, steps: Sequence[tuple[str, dt.datetime]]
) -> None:
    before = State.DRAFT.value
    chosen = (State.SCREENING, State.INTERVIEW, State.ACCEPTED)
    for after, at in steps:
        if after == before:
            continue
        by = past.boss if after in chosen else None
        past.rows.append(
            Transition(participant=each, before=before, after=after, at=at, by=by)
        )
        before = after


def _forget(past: Past, each: Participant, at: dt.datetime) -> None:
    for name, value in FORGOTTEN.items():
        setattr(each, name, value)
    for name in LISTS:
        setattr(each, name, [])
    each.erased_at = min(at, past.now)
    gone = (ParticipantLanguage, Interview, Consent, Agreement)
    past.rows = [
        row
        for row in past.rows
        if not (isinstance(row, gone) and row.participant is each)
        and not (type(row) is Answers and row.participant is each and not row.values)
    ]


def _asked(past: Past, each: Participant, wave: str, at: dt.datetime) -> None:
    """Ask the questionnaires of a wave; some answer them, and leave an item out."""
    if at > past.now:
        return
    answers = past.likely(ANSWERED[Wave(wave)])
    trait = Random(each.email).gauss(0.5, 0.17)  # noqa: S311 - no secret
    better = BETTER[Wave(wave)] * (1 if each.is_newcomer else 0.35)
    for key in past.programme.rules.instruments:
        asked = newest(key)
        if not asked.scales:
            continue
        values = _values(past, asked, trait + better) if answers else {}
        scores = asked.scores(values) if answers else {}
        past.rows.append(
            Answers(
                participant=each,
                wave=wave,
                instrument=key,
                version=asked.version,
                language=each.language,
                values=values,
                texts=_texts(key, each.language) if answers else {},
                scores={
                    name: None if score is None else str(score)
                    for name, score in scores.items()
                },
                due_at=at,
                answered_at=min(at + 2 * DAY, past.now) if answers else None,
            )
        )


def _values(past: Past, asked: Any, well: float) -> dict[str, int]:
    """Return answers of somebody who is `well` off, from 0 to 1."""
    rising = {scale.higher_is_better for scale in asked.scales} == {True}
    values = {}
    for item in asked.items:
        if past.likely(0.02):
            continue
        least, most = item.limits
        offered = sorted(
            [each.value for each in item.options]
            or range(least, min(most, least + 9) + 1)
        )
        at = well + past.chance.gauss(0, 0.13)
        at = min(max(at if rising else 1 - at, 0), 0.999)
        values[item.key] = offered[int(at * len(offered))]
    return values


@cache
def _texts(key: str, language: str) -> dict[str, Any]:
    return texts_of(newest(key), language)


def _two(pair: Pair) -> tuple[Participant, Participant]:
    return pair.newcomer, pair.local
