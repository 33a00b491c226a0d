"""Which features a city has switched off."""

from __future__ import annotations

from django.http import HttpRequest
from wagtail.models import Site

from cms.models import CitySettings


def disabled_features(request: HttpRequest) -> frozenset[str]:
    """Return the names of the plugins that the city at this hostname has off.

    A hostname of no city, such as the hub's own, has all of them on.
    """
    site = Site.find_for_request(request)
    settings = CitySettings.objects.filter(site=site).first() if site else None
    return frozenset(settings.disabled_features if settings else ())
