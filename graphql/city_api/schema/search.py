"""What a search finds."""

from __future__ import annotations

from typing import Any

import graphene
from django.utils.text import Truncator

from city_api.engine import pages
from city_api.engine.needs import needs
from city_api.engine.peers import Node
from city_api.schema.connection import connection_type
from city_api.schema.enums import PageKind
from city_api.schema.fields import one, string
from city_api.schema.page import KINDS, Page

EXCERPT_CHARACTERS = 240
SUMMARIES = ("summary", "intro", "lead", "search_description")


class SearchResult(graphene.Interface):
    """Something that a search has found."""

    title = string("Its title.")
    path = string("Its path in this city.")
    excerpt = string("Its first words.")

    @classmethod
    def resolve_type(cls, node: Node, _info: Any) -> Any:
        return _types.get(type(node.row)._meta.label_lower, PageSearchResult)

    @staticmethod
    @needs(plain=True)
    def resolve_title(node: Node, _info: Any) -> str:
        return str(node.row.title)

    @staticmethod
    @needs(plain=True)
    def resolve_path(node: Node, _info: Any) -> str:
        return node.reader.path_of(node.row)

    @staticmethod
    @needs(*SUMMARIES)
    def resolve_excerpt(node: Node, _info: Any) -> str:
        page = pages.own(node).row
        texts = (getattr(page, name, "") for name in SUMMARIES)
        text = next((each for each in texts if each), "")
        return Truncator(text).chars(EXCERPT_CHARACTERS)


_types: dict[str, Any] = {}


def register_result_type(model: str, result_type: Any) -> None:
    """Say which GraphQL type shows what is found of a model, `app_label.Model`."""
    _types[model.lower()] = result_type


class PageSearchResult(graphene.ObjectType):
    """A page that a search has found."""

    page = one(Page, "The page.")

    class Meta:
        interfaces = (SearchResult,)

    @staticmethod
    @needs(itself=True)
    def resolve_page(node: Node, _info: Any) -> Node:
        return node


class Suggestion(graphene.ObjectType):
    """A page that may be what somebody is typing."""

    title = string("Its title.")
    path = string("Its path in this city.")
    kind = one(PageKind, "What kind of page it is.")

    @staticmethod
    @needs(plain=True)
    def resolve_title(node: Node, _info: Any) -> str:
        return str(node.row.title)

    @staticmethod
    @needs(plain=True)
    def resolve_path(node: Node, _info: Any) -> str:
        return node.reader.path_of(node.row)

    @staticmethod
    @needs(plain=True)
    def resolve_kind(node: Node, _info: Any) -> str:
        return KINDS.get(pages.model_of(node.row), "other")


SearchConnection = connection_type(SearchResult, "What a search has found")
