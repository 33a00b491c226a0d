"""Writes the rows of an import to the pages of places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

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
    PlacePage,
)
from use_it_map.services.bulk import (
    CHILDREN,
    FURTHER,
    Draft,
    facts_of,
    places_add,
    places_change,
    places_now,
)
from use_it_map.services.languages import languages_set

IMPORTED = "use_it_map.place.imported"
SPOKEN = ("tag", "level", "who")


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
        pages = {row.key: row.existing.page_id for row in rows if row.existing}
        pages |= self._add([row for row in rows if row.action is Action.ADD])
        self._change([row for row in rows if row.action is Action.CHANGE])
        self._mark(marks, rows, pages)

    # Places

    def _add(self, rows: Sequence[Planned]) -> dict[Key, int]:
        drafts = [Draft(self._new(row), self.publish, self._data(row)) for row in rows]
        places_add(
            site=self.site,
            parent=self.parent,
            drafts=drafts,
            user=self.user,
            action=IMPORTED,
        )
        return {row.key: draft.page.pk for row, draft in zip(rows, drafts, strict=True)}

    def _new(self, row: Planned) -> PlacePage:
        page = PlacePage(
            title=row.values["name"],
            slug=self._slug(row.values["name"]),
            locale=self.parent.locale,
            owner=self.user,
        )
        self._apply(page, row.values)
        return page

    def _change(self, rows: Sequence[Planned]) -> None:
        ids = {row.existing.page_id: row for row in rows if row.existing}
        keys = dict(
            Page.objects.filter(pk__in=ids).values_list("translation_key", "pk")
        )
        pages = PlacePage.objects.filter(translation_key__in=keys, alias_of=None)
        pages = pages.select_related("locale").prefetch_related(*CHILDREN, FURTHER)
        drafts = []
        for page, draft in places_now(pages.order_by("pk")):
            pk = keys[page.translation_key]
            found = self._changed(page, draft, ids[pk], own=page.pk == pk)
            if found is not None:
                drafts.append(found)
        places_change(site=self.site, drafts=drafts, user=self.user, action=IMPORTED)

    def _changed(
        self, page: PlacePage, draft: PlacePage, row: Planned, *, own: bool
    ) -> Draft | None:
        said = {
            change.field: change.new
            for change in row.changes
            if own or change.field not in WORDS
        }
        if not said:
            return None
        before = facts_of(page)
        self._apply(draft, said, keep=() if own else ("who",))
        # A draft that waits stays one; the change goes into it.
        public = page.live and not page.has_unpublished_changes and self.may_publish
        return Draft(draft, public, self._data(row), page, before)

    def _data(self, row: Planned) -> dict[str, Any]:
        return {"file": self.filename, "line": row.position.line}

    def _apply(
        self, page: PlacePage, values: Values, *, keep: Collection[str] = ()
    ) -> None:
        for name, value in values.items():
            if name == "categories":
                found = self._categories.of(value, page.locale_id)
                page.category, page.further_categories = found[0], found[1:]
            elif name == "languages":
                rows = [dict(zip(SPOKEN, each, strict=True)) for each in value]
                languages_set(page, rows, keep=keep)
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
        self,
        marks: Mapping[Key, ImportedPlace],
        rows: Iterable[Planned],
        pages: Mapping[Key, int],
    ) -> None:
        old: list[ImportedPlace] = []
        new: list[ImportedPlace] = []
        for row in rows:
            source, number = row.key
            mark = marks.get(row.key)
            if not number or (row.action is Action.SAME and mark):
                continue
            # Made, not updated, where there is none: two at once can't both add.
            (old if mark else new).append(
                mark := mark
                or ImportedPlace(
                    site=self.site, external_source=source, external_id=number
                )
            )
            kept = {change.field for change in row.kept}
            said = {name: each for name, each in row.values.items() if name not in kept}
            mark.place_id = pages.get(row.key)
            mark.values = {**mark.values, **said}
        ImportedPlace.objects.bulk_create(new)
        if old:
            ImportedPlace.objects.bulk_update(old, ["place", "values"])


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
