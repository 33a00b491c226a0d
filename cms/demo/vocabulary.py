"""The shapes of blocks as the content files write them.

The files name pictures, pages, people by key; `streams.py` turns that into the JSON
that a StreamField stores.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias


class Kind(Enum):
    """What a value is, and so how it is checked, stored and translated."""

    TEXT = auto()  # translated
    RICH = auto()  # simple HTML, translated by block element
    FIXED = auto()  # the same in every language
    FLAG = auto()
    CELLS = auto()  # rows of cells, the first row a header
    DAYS_AGO = auto()  # whole days before the loading, stored as a date
    PAGE = auto()
    PICTURE = auto()
    DOCUMENT = auto()
    PERSON = auto()
    ORGANISATION = auto()


@dataclass(frozen=True)
class Field:
    """One value of a block."""

    kind: Kind
    required: bool = False


@dataclass(frozen=True)
class Items:
    """A list inside a block: of structs, or of texts."""

    of: Field | Mapping[str, Field]


Shape: TypeAlias = Mapping[str, Field | Items]

TEXT = Field(Kind.TEXT)
TITLE = Field(Kind.TEXT, required=True)
RICH = Field(Kind.RICH, required=True)
FIXED = Field(Kind.FIXED)
NEEDED = Field(Kind.FIXED, required=True)
FLAG = Field(Kind.FLAG)

STEP = {"title": TITLE, "text": RICH}
PAPER = {"name": TITLE, "note": TEXT, "original": FLAG, "link": FIXED}
COST = {"label": TITLE, "amount": FIXED, "currency": NEEDED, "note": TEXT}
SOURCE = {
    "kind": NEEDED,
    "title": TITLE,
    "url": NEEDED,
    "reference": TEXT,
    "checked_days_ago": Field(Kind.DAYS_AGO, required=True),
}
IMAGE = {
    "picture": Field(Kind.PICTURE, required=True),
    "alt": TEXT,
    "decorative": FLAG,
    "caption": TEXT,
}

BLOCKS: Mapping[str, Shape] = {
    "heading": {"text": TITLE, "level": NEEDED},
    "rich_text": {"html": RICH},
    "image": IMAGE,
    "gallery": {"images": Items(IMAGE)},
    "quote": {"text": TITLE, "attribution": TEXT, "source_url": FIXED},
    "callout": {"kind": NEEDED, "title": TEXT, "text": RICH},
    "steps": {"steps": Items(STEP)},
    "checklist": {"title": TEXT, "items": Items(TITLE)},
    "required_documents": {"title": TEXT, "documents": Items(PAPER)},
    "costs": {"title": TEXT, "items": Items(COST)},
    "faq": {"items": Items({"question": TITLE, "answer": RICH})},
    "table": {"caption": TITLE, "rows": Field(Kind.CELLS, required=True)},
    "video": {
        "url": NEEDED,
        "title": TITLE,
        "poster": Field(Kind.PICTURE),
        "transcript": RICH,
    },
    "download": {"document": Field(Kind.DOCUMENT, required=True), "title": TEXT},
    "button": {
        "label": TITLE,
        "page": Field(Kind.PAGE),
        "url": FIXED,
        "document": Field(Kind.DOCUMENT),
        "email": FIXED,
        "phone": FIXED,
        "style": NEEDED,
    },
    "link_cards": {
        "title": TEXT,
        "cards": Items(
            {"page": Field(Kind.PAGE, required=True), "title": TEXT, "summary": TEXT}
        ),
    },
    "contact_card": {
        "person": Field(Kind.PERSON),
        "organisation": Field(Kind.ORGANISATION),
        "note": TEXT,
    },
    "map_point": {
        "label": TITLE,
        "latitude": NEEDED,
        "longitude": NEEDED,
        "address": FIXED,
        "note": TEXT,
    },
}

GUIDE_STREAMS: Mapping[str, tuple[str, Shape]] = {
    "steps": ("step", STEP),
    "required_documents": ("document", PAPER),
    "fees": ("fee", COST),
    "sources": ("source", SOURCE),
}

# The plain fields of each kind of page, beside title, slug and streams.
PAGE_FIELDS: Mapping[str, Mapping[str, Field]] = {
    "home": {
        "description": Field(Kind.TEXT, required=True),
        "headline": Field(Kind.TEXT, required=True),
        "lead": Field(Kind.TEXT, required=True),
        "hero": Field(Kind.PICTURE, required=True),
    },
    "index": {"intro": Field(Kind.TEXT, required=True)},
    "page": {"intro": Field(Kind.TEXT), "hero": Field(Kind.PICTURE)},
    "guide": {
        "summary": Field(Kind.TEXT, required=True),
        "hero": Field(Kind.PICTURE, required=True),
        "phase": Field(Kind.FIXED, required=True),
        "deadline": Field(Kind.TEXT),
        "deadline_days": Field(Kind.FIXED),
        "topic": Field(Kind.FIXED, required=True),
        "authority": Field(Kind.ORGANISATION, required=True),
        "audiences": Field(Kind.FIXED, required=True),
        "maintainer": Field(Kind.FIXED, required=True),
        "verified_days_ago": Field(Kind.FIXED, required=True),
        "review_cycle_months": Field(Kind.FIXED, required=True),
    },
    "post": {
        "date": Field(Kind.FIXED, required=True),
        "hero": Field(Kind.PICTURE, required=True),
        "intro": Field(Kind.TEXT, required=True),
        "tags": Field(Kind.FIXED, required=True),
    },
}
# Lists of keys: of pages, and of people.
PAGE_LISTS = {"home": "featured", "post": "related_guides"}
