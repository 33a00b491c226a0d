"""Which web sites' scripts may read what, and send changes to which city.

Source: Fetch standard, HTTP-CORS protocol, https://fetch.spec.whatwg.org/#http-cors-protocol
"""

from __future__ import annotations

from collections.abc import Collection

from django.conf import settings
from django.http import HttpRequest

from cms.selectors.origins import origins_by_site, origins_by_slug

CITIES = "cities"
ALLOW_ORIGIN = "Access-Control-Allow-Origin"


def cors_headers(origin: str | None, sites: Collection[int] | None) -> dict[str, str]:
    """Return the headers that let a script read an answer.

    `sites` are the ids of the cities that it was read from; None or empty: of no
    certain one. With `VITEJ_API_ALLOW_ORIGIN=cities`, each of them must know the web
    site, or any city where none is certain; else the setting itself is the answer.
    """
    if not depends_on_origin():
        return {ALLOW_ORIGIN: settings.CITY_API_ALLOW_ORIGIN}
    headers = {"Vary": "Origin"}
    if origin and _may_read(origin, sites):
        headers[ALLOW_ORIGIN] = origin
    return headers


def depends_on_origin() -> bool:
    """Return whether an answer differs by the web site whose script asks."""
    return bool(settings.CITY_API_ALLOW_ORIGIN == CITIES)


def may_send(origin: str, slugs: Collection[str]) -> bool:
    """Return whether a web site may send changes to all of these cities.

    One that names no city is sent to nobody: any city's web site may try.
    """
    known = origins_by_slug()
    if not slugs:
        return any(origin in origins for origins in known.values())
    return all(origin in known.get(slug, ()) for slug in slugs)


def is_own(request: HttpRequest, origin: str) -> bool:
    """Return whether an origin is that of the address which was asked."""
    return origin == f"{request.scheme}://{request.get_host()}"


def _may_read(origin: str, sites: Collection[int] | None) -> bool:
    known = origins_by_site()
    if not sites:
        return any(origin in origins for origins in known.values())
    return all(origin in known.get(site, ()) for site in sites)
