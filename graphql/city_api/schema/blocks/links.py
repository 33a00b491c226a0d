"""Buttons, cards that lead to pages, contacts and places."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import graphene
from wagtail.models import Page as PageModel

from city_api.engine.needs import needs
from city_api.engine.peers import Node
from city_api.schema.blocks.interface import Block, BlockValue
from city_api.schema.enums import ButtonStyle
from city_api.schema.fields import many, maybe, one, stored, string
from city_api.schema.page import Page
from city_api.schema.people import Organisation, Person
from city_api.schema.structs import Value
from cms.models import Document as DocumentModel
from cms.models import Organisation as OrganisationModel
from cms.models import Person as PersonModel
from cms.rich_text import document_url


class Link(graphene.ObjectType):
    """Where something leads."""

    url = string("The whole address: of a page, a file, a mailbox or a phone.")
    path = maybe(graphene.String, "The path in this city, if it leads to a page.")
    is_external = one(graphene.Boolean, "Whether it leaves this city's site.")


class ButtonBlock(graphene.ObjectType):
    """A link that asks to be followed."""

    label = stored("label", "Its words.")
    style = one(ButtonStyle, "How much it stands out.")
    link = maybe(Link, "Where it leads; null if that isn't public.")

    class Meta:
        interfaces = (Block,)

    @staticmethod
    def resolve_style(block: BlockValue, _info: Any) -> str:
        return block.value.get("style") or "primary"

    @staticmethod
    @needs(reaches=(PageModel, DocumentModel))
    def resolve_link(block: BlockValue, _info: Any) -> dict[str, Any] | None:
        link = block.value.get("link") or {}
        if link.get("page"):
            return page_link(block.linked.node(PageModel, link["page"]))
        url = _address(block, link)
        return {"url": url, "path": None, "is_external": True} if url else None


def page_link(page: Node | None) -> dict[str, Any] | None:
    """Return the link to a page, or None where it isn't public."""
    if page is None:
        return None
    path = page.reader.path_of(page.row)
    return {"url": page.reader.city.root_url + path, "path": path, "is_external": False}


def _address(block: BlockValue, link: dict[str, Any]) -> str:
    if link.get("document"):
        document = block.linked.node(DocumentModel, link["document"])
        return document_url(document.reader.base_url, document.row) if document else ""
    if link.get("email"):
        return f"mailto:{quote(link['email'], safe='@')}"
    if link.get("phone"):
        return "tel:" + "".join(each for each in link["phone"] if each in "+0123456789")
    return link.get("url") or ""


class LinkCard(graphene.ObjectType):
    """A page to go to, with a few words about it."""

    title = string("The editor's words, else the page's title.")
    summary = stored("summary", "The editor's words, or empty.")
    page = one(Page, "The page.")

    @staticmethod
    @needs(reaches=(PageModel,))
    def resolve_title(card: Value, _info: Any) -> str:
        page = LinkCard.resolve_page(card, _info)
        return card.value.get("title") or (page.row.title if page else "")

    @staticmethod
    @needs(returns=(PageModel,))
    def resolve_page(card: Value, _info: Any) -> Node | None:
        return card.linked.node(PageModel, card.value.get("page"))


class LinkCardsBlock(graphene.ObjectType):
    """Pages to go to."""

    title = stored("title", "Its title, or empty.")
    cards = many(LinkCard, "The pages; public ones only.")

    class Meta:
        interfaces = (Block,)

    @staticmethod
    @needs(reaches=(PageModel,))
    def resolve_cards(block: BlockValue, _info: Any) -> list[Value]:
        return [
            card
            for card in block.structs("cards")
            if card.linked.node(PageModel, card.value.get("page"))
        ]


class ContactCardBlock(graphene.ObjectType):
    """Whom to ask."""

    person = maybe(Person, "The person, if one is named and public.")
    organisation = maybe(Organisation, "The organisation, if one is named and public.")
    note = stored("note", "What to ask them about, or empty.")

    class Meta:
        interfaces = (Block,)

    @staticmethod
    @needs(returns=(PersonModel,))
    def resolve_person(block: BlockValue, _info: Any) -> Node | None:
        return block.linked.node(PersonModel, block.value.get("person"))

    @staticmethod
    @needs(returns=(OrganisationModel,))
    def resolve_organisation(block: BlockValue, _info: Any) -> Node | None:
        return block.linked.node(OrganisationModel, block.value.get("organisation"))


class MapPointBlock(graphene.ObjectType):
    """A place, without a map of anybody else's."""

    label = stored("label", "What the place is called.")
    latitude = maybe(graphene.Float, "Degrees north, WGS 84; null in a draft.")
    longitude = maybe(graphene.Float, "Degrees east, WGS 84; null in a draft.")
    address = stored("address", "Its address, or empty.")
    note = stored("note", "How to find it, or empty.")
    open_street_map_url = string("The place on openstreetmap.org.")
    geo_uri = string("The place for map programs (RFC 5870).")

    class Meta:
        interfaces = (Block,)

    @staticmethod
    def resolve_latitude(block: BlockValue, _info: Any) -> float | None:
        return _degrees(block, "latitude")

    @staticmethod
    def resolve_longitude(block: BlockValue, _info: Any) -> float | None:
        return _degrees(block, "longitude")

    @staticmethod
    def resolve_open_street_map_url(block: BlockValue, _info: Any) -> str:
        north, east = _degrees(block, "latitude"), _degrees(block, "longitude")
        if north is None or east is None:
            return ""
        return (
            f"https://www.openstreetmap.org/?mlat={north}&mlon={east}"
            f"#map=17/{north}/{east}"
        )

    @staticmethod
    def resolve_geo_uri(block: BlockValue, _info: Any) -> str:
        north, east = _degrees(block, "latitude"), _degrees(block, "longitude")
        return "" if north is None or east is None else f"geo:{north},{east}"


def _degrees(block: BlockValue, name: str) -> float | None:
    degrees = block.value.get(name)
    return None if degrees in {None, ""} else float(degrees)


TYPES = {
    "button": ButtonBlock,
    "link_cards": LinkCardsBlock,
    "contact_card": ContactCardBlock,
    "map_point": MapPointBlock,
}
