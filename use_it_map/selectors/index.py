"""All public places of a city as columns of numbers, to be filtered in milliseconds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from use_it_map.geometry import Floats, cells
from use_it_map.hours.calendar import Calendar

NEVER = 0
"""The day number of places that were never verified."""


@dataclass(frozen=True)
class Labels:
    """Which labels (categories, languages) places have, a pair for each.

    `place` is a place's position in the index, `label` a number into `names`.
    """

    names: tuple[str, ...]
    place: NDArray[np.int32]
    label: NDArray[np.int32]

    def any_of(self, wanted: NDArray[np.bool_], count: int) -> NDArray[np.bool_]:
        """Return which of `count` places have a label that is wanted, by number."""
        found = np.zeros(count, bool)
        found[self.place[wanted[self.label]]] = True
        return found

    def counts(self, chosen: NDArray[np.bool_]) -> dict[str, int]:
        """Return how many of the chosen places have each label; none is left out."""
        numbers = np.bincount(self.label[chosen[self.place]], minlength=len(self.names))
        return {
            name: int(number)
            for name, number in zip(self.names, numbers, strict=True)
            if number
        }

    @property
    def nbytes(self) -> int:
        return self.place.nbytes + self.label.nbytes


@dataclass(frozen=True)
class PlaceIndex:
    """The public places of a city in a reader's language, in the order of their names.

    Everything is a column with an entry for each place. Many threads read it; nothing
    of it may be changed.
    """

    pages: NDArray[np.int64]
    sort_keys: tuple[str, ...]
    latitudes: Floats
    longitudes: Floats
    categories: Labels
    """By translation key, with the categories above."""
    category_of_slug: Mapping[str, int]
    languages: Labels
    schedules: NDArray[np.int32]
    """The number of its opening hours in `calendar`."""
    calendar: Calendar
    in_operation: NDArray[np.bool_]
    """False while it is temporarily closed, whatever its opening hours say."""
    wheelchair: NDArray[np.str_]
    verified: NDArray[np.int32]
    """The day it was verified, as `date.toordinal`, or `NEVER`."""
    has_benefit: NDArray[np.bool_]
    is_commercial: NDArray[np.bool_]
    since: dt.datetime
    until: dt.datetime | None
    """When a page goes live or expires by itself, and the index is another one."""

    def __len__(self) -> int:
        return len(self.pages)

    @cached_property
    def by_page(self) -> NDArray[np.int64]:
        """The positions in the order of the page ids."""
        return np.argsort(self.pages)

    @cached_property
    def by_cell(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The cells of a map at its deepest zoom, in order, and the positions there."""
        found = cells(self.latitudes, self.longitudes)
        order = np.argsort(found)
        return found[order], order

    def positions(self, pages: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return where pages stand; those that aren't in it are left out."""
        if not len(self):
            return np.empty(0, np.int64)
        known = self.pages[self.by_page]
        found = np.minimum(np.searchsorted(known, pages), len(known) - 1)
        return self.by_page[found[known[found] == pages]]

    def open_at(self, time: dt.datetime) -> NDArray[np.bool_]:
        """Return which places are open at a wall-clock time in the calendar."""
        return self.calendar.open_at(time)[self.schedules] & self.in_operation

    @property
    def nbytes(self) -> int:
        """How much memory it takes, without what Python adds to each text."""
        columns = (
            self.pages, self.latitudes, self.longitudes, self.schedules,
            self.in_operation, self.wheelchair, self.verified, self.has_benefit,
            self.is_commercial, self.calendar.spans, self.calendar.owners,
        )  # fmt: skip
        texts = sum(49 + len(key) for key in self.sort_keys) + 8 * len(self.sort_keys)
        labels = self.categories.nbytes + self.languages.nbytes
        orders = 3 * self.pages.nbytes  # by page, by cell
        return sum(each.nbytes for each in columns) + labels + texts + orders
