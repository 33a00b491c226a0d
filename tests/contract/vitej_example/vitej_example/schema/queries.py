"""The plugin's fields on the type `Site`."""

from typing import Any

from city_api.engine.connections import Connection, keyset
from city_api.engine.needs import ahead
from city_api.engine.peers import Node, nodes
from city_api.schema.connection import connection_type, paging
from city_api.schema.fields import many, maybe, one
from cms.selectors.reader import Reader
from vitej_example import selectors
from vitej_example.schema.types import LanguageCafePage

LanguageCafeConnection = connection_type(LanguageCafePage, "Language cafés")


class SiteFields:
    """A list, a single thing and a connection: each may have to answer “nothing”."""

    language_cafes = many(LanguageCafePage, "The city's language cafés, by title.")
    first_language_cafe = maybe(LanguageCafePage, "The first of them.")
    language_cafe_pages = one(
        LanguageCafeConnection, "The same, a page at a time.", **paging()
    )

    @staticmethod
    @ahead
    def resolve_language_cafes(site: Reader, _info: Any) -> list[Node]:
        return nodes(site, selectors.cafes(site))

    @staticmethod
    def resolve_first_language_cafe(site: Reader, _info: Any) -> Node | None:
        return next(iter(nodes(site, selectors.cafes(site)[:1])), None)

    @staticmethod
    @ahead
    def resolve_language_cafe_pages(
        site: Reader, info: Any, *, first: int | None, after: str | None = None
    ) -> Connection:
        rows = selectors.cafes(site)
        return keyset(site, rows, ["title"], first=first, after=after, info=info)
