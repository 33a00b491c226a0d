"""The hub's addresses, and those of what it is measured against."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from benchmarks.floor.views import floor
from cms.urls import urlpatterns as hub


def empty(_request: HttpRequest) -> HttpResponse:
    """Answer nothing, through the same middleware as everything else."""
    return HttpResponse(b"{}", content_type="application/json")


urlpatterns = [
    path("bench/empty/", empty),
    path("bench/floor/<slug:case>/", floor),
    path("bench/", include("benchmarks.peers.urls")),
    *hub,
]
