"""The menus of a city site."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import graphene
from wagtail.models import Page as PageModel

from city_api.engine.needs import needs
from city_api.engine.peers import Linked
from city_api.schema.blocks.links import page_link
from city_api.schema.fields import many, maybe, one, string
from city_api.schema.settings import settings_node
from cms.selectors.links import list_values
from cms.selectors.reader import Reader


@dataclass(frozen=True)
class Item:
    """A menu item whose target the reader may see."""

    label: str
    url: str
    path: str | None
    is_external: bool
    children: tuple[Item, ...]


class NavigationItem(graphene.ObjectType):
    """A link in a menu."""

    label = string("Its words, else the title of its page.")
    url = string("The whole address.")
    path = maybe(graphene.String, "The path in this city, if it leads to a page.")
    is_external = one(graphene.Boolean, "Whether it leaves this city's site.")
    children = many(lambda: NavigationItem, "The links below it.")


def note_menu(field: str, reader: Reader) -> Linked:
    """Note the pages that a menu leads to."""
    return settings_node(reader).peers.note_stream(field)


class Navigation(graphene.ObjectType):
    """The menus; links to pages that aren't public are left out."""

    main = many(NavigationItem, "The main menu.")
    footer = many(NavigationItem, "The menu in the footer.")

    @staticmethod
    @needs(before=partial(note_menu, "main_navigation"), reaches=(PageModel,))
    def resolve_main(reader: Reader, _info: Any) -> list[Item]:
        return menu(reader, "main_navigation")

    @staticmethod
    @needs(before=partial(note_menu, "footer_navigation"), reaches=(PageModel,))
    def resolve_footer(reader: Reader, _info: Any) -> list[Item]:
        return menu(reader, "footer_navigation")


def menu(reader: Reader, field: str) -> list[Item]:
    """Return the items of a menu."""
    linked = note_menu(field, reader)
    raw = getattr(reader.city.settings, field).raw_data
    return _items(reader, [each["value"] for each in raw], linked)


def _items(reader: Reader, values: list[dict[str, Any]], linked: Linked) -> list[Item]:
    found = (_item(reader, value, linked) for value in values)
    return [item for item in found if item]


def _item(reader: Reader, value: dict[str, Any], linked: Linked) -> Item | None:
    page = linked.node(PageModel, value.get("page"))
    target = page_link(page) or {
        "url": value.get("url") or "",
        "path": None,
        "is_external": True,
    }
    if not target["url"] or (value.get("page") and page is None):
        return None
    return Item(
        label=reader.text(value.get("label")) or (page.row.title if page else ""),
        children=tuple(_items(reader, list_values(value.get("children")), linked)),
        **target,
    )
