"""Cities as readers see them: languages, homes, settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from wagtail.models import Locale, Page, Site

from cms.models import CitySettings, SiteLanguage


@dataclass(frozen=True)
class Home:
    """Where the pages of a city in one language begin."""

    page_id: int
    path: str
    url_path: str


@dataclass(frozen=True)
class City:
    """A city site with the languages that it offers, the default first."""

    site: Site
    settings: CitySettings
    locales: tuple[Locale, ...]
    homes: Mapping[int, Home]

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The codes of the languages that it offers, the default first."""
        return tuple(locale.language_code for locale in self.locales)

    def locale(self, code: str) -> Locale | None:
        """Return the language of a code, if the city offers it."""
        return next((each for each in self.locales if each.language_code == code), None)

    def fallbacks(self, locale: Locale) -> tuple[Locale, ...]:
        """Return the languages to read in: the asked one, then the city's in order."""
        return (locale, *(each for each in self.locales if each != locale))

    @property
    def root_url(self) -> str:
        """The address that its paths are relative to, without a slash at the end."""
        return (self.settings.microsite_url or self.site.root_url).rstrip("/")


def cities() -> list[City]:
    """Return all cities, by name, with three queries."""
    return _load(Q())


def city_by_slug(slug: str) -> City | None:
    """Return the city of a short name."""
    return next(iter(_load(Q(slug=slug))), None)


def city_by_hostname(hostname: str) -> City | None:
    """Return the city that is served at a hostname."""
    return next(iter(_load(Q(site__hostname=hostname.lower()))), None)


def _load(condition: Q) -> list[City]:
    rows = list(
        CitySettings.objects.filter(condition)
        .select_related("site__root_page")
        .order_by("site__site_name", "pk")
    )
    if not rows:
        return []
    languages = (
        SiteLanguage.objects.filter(settings__in=rows)
        .select_related("locale")
        .order_by("sort_order", "pk")
    )
    homes = _homes(rows)
    return [
        _city(
            row,
            [each.locale for each in languages if each.settings_id == row.pk],
            homes,
        )
        for row in rows
    ]


def _homes(rows: Sequence[CitySettings]) -> list[Page]:
    keys = [row.site.root_page.translation_key for row in rows]
    return list(
        Page.objects.filter(translation_key__in=keys).only(
            "path", "url_path", "translation_key", "locale_id"
        )
    )


def _city(row: CitySettings, locales: Sequence[Locale], homes: Iterable[Page]) -> City:
    key = row.site.root_page.translation_key
    offered = {locale.pk for locale in locales}
    return City(
        site=row.site,
        settings=row,
        locales=tuple(locales),
        homes={
            home.locale_id: Home(home.pk, home.path, home.url_path)
            for home in homes
            if home.translation_key == key and home.locale_id in offered
        },
    )
