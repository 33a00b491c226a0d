"""Middleware of the hub."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation


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
