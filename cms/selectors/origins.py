"""The web sites of cities, as browsers name them: scheme, host and port."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cms.models import CitySettings
from cms.origins import origin_of

USUAL_PORTS = (80, 443)


def origins_by_site() -> Mapping[int, frozenset[str]]:
    """Return the origins of each city by the id of its site, with one query."""
    return {row.site_id: frozenset(_origins(row)) for row in _rows()}


def origins_by_slug() -> Mapping[str, frozenset[str]]:
    """Return the origins of each city by its short name, with one query."""
    return {row.slug: frozenset(_origins(row)) for row in _rows()}


def _rows() -> list[CitySettings]:
    return list(
        CitySettings.objects.select_related("site").only(
            "slug", "microsite_url", "api_origins", "site__hostname", "site__port"
        )
    )


def _origins(row: CitySettings) -> Iterator[str]:
    site = row.site
    port = "" if site.port in USUAL_PORTS else f":{site.port}"
    yield from (f"{scheme}://{site.hostname}{port}" for scheme in ("http", "https"))
    addresses = [row.microsite_url, *row.api_origins.split()]
    yield from (origin for each in addresses if (origin := origin_of(each)))
