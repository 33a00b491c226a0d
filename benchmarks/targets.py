"""What the City API promises of its speed, and whether it holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.results import Result, find, ratio

JUDGED = ("list20", "one", "full20")
SQL = {"list20": 8, "one": 8, "full20": 10}
OF_FLOOR = {"list20": 1.0, "one": 1.0, "full20": 1.2}
FASTER_THAN_GRAPPLE = {"list20": 8.0, "one": 4.0, "full20": 20.0}
CACHED_OF_EMPTY = {"list20": 1.0, "one": 1.0, "full20": 0.7}
LARGE = ("list20", "one", "route")
LARGE_OF_SMALL = 1.3
COMPILED = 4.0
SECONDS = {"buddy_match_500": 1.0, "buddy_match_5000": 15.0}
"""At most so long, whatever the machine: a coordinator waits for it."""


@dataclass(frozen=True)
class Target:
    """A promise: the value found, and what it has to be."""

    text: str
    value: float
    limit: float
    at_most: bool

    @property
    def holds(self) -> bool:
        return self.value <= self.limit if self.at_most else self.value >= self.limit

    def line(self) -> str:
        sign = "≤" if self.at_most else "≥"
        verdict = "holds" if self.holds else "MISSED"
        return f"{verdict:6}  {self.text}: {self.value:.2f} ({sign} {self.limit:g})"


def targets(results: Sequence[Result]) -> list[Target]:
    """Return the promises about everything that was measured."""
    found: list[Target] = []
    for backend in dict.fromkeys(each.backend for each in results):
        for case in JUDGED:
            found += _of_case(results, case, backend)
        found += _of_many_cities(results, backend)
        found += _of_waiting(results, backend)
    return [*found, *_of_executor(results)]


def _of_case(results: Sequence[Result], case: str, backend: str) -> Iterator[Target]:
    vitej = find(results, case, "vitej", backend)
    if vitej is None or vitej.sql is None:
        return
    where = f"{backend}, {case}"
    yield Target(f"{where}: SQL statements", vitej.sql, SQL[case], at_most=True)
    floor = find(results, case, "floor", backend)
    if floor and (value := ratio(vitej.times, floor.times)):
        text = f"{where}: time against the floor"
        yield Target(text, value, OF_FLOOR[case], at_most=True)
    grapple = find(results, case, "grapple", backend)
    if grapple and (value := ratio(grapple.times, vitej.times)):
        text = f"{where}: times faster than wagtail-grapple"
        yield Target(text, value, FASTER_THAN_GRAPPLE[case], at_most=False)
    yield from _of_cache(results, case, backend)


def _of_cache(results: Sequence[Result], case: str, backend: str) -> Iterator[Target]:
    kept = find(results, case, "vitej", backend, "on")
    empty = find(results, case, "empty", backend)
    if kept and empty and (value := ratio(kept.rates, empty.rates)):
        text = f"{backend}, {case}: requests/s, kept answers against an empty view"
        yield Target(text, value, CACHED_OF_EMPTY[case], at_most=False)


def _of_many_cities(results: Sequence[Result], backend: str) -> Iterator[Target]:
    for case in LARGE:
        few = find(results, f"{case}_3_cities", "vitej", backend)
        many = find(results, f"{case}_200_cities", "vitej", backend)
        if few and many and few.median_ms and many.median_ms:
            value = many.median_ms / few.median_ms
            text = f"{backend}, {case}: median with 200 cities against 3"
            yield Target(text, value, LARGE_OF_SMALL, at_most=True)


def _of_waiting(results: Sequence[Result], backend: str) -> Iterator[Target]:
    for case, limit in SECONDS.items():
        found = find(results, case, "vitej", backend)
        if found and found.median_ms:
            text = f"{backend}, {case}: seconds"
            yield Target(text, found.median_ms / 1000, limit, at_most=True)


def _of_executor(results: Sequence[Result]) -> Iterator[Target]:
    compiled = find(results, "executor", "compiled", "memory")
    reference = find(results, "executor", "execute_sync", "memory")
    if compiled and reference and compiled.median_ms and reference.median_ms:
        value = reference.median_ms / compiled.median_ms
        text = "times faster than execute_sync on full20's data in memory"
        yield Target(text, value, COMPILED, at_most=False)
