"""What leaves the hub: a status, headers and a body, whoever made them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from city_api.answers.answer import Answer
from city_api.answers.headers import NO_STORE, WITHOUT_BODY, has, lifetime
from city_api.database import RETRY_AFTER_S, database_away
from city_api.execution import formatted
from city_api.http_answer import encoded, media_type
from city_api.http_request import JSON

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

HUB = "vitej"
"""What the hub calls itself in `Cache-Status`."""
OK = "200 OK"


@dataclass(slots=True)
class Reply:
    """An HTTP response; its headers are its own to change."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes


def made_by(application: WSGIApplication, environ: WSGIEnvironment) -> Reply:
    """Return what an application answers, read to its end."""
    reply = Reply("", [], b"")
    written: list[bytes] = []

    def start(
        status: str, headers: list[tuple[str, str]], _exc_info: Any = None
    ) -> Callable[[bytes], object]:
        reply.status, reply.headers = status, headers
        return written.append

    chunks: Iterable[bytes] = application(environ, start)
    try:
        written.extend(chunks)
    finally:
        if hasattr(chunks, "close"):
            chunks.close()
    reply.body = b"".join(written)
    return reply


def of_answer(
    answer: Answer, environ: WSGIEnvironment, *, status: str, now: float
) -> Reply:
    """Return the reply that an answer is; `status` is what the cache did."""
    cache_status = ("Cache-Status", f"{HUB}; {status}")
    if environ["REQUEST_METHOD"] == "POST":
        length = ("Content-Length", str(len(answer.body)))
        headers = [*answer.headers, length, NO_STORE, cache_status]
        return Reply(OK, headers, answer.body)
    remaining = None if answer.until is None else answer.until - now
    control = ("Cache-Control", lifetime(remaining))
    if_none_match = environ.get("HTTP_IF_NONE_MATCH")
    if if_none_match and has(if_none_match, answer.etag):
        kept = [pair for pair in answer.sent if pair[0].lower() not in WITHOUT_BODY]
        return Reply("304 Not Modified", [*kept, control, cache_status], b"")
    return Reply(OK, [*answer.sent, control, cache_status], answer.body)


def not_kept(reply: Reply, *, status: str) -> Reply:
    """Say of a reply that is for one client only that nobody may keep it."""
    names = {name.lower() for name, _value in reply.headers}
    if "cache-control" not in names:
        reply.headers.append(NO_STORE)
    reply.headers.append(("Cache-Status", f"{HUB}; {status}"))
    return reply


def unavailable(environ: WSGIEnvironment) -> Reply:
    """Return what is answered while the database can't be asked."""
    media = media_type(environ.get("HTTP_ACCEPT")) or JSON
    body = encoded({"errors": [formatted(database_away())]})
    headers = [
        ("Content-Type", f"{media}; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Retry-After", str(RETRY_AFTER_S)),
        NO_STORE,
    ]
    return Reply("503 Service Unavailable", headers, body)
