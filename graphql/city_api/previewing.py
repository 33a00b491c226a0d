"""Preview tokens on requests to the City API.

A token travels in the header `Authorization: Bearer …` alone: never in an address,
which logs and caches keep. Nobody may keep the answer to a request with this header,
and the hub's own cache leaves such requests alone.

Whatever is wrong with a token, the answer is the same.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from city_api.context import PREVIEW, STRAYED
from city_api.engine.errors import ApiError
from city_api.http_answer import media_type
from city_api.http_request import JSON
from city_api.views import refusal, respond
from cms.selectors.preview import opened

View = Callable[[HttpRequest], HttpResponse]
HEADER = "HTTP_AUTHORIZATION"
SCHEME = "bearer"


def token_of(request: HttpRequest) -> str | None:
    """Return the token that a request carries, or None."""
    scheme, _space, token = request.META.get(HEADER, "").partition(" ")
    return token.strip() if scheme.lower() == SCHEME else None


def with_preview(view: View) -> View:
    """Let a view answer with what a token opens; refuse a token that opens nothing."""

    @wraps(view)
    def wrapped(request: HttpRequest) -> HttpResponse:
        token = token_of(request)
        if token is None:
            return view(request)
        preview = opened(token, now=timezone.now())
        if preview is None:
            return sealed(refused(request))
        request.META[PREVIEW] = preview
        response = view(request)
        return sealed(refused(request) if STRAYED in request.META else response)

    return wrapped


def refused(request: HttpRequest) -> HttpResponse:
    """Return the one answer to every token that doesn't open what was asked for."""
    error = ApiError("PREVIEW_REFUSED", _("This preview is not, or no longer, there."))
    media = media_type(request.headers.get("Accept")) or JSON
    response = respond(request, refusal([error]), media)
    response["WWW-Authenticate"] = "Bearer"
    return response


def sealed(response: HttpResponse) -> HttpResponse:
    """Forbid everybody to keep or index an answer to a request with a token."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    for header in ("ETag", "Last-Modified", "Surrogate-Key", "Cache-Tag"):
        response.headers.pop(header, None)
    patch_vary_headers(response, ["Authorization"])
    return response
