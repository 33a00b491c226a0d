"""Cities as readers see them: languages, homes, settings.

What was read of a city is kept in the process for as long as the city's content has the
same name (`cms.selectors.content`), which one query asks for each time.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Left, Length
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Locale,
    Page,
    PageViewRestriction,
    Site,
)

from cms.access import path_end
from cms.memory import Memory
from cms.models import CitySettings, SiteLanguage
from cms.selectors.content import version_at


def under(path: str, relation: str = "") -> Q:
    """Return the condition that a page or collection is this one or lies below it.

    `relation` leads from the rows to it, such as `page__`.
    """
    return Q(**{f"{relation}path__gte": path, f"{relation}path__lt": path_end(path)})


def restricted_collections() -> list[int]:
    """Return the ids of the collections that are not public, and of all below them."""
    above = Left(OuterRef("path"), Length("collection__path"))
    restricted = CollectionViewRestriction.objects.filter(collection__path=above)
    found = Collection.objects.filter(Exists(restricted))
    return sorted(found.values_list("pk", flat=True))


@dataclass(frozen=True)
class Home:
    """Where the pages of a city in one language begin."""

    page_id: int
    path: str
    url_path: str


@dataclass(frozen=True)
class City:
    """A city site with the languages that it offers, the default first.

    Many readers share it: nothing of it may be changed.
    """

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

    @cached_property
    def restricted_paths(self) -> list[str]:
        """The tree paths below which a visitor of this city must log in."""
        # A page in a wrong language is shown nowhere, but hides what lies below it.
        above = Q(page__depth=1)
        for home in self.homes.values():
            above |= under(home.path, "page__")
        restrictions = PageViewRestriction.objects.filter(above)
        return list(restrictions.values_list("page__path", flat=True).distinct())

    @cached_property
    def restricted_collections(self) -> list[int]:
        """The ids of the collections that are not public."""
        return restricted_collections()

    @cached_property
    def shape(self) -> Hashable:
        """What decides which of all rows are this city's public ones."""
        return (
            self.site.pk,
            tuple(locale.pk for locale in self.locales),
            tuple(sorted((key, *astuple(home)) for key, home in self.homes.items())),
            tuple(self.restricted_paths),
            tuple(self.restricted_collections),
        )

    @property
    def root_url(self) -> str:
        """The address that its paths are relative to, without a slash at the end."""
        return (self.settings.microsite_url or self.site.root_url).rstrip("/")


def cities() -> list[City]:
    """Return all cities, by name, with three queries."""
    return _load(Q())


def city_by_slug(slug: str) -> City | None:
    """Return the city of a short name."""
    return _kept(version_at("citysettings__slug", slug), Q(slug=slug))


def city_by_hostname(hostname: str) -> City | None:
    """Return the city that is served at a hostname."""
    hostname = hostname.lower()
    return _kept(version_at("hostname", hostname), Q(site__hostname=hostname))


KEPT_CITIES = 500
_cities: Memory[tuple[int, int, int], City] = Memory(KEPT_CITIES)


def _kept(tokens: dict[int | None, int], settings: Q) -> City | None:
    """Return the city that some tokens name, or else the first of a condition."""
    shared = tokens.pop(None, None)
    if shared is None or len(tokens) != 1:
        return next(iter(_load(settings)), None)
    [(site_id, token)] = tokens.items()
    key = (site_id or 0, token, shared)
    kept = _cities.get(key)
    if kept is not None:
        return kept
    city = next(iter(_load(settings)), None)
    if city is not None and city.site.pk == site_id:
        # What its shape is made of is read while nobody else has the city: of two
        # threads, one could see a restriction that the other doesn't yet.
        hash(city.shape)
        _cities.put(key, city)
    return city


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
