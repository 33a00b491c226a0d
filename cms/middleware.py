"""Middleware of the hub."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from cms.request_log import ROUTE
from cms.services.content import content_transaction

READING = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class RouteMiddleware:
    """Notes the name of the view for the request's line in the log.

    A view without a name is told by the pattern of its address, which holds nothing
    of the address itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        if match := request.resolver_match:
            request.META[ROUTE] = match.view_name if match.url_name else match.route


class AdminLocaleMiddleware:
    """Speak the browser's language in the admin, before anybody has logged in.

    Django's own middleware would also vary every answer by `Accept-Language` and
    redirect missing pages; addresses of city sites carry their language.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/admin/"):
            return self.get_response(request)
        with translation.override(translation.get_language_from_request(request)):
            return self.get_response(request)


class ContentTransactionMiddleware:
    """Keeps all that a request changes together, and with it the new content tokens.

    A view that must not run in a transaction says so with Django's own
    `transaction.non_atomic_requests`; a request that only reads needs none.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: Any,
        kwargs: Any,
    ) -> HttpResponse | None:
        exempt = getattr(view, "_non_atomic_requests", None)
        if request.method in READING or exempt:
            return None
        with content_transaction():
            return view(request, *args, **kwargs)
