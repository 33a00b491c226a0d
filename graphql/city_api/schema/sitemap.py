"""Every address of a city site."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import graphene
from graphql import GraphQLResolveInfo

from city_api.engine import pages
from city_api.engine.connections import Connection, keyset
from city_api.engine.needs import ahead, needs
from city_api.engine.peers import Node
from city_api.schema.connection import connection_type
from city_api.schema.fields import many, maybe, string
from city_api.schema.page import PageTranslation
from cms.plugins import registry
from cms.selectors.reader import Reader


class SitemapEntry(graphene.ObjectType):
    """A public page in one of its languages."""

    path = string("Its path in this city.")
    url = string("Its whole address.")
    last_modified = maybe(graphene.DateTime, "When it was last published.")
    alternates = many(PageTranslation, "The same page in all its languages.")

    @staticmethod
    @needs(plain=True)
    def resolve_path(node: Node, _info: Any) -> str:
        return node.reader.own_path_of(node.row)

    @staticmethod
    @needs(plain=True)
    def resolve_url(node: Node, _info: Any) -> str:
        return node.reader.city.root_url + node.reader.own_path_of(node.row)

    @staticmethod
    @needs("last_published_at", plain=True)
    def resolve_last_modified(node: Node, _info: Any) -> Any:
        return node.row.last_published_at

    @staticmethod
    @needs(loads=(pages.translations,), plain=True)
    def resolve_alternates(node: Node, _info: Any) -> Sequence[Node]:
        return node.load(pages.translations) or []


class SitemapPath(graphene.ObjectType):
    """An address of a plugin that is not a page."""

    path = string("Its path in this city.")
    last_modified = maybe(graphene.String, "When it last changed, ISO 8601.")


SitemapConnection = connection_type(SitemapEntry, "Addresses")


@ahead
def city_sitemap(
    reader: Reader,
    info: GraphQLResolveInfo,
    *,
    first: int | None,
    after: str | None = None,
) -> Connection:
    """Return every public page in each of its languages, in the order of the tree."""
    return keyset(reader, reader.pages(), ["path"], first=first, after=after, info=info)


def plugin_sitemap(reader: Reader) -> list[dict[str, Any]]:
    """Return the addresses that the city's plugins add."""
    disabled = reader.city.settings.disabled_features
    return [
        {"path": entry.path, "last_modified": entry.last_modified or None}
        for part in registry.parts("sitemap")
        if registry.enabled_for(part.plugin, disabled)
        for entry in part.value(reader, reader.locale)
    ]
