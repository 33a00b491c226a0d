"""Importing places from a file: previewed, then written in batches."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from wagtail.models import Site

from cms.models import CitySettings
from cms.services.content import content_transaction
from use_it_map.importing.convert import Rules, records
from use_it_map.importing.files import read_file
from use_it_map.importing.plan import Action, Choices, Planned, plan
from use_it_map.importing.rows import RowError
from use_it_map.models import MapPage
from use_it_map.selectors.importing import (
    categories_now,
    known_places,
    map_page_of,
)
from use_it_map.services.import_writing import Writer

BATCH = 200
Counts = dict[str, int]


class NoMap(Exception):
    """The city has no map in the language of the import."""


class NotAllowed(Exception):
    """The user may not add places to the map, or may not publish them."""


class RowsRefused(Exception):
    """Rows are bad and nobody has said to skip them; nothing was written."""

    def __init__(self, errors: Sequence[RowError]) -> None:
        super().__init__(len(errors))
        self.errors = errors


@dataclass(frozen=True)
class ImportOptions:
    """How a file is imported.

    `external_source` says whose the external ids are, where the file doesn't.
    `overwrite` gives the file precedence over what editors changed and deleted since;
    `duplicates` adds places although one of the name is nearby.
    """

    language: str
    publish: bool = False
    skip_bad: bool = False
    overwrite: bool = False
    duplicates: bool = False
    external_source: str = ""


@dataclass(frozen=True)
class Upload:
    """A file for a city, and how it is to be imported."""

    site: Site
    data: bytes
    filename: str
    options: ImportOptions


@dataclass(frozen=True)
class Preview:
    """What an import would do."""

    planned: tuple[Planned, ...]
    errors: tuple[RowError, ...]

    @property
    def counts(self) -> Counts:
        """How many rows would be what, by `Action`, and `error` for those with any."""
        found = Counter(each.action.value for each in self.planned)
        lines = {error.position.line for error in self.errors}
        return dict(found) | ({"error": len(lines)} if lines else {})

    @property
    def to_write(self) -> list[Planned]:
        return [
            each
            for each in self.planned
            if each.unmarked or each.action in (Action.ADD, Action.CHANGE)
        ]


def import_preview(*, upload: Upload, today: dt.date) -> Preview:
    """Return what an import would do; nothing is written.

    Raises:
        FileRefused: if the file can't be used at all.
        NoMap: if there is nowhere to put its places.
    """
    options = upload.options
    _map(upload)
    city = CitySettings.objects.filter(site=upload.site).first()
    rules = Rules(today, city, options.external_source)
    choices = Choices(options.publish, options.overwrite, options.duplicates)
    found = list(
        plan(
            records(read_file(upload.data, upload.filename), rules),
            known=known_places(upload.site, options.language),
            categories=categories_now(),
            choices=choices,
        )
    )
    return Preview(
        tuple(each for each in found if isinstance(each, Planned)),
        tuple(each for each in found if isinstance(each, RowError)),
    )


def places_import(
    *,
    upload: Upload,
    user: Any,
    today: dt.date,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Preview:
    """Import a file and return what was done.

    Unless `skip_bad`, it is done as a whole or not at all, in one transaction. With it,
    each batch is a transaction of its own: what broke off is finished by doing the same
    again. `user` is None for the hub itself.

    Raises:
        FileRefused, NoMap, NotAllowed: nothing was written.
        RowsRefused: rows are bad, and `skip_bad` isn't set; nothing was written.
    """
    check_allowed(upload=upload, user=user)
    preview = import_preview(upload=upload, today=today)
    if preview.errors and not upload.options.skip_bad:
        raise RowsRefused(preview.errors)
    whole = nullcontext if upload.options.skip_bad else content_transaction
    rows, done = preview.to_write, 0
    with whole():
        for batch in batches(upload=upload, rows=rows, user=user):
            done += len(batch)
            progress(done, len(rows))
    return preview


def batches(
    *,
    upload: Upload,
    rows: Sequence[Planned],
    user: Any,
    note: Callable[[Sequence[Planned]], None] = lambda _batch: None,
) -> Iterator[Sequence[Planned]]:
    """Write rows batch by batch; yield each when it is done.

    `note` is called with a batch in the transaction that writes it.
    """
    writer = Writer(
        site=upload.site,
        parent=_map(upload),
        publish=upload.options.publish,
        user=user,
        filename=upload.filename,
    )
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        with content_transaction():
            writer.write(batch)
            note(batch)
        yield batch


def check_allowed(*, upload: Upload, user: Any) -> None:
    """Check that a user may import into the city's map.

    Raises:
        NoMap, NotAllowed: otherwise.
    """
    parent = _map(upload)
    if user is None:
        return
    mine = parent.permissions_for_user(user)
    if not mine.can_add_subpage():
        raise NotAllowed
    if upload.options.publish and not mine.can_publish_subpage():
        raise NotAllowed


def _map(upload: Upload) -> MapPage:
    found = map_page_of(upload.site, upload.options.language)
    if found is None:
        raise NoMap
    return found
