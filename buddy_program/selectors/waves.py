"""Who is to be asked the questionnaires of which wave. Nothing here is changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from buddy_program.choices import EndReason, ParticipantState, Purpose, Wave
from buddy_program.models import Answers, Consent, Pair, Participant
from buddy_program.models.pair import OPEN
from buddy_program.models.participant import BOUND
from buddy_program.rules import ProgrammeRules
from buddy_program.selectors.rules import rules_by_participant
from buddy_program.services.check_ins import MONTH_DAYS

FOLLOW_UP = dt.timedelta(days=183)
"""How long after the end the last wave comes."""
ASKED_IN = (*BOUND, ParticipantState.FINISHED)


def waves_due(
    site_ids: Collection[int], now: dt.datetime
) -> Iterator[tuple[Participant, Wave]]:
    """Yield whom to ask in which wave: only those who agreed to the evaluation.

    The baseline is due from the onboarding on, the middle half-way through the latest
    match, the end when its time is up, and the follow-up six months after it ended.
    Whose match failed early waits for another one, and isn't asked as at the end.
    """
    agreed = Consent.objects.filter(purpose=Purpose.EVALUATION, withdrawn_at=None)
    people = Participant.objects.filter(
        site__in=site_ids,
        state__in=ASKED_IN,
        erased_at=None,
        pk__in=agreed.values("participant"),
    )
    given = list(people.order_by("pk"))
    rules = rules_by_participant(given)
    asked = set(
        Answers.objects.filter(participant__in=given)
        .values_list("participant", "wave")
        .distinct()
    )
    latest = _latest_pairs(given)
    for each in given:
        for wave in _due(each, latest.get(each.pk), rules[each.pk], now):
            if (each.pk, wave.value) not in asked:
                yield each, wave


def _latest_pairs(people: list[Participant]) -> dict[int, Pair]:
    """Return for each the latest match that has started."""
    ids = [each.pk for each in people]
    started = Pair.objects.filter(started_at__isnull=False).order_by("started_at", "pk")
    found = {}
    for side in ("newcomer_id", "local_id"):
        for pair in started.filter(**{f"{side}__in": ids}):
            found[getattr(pair, side)] = pair
    return found


def _due(
    participant: Participant, pair: Pair | None, rules: ProgrammeRules, now: dt.datetime
) -> Iterator[Wave]:
    if participant.state != ParticipantState.FINISHED:
        yield Wave.BASELINE
    if pair is None or pair.started_at is None:
        return
    months = dt.timedelta(days=rules.months * MONTH_DAYS)
    lasts = pair.state in OPEN
    if lasts and pair.started_at + months / 2 <= now < pair.started_at + months:
        yield Wave.MIDDLE
    at_the_end = _went_to_the_end(participant, pair)
    if at_the_end or (lasts and pair.started_at + months <= now):
        yield Wave.END
    if at_the_end and pair.ended_at and pair.ended_at + FOLLOW_UP <= now:
        yield Wave.FOLLOW_UP


def _went_to_the_end(participant: Participant, pair: Pair) -> bool:
    """Tell whether no other match is to follow; who waits for one isn't at the end."""
    finished = participant.state == ParticipantState.FINISHED
    return finished or pair.end_reason == EndReason.COMPLETED
