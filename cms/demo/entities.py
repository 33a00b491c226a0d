"""What the content files say, as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

SOURCE_LANGUAGE = "en"
TARGET_LANGUAGES = ("cs", "uk")
LANGUAGES = (SOURCE_LANGUAGE, *TARGET_LANGUAGES)

Texts = Mapping[str, str]
"""Texts by language code."""

Messages = Mapping[str, str]
"""Translations into one language by English string."""


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A subject of guides, shared by all cities."""

    key: str
    name: str
    description: str
    icon: str


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """An office or partner; shared by all cities where `city` is empty."""

    key: str
    name: str
    kind: str
    role: str
    description: str
    website: str
    city: str = ""
    ico: str = ""
    street_address: str = ""
    postal_code: str = ""
    address_locality: str = ""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A crisis notice. Days count from the day of loading; negative: before it."""

    key: str
    cities: Sequence[str]
    severity: str
    title: str
    text: str
    starts_in_days: int
    ends_in_days: int
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class Leaflet:
    """A document for download. Lines beginning with # and ## are headings."""

    key: str
    title: str
    credit: str
    language: str
    lines: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Picture:
    """What stands beside a drawn picture."""

    key: str
    title: str
    alt: Texts
    city: str = ""


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody invented who works for a centre."""

    key: str
    name: str
    job_title: str
    bio: str
    languages: Sequence[str]
    picture: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class Mention:
    """An invented article about a centre, published some days before the loading."""

    outlet: str
    title: str
    url: str
    days_ago: int
    language: str = "cs"


@dataclass(frozen=True, kw_only=True)
class Channel:
    """An address on a social network."""

    kind: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Hours:
    """A span of opening hours; weekdays by ISO 8601, times as HH:MM."""

    weekday: int
    opens: str
    closes: str


@dataclass(frozen=True, kw_only=True)
class Funder:
    """Who pays for a centre."""

    organisation: str
    programme: str
    publicity: Texts
    logo: str
    registration_number: str = ""


@dataclass(frozen=True, kw_only=True)
class MenuItem:
    """A link of a menu: to a page, or with a label to an address elsewhere."""

    page: str = ""
    url: str = ""
    label: Texts = field(default_factory=dict)
    children: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Part:
    """One block of a stream, its values as the file has them."""

    type: str
    values: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page: its plain values, its streams, its slug in each language it is in.

    A draft is not published but submitted to the city's moderators.
    """

    key: str
    kind: str
    parent: str
    title: str
    slugs: Texts
    values: Mapping[str, Any]
    streams: Mapping[str, Sequence[Part]]
    draft: bool = False

    @property
    def languages(self) -> list[str]:
        """Return the languages other than the source into which it is translated."""
        return [code for code in TARGET_LANGUAGES if code in self.slugs]


@dataclass(frozen=True, kw_only=True)
class City:
    """A city with all that only it has."""

    slug: str
    name: Texts
    tagline: Texts
    region: str
    municipality_code: str
    latitude: str
    longitude: str
    zoom: int
    bounds: Mapping[str, str]
    colour_primary: str
    colour_accent: str
    logo: str
    street_address: str
    postal_code: str
    address_locality: str
    email: str
    phone: str
    opening_note: Texts
    operator: str = ""
    channels: Sequence[Channel]
    hours: Sequence[Hours]
    funding: Sequence[Funder]
    main_navigation: Sequence[MenuItem]
    footer_navigation: Sequence[MenuItem]
    people: Sequence[Person]
    mentions: Sequence[Mention]
    pages: Sequence[Page]
    messages: Mapping[str, Messages]

    @property
    def hostname(self) -> str:
        return f"{self.slug}.localhost"


@dataclass(frozen=True, kw_only=True)
class Demo:
    """All content, checked."""

    topics: Sequence[Topic]
    organisations: Sequence[Organisation]
    notices: Sequence[Notice]
    leaflets: Sequence[Leaflet]
    pictures: Sequence[Picture]
    cities: Sequence[City]
    messages: Mapping[str, Messages]
