"""Writes the rows of an import to the pages of places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from wagtail.log_actions import log
from wagtail.models import Page, Site

from cms.choices import Licence
from cms.slugs import romanised
from use_it_map.choices import PlaceSource, Verifier
from use_it_map.importing.plan import Action, Key, Planned
from use_it_map.importing.values import WORDS, Values
from use_it_map.models import (
    ImportedPlace,
    MapPage,
    PlaceCategory,
    PlaceLanguage,
    PlacePage,
)

IMPORTED = "use_it_map.place.imported"


def _set_languages(page: PlacePage, languages: list[list[str]]) -> None:
    page.languages = [
        PlaceLanguage(tag=tag, level=level, who=who, sort_order=number)
        for number, (tag, level, who) in enumerate(languages)
    ]


def _set_source(page: PlacePage, source: str) -> None:
    page.source = source
    if source == PlaceSource.OSM:
        page.data_licence = Licence.ODBL_1_0


def _set_verified(page: PlacePage, day: str) -> None:
    page.verified_on, page.verified_by = dt.date.fromisoformat(day), Verifier.CENTRE


SETTERS: Mapping[str, Callable[[PlacePage, Any], None]] = {
    "name": lambda page, value: setattr(page, "title", value),
    "latitude": lambda page, value: setattr(page, "latitude", Decimal(value)),
    "longitude": lambda page, value: setattr(page, "longitude", Decimal(value)),
    "languages": _set_languages,
    "source": _set_source,
    "verified_on": _set_verified,
}
"""The fields that a page has otherwise than a file."""


class Writer:
    """Writes to one map of a city; knows its slugs and the categories."""

    def __init__(
        self, *, site: Site, parent: MapPage, publish: bool, user: Any, filename: str
    ) -> None:
        self.site = site
        self.parent = parent
        self.publish = publish
        self.user = user
        self.filename = filename
        mine = parent.permissions_for_user(user) if user else None
        self.may_publish = mine is None or mine.can_publish_subpage()
        self._slugs = set(Page.objects.child_of(parent).values_list("slug", flat=True))
        self._categories = _Categories()

    def write(self, rows: Sequence[Planned]) -> None:
        """Write some rows; whoever calls sees to the transaction."""
        marks = self._marks(rows)
        for row in rows:
            page_id = row.existing.page_id if row.existing else None
            if row.action is Action.ADD:
                page_id = self._add(row).pk
            elif row.action is Action.CHANGE and page_id is not None:
                self._change(page_id, row)
            self._mark(marks, row, page_id)

    # Places

    def _add(self, row: Planned) -> PlacePage:
        page = PlacePage(
            title=row.values["name"],
            slug=self._slug(row.values["name"]),
            locale=self.parent.locale,
            owner=self.user,
            live=False,
        )
        self._apply(page, row.values)
        self.parent.add_child(instance=page)
        self._save(page, row, publish=self.publish)
        return page

    def _change(self, page_id: int, row: Planned) -> None:
        said = {change.field: change.new for change in row.changes}
        shared = {name: value for name, value in said.items() if name not in WORDS}
        page = PlacePage.objects.get(pk=page_id)
        for each in page.get_translations(inclusive=True).specific():
            values = said if each.pk == page_id else shared
            if values:
                # A draft that waits stays one; the change goes into it.
                public = each.live and not each.has_unpublished_changes
                draft = each.get_latest_revision_as_object()
                self._apply(draft, values)
                self._save(draft, row, publish=public and self.may_publish)

    def _save(self, page: PlacePage, row: Planned, *, publish: bool) -> None:
        revision = page.save_revision(user=self.user, clean=False)
        if publish:
            revision.publish(
                user=self.user, skip_permission_checks=True, log_action=False
            )
        log(
            instance=page,
            action=IMPORTED,
            user=self.user,
            revision=revision,
            data={"file": self.filename, "line": row.position.line},
            content_changed=True,
        )

    def _apply(self, page: PlacePage, values: Values) -> None:
        for name, value in values.items():
            if name == "categories":
                found = self._categories.of(value, page.locale_id)
                page.category, page.further_categories = found[0], found[1:]
            elif name in SETTERS:
                SETTERS[name](page, value)
            else:
                setattr(page, name, value)

    def _slug(self, name: str) -> str:
        base = romanised(name)[:240] or "place"
        slug, number = base, 1
        while slug in self._slugs:
            number += 1
            slug = f"{base}-{number}"
        self._slugs.add(slug)
        return slug

    # What is kept of the import

    def _marks(self, rows: Iterable[Planned]) -> dict[Key, ImportedPlace]:
        numbers = [row.key[1] for row in rows if row.key[1]]
        found = ImportedPlace.objects.filter(site=self.site, external_id__in=numbers)
        return {(mark.external_source, mark.external_id): mark for mark in found}

    def _mark(
        self, marks: Mapping[Key, ImportedPlace], row: Planned, page_id: int | None
    ) -> None:
        source, number = row.key
        mark = marks.get(row.key)
        if not number or (row.action is Action.SAME and mark):
            return
        kept = {change.field for change in row.kept}
        said = {name: value for name, value in row.values.items() if name not in kept}
        # Made, not updated, where there is none: two imports at once can't both add.
        mark = mark or ImportedPlace(
            site=self.site, external_source=source, external_id=number
        )
        mark.place_id = page_id
        mark.values = {**mark.values, **said}
        mark.save()


class _Categories:
    """The categories by slug, in the language of a page if there is one."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[int, PlaceCategory]] = {}
        for category in PlaceCategory.objects.order_by("pk"):
            self._rows.setdefault(category.slug, {})[category.locale_id] = category

    def of(self, slugs: Iterable[str], locale_id: int) -> list[PlaceCategory]:
        found = []
        for slug in slugs:
            rows = self._rows.get(slug, {})
            if rows:
                found.append(rows.get(locale_id) or next(iter(rows.values())))
        return found
