"""What HTTP says about an answer: how long it lasts, and whether the client has it.

Sources: RFC 9110 (HTTP semantics), 13.1.2 If-None-Match; RFC 9111 (caching); RFC 5861
(stale-while-revalidate); RFC 9211 (Cache-Status).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.conf import settings

from city_api.cors import depends_on_origin

NO_STORE = ("Cache-Control", "private, no-store")
KEPT_HEADERS = frozenset(
    {
        "access-control-allow-origin",
        "access-control-expose-headers",
        "content-language",
        "content-security-policy",
        "content-type",
        "cross-origin-opener-policy",
        "cross-origin-resource-policy",
        "link",
        "referrer-policy",
        "strict-transport-security",
        "vary",
        "x-content-type-options",
        "x-frame-options",
        "x-robots-tag",
    }
)
"""The headers that are the same for everybody who asks the same."""
WITHOUT_BODY = frozenset({"content-length", "content-type"})
ENTITY_TAG = re.compile(r'(?:W/)?("[^"]*")')


def kept_headers(headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return those headers that belong to an answer, whoever asks."""
    return tuple(pair for pair in headers if pair[0].lower() in KEPT_HEADERS)


def keyed_headers() -> frozenset[str]:
    """Return the headers of requests that answers may differ by.

    They are in the key, but for `Accept-Encoding`: answers aren't compressed here.
    """
    keyed = {"accept", "accept-encoding"}
    return frozenset(keyed | {"origin"} if depends_on_origin() else keyed)


def is_for_all(headers: Iterable[tuple[str, str]]) -> bool:
    """Return whether the headers allow to give an answer to others who ask the same."""
    for name, value in headers:
        match name.lower():
            case "set-cookie":
                return False
            case "vary" if not keyed_headers().issuperset(listed(value)):
                return False
            case "cache-control" if {"private", "no-store"}.intersection(listed(value)):
                return False
    return True


def listed(value: str) -> list[str]:
    """Return the parts of a header that is a list, in lower case."""
    return [part.strip().lower() for part in value.split(",") if part.strip()]


def lifetime(remaining_s: float | None) -> str:
    """Return the `Cache-Control` of an answer that the clock leaves so long as it is.

    None: for ever. Nobody may use it longer, revalidating or not.
    """
    most = settings.CITY_API_MAX_AGE
    shared = settings.CITY_API_SHARED_MAX_AGE
    stale = settings.CITY_API_STALE_WHILE_REVALIDATE
    if remaining_s is not None:
        left = max(0, int(remaining_s))
        most, shared = min(most, left), min(shared, left)
        stale = min(stale, left - max(most, shared))
    text = f"public, max-age={most}, s-maxage={shared}"
    return f"{text}, stale-while-revalidate={stale}" if stale else text


def has(if_none_match: str, etag: str) -> bool:
    """Return whether a client's `If-None-Match` names an entity tag, or any."""
    if if_none_match.strip() == "*":
        return True
    # Compared weakly: a proxy that compresses makes a strong tag weak.
    return etag in ENTITY_TAG.findall(if_none_match)
