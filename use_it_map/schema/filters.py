"""What places to list, as readers say it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import graphene

from city_api.engine.errors import ApiError
from city_api.schema.scalars import LanguageCode
from use_it_map.geometry import BadPlaceFilter, Box, Point
from use_it_map.hours.wall import CITY_TIME
from use_it_map.schema.choices import Wheelchair
from use_it_map.selectors.filtering import BeyondHorizon, PlaceFilter

T = TypeVar("T")


class BoxInput(graphene.InputObjectType):
    """A box on the map, borders included, in degrees of WGS 84."""

    south = graphene.Float(required=True, description="The least latitude.")
    west = graphene.Float(required=True, description="The least longitude.")
    north = graphene.Float(required=True, description="The greatest latitude.")
    east = graphene.Float(required=True, description="The greatest longitude.")


class PointInput(graphene.InputObjectType):
    """A point on the map, in degrees of WGS 84."""

    latitude = graphene.Float(required=True, description="Degrees north.")
    longitude = graphene.Float(required=True, description="Degrees east.")


def _several(kind: Any, description: str) -> Any:
    return graphene.List(graphene.NonNull(kind), description=description)


class PlaceFilterInput(graphene.InputObjectType):
    """Which places to keep: those of which all parts hold."""

    bbox = BoxInput(description="Within a box.")
    near = PointInput(description="The point to measure from.")
    radius = graphene.Int(description="At most so many metres from `near`; 100 km.")
    categories = _several(
        graphene.String, "Of any of these categories, by slug, or of one below."
    )
    languages = _several(
        LanguageCode, "Serving people in any of these; `en` means `en-GB`, too."
    )
    open_at = graphene.DateTime(
        description="Open at that time, within the next 28 days; without an offset"
        " it is the city's time."
    )
    open_now = graphene.Boolean(description="If true: open now.")
    wheelchair = _several(Wheelchair, "With wheelchair access of any of these.")
    verified_within = graphene.Int(description="Verified within so many days.")
    benefit = graphene.Boolean(description="With a benefit for newcomers, or without.")
    commercial = graphene.Boolean(description="Commercial, or not.")
    text = graphene.String(
        description="Holding the words, diacritics don't matter; the best 1,000."
    )

    class Meta:
        name = "PlaceFilter"


def filter_of(asked: Any) -> PlaceFilter:
    """Return the filter that was asked for."""
    asked = {key: value for key, value in (asked or {}).items() if value is not None}
    open_at = asked.get("open_at")
    if open_at is not None and open_at.tzinfo is None:
        open_at = open_at.replace(tzinfo=CITY_TIME)
    wheelchair = asked.get("wheelchair")
    return PlaceFilter(
        bbox=box_of(asked.get("bbox")),
        near=Point(**asked["near"]) if "near" in asked else None,
        radius_m=asked.get("radius"),
        categories=_texts(asked.get("categories")),
        languages=_texts(asked.get("languages")),
        open_at=open_at,
        open_now=asked.get("open_now", False),
        wheelchair=None if wheelchair is None else tuple(w.value for w in wheelchair),
        verified_within_days=asked.get("verified_within"),
        benefit=asked.get("benefit"),
        commercial=asked.get("commercial"),
        text=asked.get("text"),
    )


def box_of(asked: Any) -> Box | None:
    """Return the box that was asked for."""
    return None if asked is None else Box(**asked)


def _texts(asked: Any) -> tuple[str, ...] | None:
    return None if asked is None else tuple(asked)


def refusing(work: Callable[[], T]) -> T:
    """Return what some work gives, with its refusals as errors of the City API.

    Raises:
        ApiError: OPEN_AT_HORIZON or PLACE_FILTER.
    """
    try:
        return work()
    except BeyondHorizon as error:
        raise ApiError("OPEN_AT_HORIZON", error.message) from error
    except BadPlaceFilter as error:
        raise ApiError("PLACE_FILTER", error.message) from error
