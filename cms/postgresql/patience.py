"""How long to wait for PostgreSQL's answer to a statement.

A server that is frozen, or a way to it that swallows everything, looks to TCP like one
that is thinking, and the server's own `statement_timeout` is frozen with it. So who
waits gives up: the connection is closed and the statement fails like any other that
found the server gone. Commands, which may have reason to wait for long, wait for ever.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

REQUEST_S = 30.0
"""For a statement of a request that says nothing else of itself."""
SHORT_S = 3.0
"""For one that takes no time wherever the server answers at all."""

_process_s: float | None = None
_patience_s: ContextVar[float | None] = ContextVar("patience_s", default=None)


class GaveUp(Exception):
    """The server hasn't answered in time: the cause of the driver's error."""


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Wait for the answer to a statement for so long."""
    mark = _patience_s.set(seconds)
    try:
        yield
    finally:
        _patience_s.reset(mark)


def serve_requests() -> None:
    """Let no statement of this process be waited for without an end."""
    global _process_s  # noqa: PLW0603 (there is one process)
    _process_s = REQUEST_S


def gave_up(error: BaseException | None) -> bool:
    """Return whether an error, or what it was made of, is a server that was silent."""
    while error is not None:
        if isinstance(error, GaveUp):
            return True
        error = error.__cause__
    return False


def wait_patiently(connection: Any) -> None:
    """Let a connection of the driver give up waiting, as the context says."""
    # Only where there is PostgreSQL, its driver can be relied on.
    from psycopg import OperationalError, errors  # noqa: PLC0415

    wait = connection.wait
    expired = errors._WaitTimeout  # noqa: SLF001 (tests/cms/test_patience.py)

    def patiently(generator: Any, *rest: Any, **options: Any) -> Any:
        limit = _patience_s.get() or _process_s
        if limit is None or rest or options.get("timeout") is not None:
            return wait(generator, *rest, **options)
        try:
            return wait(generator, **{**options, "timeout": limit})
        except expired as error:
            connection.close()  # What comes yet would answer the next statement.
            message = "The server doesn't answer."
            raise OperationalError(message) from GaveUp(str(error))

    connection.wait = patiently
