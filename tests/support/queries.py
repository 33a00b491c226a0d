"""Counting SQL, with the statements shown where the count is wrong."""

from collections import Counter
from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext


def statements(act: Callable[[], object]) -> list[str]:
    """Return the SQL that a call sends, in order."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        act()
    return [query["sql"] for query in captured.captured_queries]


def assert_constant_queries(
    act: Callable[[], object],
    *,
    grow: Callable[[int], object],
    few: int = 5,
    many: int = 50,
) -> int:
    """Check that `act` sends as many statements for `many` items as for `few`.

    `grow(count)` adds that many items to those that are there. `act` runs once
    before each measurement, so that what is kept in the process until the content
    changes doesn't count.
    Returns the number of statements.
    """
    grow(few)
    act()
    before = statements(act)
    grow(many - few)
    act()
    after = statements(act)
    assert len(before) == len(after), (
        f"{len(before)} statements for {few} items, {len(after)} for {many}. "
        f"What {many} items added:\n{difference(before, after)}"
    )
    return len(after)


def difference(before: list[str], after: list[str]) -> str:
    """Return the statements that only the second list has, then those it lacks."""
    more = Counter(after) - Counter(before)
    less = Counter(before) - Counter(after)
    lines = [f"+ {count} x {sql}" for sql, count in more.items()]
    return "\n".join([*lines, *(f"- {count} x {sql}" for sql, count in less.items())])
