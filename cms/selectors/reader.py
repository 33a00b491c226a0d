"""What anybody may read of a city, in a language: the one rule of what is public.

Public means: live, begun and not expired, in this city and in the language of the
home that it lies under, with no view restriction on it or on a page above it; a file
is public when its collection and those above it carry no restriction; a snippet when
it is live, begun and not expired, and belongs to this city or to all.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import DateTimeField, Exists, F, Model, OuterRef, Q, QuerySet
from django.db.models.lookups import Exact
from wagtail.models import (
    DraftStateMixin,
    Locale,
    Page,
    TranslatableMixin,
)

from cms.selectors.city import City, under
from cms.selectors.clock import Clock
from cms.statements import Param, prepared

T = TypeVar("T")


@dataclass
class Reader:
    """Somebody anonymous who reads a city in a language at the moment of a clock.

    `base_url` is where the hub itself is reached, for addresses of files.
    `preview` is a page or snippet under edit; a page is shown at its own path.
    """

    city: City
    locale: Locale
    clock: Clock = field(default_factory=Clock)
    base_url: str = ""
    preview: Any = field(default=None, repr=False)
    _memory: dict[Any, Any] = field(default_factory=dict, repr=False)

    @property
    def site_id(self) -> int:
        """The id of the Wagtail site."""
        return int(self.city.site.pk)

    @property
    def now(self) -> datetime.datetime:
        """The moment; an answer that depends on it is kept for a minute at most."""
        return self.clock.now

    @property
    def today(self) -> datetime.date:
        """The cities' date; an answer that depends on it is kept till midnight."""
        return self.clock.today

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

    def rows(
        self, key: Hashable, build: Callable[[], QuerySet[Any]], **values: Any
    ) -> list[Any]:
        """Return the rows of a query set, whose SQL is kept (`cms.statements`).

        The key says what decides about the SQL besides the city, the language and the
        function that builds it: plugins needn't know each other's keys.
        """
        builder = getattr(build, "__module__", ""), getattr(build, "__qualname__", "")
        key = (key, *builder, self.locale.pk, self.city.shape)
        return prepared(key, build, moment=self.clock.moment, **values)

    # Pages

    def pages(self, model: type[Page] = Page) -> QuerySet[Any]:
        """Return the public pages of the city, in every language that it offers."""
        return model.objects.filter(self._is_public_page)

    def pages_named(self, model: type[Page], slug: Param) -> QuerySet[Any]:
        """Return the public pages of the city that have a slug."""
        named = Q()
        for home in self.city.homes.values():
            # Said for each branch, so that an index of slugs and paths is read.
            named |= under(home.path) & Q(slug=slug)
        return self.pages(model).filter(named)

    @cached_property
    def _is_public_page(self) -> Q:
        public = self.is_live & self._in_city & Q(live=True)
        for path in self.city.restricted_paths:
            public &= ~under(path)
        return public

    def is_public(self, model: type[Model]) -> Q:
        """Return the condition that a page or snippet is public in this city."""
        if issubclass(model, Page):
            return self._is_public_page
        return self._is_public_snippet(model)

    @property
    def is_live(self) -> Q:
        """The condition that something has begun and has not expired."""
        moment = Param("moment", self.clock.moment, DateTimeField())
        return (Q(expire_at=None) | Q(expire_at__gt=moment)) & (
            Q(go_live_at=None) | Q(go_live_at__lte=moment)
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
            # Added to, so that no index of all cities' pages in a language is read.
            in_language = Q(Exact(F("locale_id") + 0, locale_id))
            condition |= under(home.path) & in_language
        return condition

    # Files

    def files(self, model: type[Model]) -> QuerySet[Any]:
        """Return the public images or documents."""
        return public_files(model, self.city.restricted_collections)

    # Snippets

    def snippets(self, model: type[Model]) -> QuerySet[Any]:
        """Return what is public of a model, in every language of the city."""
        return model._default_manager.filter(self._is_public_snippet(model))

    def _is_public_snippet(self, model: type[Model]) -> Q:
        public = Q()
        if issubclass(model, DraftStateMixin):
            public &= self.is_live & Q(live=True)
        if issubclass(model, TranslatableMixin):
            public &= Q(locale__in=self.locales)
        names = {each.name for each in model._meta.get_fields()}
        if "site" in names:
            public &= Q(site=self.city.site) | Q(site=None)
        if "cities" in names:
            here = model._default_manager.filter(cities=self.city.site)
            public &= Q(pk__in=here.values("pk"))
        return public

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


def public_files(model: type[Model], restricted: Sequence[int]) -> QuerySet[Any]:
    """Return the images or documents outside the restricted collections."""
    return model._default_manager.exclude(collection__in=restricted)
