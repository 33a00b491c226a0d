"""Bodies, menus and rows that lead to a page, a file or a snippet."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Model
from wagtail.models import Page, Site

from cms.models import CitySettings
from tests import factories

Body = list[dict[str, Any]]


def block(kind: str, value: Any) -> dict[str, Any]:
    """Return a block as it is stored."""
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def listed(*values: Any) -> list[dict[str, Any]]:
    """Return a list within a block as it is stored."""
    return [block("item", value) for value in values]


def text_linking(kind: str, thing: Model) -> str:
    """Return rich text with a link to a "page" or a "document"."""
    return f'<p>Read <a linktype="{kind}" id="{thing.pk}">this</a>.</p>'


# Each makes a body of a rich text; the answer is found at the same key below.
TEXTS: Mapping[str, tuple[Callable[[str], Body], str]] = {
    "a paragraph": (
        lambda text: [block("rich_text", text)],
        "... on RichTextBlock { content { html text } }",
    ),
    "a call-out": (
        lambda text: [block("callout", {"kind": "tip", "title": "Tip", "text": text})],
        "... on CalloutBlock { text { html text } }",
    ),
    "steps": (
        lambda text: [
            block("steps", {"steps": listed({"title": "First", "text": text})})
        ],
        "... on StepsBlock { steps { text { html text } } }",
    ),
    "an answer": (
        lambda text: [
            block("faq", {"items": listed({"question": "Why?", "answer": text})})
        ],
        "... on FaqBlock { items { answer { html text } } }",
    ),
    "a transcript": (
        lambda text: [
            block(
                "video",
                {
                    "url": "https://www.youtube.com/watch?v=abcdefghijk",
                    "title": "Welcome",
                    "poster": None,
                    "transcript": text,
                },
            )
        ],
        "... on VideoBlock { transcript { html text } }",
    ),
}


def button(**target: Any) -> Body:
    """Return a body with a button that leads to a page, a document, …"""
    empty = {"page": None, "url": "", "document": None, "email": "", "phone": ""}
    return [
        block(
            "button",
            {"label": "Go on", "link": {**empty, **target}, "style": "primary"},
        )
    ]


def cards(page: Page) -> Body:
    """Return a body with a card that leads to a page."""
    return [
        block(
            "link_cards",
            {
                "title": "More",
                "cards": listed({"page": page.pk, "title": "", "summary": ""}),
            },
        )
    ]


def contact(**whom: Any) -> Body:
    """Return a body with a contact card of a person or an organisation."""
    nobody = {"person": None, "organisation": None, "note": ""}
    return [block("contact_card", {**nobody, **whom})]


def pictured(image: Model) -> dict[str, Any]:
    """Return a picture as it is stored in a block."""
    return {"image": image.pk, "alt": "", "decorative": False, "caption": ""}


def body_of(site: Site, body: Body) -> Page:
    """Make a public page with a body."""
    return factories.standard_page(site, "Reader", slug="reader", body=body)


READER = "{ ... on StandardPage { body { __typename %s } } }"


def in_reader(selection: str) -> str:
    """Return a query for a selection of the blocks of that page."""
    return f'route(path: "/en/reader/") {READER % selection}'


def menu(*items: dict[str, Any]) -> Body:
    """Return a menu as it is stored."""
    return [block("item", {**empty_item(), **item}) for item in items]


def empty_item() -> dict[str, Any]:
    return {"page": None, "url": "", "label": {}, "children": []}


def set_menu(site: Site, name: str, items: Body) -> None:
    """Give a city a menu."""
    settings = CitySettings.objects.get(site=site)
    setattr(settings, name, settings.main_navigation.stream_block.to_python(items))
    settings.save()
