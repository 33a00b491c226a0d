"""Finds what the content names and does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cms.demo.entities import City, Demo, Page, Part
from cms.demo.vocabulary import (
    BLOCKS,
    GUIDE_STREAMS,
    PAGE_FIELDS,
    PAGE_LISTS,
    Field,
    Kind,
    Shape,
)

PAGE_LINK = re.compile(r'href="page:([^"]+)"')
REFERRING = {
    Kind.PAGE,
    Kind.PICTURE,
    Kind.DOCUMENT,
    Kind.PERSON,
    Kind.ORGANISATION,
}


def broken_references(demo: Demo, city: City) -> Iterator[str]:
    """Yield a sentence for everything that the city's files name in vain."""
    known: Mapping[Kind, set[str]] = {
        Kind.PAGE: {page.key for page in city.pages},
        Kind.PERSON: {person.key for person in city.people},
        Kind.PICTURE: {picture.key for picture in demo.pictures},
        Kind.DOCUMENT: {leaflet.key for leaflet in demo.leaflets},
        Kind.ORGANISATION: {
            organisation.key
            for organisation in demo.organisations
            if organisation.city in {"", city.slug}
        },
    }
    for kind, key in _references(city):
        if key not in known[kind]:
            yield f"no {kind.name.lower()} “{key}”"
    topics = {topic.key for topic in demo.topics}
    for page in city.pages:
        if page.kind == "guide" and page.values["topic"] not in topics:
            yield f"no topic “{page.values['topic']}”"


def values_of(shape: Shape, values: Mapping[str, Any]) -> Iterator[tuple[Kind, Any]]:
    """Yield (kind, value) of everything that is filled in, at any depth, in order."""
    for name, part in shape.items():
        value = values.get(name)
        if value is None:
            continue
        if isinstance(part, Field):
            yield part.kind, value
            continue
        for item in value:
            if isinstance(part.of, Field):
                yield part.of.kind, item
            else:
                yield from values_of(part.of, item)


def stream_shape(page_kind: str, stream: str, part: Part) -> Shape:
    """Return the shape of a block in a stream of a page."""
    if page_kind == "guide" and stream in GUIDE_STREAMS:
        return GUIDE_STREAMS[stream][1]
    return BLOCKS[part.type]


def page_values(page: Page) -> Iterator[tuple[Kind, Any]]:
    """Yield (kind, value) of all that a page says, in reading order."""
    yield Kind.TEXT, page.title
    yield from values_of(PAGE_FIELDS[page.kind], page.values)
    for name, parts in page.streams.items():
        for part in parts:
            yield from values_of(stream_shape(page.kind, name, part), part.values)


def _references(city: City) -> Iterator[tuple[Kind, str]]:
    yield Kind.PICTURE, city.logo
    if city.operator:
        yield Kind.ORGANISATION, city.operator
    for person in city.people:
        yield Kind.PICTURE, person.picture
    for funder in city.funding:
        yield Kind.ORGANISATION, funder.organisation
        yield Kind.PICTURE, funder.logo
    for item in [*city.main_navigation, *city.footer_navigation]:
        yield from ((Kind.PAGE, key) for key in (item.page, *item.children) if key)
    for page in city.pages:
        yield from _references_of_page(page)


def _references_of_page(page: Page) -> Iterator[tuple[Kind, str]]:
    if page.parent:
        yield Kind.PAGE, page.parent
    for key in page.values.get(PAGE_LISTS.get(page.kind, ""), []):
        yield Kind.PAGE, key
    for key in page.values.get("authors", []):
        yield Kind.PERSON, key
    for kind, value in page_values(page):
        if kind in REFERRING:
            yield kind, value
        elif kind is Kind.RICH:
            yield from ((Kind.PAGE, key) for key in PAGE_LINK.findall(value))
