"""The history of somebody or of a pair, line by line."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from buddy_program.models import CohortStep, Transition


@dataclass(frozen=True, slots=True)
class Row:
    """What happened, when, and who did it; None where they did so themselves."""

    at: dt.datetime
    text: str
    by: Any
    reason: str = ""


def way_of(
    steps: QuerySet[Transition], of_cohorts: QuerySet[CohortStep] | None = None
) -> list[Row]:
    """Return steps, with those of cohorts among them, in order."""
    rows = [
        Row(each.at, _text(each), each.by, each.reason)
        for each in steps.select_related("by", "undoes")
    ]
    if of_cohorts is not None:
        text = _("cohort %(name)s: %(what)s")
        rows += [
            Row(
                each.at,
                text % {"name": each.cohort, "what": each.get_kind_display()},
                each.by,
            )
            for each in of_cohorts.select_related("by", "cohort")
        ]
    return sorted(rows, key=lambda row: row.at)


def _text(step: Transition) -> str:
    if step.undoes is None:
        return step.after_label
    return _("taken back: %(step)s") % {"step": step.undoes.after_label}
