"""Plays the months that a programme has behind it, week by week, with its services.

The clock is passed in, and chance is seeded by the city: the same day gives the same
people the same history.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from wagtail.models import Site

from buddy_program.choices import PairState, ParticipantState, Purpose, Side
from buddy_program.conduct import conduct_in
from buddy_program.demo.people import person
from buddy_program.instruments.catalogue import instrument
from buddy_program.models import (
    Answers,
    CheckIn,
    Cohort,
    MatchRun,
    Pair,
    Participant,
    Programme,
)
from buddy_program.services import screening
from buddy_program.services.answers import answers_give
from buddy_program.services.application import (
    application_confirm,
    application_save,
    application_start,
    application_submit,
)
from buddy_program.services.cohorts import cohort_put
from buddy_program.services.leaving import participant_pause
from buddy_program.services.matching import (
    Overtaken,
    run_approve,
    run_discard,
    run_make,
)
from buddy_program.services.onboarding import conduct_agree
from buddy_program.services.pairs import pair_answer
from buddy_program.services.telling import (
    Pulse,
    Worry,
    check_in_answer,
    concern_report,
    meeting_add,
)
from buddy_program.services.tending import tend

DAY = dt.timedelta(days=1)
WEEK = 7 * DAY
LATE = 6
"""How many have applied in these days: enough for a number that is shown."""

State = ParticipantState


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a city's programme has behind it."""

    slug: str
    weeks: int
    """How long ago it began; too short for a pair to have met to the end."""

    newcomers: int
    locals: int
    offset: int
    """From where on the list of names its people are taken."""

    applying_weeks: int
    """For how many weeks people applied; the last ones may be underway still."""

    cohort: str
    pilot: bool
    districts: tuple[str, ...]
    decides: bool = True
    """Whether the runs of the matching are approved, or wait for it."""

    past: str = ""
    """What the cohort before is called that is over; there may be none."""


PLANS = (
    Plan(
        slug="ostrava",
        weeks=20,
        newcomers=22,
        locals=11,
        offset=0,
        applying_weeks=17,
        cohort="Second cohort",
        pilot=False,
        districts=("Centrum", "Poruba", "Hrabůvka", "Slezská Ostrava"),
        past="Pilot",
    ),
    Plan(
        slug="brno",
        weeks=14,
        newcomers=16,
        locals=14,
        offset=6,
        applying_weeks=7,
        cohort="Second cohort",
        pilot=False,
        districts=("střed", "Královo Pole", "Líšeň", "Bystrc"),
        past="Pilot",
    ),
    Plan(
        slug="praha",
        weeks=8,
        newcomers=16,
        locals=9,
        offset=11,
        applying_weeks=5,
        cohort="Pilot",
        pilot=True,
        districts=("Praha 2", "Praha 4", "Praha 6", "Praha 8"),
        decides=False,
    ),
)


@dataclass(slots=True, kw_only=True)
class City:
    """A city while its months are played."""

    plan: Plan
    site: Site
    programme: Programme
    cohort: Cohort
    boss: Any
    chance: Random
    coming: list[tuple[dt.datetime, str, int]] = field(default_factory=list)

    def likely(self, probability: float) -> bool:
        return self.chance.random() < probability

    def people(self, *states: str) -> list[Participant]:
        rows = Participant.objects.filter(site=self.site, state__in=states)
        return list(rows.order_by("pk"))

    def pairs(self, *states: str) -> list[Pair]:
        rows = Pair.objects.filter(site=self.site, state__in=states)
        return list(rows.select_related("newcomer", "local").order_by("pk"))


def play(cities: Sequence[City], now: dt.datetime) -> None:
    """Play all cities at once, as they share what is done every night."""
    for city in cities:
        city.coming = arrivals(city, now)
    weeks = max(city.plan.weeks for city in cities)
    for week in range(weeks, 0, -1):
        monday = now - week * WEEK
        running = [city for city in cities if city.plan.weeks >= week]
        for city in running:
            play_week(city, monday, week)
        tend(now=monday + 2 * DAY)
        for city in running:
            _tell(city, monday + 3 * DAY)


def arrivals(city: City, now: dt.datetime) -> list[tuple[dt.datetime, str, int]]:
    """Return when who applies, the earliest first; many come at the beginning."""
    plan = city.plan
    people = [(Side.NEWCOMER, number) for number in range(plan.newcomers)]
    people += [(Side.LOCAL, number) for number in range(plan.locals)]
    city.chance.shuffle(people)
    begins = now - plan.weeks * WEEK
    early = [
        begins + plan.applying_weeks * WEEK * city.chance.random() ** 2.5
        for _each in range(len(people) - LATE)
    ]
    late = [now - DAY * (1 + number) for number in range(LATE)]
    times = [*early, *late]
    return sorted((at, *each) for at, each in zip(times, people, strict=True))


def play_week(city: City, monday: dt.datetime, week: int) -> None:
    _answer_proposals(city, monday)
    for each in city.people(State.ACCEPTED):
        if city.likely(0.85):
            _agree(city, each, monday + DAY)
    for each in city.people(State.INTERVIEW):
        _interview(city, each, monday + DAY)
    for each in city.people(State.SCREENING):
        _screen(city, each, monday + DAY)
    for each in city.people(State.SUBMITTED):
        screening.screening_begin(participant=each, by=city.boss, now=monday + DAY)
    while city.coming and city.coming[0][0] < monday + WEEK:
        at, side, number = city.coming.pop(0)
        _apply(city, max(at, monday), side, number)
    if week % 2 == 0 and city.people(State.AVAILABLE):
        _match(city, monday + 2 * DAY)


