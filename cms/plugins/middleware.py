"""Closes the URLs of plugins that a city has switched off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404

from cms.plugins.registry import plugin
from cms.plugins.switches import disabled_features

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class PluginUrlsMiddleware:
    """Answers 404 for a plugin's URL at the host of a city that has it off."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        """Look up the city's switches, for requests to a plugin's URL only.

        Raises:
            Http404: if the city of the request has switched the plugin off.
        """
        match = request.resolver_match
        name = match.namespaces[0] if match and match.namespaces else ""
        # A plugin's pages in the admin may have its namespace too, but not its route.
        mounted = match is not None and match.route.startswith(f"{name}/")
        if mounted and plugin(name) and name in disabled_features(request):
            raise Http404
