"""What anybody may read of a city, in a language: the one rule of what is public.

Public means: live, begun and not expired, in this city and in the language of the
home that it lies under, with no view restriction on it or on a page above it; a file
is public when its collection and those above it carry no restriction; a snippet when
it is live, begun and not expired, and belongs to this city or to all.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils import timezone
from wagtail.models import (
    CollectionViewRestriction,
    DraftStateMixin,
    Locale,
    Page,
    PageViewRestriction,
    TranslatableMixin,
)

from cms.access import path_end
from cms.selectors.city import City

T = TypeVar("T")


def under(path: str, relation: str = "") -> Q:
    """Return the condition that a page or collection is this one or lies below it.

    `relation` leads from the rows to it, such as `page__`.
    """
    return Q(**{f"{relation}path__gte": path, f"{relation}path__lt": path_end(path)})


@dataclass
class Reader:
    """Somebody anonymous who reads a city in a language at a moment.

    `base_url` is where the hub itself is reached, for addresses of files.
    `preview` is a page under edit that is shown in place of the published one.
    """

    city: City
    locale: Locale
    now: datetime.datetime
    base_url: str = ""
    preview: Page | None = field(default=None, repr=False)
    _memory: dict[Any, Any] = field(default_factory=dict, repr=False)

    @property
    def site_id(self) -> int:
        """The id of the Wagtail site."""
        return int(self.city.site.pk)

    @property
    def today(self) -> datetime.date:
        """The date in the cities' time zone."""
        return timezone.localdate(self.now)

    def remember(self, key: Any, make: Callable[[], T]) -> T:
        """Return what was made for a key, making it on the first call."""
        if key not in self._memory:
            self._memory[key] = make()
        made: T = self._memory[key]
        return made

    @cached_property
    def locales(self) -> tuple[Locale, ...]:
        """The languages to read in, the asked one first."""
        return self.city.fallbacks(self.locale)

    @cached_property
    def ranks(self) -> dict[int, int]:
        """How early each language comes in the fallbacks, by locale id."""
        return {locale.pk: rank for rank, locale in enumerate(self.locales)}

    @property
    def languages(self) -> list[str]:
        """The codes of the languages to read in, the asked one first."""
        return [locale.language_code for locale in self.locales]

    def text(self, texts: dict[str, str] | None) -> str:
        """Return a text in the reader's language, or along the fallbacks, or ""."""
        texts = texts or {}
        return next((texts[code] for code in self.languages if texts.get(code)), "")

    # Pages

    @cached_property
    def restricted_paths(self) -> list[str]:
        """The tree paths below which a visitor of this city must log in."""
        # A page in a wrong language is shown nowhere, but hides what lies below it.
        above = Q(page__depth=1)
        for home in self.city.homes.values():
            above |= under(home.path, "page__")
        restrictions = PageViewRestriction.objects.filter(above)
        return list(restrictions.values_list("page__path", flat=True).distinct())

    def pages(self, model: type[Page] = Page) -> QuerySet[Any]:
        """Return the public pages of the city, in every language that it offers."""
        pages = model.objects.filter(self.is_live, self._in_city, live=True)
        for path in self.restricted_paths:
            pages = pages.exclude(under(path))
        return pages

    @property
    def is_live(self) -> Q:
        """The condition that something has begun and has not expired."""
        return (Q(expire_at=None) | Q(expire_at__gt=self.now)) & (
            Q(go_live_at=None) | Q(go_live_at__lte=self.now)
        )

    def best(self, pages: QuerySet[Any]) -> QuerySet[Any]:
        """Keep of each page only the translation that comes first for the reader."""
        better = Q()
        for rank, locale in enumerate(self.locales[1:], start=1):
            earlier = [each.pk for each in self.locales[:rank]]
            better |= Q(Exists(self._translations(earlier)), locale_id=locale.pk)
        return pages.exclude(better) if better else pages

    def _translations(self, locale_ids: list[int]) -> QuerySet[Page]:
        return self.pages().filter(
            translation_key=OuterRef("translation_key"), locale_id__in=locale_ids
        )

    def first_choice(self, rows: Iterable[Any]) -> dict[Any, Any]:
        """Return, by translation key, the row whose language comes first."""
        chosen: dict[Any, Any] = {}
        for row in sorted(rows, key=lambda row: self.ranks[row.locale_id]):
            chosen.setdefault(row.translation_key, row)
        return chosen

    def path_of(self, page: Page) -> str:
        """Return a page's path in this city and language: `/<language>/<slugs…>/`."""
        home = self.city.homes[page.locale_id]
        return f"/{self.locale.language_code}/{page.url_path[len(home.url_path) :]}"

    def own_path_of(self, page: Page) -> str:
        """Return a page's path in the language that it is written in."""
        home = self.city.homes[page.locale_id]
        code = next(
            each.language_code for each in self.locales if each.pk == page.locale_id
        )
        return f"/{code}/{page.url_path[len(home.url_path) :]}"

    @property
    def _in_city(self) -> Q:
        condition = Q(path="")
        for locale_id, home in self.city.homes.items():
            condition |= under(home.path) & Q(locale=locale_id)
        return condition

    # Files

    @cached_property
    def restricted_collections(self) -> list[str]:
        """The tree paths of the collections that are not public."""
        return restricted_collections()

    def files(self, model: type[Model]) -> QuerySet[Any]:
        """Return the public images or documents."""
        return public_files(model, self.restricted_collections)

    # Snippets

    def snippets(self, model: type[Model]) -> QuerySet[Any]:
        """Return what is public of a model, in every language of the city."""
        rows = model._default_manager.all()
        if issubclass(model, DraftStateMixin):
            rows = rows.filter(self.is_live, live=True)
        if issubclass(model, TranslatableMixin):
            rows = rows.filter(locale__in=self.locales)
        names = {each.name for each in model._meta.get_fields()}
        if "site" in names:
            rows = rows.filter(Q(site=self.city.site) | Q(site=None))
        if "cities" in names:
            rows = rows.filter(cities=self.city.site)
        return rows

    def best_snippets(self, model: type[Model]) -> QuerySet[Any]:
        """Return what is public of a translatable model, each in one language."""
        rows = self.snippets(model)
        better = Q()
        for rank, locale in enumerate(self.locales[1:], start=1):
            earlier = self.snippets(model).filter(
                translation_key=OuterRef("translation_key"),
                locale__in=self.locales[:rank],
            )
            better |= Q(Exists(earlier), locale_id=locale.pk)
        return rows.exclude(better) if better else rows


def restricted_collections() -> list[str]:
    """Return the tree paths of the collections that are not public."""
    return list(
        CollectionViewRestriction.objects.values_list(
            "collection__path", flat=True
        ).distinct()
    )


def public_files(model: type[Model], restricted: Iterable[str]) -> QuerySet[Any]:
    """Return the images or documents outside the restricted collections."""
    files = model._default_manager.all()
    for path in restricted:
        files = files.exclude(under(path, "collection__"))
    return files
