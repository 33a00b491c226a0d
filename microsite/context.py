"""What the frame of every page of a city site shows beside the API's answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from microsite.labels import WEEKDAYS
from microsite.reading import Site


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """A way to the same page in another language."""

    code: str
    name: str
    direction: str
    path: str
    current: bool
    own_words: bool
    """Whether the page is written in that language; else it falls back."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame of a page: its address, its languages, whether it is a preview."""

    path: str
    languages: tuple[LanguageLink, ...]
    title: str = ""
    canonical: str = ""
    index: bool = True
    preview: bool = False
    home: bool = False
    query: str = ""
    structured: tuple[dict[str, Any], ...] = field(default_factory=tuple)

    def alternates(self) -> list[LanguageLink]:
        """Return the languages for search engines: those with words of their own."""
        return [language for language in self.languages if language.own_words]


EXAMPLE = Frame(path="", languages=(), index=False, preview=True)
"""The frame of an example in the block picker, which has none around it."""


def language_links(
    site: Site, *, paths: dict[str, str], own: set[str]
) -> tuple[LanguageLink, ...]:
    """Return a link for each language of the city, to `paths` by language code."""
    return tuple(
        LanguageLink(
            code=locale["code"],
            name=locale["nativeName"],
            direction=locale["direction"].lower(),
            path=paths[locale["code"]],
            current=locale["code"] == site["locale"]["code"],
            own_words=locale["code"] in own,
        )
        for locale in site["locales"]
    )


def page_languages(
    site: Site, page: dict[str, Any], path: str, query: str = ""
) -> tuple[LanguageLink, ...]:
    """Return the languages of a page; one without its words falls back under `path`.

    `query` says what was chosen from a list, and goes with each.
    """
    own = {
        translation["locale"]["code"]: translation["path"]
        for translation in page["translations"]
    }
    rest = path.removeprefix(f"/{site['locale']['code']}/")
    paths = {
        locale["code"]: own.get(locale["code"], f"/{locale['code']}/{rest}") + query
        for locale in site["locales"]
    }
    return language_links(site, paths=paths, own=set(own))


def same_view(site: Site, name: str, query: str = "") -> tuple[LanguageLink, ...]:
    """Return links to a view that every language has, such as the search."""
    paths = {
        locale["code"]: reverse(name, args=[locale["code"]]) + query
        for locale in site["locales"]
    }
    return language_links(site, paths=paths, own=set(paths))


def homes(site: Site) -> tuple[LanguageLink, ...]:
    """Return links to the homes, for pages that exist in no language."""
    paths = {locale["code"]: f"/{locale['code']}/" for locale in site["locales"]}
    return language_links(site, paths=paths, own=set())


def index_path(site: Site, kind: str) -> str:
    """Return the path of the city's list of a kind, or "" where it has none."""
    pages = site["home"]["children"]["nodes"] if site.get("home") else []
    return next((page["path"] for page in pages if page["kind"] == kind), "")


def week(site: Site) -> list[dict[str, Any]]:
    """Return the weekdays on which the centre opens, each with its spans."""
    spans = site["settings"]["contact"]["openingHours"]
    days = [
        {
            "name": name,
            "spans": [
                {"opens": span["opens"][:5], "closes": span["closes"][:5]}
                for span in spans
                if span["weekday"] == day
            ],
        }
        for day, name in WEEKDAYS.items()
    ]
    return [day for day in days if day["spans"]]
