"""The map's own page."""

from __future__ import annotations

from typing import Any

import graphene

from city_api.engine.connections import Connection
from city_api.engine.needs import needs
from city_api.engine.peers import Node
from city_api.schema.content_pages import OwnText
from city_api.schema.fields import one, string
from city_api.schema.page import Page
from use_it_map.schema import lists
from use_it_map.schema.lists import PlaceConnection, place_arguments


class PlaceMap(OwnText, graphene.ObjectType):
    """The page of a city's map; its places are pages below it."""

    intro = string("One or two sentences.")
    places = one(
        PlaceConnection,
        "The places of the map, without those closed for good.",
        **place_arguments(),
    )

    class Meta:
        interfaces = (Page,)

    @staticmethod
    @needs(lists=lists.places)
    def resolve_places(node: Node, info: Any, **arguments: Any) -> Connection:
        found: Connection = lists.places(node.reader, info, **arguments)
        return found
