"""What a request asks for, as far as the cache has to know."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.handlers.wsgi import WSGIRequest

from city_api.cors import depends_on_origin
from city_api.engine.errors import ApiError
from city_api.http_answer import media_type
from city_api.http_request import Asked, asked_by, hash_of
from city_api.operations import manifest

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

ASKS = frozenset({"GET", "HEAD"})


@cache
def read_names() -> tuple[str, ...]:
    """Return what answers may differ by, as names in the WSGI environment."""
    names = [
        "wsgi.url_scheme",
        "HTTP_HOST",
        "SERVER_NAME",
        "SERVER_PORT",
        "SCRIPT_NAME",
        "QUERY_STRING",
        "CONTENT_TYPE",
        "HTTP_ACCEPT",
    ]
    if settings.USE_X_FORWARDED_HOST:
        names.append("HTTP_X_FORWARDED_HOST")
    if settings.USE_X_FORWARDED_PORT:
        names.append("HTTP_X_FORWARDED_PORT")
    if settings.SECURE_PROXY_SSL_HEADER:
        names.append(settings.SECURE_PROXY_SSL_HEADER[0])
    if depends_on_origin():
        names.append("HTTP_ORIGIN")
    return tuple(names)


@dataclass
class Asking:
    """A request that may be answered from the cache, with its body."""

    environ: WSGIEnvironment
    body: bytes = b""

    @cached_property
    def is_get(self) -> bool:
        """Whether it can't change anything, and HTTP may cache the answer."""
        return self.environ["REQUEST_METHOD"] in ASKS

    @cached_property
    def raw_key(self) -> bytes:
        """A key of everything that its answer may differ by, as it came."""
        given = self.environ.get
        # Written as Python, so that no part can be taken for the end of another.
        parts = repr([given(name, "") for name in read_names()])
        posted = b"" if self.is_get else b"POST" + self.body
        return hashlib.blake2b(parts.encode() + posted, digest_size=20).digest()

    def key(self) -> bytes | None:
        """Return the key of the answer, the same however it is asked for.

        None if that can't be told before it is answered, or is to be refused.
        """
        environ = self.environ
        try:
            asked = asked_by(
                environ["REQUEST_METHOD"],
                environ.get("QUERY_STRING", ""),
                environ.get("CONTENT_TYPE", ""),
                self.body,
            )
            operation = operation_of(asked)
        except ApiError:
            return None
        media = media_type(environ.get("HTTP_ACCEPT"))
        if operation is None or media is None:
            return None
        return self.key_of(
            operation, asked.operation_name, asked.canonical_variables(), media
        )

    def key_of(
        self, operation: str, operation_name: str | None, variables: bytes, media: str
    ) -> bytes | None:
        """Return the key of an answer to an operation in a media type.

        None if the request came to a host that the hub doesn't serve.
        """
        try:
            base_url = WSGIRequest(self.environ).build_absolute_uri("/")
        except SuspiciousOperation:
            return None
        origin = self.environ.get("HTTP_ORIGIN", "") if depends_on_origin() else ""
        parts = (operation, operation_name, variables, base_url, origin, media)
        return hashlib.blake2b(repr(parts).encode(), digest_size=20).digest()


def operation_of(asked: Asked) -> str | None:
    """Return the SHA-256 of the document that is asked for, if it is right or known.

    Raises:
        ApiError: if the document is no text.
    """
    if asked.query:
        sha256 = hash_of(asked.query)
        return sha256 if asked.sha256 in (None, sha256) else None
    if asked.name:
        operation = manifest().by_name.get(asked.name)
        return operation.sha256 if operation else None
    return asked.sha256
