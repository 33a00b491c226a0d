"""Lists of places: pages with facets, and clusters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import graphene
from django.db.models import BigIntegerField, QuerySet
from django.utils.translation import gettext as _

from city_api.engine.columns import list_columns
from city_api.engine.connections import Connection, Edge, encode, keys_in, page_size
from city_api.engine.errors import ApiError
from city_api.engine.needs import ahead
from city_api.engine.peers import Node, Peers
from city_api.schema.connection import connection_type, paging
from city_api.schema.fields import many, maybe, one
from city_api.schema.scalars import LanguageCode
from cms.selectors.links import narrowed
from cms.selectors.reader import Reader
from cms.statements import AnyOf, ParamList
from use_it_map.geometry import DEEPEST_ZOOM
from use_it_map.models import PlacePage
from use_it_map.schema.choices import PlaceOrder
from use_it_map.schema.filters import PlaceFilterInput, box_of, filter_of, refusing
from use_it_map.schema.types import Place, PlaceCategory, categories_by_key
from use_it_map.selectors.clustering import Cluster, clusters_of
from use_it_map.selectors.filtering import Selection, select
from use_it_map.selectors.ordering import KEYS, Order, page_of


@dataclass(frozen=True)
class PlacesPage(Connection):
    """A page of places, and all that the filter keeps."""

    selection: Selection | None = None
    reader: Reader | None = None


def place_rows(
    reader: Reader, ids: Sequence[int], columns: frozenset[str] | None
) -> dict[int, Node]:
    """Return the places of some ids as nodes, as far as they are public; one query."""
    if not ids:
        return {}

    def rows() -> QuerySet[Any]:
        wanted = AnyOf("pk", ParamList("ids", list(ids), BigIntegerField()))
        return narrowed(reader.pages(PlacePage).filter(wanted), columns).order_by()

    found = reader.rows(("places", columns), rows, ids=ids)
    peers = Peers(reader, found).read_together()
    return {node.row.pk: node for node in peers.nodes()}


@ahead
def places(  # noqa: PLR0913 (the arguments of the field)
    reader: Reader,
    info: Any,
    *,
    first: int | None,
    after: str | None = None,
    filter: Any = None,  # noqa: A002
    order_by: Any = None,
) -> PlacesPage:
    """Return a page of the places that a filter keeps."""
    size = page_size(first)
    order = Order(getattr(order_by, "value", order_by) or Order.NAME.value)
    key = keys_in(after, KEYS[order]) if after else None
    selection = refusing(lambda: select(reader, filter_of(filter)))
    found = refusing(lambda: page_of(selection, order, size=size, after=key))
    columns = list_columns(info, PlacePage)
    known = place_rows(reader, found.pages, columns)
    edges = [
        Edge(known[page], encode(list(key)))
        for page, key in zip(found.pages, found.keys, strict=True)
        if page in known
    ]
    return PlacesPage(
        edges=edges,
        has_next_page=found.more,
        has_previous_page=bool(after),
        count=lambda: selection.count,
        selection=selection,
        reader=reader,
    )


class PlaceCategoryCount(graphene.ObjectType):
    """How many of the places are of a category or of one below it."""

    category = one(PlaceCategory, "The category.")
    count = one(graphene.Int, "How many places.")


class PlaceLanguageCount(graphene.ObjectType):
    """How many of the places serve people in a language."""

    tag = one(LanguageCode, "The language.")
    count = one(graphene.Int, "How many places.")


class PlaceFacets(graphene.ObjectType):
    """What there is among all the places that the filter keeps, on any page."""

    categories = many(PlaceCategoryCount, "Their categories, in their order.")
    languages = many(PlaceLanguageCount, "Their languages, the most frequent first.")

    @staticmethod
    def resolve_categories(page: PlacesPage, _info: Any) -> list[dict[str, Any]]:
        if page.selection is None or page.reader is None:
            return []
        counts = page.selection.category_counts()
        return [
            {"category": node, "count": counts[key]}
            for key, node in categories_by_key(page.reader).items()
            if key in counts
        ]

    @staticmethod
    def resolve_languages(page: PlacesPage, _info: Any) -> list[dict[str, Any]]:
        if page.selection is None:
            return []
        counts = page.selection.language_counts()
        return [
            {"tag": tag, "count": counts[tag]}
            for tag in sorted(counts, key=lambda tag: (-counts[tag], tag))
        ]


def resolve_facets(page: Connection, _info: Any) -> Any:
    """Return a page's facets; of a city without the map there are none."""
    return page if isinstance(page, PlacesPage) else PlacesPage()


PlaceConnection = connection_type(
    Place,
    "Places",
    facets=one(
        PlaceFacets,
        "Counts by category and language; counted only when asked for.",
        resolver=resolve_facets,
    ),
)


def place_arguments() -> dict[str, Any]:
    """Return the arguments of a list of places."""
    return {
        "filter": graphene.Argument(PlaceFilterInput, description="Only those."),
        "order_by": graphene.Argument(
            PlaceOrder, default_value=Order.NAME.value, description="In which order."
        ),
        **paging(),
    }


class MapBox(graphene.ObjectType):
    """A box on the map, in degrees of WGS 84."""

    south = one(graphene.Float, "The least latitude.")
    west = one(graphene.Float, "The least longitude.")
    north = one(graphene.Float, "The greatest latitude.")
    east = one(graphene.Float, "The greatest longitude.")


@dataclass
class ClusterPlaces:
    """The places that stand alone in their clusters, loaded for all at once."""

    reader: Reader
    ids: list[int]
    found: dict[int, Node] | None = None

    def get(self, page: int | None) -> Node | None:
        """Return the place of a page id."""
        if page is None:
            return None
        if self.found is None:
            self.found = place_rows(self.reader, self.ids, None)
        return self.found.get(page)


@dataclass(frozen=True, slots=True)
class ShownCluster:
    """A cluster, with the places of all that are shown with it."""

    cluster: Cluster
    places: ClusterPlaces


class PlaceCluster(graphene.ObjectType):
    """Places that lie near each other at a zoom of the map."""

    count = one(graphene.Int, "How many places.")
    latitude = one(graphene.Float, "Their centre, in degrees of WGS 84.")
    longitude = one(graphene.Float, "Their centre, in degrees of WGS 84.")
    bounds = one(MapBox, "The least box around them.")
    place = maybe(Place, "The place, where it is only one.")

    class Meta:
        default_resolver = staticmethod(
            lambda name, default, shown, _info, **_args: getattr(
                shown.cluster, name, default
            )
        )

    @staticmethod
    def resolve_place(shown: ShownCluster, _info: Any) -> Node | None:
        return shown.places.get(shown.cluster.page)


def clusters(
    reader: Reader,
    _info: Any,
    *,
    zoom: int,
    bbox: Any = None,
    filter: Any = None,  # noqa: A002
) -> list[ShownCluster]:
    """Return the places that a filter keeps, in clusters."""
    if not 0 <= zoom <= DEEPEST_ZOOM:
        message = _("`zoom` must lie between 0 and %(deepest)d.")
        raise ApiError("PLACE_FILTER", message % {"deepest": DEEPEST_ZOOM})
    wanted = replace(filter_of(filter), viewport=box_of(bbox))
    selection = refusing(lambda: select(reader, wanted))
    found = clusters_of(selection, zoom)
    single = ClusterPlaces(reader, [each.page for each in found if each.page])
    return [ShownCluster(each, single) for each in found]
