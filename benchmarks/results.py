"""What was measured, and how it compares."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

SHAPE = (
    "case", "subject", "backend", "cache", "sql", "median_ms", "requests_per_s",
)  # fmt: skip
"""What a record holds where others read it."""


@dataclass
class Result:
    """One subject in one case on one database.

    `times` are in ms and `rates` in requests/s, a value for each round; rounds of the
    same number took place together.
    """

    case: str
    subject: str
    backend: str
    cache: str
    sql: int | None
    address: str = ""
    times: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)

    @property
    def median_ms(self) -> float | None:
        return _median(self.times, 3)

    @property
    def requests_per_s(self) -> float | None:
        return _median(self.rates, 1)

    def record(self) -> dict[str, Any]:
        """Return the result in the shape that is promised."""
        return {name: getattr(self, name) for name in SHAPE}


def _median(values: Sequence[float], digits: int) -> float | None:
    return round(statistics.median(values), digits) if values else None


def of_child(record: Mapping[str, Any]) -> Result:
    """Return what `benchmarks.inprocess` has printed as a result."""
    known = {key: record[key] for key in record if key != "median_ms"}
    return Result(**known)


def find(
    results: Iterable[Result], case: str, subject: str, backend: str, cache: str = "off"
) -> Result | None:
    """Return the result of a subject, if it was measured."""
    wanted = (case, subject, backend, cache)
    return next(
        (
            each
            for each in results
            if (each.case, each.subject, each.backend, each.cache) == wanted
        ),
        None,
    )


def ratio(values: Sequence[float], others: Sequence[float]) -> float | None:
    """Return the median of the rounds' ratios; only rounds that both were part of."""
    ratios = [one / other for one, other in zip(values, others, strict=False)]
    return statistics.median(ratios) if ratios else None
