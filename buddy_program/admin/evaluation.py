"""The evaluation: charts with the same as tables beside them, and the export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from buddy_program.admin.screens import (
    chosen_city,
    for_coordinators,
    my_cities,
    screen,
)
from buddy_program.choices import Wave
from buddy_program.exporting import scores_csv, scores_xlsx
from buddy_program.selectors import evaluation as found
from buddy_program.selectors.evaluation import Change, Table
from buddy_program.selectors.public import LEAST_SHOWN

WIDTH = 600
ROW = 28
COLOURS = ("#94a3b8", "#b45309", "#0369a1", "#15803d", "#14532d", "#9f1239")
FORMATS = {
    "csv": (scores_csv, "text/csv; charset=utf-8"),
    "xlsx": (
        scores_xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """A piece of a chart, in its own units."""

    x: float
    y: int
    width: float
    colour: str
    title: str


@for_coordinators
def evaluation(request: HttpRequest) -> HttpResponse:
    """Show what came of the programmes of the user's cities."""
    cities, ids = _cities(request)
    outcomes, ends = found.outcomes(ids), found.ends(ids)
    changes = found.changes(ids)
    waves = dict(Wave.choices)
    return screen(
        request,
        "evaluation",
        _("Evaluation"),
        cities=cities,
        city=chosen_city(request, cities),
        least=LEAST_SHOWN,
        tables=[
            (_("People, by where they stand"), outcomes, _chart(outcomes)),
            (_("Matches, by what became of them"), ends, _chart(ends)),
        ],
        waiting=found.waiting(ids),
        changes=[(each, waves[each.wave], _whisker(each)) for each in changes],
        rules=found.rule_changes(ids),
        width=WIDTH,
        row=ROW,
    )


@for_coordinators
def as_csv(request: HttpRequest) -> HttpResponse:
    """Hand out the scores of the user's cities without names, as CSV."""
    return _file(request, "csv")


@for_coordinators
def as_xlsx(request: HttpRequest) -> HttpResponse:
    """Hand out the scores of the user's cities without names, as XLSX."""
    return _file(request, "xlsx")


def _file(request: HttpRequest, ending: str) -> HttpResponse:
    _all, ids = _cities(request)
    write, content_type = FORMATS[ending]
    answer = HttpResponse(write(ids), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="buddy-scores.{ending}"'
    answer["Cache-Control"] = "no-store, private"
    return answer


def _cities(request: HttpRequest) -> tuple[list[Any], list[int]]:
    cities = my_cities(request)
    city = chosen_city(request, cities)
    return cities, [city.pk] if city else [each.pk for each in cities]


def _chart(table: Table) -> dict[str, Any]:
    """Return a bar for each cohort, stacked from what is shown of it."""
    rows = table.rows[:-1]
    most = max((sum(_known(values)) for _label, values in rows), default=0) or 1
    bars = []
    for number, (label, values) in enumerate(rows):
        x = 0.0
        for column, colour, count in zip(
            table.columns, COLOURS, _known(values), strict=False
        ):
            width = count / most * WIDTH
            if count:
                title = f"{label}, {column}: {count}"
                bars.append(
                    Bar(round(x, 1), number * ROW, round(width, 1), colour, title)
                )
            x += width
    key = list(zip(table.columns[:-1], COLOURS, strict=False))
    return {"bars": bars, "height": max(1, len(rows)) * ROW, "key": key}


def _known(values: Sequence[int | None]) -> list[int]:
    return [value or 0 for value in values[:-1]]


def _whisker(change: Change) -> dict[str, float]:
    """Return where the interval and the mean lie, with no change in the middle."""
    reach = (change.limits[1] - change.limits[0]) or 1

    def at(value: float) -> float:
        return round((0.5 + max(-0.5, min(0.5, value / reach))) * 200, 1)

    return {"low": at(change.low), "mean": at(change.mean), "high": at(change.high)}
