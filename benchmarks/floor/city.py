"""A city and what is public in it, by hand: three statements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.utils import timezone
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction, Site

from cms.models import SiteLanguage


@dataclass(frozen=True)
class Language:
    """A language of a city, and where its pages lie."""

    locale_id: int
    code: str
    path: str
    url_path: str


@dataclass(frozen=True)
class CityFacts:
    """A city as one reads it in a language: that one first, then the fallbacks."""

    site_id: int
    root_url: str
    base_url: str
    languages: Sequence[Language]
    private_pages: tuple[str, ...]
    private_collections: tuple[str, ...]
    now: dt.datetime

    @property
    def codes(self) -> list[str]:
        return [each.code for each in self.languages]

    @cached_property
    def ranks(self) -> dict[int, int]:
        return {each.locale_id: rank for rank, each in enumerate(self.languages)}

    def rank(self, locale_id: int) -> int:
        return self.ranks[locale_id]

    def path_of(self, url_path: str, locale_id: int) -> str:
        """Return a page's path, with the reader's language at its beginning."""
        home = self.languages[self.rank(locale_id)]
        return f"/{self.languages[0].code}/{url_path[len(home.url_path) :]}"

    def own_path_of(self, url_path: str, locale_id: int) -> str:
        """Return a page's path, with its own language at its beginning."""
        home = self.languages[self.rank(locale_id)]
        return f"/{home.code}/{url_path[len(home.url_path) :]}"

    def is_public(self, page: dict[str, Any]) -> bool:
        """Say of a page's columns whether anybody may see it in this city."""
        return (
            page["live"]
            and (page["expire_at"] is None or page["expire_at"] > self.now)
            and (page["go_live_at"] is None or page["go_live_at"] <= self.now)
            and page["locale_id"] in self.ranks
            and page["path"].startswith(
                self.languages[self.ranks[page["locale_id"]]].path
            )
            and not page["path"].startswith(self.private_pages)
        )


def city_facts(base_url: str, code: str, **by: str) -> CityFacts:
    """Return a city, found by `slug` or `site__hostname`."""
    rows = list(
        SiteLanguage.objects.filter(**{f"settings__{key}": by[key] for key in by})
        .order_by("sort_order", "pk")
        .values_list(
            "locale_id",
            "locale__language_code",
            "settings__microsite_url",
            "settings__site_id",
            "settings__site__hostname",
            "settings__site__port",
            "settings__site__root_page__translation_key",
        )
    )
    microsite, site_id, hostname, port, key = rows[0][2:]
    homes = {
        locale: (path, url_path)
        for locale, path, url_path in Page.objects.filter(
            translation_key=key
        ).values_list("locale_id", "path", "url_path")
    }
    languages = [
        Language(locale, code, *homes[locale])
        for locale, code, *_rest in rows
        if locale in homes
    ]
    languages.sort(key=lambda each: each.code != code)
    private = restrictions()
    return CityFacts(
        site_id,
        (microsite or Site(hostname=hostname, port=port).root_url).rstrip("/"),
        base_url,
        languages,
        tuple(path for kind, path in private if kind == "page"),
        tuple(path for kind, path in private if kind == "collection"),
        timezone.now(),
    )


def restrictions() -> list[tuple[str, str]]:
    """Return (kind, path) of the pages and collections that are not public."""
    pages = PageViewRestriction.objects.order_by().values_list(
        Value("page"), "page__path"
    )
    collections = CollectionViewRestriction.objects.order_by().values_list(
        Value("collection"), "collection__path"
    )
    return list(pages.union(collections))


def after(path: str) -> str:
    """Return the end of the range of paths that begin with this one."""
    return path[:-1] + chr(ord(path[-1]) + 1)


def public_pages(
    city: CityFacts, model: type[Page], languages: Sequence[Language]
) -> QuerySet[Any]:
    """Return the public pages of a city in some of its languages."""
    return model.objects.filter(_inside(city, languages), *_open(city), live=True)


def best_pages(city: CityFacts, model: type[Page]) -> QuerySet[Any]:
    """Return the public pages, of each the translation that comes first."""
    wanted: Any = _inside(city, city.languages[:1])
    for rank, each in enumerate(city.languages[1:], start=1):
        earlier = public_pages(city, Page, city.languages[:rank]).filter(
            translation_key=OuterRef("translation_key")
        )
        wanted |= _inside(city, [each]) & ~Exists(earlier)
    return model.objects.filter(wanted, *_open(city), live=True)


def _inside(city: CityFacts, languages: Sequence[Language]) -> Q:
    """Return the condition that a page lies below a home, and nothing hides it."""
    found = Q()
    for each in languages:
        condition = Q(
            path__gte=each.path, path__lt=after(each.path), locale=each.locale_id
        )
        for path in city.private_pages:
            if path.startswith(each.path):
                condition &= ~Q(path__gte=path, path__lt=after(path))
        found |= condition
    return found


def _open(city: CityFacts) -> tuple[Q, Q]:
    return (
        Q(expire_at=None) | Q(expire_at__gt=city.now),
        Q(go_live_at=None) | Q(go_live_at__lte=city.now),
    )
