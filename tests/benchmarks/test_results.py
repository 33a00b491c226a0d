"""What the measurements are written down as."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from benchmarks.__main__ import write_json
from benchmarks.cases import cases
from benchmarks.inprocess import difference, measured, timed
from benchmarks.report import BEGIN, END, page, write_page
from benchmarks.results import Result, find, of_child, ratio
from benchmarks.targets import targets
from cms import wsgi


def result(subject: str, *times: float, cache: str = "off", sql: int = 8) -> Result:
    return Result("list20", subject, "sqlite", cache, sql, times=list(times))


def test_the_records_have_the_promised_shape(tmp_path: Path) -> None:
    path = tmp_path / "records.json"
    made = result("vitej", 3.0, 1.0, 2.0)
    made.rates = [100.0, 300.0]

    write_json(path, [made, Result("executor", "compiled", "memory", "off", None)])

    assert json.loads(path.read_text()) == [
        {
            "case": "list20",
            "subject": "vitej",
            "backend": "sqlite",
            "cache": "off",
            "sql": 8,
            "median_ms": 2.0,
            "requests_per_s": 200.0,
        },
        {
            "case": "executor",
            "subject": "compiled",
            "backend": "memory",
            "cache": "off",
            "sql": None,
            "median_ms": None,
            "requests_per_s": None,
        },
    ]


def test_a_measurement_gives_a_result_for_each_subject(
    tiny: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The answer cache's own connection can't see what the test hasn't committed.
    monkeypatch.setattr(wsgi, "application", wsgi.handler)
    options = argparse.Namespace(rounds=2, seconds=5, peers=False)

    found = [of_child(each) for each in measured(cases("post-0023")["list20"], options)]

    floor = find(found, "list20", "floor", found[0].backend)
    empty = find(found, "list20", "empty", found[0].backend)
    assert floor is not None
    assert floor.sql == 8
    assert len(floor.times) == 2
    assert empty is not None
    assert empty.sql == 0


def test_ratios_compare_rounds_that_both_were_part_of() -> None:
    assert ratio([2.0, 4.0, 9.0], [1.0, 1.0, 9.0]) == 2.0
    assert ratio([30.0, 10.0], [10.0, 10.0, 1.0]) == 2.0
    assert ratio([], [1.0]) is None


def test_a_round_asks_everybody_once_and_the_slow_ones_only_in_the_first() -> None:
    asked: list[str] = []

    times = timed(
        [(lambda: asked.append("ours"), None), (lambda: asked.append("peer"), 1)],
        rounds=3,
        seconds=60,
    )

    assert asked == ["ours", "peer", "ours", "ours"]
    assert [len(each) for each in times] == [3, 1]


def test_the_first_difference_of_two_answers_is_named() -> None:
    left = {"site": {"nodes": [{"title": "a"}, {"title": "b"}]}}
    right = {"site": {"nodes": [{"title": "a"}, {"title": "c"}]}}

    assert difference(left, right) == ".site.nodes[1].title: 'b' and 'c'"


def test_promises_say_honestly_what_is_missed() -> None:
    found = targets([result("vitej", 3.0, sql=9), result("floor", 2.0)])

    assert [each.line() for each in found] == [
        "MISSED  sqlite, list20: SQL statements: 9.00 (≤ 8)",
        "MISSED  sqlite, list20: time against the floor: 1.50 (≤ 1)",
    ]


def test_promises_hold_at_their_limit() -> None:
    found = targets([result("vitej", 2.0), result("floor", 2.0)])

    assert [each.holds for each in found] == [True, True]


def test_only_the_part_between_the_marks_is_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text(f"Before\n{BEGIN}\nformer\n{END}\nAfter\n")
    results = [result("vitej", 2.0)]

    write_page(path, page(results, targets(results), {"cores": "2"}))

    text = path.read_text()
    assert text.startswith(f"Before\n{BEGIN}\n\nMeasured on: cores 2.\n")
    assert text.endswith(f"{END}\nAfter\n")
    assert "former" not in text
    assert "| list20 | vitej | off | 8 | 2.00 |  |  |  |" in text
    assert "| sqlite, list20: SQL statements: at most 8 | 8.00 | holds |" in text


def test_a_page_without_marks_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text("Nothing")

    with pytest.raises(ValueError, match="has no place for the results"):
        write_page(path, "new")

    assert path.read_text() == "Nothing"
