"""What came of a programme, cohort by cohort. Nothing in it points at anybody.

Whoever shows it passes the cities whose programme a user coordinates. Each person and
each pair is in one cell of a table, so that no difference of two tells of a third.
"""

from __future__ import annotations

import datetime as dt
import statistics
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from scipy.stats import t as student

from buddy_program.choices import EndReason, PairState, Wave
from buddy_program.choices import ParticipantState as State
from buddy_program.instruments.catalogue import instrument
from buddy_program.models import Answers, Cohort, Pair, Participant, RulesVersion
from buddy_program.models.participant import UNSENT
from buddy_program.selectors.public import LEAST_SHOWN
from buddy_program.services.answers import in_language
from buddy_program.suppression import suppressed

CONFIDENCE = 0.95
Label = str | Promise

OUTCOMES: Mapping[Label, Collection[str]] = {
    _("in selection"): (State.SUBMITTED, State.SCREENING, State.INTERVIEW),
    _("not taken"): (State.RESERVE, State.DECLINED),
    _("waiting"): (State.ACCEPTED, State.ONBOARDED, State.AVAILABLE, State.PAUSED),
    _("matched"): (State.MATCHED,),
    _("finished"): (State.FINISHED,),
    _("left"): (State.WITHDRAWN,),
}
"""Where those who applied stand; each in one column."""

ENDS: Mapping[Label, Collection[str]] = {
    _("go on"): (PairState.ACTIVE, PairState.PAUSED),
    _("met to the end"): (EndReason.COMPLETED,),
    _("no contact"): (EndReason.NO_CONTACT,),
    _("didn't suit"): (EndReason.NOT_FITTING,),
    _("no time or moved"): (EndReason.NO_TIME, EndReason.MOVED),
    _("left or stopped"): (EndReason.LEFT, EndReason.SAFEGUARDING),
}
"""What became of the matches that have started."""


