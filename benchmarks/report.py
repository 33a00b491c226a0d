"""Writes down what was measured: for a terminal, and for the documentation."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.results import Result, find, ratio
from benchmarks.targets import Target

BEGIN, END = "<!-- benchmarks: begin -->", "<!-- benchmarks: end -->"
COLUMNS = (
    "case", "subject", "kept answers", "SQL", "median, ms", "of the floor",
    "requests/s", "of an empty view",
)  # fmt: skip
BACKENDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL", "memory": "in memory"}


def terminal(results: Sequence[Result], promises: Sequence[Target]) -> str:
    """Return everything as lines of text; `cpu` is what the thread itself worked."""
    head = (
        f"{'backend':10} {'case':17} {'subject':12} {'cache':5} {'sql':>4} {'ms':>9}"
        f" {'of floor':>8} {'cpu ms':>9} {'of floor':>8} {'req/s':>8} {'of empty':>8}"
    )
    lines = [head, *(_line(results, each) for each in results), ""]
    return "\n".join([*lines, *(each.line() for each in promises), ""])


def _line(results: Sequence[Result], each: Result) -> str:
    floor = find(results, each.case, "floor", each.backend)
    empty = find(results, each.case, "empty", each.backend)
    cpu = round(statistics.median(each.cpu), 3) if each.cpu else None
    return (
        f"{each.backend:10} {each.case:17} {each.subject:12} {each.cache:5}"
        f" {'' if each.sql is None else each.sql:>4} {_number(each.median_ms):>9}"
        f" {_times(ratio(each.times, floor.times) if floor else None):>8}"
        f" {_number(cpu):>9} {_times(ratio(each.cpu, floor.cpu) if floor else None):>8}"
        f" {_number(each.requests_per_s, 0):>8}"
        f" {_times(ratio(each.rates, empty.rates) if empty else None):>8}"
    )


def _number(value: float | None, digits: int = 2) -> str:
    return "" if value is None else f"{value:,.{digits}f}"


def _times(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}x"


def page(
    results: Sequence[Result], promises: Sequence[Target], facts: Mapping[str, str]
) -> str:
    """Return the generated part of the documentation's page."""
    told = ", ".join(f"{name} {value}" for name, value in facts.items())
    parts = [BEGIN, "", f"Measured on: {told}."]
    for backend in dict.fromkeys(each.backend for each in results):
        rows = [each for each in results if each.backend == backend]
        parts += ["", f"### {BACKENDS.get(backend, backend)}", "", *_table(rows)]
    parts += ["", "### What is promised", "", "| promise | found | |", "|---|---|---|"]
    parts += [
        f"| {each.text}: {'at most' if each.at_most else 'at least'} {each.limit:g} "
        f"| {each.value:.2f} | {'holds' if each.holds else 'missed'} |"
        for each in promises
    ]
    return "\n".join([*parts, "", END])


def _table(rows: Sequence[Result]) -> list[str]:
    lines = [
        f"| {' | '.join(COLUMNS)} |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for each in rows:
        floor = find(rows, each.case, "floor", each.backend)
        empty = find(rows, each.case, "empty", each.backend)
        cells = (
            each.case,
            each.subject,
            each.cache,
            "" if each.sql is None else str(each.sql),
            _number(each.median_ms),
            _times(ratio(each.times, floor.times) if floor else None),
            _number(each.requests_per_s, 0),
            _times(ratio(each.rates, empty.rates) if empty else None),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def write_page(path: Path, generated: str) -> None:
    """Put the generated part between its marks in the page.

    Raises:
        ValueError: if the page has no marks.
    """
    text = path.read_text("utf-8")
    before, found, rest = text.partition(BEGIN)
    _old, closed, after = rest.partition(END)
    if not found or not closed:
        raise ValueError(f"{path.name} has no place for the results.")
    path.write_text(before + generated + after, "utf-8")
