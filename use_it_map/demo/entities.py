"""What the content files of the map say, as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

SOURCE_LANGUAGE = "en"
TARGET_LANGUAGES = ("cs", "uk")
LANGUAGES = (SOURCE_LANGUAGE, *TARGET_LANGUAGES)

Texts = Mapping[str, str]
"""One text by language code."""


@dataclass(frozen=True, kw_only=True)
class Category:
    """A kind of place; `parent` is a key, or empty for one of the widest."""

    key: str
    name: Texts
    icon: str
    osm_tag: str
    parent: str = ""


@dataclass(frozen=True, kw_only=True)
class Map:
    """The page that the places of a city lie below."""

    title: Texts
    intro: Texts


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place of a city.

    Attributes:
        key: its slug in English.
        at: latitude and longitude in degrees of WGS 84.
        hours: in OpenStreetMap's syntax; empty where they aren't known.
        languages: levels by BCP 47 code.
        who: who speaks a language there, by its code.
        organisation: the number (IČO) of the organisation that runs it.
        picture: the key of a picture of the hub's own demo.
        verified: how many days before the loading; None for never.
        cycle: how many months until the next verification.
        external_id: of the object in OpenStreetMap that it comes from.
    """

    key: str
    category: str
    title: Texts
    text: Texts
    at: Sequence[float]
    street: str
    number: str = ""
    postcode: str
    municipality: str = ""
    also: Sequence[str] = ()
    hours: str
    hours_note: Texts = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)
    who: Mapping[str, Texts] = field(default_factory=dict)
    wheelchair: str = ""
    price: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    booking: str = ""
    benefit: Texts = field(default_factory=dict)
    why: Texts = field(default_factory=dict)
    organisation: str = ""
    picture: str = ""
    commercial: bool = False
    state: str = "open"
    source: str = "own"
    external_id: str = ""
    verified: int | None = None
    verified_by: str = "centre"
    cycle: int = 12

    @property
    def texts(self) -> list[Texts]:
        """Return all that is translated, in reading order."""
        texts = [self.title, self.text, self.hours_note, self.benefit, self.why]
        return [text for text in [*texts, *self.who.values()] if text]


@dataclass(frozen=True, kw_only=True)
class Post:
    """A post on a city's blog that shows places of its map.

    Attributes:
        days_ago: how many days before the loading it came out.
        picture: the key of a picture of the hub's own demo.
        list: chosen places, each with a note, under a title.
        part: a part of the map: a title, and a filter as its block stores it.
        card: one place, with a note.
    """

    days_ago: int
    picture: str
    title: Texts
    intro: Texts
    list: Mapping[str, Any]
    part: Mapping[str, Any]
    card: Mapping[str, Any]

    @property
    def texts(self) -> Sequence[Texts]:
        """Return all that is translated, in reading order."""
        notes = [item["note"] for item in self.list["places"]]
        titles = [self.title, self.intro, self.list["title"]]
        return [*titles, *notes, self.part["title"], self.card["note"]]

    @property
    def places(self) -> Sequence[str]:
        """Return the keys of the places that it names."""
        return [*(item["place"] for item in self.list["places"]), self.card["place"]]


@dataclass(frozen=True, kw_only=True)
class Content:
    """All content, checked; places and posts by the slug of their city."""

    map: Map
    categories: Sequence[Category]
    places: Mapping[str, Sequence[Place]]
    posts: Mapping[str, Post]


def messages(texts: Sequence[Texts]) -> dict[str, dict[str, str]]:
    """Return the translations of texts: by language, then by English string."""
    return {
        code: {text[SOURCE_LANGUAGE]: text[code] for text in texts}
        for code in TARGET_LANGUAGES
    }
