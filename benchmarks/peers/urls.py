"""Where the peers answer."""

from __future__ import annotations

from typing import Any

from django.urls import include, path
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.api.v3.urls import api as v3

from benchmarks.peers.apps import has_grapple

v2 = WagtailAPIRouter("bench_v2")
v2.register_endpoint("pages", PagesAPIViewSet)

urlpatterns: list[Any] = [path("v2/", v2.urls), path("v3/", v3.urls)]
if has_grapple():
    urlpatterns.append(path("grapple/", include("grapple.urls")))
