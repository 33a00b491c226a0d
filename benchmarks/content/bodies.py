"""Bodies of ten blocks: texts, pictures, links, and choosers of every kind.

Seven blocks stand in every body; three of the others change from one to the next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.content.words import Words, key

Stored = tuple[str, Any]


@dataclass(frozen=True)
class Targets:
    """The ids of what a body may refer to."""

    pages: Sequence[int]
    images: Sequence[int]
    documents: Sequence[int]
    people: Sequence[int]
    organisations: Sequence[int]


class Body:
    """Writes the body of one page."""

    def __init__(self, name: object, language: str, number: int, to: Targets) -> None:
        self.name = (name, number)
        self.words = Words(language, *self.name)
        self.number = number
        self.to = to
        self._ids = 0

    def blocks(self) -> list[dict[str, Any]]:
        """Return the body as it is stored."""
        start = self.number % len(CHANGING)
        changing = [CHANGING[(start + step) % len(CHANGING)] for step in (0, 4, 8)]
        return [
            {"id": self.id(), "type": kind, "value": value}
            for kind, value in (write(self) for write in [*FIXED, *changing])
        ]

    def id(self) -> str:
        self._ids += 1
        return str(key("block", *self.name, self._ids))

    def one_of(self, ids: Sequence[int]) -> int:
        return ids[self.words.pick(len(ids))]

    def items(self, *values: Any) -> list[dict[str, Any]]:
        return [{"id": self.id(), "type": "item", "value": value} for value in values]

    def paragraph(self) -> str:
        """Return a paragraph with a link to a page, a file and a web site."""
        some = self.words
        return (
            f"<p>{some.sentences(2)} "
            f'<a linktype="page" id="{self.one_of(self.to.pages)}">{some.some(2)}</a>'
            f" {some.sentences(1)} "
            f'<a linktype="document" id="{self.one_of(self.to.documents)}">'
            f'{some.some(2)}</a> <a href="https://example.com/">{some.some(1)}</a>.</p>'
        )

    def picture(self) -> dict[str, Any]:
        return {
            "image": self.one_of(self.to.images),
            "alt": "" if self.words.pick(2) else self.words.some(4),
            "decorative": False,
            "caption": self.words.some(5),
        }


def heading(body: Body) -> Stored:
    return "heading", {"text": body.words.some(4), "level": "2"}


def rich_text(body: Body) -> Stored:
    plain = f"<p>{body.words.sentences(5)}</p>"
    points = "".join(f"<li>{body.words.some(6)}</li>" for _ in range(3))
    return "rich_text", f"{body.paragraph()}{plain}<ul>{points}</ul>{body.paragraph()}"


def image(body: Body) -> Stored:
    return "image", body.picture()


def link_cards(body: Body) -> Stored:
    cards = (
        {
            "page": body.one_of(body.to.pages),
            "title": "" if body.words.pick(2) else body.words.some(3),
            "summary": body.words.some(8),
        }
        for _ in range(3)
    )
    return "link_cards", {"title": body.words.some(3), "cards": body.items(*cards)}


def contact_card(body: Body) -> Stored:
    return "contact_card", {
        "person": body.one_of(body.to.people),
        "organisation": body.one_of(body.to.organisations),
        "note": body.words.some(6),
    }


def download(body: Body) -> Stored:
    title = "" if body.words.pick(2) else body.words.some(3)
    return "download", {"document": body.one_of(body.to.documents), "title": title}


def button(body: Body) -> Stored:
    link = {"url": "", "document": None, "email": "", "phone": ""}
    return "button", {
        "label": body.words.some(3),
        "link": {"page": body.one_of(body.to.pages), **link},
        "style": "primary",
    }


def quote(body: Body) -> Stored:
    words = body.words
    return "quote", {
        "text": words.sentences(2), "attribution": words.some(2), "source_url": "",
    }  # fmt: skip


def callout(body: Body) -> Stored:
    title = body.words.some(3)
    return "callout", {"kind": "tip", "title": title, "text": body.paragraph()}


def faq(body: Body) -> Stored:
    questions = (
        {"question": f"{body.words.some(5)}?", "answer": body.paragraph()}
        for _ in range(2)
    )
    return "faq", {"items": body.items(*questions)}


def steps(body: Body) -> Stored:
    made = ({"title": body.words.some(4), "text": body.paragraph()} for _ in range(3))
    return "steps", {"steps": body.items(*made)}


def checklist(body: Body) -> Stored:
    things = (body.words.some(4) for _ in range(4))
    return "checklist", {"title": body.words.some(2), "items": body.items(*things)}


def required_documents(body: Body) -> Stored:
    papers = (
        {
            "name": body.words.some(2), "note": body.words.some(4),
            "original": True, "link": "https://example.com/form",
        }
        for _ in range(2)
    )  # fmt: skip
    return "required_documents", {
        "title": body.words.some(2), "documents": body.items(*papers),
    }  # fmt: skip


def costs(body: Body) -> Stored:
    fees = (
        {"label": body.words.some(2), "amount": "200.50", "currency": "CZK", "note": ""}
        for _ in range(2)
    )
    return "costs", {"title": body.words.some(2), "items": body.items(*fees)}


def table(body: Body) -> Stored:
    return "table", {
        "data": [[body.words.some(1) for _ in range(3)] for _ in range(4)],
        "first_row_is_table_header": True,
        "first_col_is_header": False,
        "table_caption": body.words.some(3),
    }


def gallery(body: Body) -> Stored:
    return "gallery", {"images": body.items(*(body.picture() for _ in range(3)))}


def video(body: Body) -> Stored:
    return "video", {
        "url": "https://www.youtube.com/watch?v=abcdefghijk",
        "title": body.words.some(3),
        "poster": body.one_of(body.to.images),
        "transcript": body.paragraph(),
    }


def map_point(body: Body) -> Stored:
    return "map_point", {
        "label": body.words.some(2),
        "latitude": "49.835000",
        "longitude": "18.292500",
        "address": body.words.some(3),
        "note": "",
    }


FIXED: tuple[Callable[[Body], Stored], ...] = (
    heading, rich_text, image, link_cards, contact_card, download, button,
)  # fmt: skip
CHANGING: tuple[Callable[[Body], Stored], ...] = (
    quote, callout, faq, steps, checklist, required_documents, costs, table,
    gallery, video, map_point,
)  # fmt: skip
