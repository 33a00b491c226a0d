"""What an installation sets for the map; docs/reference/settings.md describes it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings


def tiles() -> str:
    """Return the pattern of a tile server's addresses, or "" where there is none."""
    return str(settings.VITEJ_MAP_TILES)


def tiles_attribution() -> str:
    """Return the plain text that names who made the tiles."""
    return str(settings.VITEJ_MAP_TILES_ATTRIBUTION)


def tile_origins() -> Iterator[str]:
    """Yield the origins that tiles come from: `{s}` stands for any one name."""
    parts = urlsplit(tiles().replace("{s}", "*"))
    if parts.netloc:
        yield f"{parts.scheme}://{parts.netloc}"


def geocoder() -> str:
    """Return the address of a search as Nominatim has it, or "" for none."""
    return str(settings.VITEJ_MAP_GEOCODER)
