"""Places in bodies as readers see them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import graphene
import numpy as np
from wagtail.models import Page as PageModel

from city_api.engine import pages
from city_api.engine.connections import page_size
from city_api.engine.needs import needs
from city_api.engine.peers import Linked, Node, linked_of
from city_api.schema.blocks.interface import Block, BlockValue
from city_api.schema.fields import many, maybe, one, stored
from city_api.schema.scalars import LanguageCode
from city_api.schema.structs import Value
from cms.languages import language_list
from cms.selectors.reader import Reader
from use_it_map.blocks import MOST_SHOWN
from use_it_map.choices import Wheelchair as WheelchairCode
from use_it_map.models import MapPage, PlacePage
from use_it_map.schema.choices import Wheelchair
from use_it_map.schema.lists import MapBox
from use_it_map.schema.types import Place, PlaceCategory, categories_by_key
from use_it_map.selectors.filtering import PlaceFilter, Selection, select

MAP = "use_it_map_map"


def filter_of(raw: dict[str, Any]) -> PlaceFilter:
    """Return the filter that is stored in a block."""
    return PlaceFilter(
        categories=_codes(raw.get("categories")),
        languages=_codes(language_list(raw.get("languages") or "")),
        wheelchair=_codes(raw.get("wheelchair")),
        open_now=bool(raw.get("open_now")),
        benefit=True if raw.get("benefit") else None,
        commercial=False if raw.get("without_commercial") else None,
    )


def _codes(raw: Sequence[str] | None) -> tuple[str, ...] | None:
    return tuple(raw) if raw else None


def selection_of(reader: Reader, raw: dict[str, Any]) -> Selection:
    """Return the places that a block's filter keeps."""
    wanted = filter_of(raw)
    return reader.remember(("block", wanted), lambda: select(reader, wanted))


def page_ids(reader: Reader, raw: dict[str, Any], first: int | None) -> list[int]:
    """Return the ids of the places that a block shows."""
    size = page_size(first) if first is not None else _shown(raw)
    selection = selection_of(reader, raw)
    return [int(pk) for pk in selection.index.pages[selection.positions[:size]]]


def _shown(raw: dict[str, Any]) -> int:
    shown = raw.get("shown")
    return min(max(shown, 1), MOST_SHOWN) if isinstance(shown, int) else MOST_SHOWN


def note_places(
    reader: Reader, blocks: Sequence[dict[str, Any]], first: int | None = None
) -> None:
    """Note the places of many blocks, which are then fetched at once."""
    linked = linked_of(reader)
    for raw in blocks:
        for pk in page_ids(reader, raw, first):
            linked.add(PageModel, pk)


def place_of(linked: Linked, pk: Any) -> Node | None:
    """Return the public place of an id; None for pages that are none."""
    found = linked.node(PageModel, pk)
    if found is None or not issubclass(pages.model_of(found.row), PlacePage):
        return None
    return found


class PlaceMapFilter(graphene.ObjectType):
    """What a part of the map is narrowed down to."""

    categories = many(PlaceCategory, "Of any of these, or of all if there are none.")
    languages = many(LanguageCode, "Serving people in any of these; none: in any.")
    wheelchair = many(Wheelchair, "With access of any of these; none: any or unknown.")
    open_now = one(graphene.Boolean, "Whether only what is open now is kept.")
    benefit = maybe(graphene.Boolean, "True: only with a benefit; null: all.")
    commercial = maybe(graphene.Boolean, "False: without commercial ones; null: all.")

    @staticmethod
    def resolve_categories(block: BlockValue, _info: Any) -> list[Node]:
        wanted = set(block.value.get("categories") or ())
        known = categories_by_key(block.linked.reader).values()
        return [node for node in known if node.row.slug in wanted]

    @staticmethod
    def resolve_languages(block: BlockValue, _info: Any) -> list[str]:
        return language_list(block.value.get("languages") or "")

    @staticmethod
    def resolve_wheelchair(block: BlockValue, _info: Any) -> list[str]:
        known = set(WheelchairCode.values)
        return [each for each in block.value.get("wheelchair") or () if each in known]

    @staticmethod
    def resolve_open_now(block: BlockValue, _info: Any) -> bool:
        return bool(block.value.get("open_now"))

    @staticmethod
    def resolve_benefit(block: BlockValue, _info: Any) -> bool | None:
        return filter_of(block.value).benefit

    @staticmethod
    def resolve_commercial(block: BlockValue, _info: Any) -> bool | None:
        return filter_of(block.value).commercial


