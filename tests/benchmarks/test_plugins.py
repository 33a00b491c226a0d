"""The parts of plugins."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from benchmarks.plugins import is_called, timed_operations
from cms.models import Topic


def part(count: int) -> Iterator[str]:
    Topic.objects.bulk_create(
        Topic(name=f"Topic {number}", slug=f"t-{number}", locale_id=1)
        for number in range(count)
    )
    yield "site"


def test_a_part_is_called_by_the_plugins_name_or_a_word_of_it() -> None:
    assert is_called("use_it_map", "map")
    assert is_called("use_it_map", "use_it_map")
    assert not is_called("use_it_map", "ma")


def test_operations_are_timed_and_the_content_is_taken_back(tiny: None) -> None:
    before = Topic.objects.count()

    (record,) = timed_operations(part, rounds=1)

    assert (record["case"], record["subject"]) == ("site", "vitej")
    assert record["sql"] > 0
    assert len(record["times"]) == 1
    assert Topic.objects.count() == before


def test_a_call_is_timed_too_with_its_statements(tiny: None) -> None:
    def part(_count: int) -> Iterator[tuple[str, Callable[[], object]]]:
        yield "counting", Topic.objects.count

    (record,) = timed_operations(part, rounds=2)

    assert (record["case"], record["sql"], len(record["times"])) == ("counting", 1, 2)


def test_an_operation_that_is_not_there_is_named(tiny: None) -> None:
    with pytest.raises(SystemExit, match="There is no persisted operation “nowhere”"):
        timed_operations(lambda _count: ["nowhere"], rounds=1)
