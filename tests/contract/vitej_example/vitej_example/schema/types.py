"""What readers see of a language café."""

from collections.abc import Mapping
from typing import Any

import graphene

from city_api.engine import pages
from city_api.engine.needs import needs
from city_api.engine.peers import Node, Peers
from city_api.engine.routes import Routed
from city_api.schema.blocks.interface import Block, BlockValue, body_of
from city_api.schema.fields import many, one, string
from city_api.schema.page import Page
from city_api.schema.search import SearchResult
from vitej_example.selectors import guest_counts


def guest_numbers(peers: Peers) -> Mapping[int, int]:
    """Load how many guests come, for all cafés of a query at once."""
    return guest_counts([cafe.pk for cafe in peers.rows])


class LanguageCafePage(graphene.ObjectType):
    """A regular meeting where people practise a language."""

    language = string("The language that is practised.")
    guests = one(graphene.Int, "How many people come.")
    body = many(Block, "Its content.")

    class Meta:
        interfaces = (Page,)

    @staticmethod
    @needs("language")
    def resolve_language(node: Node, _info: Any) -> str:
        return str(pages.own(node).row.language)

    @staticmethod
    @needs(loads=(guest_numbers,), plain=True)
    def resolve_guests(node: Node, _info: Any) -> int:
        return node.load(guest_numbers) or 0

    @staticmethod
    @needs(streams=("body",))
    def resolve_body(node: Node, _info: Any) -> list[BlockValue]:
        return body_of(pages.own(node), "body")


class PhraseRoute(graphene.ObjectType):
    """A phrase at an address of its own."""

    text = string("The phrase.")

    @staticmethod
    def resolve_text(routed: Routed, _info: Any) -> str:
        return str(routed.value.text)


class PhraseSearchResult(graphene.ObjectType):
    """A phrase that a search has found."""

    class Meta:
        interfaces = (SearchResult,)

    @staticmethod
    def resolve_title(node: Node, _info: Any) -> str:
        return str(node.row.text)

    @staticmethod
    def resolve_path(node: Node, _info: Any) -> str:
        return f"/{node.reader.locale.language_code}/phrases/{node.row.slug}/"

    @staticmethod
    def resolve_excerpt(_node: Node, _info: Any) -> str:
        return ""
