"""The public places of a city, as exports have them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from cms.choices import Licence
from cms.selectors.reader import Reader
from use_it_map.choices import PlaceState
from use_it_map.exporting.places import COLUMNS, ExportedPlace, Source
from use_it_map.models import PlaceCategory, PlaceLanguage, PlacePage
from use_it_map.records import LanguageRecord, PlaceRecord
from use_it_map.selectors import filtering

LICENCE_URLS = {
    Licence.CC_BY_4_0: "https://creativecommons.org/licenses/by/4.0/",
    Licence.ODBL_1_0: "https://opendatacommons.org/licenses/odbl/1-0/",
}
PAGE_FIELDS = tuple(
    name for name in COLUMNS if name not in ("name", "categories", "languages")
)


@dataclass(frozen=True)
class PlaceFilter:
    """Which places are wanted; what is left empty leaves all in.

    `bbox` is west, south, east, north, as GeoJSON has it. `osm` chooses between what
    is from OpenStreetMap and what isn't: they are under different licences. `found` is
    what the City API's filter must keep, besides.
    """

    osm: bool = False
    categories: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    wheelchair: tuple[str, ...] = ()
    benefit: bool = False
    commercial: bool | None = None
    verified_since: dt.date | None = None
    bbox: tuple[Decimal, Decimal, Decimal, Decimal] | None = None
    found: filtering.PlaceFilter | None = None

    @property
    def condition(self) -> Q:
        """The condition on places."""
        from_osm = Q(data_licence=Licence.ODBL_1_0)
        found = from_osm if self.osm else ~from_osm
        if self.categories:
            found &= self._in_categories()
        if self.languages:
            spoken = PlaceLanguage.objects.filter(tag__in=self.languages)
            found &= Q(pk__in=spoken.values("place"))
        if self.wheelchair:
            found &= Q(wheelchair__in=self.wheelchair)
        if self.benefit:
            found &= ~Q(benefit="")
        if self.commercial is not None:
            found &= Q(is_commercial=self.commercial)
        if self.verified_since:
            found &= Q(verified_on__gte=self.verified_since)
        if self.bbox:
            west, south, east, north = self.bbox
            found &= Q(latitude__range=(south, north), longitude__range=(west, east))
        return found

    def _in_categories(self) -> Q:
        wanted = PlaceCategory.objects.filter(
            Q(slug__in=self.categories) | Q(parent__slug__in=self.categories)
        )
        keys = list(wanted.values_list("pk", flat=True))
        further = PlacePage.further_categories.through.objects.filter(
            placecategory_id__in=keys
        )
        return Q(category__in=keys) | Q(pk__in=further.values("placepage_id"))


def exported_places(reader: Reader, wanted: PlaceFilter) -> list[ExportedPlace]:
    """Return public places, by name, each in the reader's language or the next best.

    Four queries, whatever their number, and those of the City API for `found`. What is
    closed for good is left out.

    Raises:
        BadPlaceFilter: if what must be found can't be meant.
    """
    kept = None
    if wanted.found is not None:
        kept = set(filtering.select(reader, wanted.found).page_ids)
    rows = _pages(reader, wanted)
    pages = [page for page in rows if kept is None or page.pk in kept]
    keys = rows.order_by().values("pk")
    spoken, further = _languages(keys), _further(keys)
    slugs = _category_names(reader)
    root = reader.city.root_url
    return [
        ExportedPlace(
            key=str(page.translation_key),
            record=record_of(
                page,
                languages=spoken[page.pk],
                categories=[
                    slugs[key][0]
                    for key in (page.category_id, *further[page.pk])
                    if key in slugs
                ],
            ),
            url=f"{root}{reader.path_of(page)}",
            licence=page.data_licence,
            category_names={
                slugs[key][0]: slugs[key][1]
                for key in (page.category_id, *further[page.pk])
                if key in slugs
            },
            verified_by=page.verified_by,
            organisation=page.organisation.name if page.organisation else "",
            changed_at=page.last_published_at,
        )
        for page in pages
    ]


def source_of(reader: Reader, *, osm: bool) -> Source:
    """Return whose the places are and what must be said of them."""
    licence = Licence.ODBL_1_0 if osm else Licence.CC_BY_4_0
    name = reader.text(reader.city.settings.name)
    said = (
        _("© OpenStreetMap contributors, ODbL 1.0")
        if osm
        else _("© %(centre)s, CC BY 4.0") % {"centre": name}
    )
    return Source(
        title=_("Use It Map %(city)s") % {"city": name},
        attribution=said,
        licence=str(licence),
        licence_url=LICENCE_URLS[licence],
        language=reader.locale.language_code,
        url=reader.city.root_url,
        region=reader.city.settings.region,
    )


def _pages(reader: Reader, wanted: PlaceFilter) -> QuerySet[PlacePage]:
    pages = reader.best(reader.pages(PlacePage)).filter(
        wanted.condition, latitude__isnull=False, longitude__isnull=False
    )
    found: QuerySet[PlacePage] = (
        pages.exclude(state=PlaceState.CLOSED)
        .select_related("organisation")
        .order_by("sort_key", "pk")
    )
    return found


def record_of(
    page: Any, *, languages: Iterable[Any] = (), categories: Iterable[str] = ()
) -> PlaceRecord:
    """Return what everybody may know of a place.

    `languages` have tag, level and who; `categories` are slugs.
    """
    values: dict[str, Any] = {name: getattr(page, name) for name in PAGE_FIELDS}
    return PlaceRecord(
        **values,
        name=page.title,
        categories=tuple(categories),
        languages=tuple(
            LanguageRecord(each.tag, each.level, each.who) for each in languages
        ),
    )


def _languages(keys: QuerySet[Any]) -> Mapping[int, list[LanguageRecord]]:
    found: dict[int, list[LanguageRecord]] = defaultdict(list)
    rows = PlaceLanguage.objects.filter(place__in=keys).order_by("sort_order", "pk")
    for place, *values in rows.values_list("place_id", "tag", "level", "who"):
        found[place].append(LanguageRecord(*values))
    return found


def _further(keys: QuerySet[Any]) -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    rows = PlacePage.further_categories.through.objects.filter(placepage__in=keys)
    rows = rows.order_by("pk")
    for place, category in rows.values_list("placepage_id", "placecategory_id"):
        found[place].append(category)
    return found


def _category_names(reader: Reader) -> dict[int, tuple[str, str]]:
    """Return slug and name, in the reader's language, by the id of any translation."""
    rows = list(PlaceCategory.objects.filter(live=True))
    known = [row for row in rows if row.locale_id in reader.ranks]
    names = {key: row.name for key, row in reader.first_choice(known).items()}
    return {
        row.pk: (row.slug, names.get(row.translation_key, row.name)) for row in rows
    }
