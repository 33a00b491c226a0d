"""Answers the City API in front of Django's handler, where an answer is kept.

application = AnswersFirst(get_wsgi_application())
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import get_resolver

from city_api.answers import reply as replies
from city_api.answers.asking import Asking
from city_api.answers.cache import AnswerCache
from city_api.answers.reply import Reply
from city_api.answers.tokens import DatabaseAway
from cms.request_log import CACHE

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CREDENTIALS = "HTTP_AUTHORIZATION"
"""What a request says about who sends it; a cookie opens nothing that is kept."""
ENCODING = "HTTP_CONTENT_ENCODING"
"""What the API refuses, so that a body means what its bytes say."""


class AnswersFirst:
    """WSGI middleware in front of Django's handler."""

    def __init__(
        self, application: WSGIApplication, *, cache: AnswerCache | None = None
    ) -> None:
        self.application = application
        self.cache = cache or AnswerCache()

    @cached_property
    def path(self) -> str:
        """The path of the City API, below the one that the hub is mounted at."""
        return f"/{get_resolver().reverse('graphql')}"

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        if environ.get("PATH_INFO") != self.path:
            return self.application(environ, start_response)
        method = environ["REQUEST_METHOD"]
        reply = self._as_get(environ) if method == "HEAD" else self._reply(environ)
        start_response(reply.status, reply.headers)
        return [b"" if method == "HEAD" else reply.body]

    def _as_get(self, environ: WSGIEnvironment) -> Reply:
        environ["REQUEST_METHOD"] = "GET"
        try:
            return self._reply(environ)
        finally:
            environ["REQUEST_METHOD"] = "HEAD"

    def _reply(self, environ: WSGIEnvironment) -> Reply:
        asking = asked(environ)
        if asking is None:
            environ[CACHE] = "bypass"
            reply = replies.made_by(self.application, environ)
            return replies.not_kept(reply, status="fwd=bypass")
        try:
            return self.cache.reply(asking, self.application)
        except DatabaseAway:
            environ[CACHE] = "bypass"
            return replies.unavailable(environ)


def asked(environ: WSGIEnvironment) -> Asking | None:
    """Return what a request asks for, or None where the cache has no part in it."""
    if CREDENTIALS in environ or ENCODING in environ:
        return None
    match environ["REQUEST_METHOD"]:
        case "GET" if environ.get("QUERY_STRING"):
            return Asking(environ)
        case "POST":
            return posted(environ)
    return None


def posted(environ: WSGIEnvironment) -> Asking | None:
    """Return what a body asks for, if its length is told and within the limit."""
    length = environ.get("CONTENT_LENGTH") or ""
    if not length.isdecimal() or int(length) > settings.CITY_API_MAX_BYTES:
        return None
    body = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = io.BytesIO(body)
    return Asking(environ, body)
