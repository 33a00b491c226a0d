"""Answers in HTTP: their media type, their status and their bytes.

Source: GraphQL over HTTP, working draft of August 2026,
https://graphql.github.io/graphql-over-http/. Where it says 422 for what is well-formed
but wrong, we say 400, as its earlier drafts and their audits do.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import orjson
from django.http import HttpResponse
from django.utils.functional import Promise

from city_api.http_request import JSON

GRAPHQL_JSON = "application/graphql-response+json"
WILDCARDS = ("application/*", "*/*")
STATUS = {
    "PREVIEW_REFUSED": 401,
    "PERSISTED_QUERY_NOT_FOUND": 404,
    "INTROSPECTION_REFUSED": 403,
    "OPERATION_NOT_PERSISTED": 403,
    "ORIGIN_REFUSED": 403,
    "METHOD_NOT_ALLOWED": 405,
    "NOT_ACCEPTABLE": 406,
    "DOCUMENT_TOO_LARGE": 413,
    "URI_TOO_LONG": 414,
    "UNSUPPORTED_MEDIA_TYPE": 415,
    "RATE_LIMIT": 429,
    "INTERNAL_ERROR": 500,
    "TIME_LIMIT": 503,
    "UNAVAILABLE": 503,
}
"""The status of a request that was refused; 400 where nothing is said here."""
HANDSHAKE = frozenset({"PERSISTED_QUERY_NOT_FOUND", "PERSISTED_QUERY_NOT_SUPPORTED"})


def media_type(accept: str | None) -> str | None:
    """Return the media type to answer in; None if the client takes none of ours.

    `accept` is the header; without one, or for a wildcard, it is `application/json`,
    which clients have expected for longer.
    """
    if not accept or not accept.strip():
        return JSON
    wanted = {kind: quality for quality, kind in _ranges(accept)}
    any_quality = next((wanted[each] for each in WILDCARDS if each in wanted), 0.0)
    plain = wanted.get(JSON, any_quality)
    graphql_json = wanted.get(GRAPHQL_JSON, any_quality)
    if not plain and not graphql_json:
        return None
    if plain == graphql_json:
        return GRAPHQL_JSON if GRAPHQL_JSON in wanted else JSON
    return JSON if plain > graphql_json else GRAPHQL_JSON


def _ranges(accept: str) -> Iterator[tuple[float, str]]:
    """Yield the quality and the media type of each part of the header."""
    for part in accept.lower().split(","):
        kind, *parameters = (piece.strip() for piece in part.split(";"))
        given = dict(each.partition("=")[::2] for each in parameters)
        charset = given.get("charset", "utf-8").strip('" ')
        if charset not in {"utf-8", "utf8", "*"}:
            continue
        yield _quality(given.get("q", "1")), kind


def _quality(text: str) -> float:
    try:
        quality = float(text)
    except ValueError:
        return 0.0
    return quality if 0 < quality <= 1 else 0.0


def status_of(body: Mapping[str, Any], media: str) -> int:
    """Return the status of an answer.

    What was executed is 200, whatever went wrong in it. Apollo's question whether a
    hash is known is no failure to older clients, which stop at a 404.
    """
    if "data" in body:
        return 200
    codes = [error["extensions"]["code"] for error in body["errors"]]
    if media == JSON and HANDSHAKE.issuperset(codes):
        return 200
    return next((STATUS[code] for code in codes if code in STATUS), 400)


def answered(body: Mapping[str, Any], media: str) -> HttpResponse:
    """Return an answer in a media type, with the status that it deserves."""
    return HttpResponse(
        encoded(body),
        status=status_of(body, media),
        content_type=f"{media}; charset=utf-8",
    )


def encoded(body: Mapping[str, Any]) -> bytes:
    """Return an answer as JSON in UTF-8: the same bytes for the same answer."""
    try:
        return orjson.dumps(body, default=_plain)
    except TypeError:  # numbers above 64 bits, half characters
        text = json.dumps(
            body, ensure_ascii=False, separators=(",", ":"), default=_plain
        )
        return text.encode("utf-8", "replace")


def _plain(value: Any) -> str:
    if isinstance(value, Promise | Decimal):
        return str(value)
    raise TypeError(type(value).__name__)