class PlaceMapBlock(graphene.ObjectType):
    """The places of the city's map that a filter keeps, as they are now."""

    title = stored("title", "Its title, or empty.")
    filter = one(PlaceMapFilter, "What it keeps.", resolver=lambda block, _info: block)
    places = many(
        Place,
        "The first of its places, by name.",
        first=graphene.Argument(
            graphene.Int,
            description="How many, 1 to 100; null: as many as the editor wants shown.",
        ),
    )
    total_count = one(graphene.Int, "How many places the filter keeps.")
    bounds = maybe(MapBox, "The least box around all of them; null without any.")
    map_path = maybe(graphene.String, "The path of the city's map, if it has one.")

    class Meta:
        interfaces = (Block,)

    @staticmethod
    @needs(chooses={MAP: note_places}, returns=(PageModel,))
    def resolve_places(
        block: BlockValue, _info: Any, first: int | None = None
    ) -> list[Node]:
        reader = block.linked.reader
        ids = page_ids(reader, block.value, first)
        for pk in ids:
            block.linked.add(PageModel, pk)
        found = (place_of(block.linked, pk) for pk in ids)
        return [place for place in found if place is not None]

    @staticmethod
    def resolve_total_count(block: BlockValue, _info: Any) -> int:
        return selection_of(block.linked.reader, block.value).count

    @staticmethod
    def resolve_bounds(block: BlockValue, _info: Any) -> dict[str, float] | None:
        selection = selection_of(block.linked.reader, block.value)
        if not selection.count:
            return None
        north = selection.index.latitudes[selection.kept]
        east = selection.index.longitudes[selection.kept]
        return {
            "south": float(np.min(north)),
            "west": float(np.min(east)),
            "north": float(np.max(north)),
            "east": float(np.max(east)),
        }

    @staticmethod
    def resolve_map_path(block: BlockValue, _info: Any) -> str | None:
        return map_path(block.linked.reader)


def map_path(reader: Reader) -> str | None:
    """Return the path of a city's map; one query an operation."""

    def find() -> str | None:
        page = reader.best(reader.pages(MapPage)).order_by("path").first()
        return reader.path_of(page) if page else None

    return reader.remember("map path", find)


class ChosenPlace(graphene.ObjectType):
    """A place that an editor has chosen."""

    place = one(Place, "The place; closed ones, too: its `state` says so.")
    note = stored("note", "What to go there for, or empty.")

    @staticmethod
    @needs(returns=(PageModel,))
    def resolve_place(chosen: Value, _info: Any) -> Node | None:
        return place_of(chosen.linked, chosen.value.get("place"))


class PlaceListBlock(graphene.ObjectType):
    """Places that an editor has chosen."""

    title = stored("title", "Its title, or empty.")
    places = many(ChosenPlace, "The places in the editor's order; public ones only.")

    class Meta:
        interfaces = (Block,)

    @staticmethod
    @needs(reaches=(PageModel,))
    def resolve_places(block: BlockValue, _info: Any) -> list[Value]:
        return [
            chosen
            for chosen in block.structs("places")
            if place_of(block.linked, chosen.value.get("place"))
        ]


class PlaceCardBlock(graphene.ObjectType):
    """One place."""

    place = maybe(Place, "The place, if it is public; `state` says if it is closed.")
    note = stored("note", "What to go there for, or empty.")

    class Meta:
        interfaces = (Block,)

    @staticmethod
    @needs(returns=(PageModel,))
    def resolve_place(block: BlockValue, _info: Any) -> Node | None:
        return place_of(block.linked, block.value.get("place"))
