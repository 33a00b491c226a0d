"""The map's fields on the type `Site`."""

from __future__ import annotations

from typing import Any

import graphene
from django.utils.translation import gettext as _

from city_api.engine import pages
from city_api.engine.errors import ApiError
from city_api.engine.needs import ahead
from city_api.engine.peers import Node
from city_api.engine.routes import page_by_id, page_by_slug
from city_api.schema.fields import many, maybe, one
from cms.selectors.reader import Reader
from use_it_map.models import PlacePage
from use_it_map.schema import lists
from use_it_map.schema.filters import BoxInput, PlaceFilterInput
from use_it_map.schema.lists import PlaceCluster, PlaceConnection, place_arguments
from use_it_map.schema.types import Place, PlaceCategory, categories_by_key


class SiteFields:
    """Places, reached through their city."""

    places = one(
        PlaceConnection,
        "The places of the map, without those closed for good.",
        **place_arguments(),
    )
    place_clusters = many(
        PlaceCluster,
        "The same places put together for a map, each in one cluster; the largest"
        " first, 1,000 at most: then the clusters are those of a smaller zoom.",
        zoom=graphene.Argument(
            graphene.Int, required=True, description="The map's zoom, 0 to 22."
        ),
        bbox=graphene.Argument(BoxInput, description="What the map shows."),
        filter=graphene.Argument(PlaceFilterInput, description="Only those."),
    )
    place = maybe(
        Place,
        "A place by its slug, in any language, or by its id or translation key;"
        " one that is closed for good, too: its `state` says so.",
        slug=graphene.Argument(
            graphene.String, description="The last part of its path."
        ),
        id=graphene.Argument(graphene.ID, description="Its id or its translation key."),
    )
    place_categories = many(
        PlaceCategory, "The categories of places, in their order, wide and narrow."
    )

    resolve_places = staticmethod(lists.places)
    resolve_place_clusters = staticmethod(lists.clusters)

    @staticmethod
    @ahead
    def resolve_place(
        site: Reader,
        info: Any,
        slug: str | None = None,
        id: str | None = None,  # noqa: A002
    ) -> Node | None:
        if (slug is None) == (id is None):
            raise ApiError("PLACE_FILTER", _("Name a place by `slug` or by `id`."))
        if slug is not None:
            return page_by_slug(site, info, PlacePage, slug)
        found = page_by_id(site, str(id))
        if found is None or not issubclass(pages.model_of(found.row), PlacePage):
            return None
        return found

    @staticmethod
    @ahead
    def resolve_place_categories(site: Reader, _info: Any) -> list[Node]:
        return list(categories_by_key(site).values())
