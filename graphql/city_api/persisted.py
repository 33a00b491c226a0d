"""Which document a request means: by its text, by a hash, by the name of an operation.

A document that isn't in the manifest can be kept by Apollo's protocol: the client
sends the hash alone, is told that nobody knows it, sends text and hash once, and the
hash alone from then on. What is kept so lies in Django's cache, in a fixed number of
places: strangers can push each other's documents out, but fill nothing.
"""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _

from city_api.engine.errors import ApiError
from city_api.http_request import Asked, hash_of
from city_api.operations import manifest

logger = logging.getLogger(__name__)
Kept = tuple[str, str]
"""A document's hash and its text."""


def document_of(asked: Asked) -> tuple[str, str]:
    """Return the text of the document that a request asks for, and its SHA-256.

    Raises:
        ApiError: PERSISTED_QUERY_NOT_FOUND, PERSISTED_QUERY_NOT_SUPPORTED,
            PERSISTED_QUERY_HASH or BROKEN_TEXT.
    """
    if asked.query:
        sha256 = hash_of(asked.query)
        if asked.sha256 and asked.sha256 != sha256:
            message = _("`sha256Hash` is not the hash of `query`.")
            raise ApiError("PERSISTED_QUERY_HASH", message)
        return asked.query, sha256
    known = manifest()
    if asked.name:
        operation = known.by_name.get(asked.name)
    else:
        operation = known.by_hash.get(asked.sha256 or "")
    if operation:
        return operation.document, operation.sha256
    if asked.sha256 and not keeps_documents():
        raise _not_supported()
    document = _kept(asked.sha256) if asked.sha256 else None
    if document is None or asked.sha256 is None:
        raise _not_found()
    return document, asked.sha256


def keeps_documents() -> bool:
    """Return whether clients may have their documents kept by hash."""
    return settings.CITY_API_KEPT_DOCUMENTS > 0 and not settings.CITY_API_ONLY_PERSISTED


def keep(asked: Asked) -> None:
    """Keep the document of a request that sent it with its hash.

    It must have been found valid and its hash right. A cache that is down keeps
    nothing, and the client sends the text again.
    """
    if not (asked.query and asked.sha256 and keeps_documents()):
        return
    if asked.sha256 in manifest().by_hash:
        return
    first, second = _places(asked.sha256)
    try:
        found: dict[str, Kept] = cache.get_many([first, second])
        taken = [place for place, kept in found.items() if kept[0] == asked.sha256]
        free = [place for place in (first, second) if place not in found]
        place = next(iter([*taken, *free, first]))
        kept = (asked.sha256, asked.query)
        cache.set(place, kept, settings.CITY_API_KEPT_SECONDS)
    except Exception:
        logger.exception("The cache can't keep a document.")


def _kept(sha256: str) -> str | None:
    try:
        found: dict[str, Kept] = cache.get_many(_places(sha256))
    except Exception:
        logger.exception("The cache can't be asked for a document.")
        return None
    return next((text for key, text in found.values() if key == sha256), None)


def _places(sha256: str) -> tuple[str, str]:
    """Return the two places in which a document may be kept.

    Of two, one is mostly free, where of one alone few documents would soon share it.
    """
    places = settings.CITY_API_KEPT_DOCUMENTS
    first = int(sha256[:8], 16) % places
    second = int(sha256[8:16], 16) % places
    return f"city_api.document.{first}", f"city_api.document.{second}"


def _not_found() -> ApiError:
    # Apollo's clients look for this very message.
    return ApiError("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound")


def _not_supported() -> ApiError:
    return ApiError("PERSISTED_QUERY_NOT_SUPPORTED", "PersistedQueryNotSupported")