def _apply(city: City, at: dt.datetime, side: str, number: int) -> None:
    offset = city.plan.offset
    given = person(
        side,
        number + offset,
        city.plan.slug,
        list(city.plan.districts),
        city.chance,
    )
    application_start(
        site=city.site,
        email=given["email"],
        side=side,
        language=given["language"],
        now=at,
    )
    made = Participant.objects.get(site=city.site, email=given["email"])
    if number and number % 9 == 0:  # some never open the mail
        return
    application_confirm(participant=made, now=at + dt.timedelta(minutes=5))
    application_save(participant=made, given=given["said"])
    consents = [Purpose.MATCHING, Purpose.CONTACT]
    if city.likely(0.85):
        consents.append(Purpose.EVALUATION)
    application_submit(
        participant=made, consents=consents, now=at + dt.timedelta(minutes=20)
    )


def _screen(city: City, participant: Participant, at: dt.datetime) -> None:
    about: dict[str, Any] = {"participant": participant, "by": city.boss, "now": at}
    if city.likely(0.08):
        screening.participant_decline(**about, reason="Lives outside the city.")
    else:
        screening.interview_invite(**about)


def _interview(city: City, participant: Participant, at: dt.datetime) -> None:
    rubric = city.programme.rules.rubric
    scores = {name: city.chance.choice([2, 3, 3, 4]) for name in rubric}
    about: dict[str, Any] = {"participant": participant, "by": city.boss, "now": at}
    screening.interview_note(
        **about, scores=scores, notes="Open and reliable; has time on weekends."
    )
    if city.likely(0.88):
        screening.participant_accept(**about)
        cohort_put(people=[participant.pk], cohort=city.cohort, by=city.boss, now=at)
    else:
        screening.participant_reserve(**about)


def _agree(city: City, participant: Participant, at: dt.datetime) -> None:
    conduct = conduct_in(city.programme, [participant.language])
    conduct_agree(
        participant=participant,
        digest=conduct.digest,
        language=participant.language,
        now=at,
    )


def _match(city: City, at: dt.datetime) -> None:
    drafts = MatchRun.objects.filter(site=city.site, state=MatchRun.State.DRAFT)
    for draft in drafts:
        run_discard(run=draft, now=at, by=city.boss)
    run = run_make(site=city.site, now=at, by=city.boss)
    if not city.plan.decides:
        return
    try:
        run_approve(run=run, now=at + dt.timedelta(hours=1), by=city.boss)
    except Overtaken:
        run_discard(run=run, now=at + dt.timedelta(hours=1), by=city.boss)


def _answer_proposals(city: City, monday: dt.datetime) -> None:
    """Answer what was proposed last week, within the days that there are for it."""
    for pair in city.pairs(PairState.PROPOSED):
        for participant in (pair.newcomer, pair.local):
            pair.refresh_from_db()
            if pair.state == PairState.PROPOSED and city.likely(0.93):
                pair_answer(
                    pair=pair,
                    participant=participant,
                    agrees=city.likely(0.94),
                    now=min(monday, pair.answer_by - DAY),
                )


def _tell(city: City, at: dt.datetime) -> None:
    """Answer check-ins and questionnaires, and put meetings down."""
    asked = CheckIn.objects.filter(
        pair__site=city.site, asked_at__isnull=False, answered_at=None
    ).select_related("pair", "participant")
    for check_in in asked.order_by("pk"):
        if city.likely(0.8):
            check_in_answer(check_in=check_in, said=_pulse(city), now=at)
    for pair in city.pairs(PairState.ACTIVE):
        if pair.started_at and pair.started_at + 4 * DAY < at and city.likely(0.4):
            meeting_add(
                pair=pair,
                told_by=city.chance.choice([pair.newcomer, pair.local]),
                held_on=(at - DAY).date(),
                note=city.chance.choice(["", "A walk and a coffee.", "We cooked."]),
                now=at,
            )
    due = Answers.objects.filter(participant__site=city.site, answered_at=None)
    for answers in due.select_related("participant").order_by("pk"):
        if city.likely(0.6):
            _answer(city, answers, at)


def _pulse(city: City) -> Pulse:
    if city.likely(0.06):
        return Pulse(met=False, worried=True, mood=2, note="We can't find a time.")
    met = city.likely(0.85)
    mood = city.chance.choice([3, 4, 4, 5, 5] if met else [2, 3])
    return Pulse(met=met, worried=False, mood=mood)


def _answer(city: City, answers: Answers, at: dt.datetime) -> None:
    """Answer at random; who has had a buddy is a little better off."""
    asked = instrument(answers.instrument, answers.version)
    better = {scale.higher_is_better for scale in asked.scales} == {True}
    later = answers.wave != "baseline"
    values = {}
    for item in asked.items:
        least, most = item.limits
        offered = [each.value for each in item.options] or range(
            least, min(most, least + 9) + 1
        )
        ordered = sorted(offered)
        drawn = sorted(city.chance.choices(ordered, k=2))
        values[item.key] = drawn[later] if better else drawn[not later]
    answers_give(
        answers=answers, values=values, language=answers.participant.language, now=at
    )


def finish(city: City, now: dt.datetime) -> None:
    """Leave something for each screen: proposals, a pause, a worry."""
    if city.plan.decides and city.people(State.AVAILABLE):
        _match(city, now - DAY)
    matched = city.pairs(PairState.ACTIVE)
    if matched and city.plan.slug == "ostrava":
        participant_pause(participant=matched[-1].newcomer, now=now - 2 * DAY)
    if matched:
        concern_report(
            site=city.site,
            worry=Worry(
                text="My buddy asks me for money again and again.",
                reporter=matched[0].newcomer,
                pair=matched[0],
            ),
            now=now - DAY,
        )
