"""Search in a city's public pages and in what its plugins add."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from city_api.engine.connections import Connection, capped, page_size
from city_api.engine.errors import ApiError
from city_api.engine.pages import models_by_content_type
from city_api.engine.peers import Node, nodes
from cms.models import (
    BlogIndexPage,
    BlogPage,
    CityHomePage,
    GuideIndexPage,
    GuidePage,
    StandardPage,
)
from cms.plugins import registry
from cms.selectors.reader import Reader

MOST_RESULTS = 200
LONGEST_QUERY = 200
QUOTES = re.compile(r"[\"'\\\x00]")
MODELS = {
    "home": CityHomePage,
    "standard": StandardPage,
    "guide_index": GuideIndexPage,
    "guide": GuidePage,
    "blog_index": BlogIndexPage,
    "blog_post": BlogPage,
}


def search(
    reader: Reader,
    *,
    query: str,
    first: int | None,
    after: str | None = None,
    types: Sequence[Any] | None = None,
) -> Connection:
    """Return the public pages that hold the words, the best first.

    What plugins have beside pages follows, unless only some kinds are asked for.

    Raises:
        ApiError: SEARCH_QUERY, if the query is empty or too long.
    """
    text = _cleaned(query)
    pages = _searchable(reader)
    if types:
        pages = pages.filter(content_type__in=_content_types(types))
    ids = [page.pk for page in pages.search(text)[:MOST_RESULTS]]
    found = _readable(reader, ids)
    if not types:
        found += _of_plugins(reader, text)
    return capped(found[:MOST_RESULTS], first=first, after=after)


def suggestions(reader: Reader, query: str, first: int | None) -> list[Node]:
    """Return public pages with words in their titles that begin like the query's."""
    size = page_size(first)
    text = _cleaned(query)
    found = _searchable(reader).autocomplete(text, fields=["title"])[:MOST_RESULTS]
    return _readable(reader, [page.pk for page in found])[:size]


def _cleaned(query: str) -> str:
    # SQLite's full-text search takes quotes for its own syntax.
    text = " ".join(QUOTES.sub(" ", query).split())
    if not 1 <= len(text) <= LONGEST_QUERY:
        message = _("A search takes 1 to %(most)d characters.")
        raise ApiError("SEARCH_QUERY", message % {"most": LONGEST_QUERY})
    return text


def _searchable(reader: Reader) -> Any:
    """Return the pages to search: hidden words must not lead to anything public."""
    return Page.objects.filter(pk__in=reader.pages().values("pk"))


def _readable(reader: Reader, ids: Sequence[int]) -> list[Node]:
    """Return the public pages among the ids, in their order, each in one language."""
    keys = Page.objects.filter(pk__in=ids).values_list("pk", "translation_key")
    key_of = dict(keys)
    rows = reader.pages().filter(translation_key__in=set(key_of.values()))
    best = reader.first_choice(rows)
    ranked = dict.fromkeys(key_of[pk] for pk in ids if pk in key_of)
    return nodes(reader, [best[key] for key in ranked if key in best])


def _of_plugins(reader: Reader, text: str) -> list[Node]:
    """Return what the city's plugins have beside pages, one query for each kind."""
    disabled = reader.city.settings.disabled_features
    found: list[Node] = []
    for part, _kind in registry.search_kinds():
        if registry.enabled_for(part.plugin, disabled):
            public = part.value(reader, reader.locale)
            rows = get_search_backend().search(text, public)[:MOST_RESULTS]
            found += nodes(reader, list(rows))
    return found


def _content_types(types: Sequence[Any]) -> list[int]:
    wanted = {each.value for each in types}
    core = [model for kind, model in MODELS.items() if kind in wanted]
    found = [each.pk for each in ContentType.objects.get_for_models(*core).values()]
    if "other" in wanted:
        known = set(MODELS.values())
        everything = models_by_content_type().items()
        found += [pk for pk, model in everything if model not in known]
    return found
