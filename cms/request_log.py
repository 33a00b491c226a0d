"""One line in the log for each request, and an id that ties its lines together.

`RequestLog` wraps the WSGI application, so that answers which never reach Django's
handler are told of too. What it tells of, inner layers put into the WSGI environment
(`request.META`) under the names below; what isn't there stays out of the line.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ROUTE = "vitej.route"
"""The name of the view or its address pattern, never the address itself."""
OPERATION = "city_api.operation"
"""The name of an operation as its document gives it."""
OPERATION_HASH = "city_api.hash"
"""The SHA-256 of an operation's document, in hexadecimal digits."""
CACHE = "city_api.cache"
"""What the answer cache did: `hit`, `miss`, `bypass` …"""
ERRORS = "city_api.errors"
"""The codes of the errors in the answer, a list of texts."""

HASH_DIGITS = 12
MOST_ERRORS = 10
WELL_FORMED_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_.:-]{0,63}")

logger = logging.getLogger("vitej.access")


@dataclass(slots=True)
class RequestFacts:
    """What is known of the request that this thread answers."""

    request_id: str
    sql_count: int = 0
    sql_seconds: float = 0.0


_current: ContextVar[RequestFacts | None] = ContextVar("vitej_request", default=None)


def current_facts() -> RequestFacts | None:
    """Return what is known of the request being answered; none outside of one."""
    return _current.get()


def current_request_id() -> str:
    """Return the id of the request being answered, or an empty text outside of one."""
    facts = _current.get()
    return facts.request_id if facts else ""


def new_request_id() -> str:
    return secrets.token_hex(16)


class RequestLog:
    """WSGI middleware: an id for the request, in the answer and in the log.

    The id comes from the header `X-Request-ID` where `trusted` says that a proxy of
    ours sets it and it is well-formed; else it is made here. The line is written when
    the answer begins to leave, so a long download counts as long as it took to start.
    """

    def __init__(self, application: WSGIApplication, *, trusted: bool) -> None:
        self.application = application
        self.trusted = trusted

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        started = perf_counter()
        facts = RequestFacts(self._id_for(environ))
        _current.set(facts)  # The next request of this thread replaces it.
        answered = [""]

        def start(
            status: str, headers: list[tuple[str, str]], *rest: Any
        ) -> Callable[[bytes], object]:
            answered[0] = status
            headers.append(("X-Request-ID", facts.request_id))
            return start_response(status, headers, *rest)

        try:
            return self.application(environ, start)
        finally:
            if logger.isEnabledFor(logging.INFO):
                seconds = perf_counter() - started
                write_line(line_of(environ, answered[0], seconds, facts))

    def _id_for(self, environ: WSGIEnvironment) -> str:
        if self.trusted:
            given = environ.get("HTTP_X_REQUEST_ID", "")
            if WELL_FORMED_ID.fullmatch(given):
                return str(given)
        return new_request_id()


def line_of(
    environ: WSGIEnvironment, status: str, seconds: float, facts: RequestFacts
) -> dict[str, object]:
    """Return what the log tells of a request; no address, text or person is in it.

    Without a status the application failed before it answered, which servers turn
    into 500.
    """
    line: dict[str, object] = {
        "request_id": facts.request_id,
        "method": word(environ["REQUEST_METHOD"]),
        "route": environ.get(ROUTE),
        "status_code": int(status[:3] or 500),
        "duration_ms": round(seconds * 1000, 2),
        "sql_count": facts.sql_count,
        "sql_ms": round(facts.sql_seconds * 1000, 2),
    }
    if CACHE in environ or OPERATION_HASH in environ or ERRORS in environ:
        add_operation(line, environ)
    return line


def add_operation(line: dict[str, object], environ: WSGIEnvironment) -> None:
    """Add what the City API left in the environment."""
    codes = list(environ.get(ERRORS, ()))
    line["operation"] = word(environ.get(OPERATION))
    line["operation_hash"] = str(environ.get(OPERATION_HASH) or "")[:HASH_DIGITS]
    line["cache"] = word(environ.get(CACHE))
    line["errors"] = len(codes)
    line["error_codes"] = sorted({word(code) for code in codes})[:MOST_ERRORS]


def word(text: object) -> str:
    """Return a name as it is, or nothing where a client could have put anything."""
    shown = str(text or "")
    return shown if WORD.fullmatch(shown) else ""


def write_line(line: dict[str, object]) -> None:
    """Hand a line to the logger, without the costly search for who called it."""
    record = logging.LogRecord(
        logger.name, logging.INFO, __file__, 0, "Request", None, None
    )
    record.fields = {key: value for key, value in line.items() if value not in NOTHING}
    logger.handle(record)


NOTHING: tuple[object, ...] = (None, "", [])


def count_sql(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
) -> Any:
    """Count a statement for the request being answered; a database execute wrapper."""
    facts = _current.get()
    if facts is None:
        return execute(sql, params, many, context)
    started = perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        facts.sql_count += 1
        facts.sql_seconds += perf_counter() - started


def count_sql_of(*, connection: Any, **_: Any) -> None:
    """Let a new connection count its statements; receives `connection_created`."""
    if count_sql not in connection.execute_wrappers:
        # First, as Django's context manager takes its own off the end.
        connection.execute_wrappers.insert(0, count_sql)
