"""What the admin's maps stand on: tiles or a plain grid, and the city's bounds."""

from __future__ import annotations

from typing import Any

from django.utils.html import escape

from use_it_map import conf


def ground(city: Any) -> dict[str, Any]:
    """Return what `use_it_map/js/point_picker.js` needs to know of a city's settings.

    `city` may be None, where it isn't known.
    """
    bounds = _degrees(city, "south", "west", "north", "east")
    return {
        "tiles": conf.tiles(),
        "attribution": str(escape(conf.tiles_attribution())),
        "bounds": [bounds[:2], bounds[2:]] if bounds else None,
        "centre": _degrees(city, "latitude", "longitude"),
        "zoom": getattr(city, "zoom", 12),
    }


def _degrees(city: Any, *names: str) -> list[float] | None:
    """Return settings as numbers, or None where one isn't set."""
    values = [getattr(city, name, None) for name in names]
    return None if None in values else [float(value) for value in values]  # type: ignore[arg-type]