@dataclass(frozen=True, slots=True)
class Table:
    """Counts by cohort with their totals; None stands for what isn't shown."""

    columns: Sequence[Label]
    rows: Sequence[tuple[Label, Sequence[int | None]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How many days newcomers waited for their first match; None: not shown."""

    cohort: Label
    count: int | None
    median_days: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How a score changed between two waves, of those who answered both.

    `before` is None where next to the same people have been shown with another wave:
    the difference would tell what fewer than five of them answered. `low` and `high`
    hold the mean change with a confidence of 95 % (Student's t).
    """

    cohort: Label
    title: str
    wave: str
    count: int
    before: float | None
    mean: float
    low: float
    high: float
    higher_is_better: bool
    limits: tuple[int, int]


def outcomes(site_ids: Collection[int]) -> Table:
    """Count those who applied by cohort and where they stand."""
    rows = Participant.objects.filter(site__in=site_ids).exclude(state__in=UNSENT)
    # Who left before they sent their application never applied.
    applied = rows.filter(submitted_at__isnull=False)
    return _table(site_ids, OUTCOMES, applied.values_list("cohort", "state"))


def ends(site_ids: Collection[int]) -> Table:
    """Count the matches that have started, by the newcomer's cohort."""
    started = Pair.objects.filter(site__in=site_ids, started_at__isnull=False)
    found = started.values_list("newcomer__cohort", "state", "end_reason")
    return _table(
        site_ids, ENDS, ((cohort, reason or state) for cohort, state, reason in found)
    )


def _table(
    site_ids: Collection[int],
    columns: Mapping[Label, Collection[str]],
    found: Iterable[tuple[int | None, str]],
) -> Table:
    labels = cohort_labels(site_ids)
    column = {
        state: number
        for number, states in enumerate(columns.values())
        for state in states
    }
    counts: dict[int | None, list[int]] = {
        cohort: [0] * len(columns) for cohort in labels
    }
    for cohort, state in found:
        if state in column:
            counts[cohort][column[state]] += 1
    shown = suppressed([counts[cohort] for cohort in labels])
    return Table(
        [*columns, _("total")],
        list(zip([*labels.values(), _("total")], shown, strict=True)),
    )


def cohort_labels(site_ids: Collection[int]) -> dict[int | None, Label]:
    """Return the cohorts of some cities by id, those in none last."""
    cohorts = Cohort.objects.filter(site__in=site_ids).order_by("site", "starts_on")
    found: dict[int | None, Label] = {
        each.pk: f"{each.site}: {each}" if len(site_ids) > 1 else str(each)
        for each in cohorts.select_related("site")
    }
    return found | {None: _("in no cohort")}


def waiting(site_ids: Collection[int]) -> list[Waiting]:
    """Return how long newcomers waited from the onboarding to their first match."""
    first: dict[int, tuple[int | None, float]] = {}
    pairs = Pair.objects.filter(site__in=site_ids, started_at__isnull=False)
    for pair in pairs.select_related("newcomer").order_by("started_at", "pk"):
        begun = pair.newcomer.onboarded_at
        if begun is not None and pair.started_at is not None:
            days = (pair.started_at - begun) / dt.timedelta(days=1)
            first.setdefault(pair.newcomer_id, (pair.newcomer.cohort_id, days))
    by_cohort: dict[int | None, list[float]] = defaultdict(list)
    for cohort, days in first.values():
        by_cohort[cohort].append(days)
    return [
        Waiting(
            cohort=label,
            count=len(by_cohort[cohort]),
            median_days=statistics.median(by_cohort[cohort]),
        )
        if len(by_cohort[cohort]) >= LEAST_SHOWN
        else Waiting(cohort=label, count=None, median_days=None)
        for cohort, label in cohort_labels(site_ids).items()
    ]


def changes(site_ids: Collection[int]) -> list[Change]:
    """Return how scores changed since the baseline, where at least five answered both.

    There is no row for all cohorts together: with it, what a small cohort answered
    could be worked out.
    """
    scores = _scores(site_ids)
    found: list[Change] = []
    for cohort, label in cohort_labels(site_ids).items():
        for (of, key, scale), by_wave in scores.items():
            if of == cohort:
                found += _changes(label, instrument(*key), scale, by_wave)
    return found


Key = tuple[str, int]
ByWave = dict[str, dict[int, Fraction]]


def _scores(site_ids: Collection[int]) -> dict[tuple[int | None, Key, str], ByWave]:
    """Return scores by cohort, instrument and scale, then by wave and participant."""
    found: dict[tuple[int | None, Key, str], ByWave] = {}
    rows = Answers.objects.filter(
        participant__site__in=site_ids, answered_at__isnull=False
    ).select_related("participant")
    for row in rows.order_by("instrument", "version", "pk"):
        for scale, score in row.scores.items():
            if score is not None:
                place = (
                    row.participant.cohort_id,
                    (row.instrument, row.version),
                    scale,
                )
                by_wave = found.setdefault(place, {})
                by_wave.setdefault(row.wave, {})[row.participant_id] = Fraction(score)
    return found


def _changes(
    label: Label, asked: Any, scale_key: str, by_wave: ByWave
) -> Iterable[Change]:
    scale = next(each for each in asked.scales if each.key == scale_key)
    before = by_wave.get(Wave.BASELINE, {})
    shown: list[set[int]] = []
    for wave in (Wave.MIDDLE, Wave.END, Wave.FOLLOW_UP):
        after = by_wave.get(wave, {})
        both = sorted(before.keys() & after.keys())
        if len(both) < LEAST_SHOWN:
            continue
        apart = [set(both) ^ others for others in shown]
        telling = any(0 < len(each) < LEAST_SHOWN for each in apart)
        if not telling:
            shown.append(set(both))
        mean, low, high = interval([float(after[pk] - before[pk]) for pk in both])
        yield Change(
            cohort=label,
            title=in_language(scale.title, (get_language() or "en").split("-")[0]),
            wave=wave,
            count=len(both),
            before=None if telling else _mean(before, both),
            mean=mean,
            low=low,
            high=high,
            higher_is_better=scale.higher_is_better,
            limits=scale.limits,
        )


def _mean(scores: Mapping[int, Fraction], people: Collection[int]) -> float:
    return float(sum(scores[pk] for pk in people) / len(people))


def interval(values: Sequence[float]) -> tuple[float, float, float]:
    """Return the mean of at least two values and its 95 % confidence interval."""
    mean = statistics.fmean(values)
    error = statistics.stdev(values) / sqrt(len(values))
    reach = float(student.ppf((1 + CONFIDENCE) / 2, len(values) - 1)) * error
    return mean, mean - reach, mean + reach


def rule_changes(site_ids: Collection[int]) -> list[dict[str, Any]]:
    """Return every change of the rules with what changed, the latest first."""
    versions = RulesVersion.objects.filter(programme__site__in=site_ids)
    rows: list[dict[str, Any]] = []
    last: dict[int, dict[str, Any]] = {}
    for each in versions.select_related("programme__site", "made_by").order_by(
        "programme", "version"
    ):
        before, data = last.get(each.programme_id), each.rules.to_data()
        rows.append(
            {
                "version": each,
                "changed": []
                if before is None
                else [
                    (name, before[name], data[name])
                    for name in data
                    if before[name] != data[name]
                ],
            }
        )
        last[each.programme_id] = data
    return sorted(rows, key=lambda row: row["version"].made_at, reverse=True)
