"""What an import has to know of a city: its places, and what imports wrote."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page, Revision, Site

from cms.selectors.city import under
from use_it_map.importing.categories import Categories
from use_it_map.importing.plan import Existing, Key, Known
from use_it_map.importing.values import PLAIN, Values, values_of_row
from use_it_map.models import (
    ImportedPlace,
    MapPage,
    PlaceCategory,
    PlaceLanguage,
    PlacePage,
)

COLUMNS = (
    *("pk", "title", "verified_on", "category_id", "locale_id", "live"),
    *("has_unpublished_changes", "latest_revision_id", *PLAIN),
)


def places_of(site: Site) -> QuerySet[PlacePage]:
    """Return all places of a city, drafts and every language included."""
    key = site.root_page.translation_key
    condition = Q(pk__in=[])
    for path in Page.objects.filter(translation_key=key).values_list("path", flat=True):
        condition |= under(path)
    found: QuerySet[PlacePage] = PlacePage.objects.filter(condition)
    return found


def map_page_of(site: Site, language: str) -> MapPage | None:
    """Return a city's map in a language, if it has one."""
    homes = Page.objects.filter(
        translation_key=site.root_page.translation_key, locale__language_code=language
    )
    condition = Q(pk__in=[])
    for path in homes.values_list("path", flat=True):
        condition |= under(path)
    found: MapPage | None = MapPage.objects.filter(condition).order_by("path").first()
    return found


def categories_now() -> Categories:
    """Return all categories, as files may name them."""
    rows = PlaceCategory.objects.order_by("sort_order", "pk")
    return Categories.of(rows.values_list("slug", "name", "osm_tag"))


def known_places(site: Site, language: str) -> Known:
    """Return what is known of a city's places, with a constant number of queries.

    Of a place in several languages, the page in this one counts, else any.
    """
    rows = list(
        places_of(site).order_by("pk").values(*COLUMNS, "locale__language_code")
    )
    rows.sort(key=lambda row: row["locale__language_code"] != language)
    said = _said(site, rows)
    places: dict[Key, Existing] = {}
    unnamed = []
    for row in rows:
        key = (row["external_source"], row["external_id"])
        existing = Existing(row["pk"], said[row["pk"]], row["has_unpublished_changes"])
        if not key[1]:
            unnamed.append(existing)
        else:
            places.setdefault(key, existing)
    return Known(places, unnamed, _written(site))


def _written(site: Site) -> dict[Key, tuple[Values, bool]]:
    marks = ImportedPlace.objects.filter(site=site)
    columns = ("external_source", "external_id", "values", "place_id")
    return {
        (source, number): (values, place is not None)
        for source, number, values, place in marks.values_list(*columns)
    }


def _said(site: Site, rows: Iterable[Mapping[str, Any]]) -> dict[int, Values]:
    """Return what pages say, by id: their drafts, where editors have begun one."""
    slugs = dict(PlaceCategory.objects.values_list("pk", "slug"))
    spoken, further = _languages(site), _further(site, slugs)
    drafts = _drafts(rows)
    said = {}
    for row in rows:
        draft = drafts.get(row["pk"])
        if draft is not None:
            said[row["pk"]] = _of_draft(draft, slugs)
            continue
        main = slugs.get(row["category_id"])
        categories = [*([main] if main else []), *further[row["pk"]]]
        said[row["pk"]] = values_of_row(row, spoken[row["pk"]], categories)
    return said


def _drafts(rows: Iterable[Mapping[str, Any]]) -> dict[int, dict[str, Any]]:
    pending = [row for row in rows if row["has_unpublished_changes"]]
    latest = {row["latest_revision_id"] for row in pending}
    content = dict(Revision.objects.filter(pk__in=latest).values_list("pk", "content"))
    return {
        row["pk"]: content[row["latest_revision_id"]]
        for row in pending
        if row["latest_revision_id"] in content
    }


def _of_draft(content: dict[str, Any], slugs: dict[int, str]) -> Values:
    keys = [content["category"], *content.get("further_categories", [])]
    spoken = [
        [each["tag"], each["level"], each["who"]] for each in content["languages"]
    ]
    row = dict.fromkeys(PLAIN, "") | content
    categories = [slugs[key] for key in keys if key in slugs]
    return values_of_row(row, spoken, categories)


def _languages(site: Site) -> Mapping[int, list[list[str]]]:
    found = defaultdict(list)
    rows = PlaceLanguage.objects.filter(place__in=places_of(site))
    rows = rows.order_by("place_id", "sort_order", "pk")
    for place, *values in rows.values_list("place_id", "tag", "level", "who"):
        found[place].append(values)
    return found


def _further(site: Site, slugs: dict[int, str]) -> Mapping[int, list[str]]:
    found = defaultdict(list)
    through = PlacePage.further_categories.through
    rows = through.objects.filter(placepage__in=places_of(site)).order_by("pk")
    for place, category in rows.values_list("placepage_id", "placecategory_id"):
        found[place].append(slugs[category])
    return found
