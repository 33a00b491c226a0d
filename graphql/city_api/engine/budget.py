"""How long an operation may take, by the clock on the wall.

Looked at before each object of the answer and before each SQL statement. On PostgreSQL
the server itself stops a statement that takes longer than the whole operation may.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any
from weakref import WeakSet

from django.db import DatabaseError, connection

from cms.postgresql.patience import SHORT_S, gave_up, patience

ENDLESS = float("inf")
POSTGRESQL = "postgresql"
MARGIN_S = 1.0
"""How much longer than PostgreSQL may take its answer is waited for."""
limited: WeakSet[Any] = WeakSet()
"""The driver's connections whose statements PostgreSQL stops."""


class TimeIsUp(BaseException):
    """The operation has taken too long, or the database has nothing to say any more.

    No `Exception`: a resolver that catches those must not go on, and no error is
    noted at each of the fields that are left.
    """


def check(deadline: float) -> None:
    """Stop here if the deadline, on the monotonic clock, has passed.

    Raises:
        TimeIsUp: if it has.
    """
    if monotonic() > deadline:
        raise TimeIsUp


@contextmanager
def statements_until(deadline: float, *, limit_s: float = 0) -> Iterator[None]:
    """Let no SQL statement begin after the deadline, nor its answer be waited for.

    With `limit_s`, PostgreSQL stops a statement after so many seconds; the limit
    stays with the connection until a request that has none.
    """

    def guard(
        execute: Callable[..., Any],
        sql: str,
        params: Any,
        many: bool,
        context: dict[str, Any],
    ) -> Any:
        check(deadline)
        if limit_s:
            _limit(context["connection"], limit_s)
        try:
            return execute(sql, params, many, context)
        except DatabaseError as error:
            if gave_up(error):
                raise TimeIsUp from error
            check(deadline)
            raise

    seconds = max(deadline - monotonic(), 0) + MARGIN_S
    with patience(seconds), connection.execute_wrapper(guard):
        yield


def _limit(database: Any, seconds: float) -> None:
    # Within a transaction the limit would end with it, if that is rolled back.
    if database.vendor != POSTGRESQL or database.in_atomic_block:
        return
    if database.connection not in limited:
        milliseconds = max(1, round(seconds * 1000))
        with database.wrap_database_errors:
            database.connection.execute(f"SET statement_timeout = {milliseconds}")
        limited.add(database.connection)


def lift_limit() -> None:
    """Let the statements of this thread's connection take as long as they do."""
    driver_s = connection.connection
    if driver_s is None or driver_s not in limited:
        return
    limited.discard(driver_s)
    # A connection that broke is replaced by Django.
    with suppress(Exception), patience(SHORT_S):
        driver_s.execute("RESET statement_timeout")
