"""Places in an order, a page at a time, by keys that a new place doesn't shift."""

from __future__ import annotations

import enum
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext_lazy as _
from numpy.typing import NDArray

from use_it_map.geometry import BadPlaceFilter, distances_m
from use_it_map.selectors.filtering import Selection


class Order(enum.Enum):
    """In which order places come."""

    NAME = "name"
    DISTANCE = "distance"
    VERIFIED = "verified"
    RELEVANCE = "relevance"


KEYS: dict[Order, tuple[type, ...]] = {
    Order.NAME: (str, int),
    Order.DISTANCE: (int, int),
    Order.VERIFIED: (int, int),
    Order.RELEVANCE: (int,),
}
"""What the key of a place is made of: a cursor to continue behind it."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Some places in order: their page ids, their keys, whether others follow."""

    pages: list[int]
    keys: list[tuple[Any, ...]]
    more: bool


def page_of(
    selection: Selection, order: Order, *, size: int, after: Sequence[Any] | None
) -> Slice:
    """Return the first places of an order, or those behind a key.

    The keys end with the page's id, but by relevance, which is no stable order: there
    it is the rank among the (at most 1,000) best.

    Raises:
        BadPlaceFilter: if the order needs a point or a text that the filter lacks.
    """
    if order is Order.NAME:
        return _by_name(selection, size, after)
    if order is Order.RELEVANCE:
        return _by_relevance(selection, size, after)
    return _by_number(selection, _numbers(selection, order), size, after)


def _by_name(selection: Selection, size: int, after: Sequence[Any] | None) -> Slice:
    index, positions = selection.index, selection.positions

    def key(position: int) -> tuple[Any, ...]:
        return index.sort_keys[position], int(index.pages[position])

    if after:
        start = bisect_right(range(len(index)), tuple(after), key=key)
        positions = positions[np.searchsorted(positions, start) :]
    found = positions[:size].tolist()
    pages = [int(index.pages[position]) for position in found]
    return Slice(pages, [key(each) for each in found], len(positions) > size)


def _numbers(selection: Selection, order: Order) -> NDArray[np.int64]:
    """Return the number that each place of the selection is ordered by."""
    index, positions = selection.index, selection.positions
    if order is Order.VERIFIED:
        return -index.verified[positions].astype(np.int64)
    if selection.near is None:
        raise BadPlaceFilter(
            _("`DISTANCE` needs `near` in the filter, the point to measure from.")
        )
    latitudes, longitudes = index.latitudes[positions], index.longitudes[positions]
    return distances_m(latitudes, longitudes, selection.near)


def _by_number(
    selection: Selection,
    numbers: NDArray[np.int64],
    size: int,
    after: Sequence[Any] | None,
) -> Slice:
    pages = selection.index.pages[selection.positions]
    if after:
        number, page = after
        behind = (numbers > number) | ((numbers == number) & (pages > page))
        numbers, pages = numbers[behind], pages[behind]
    total = len(numbers)
    if total > size:  # only what can be on the page is sorted
        last = np.partition(numbers, size)[size]
        near = numbers <= last
        numbers, pages = numbers[near], pages[near]
    order = np.lexsort((pages, numbers))[:size]
    keys = list(zip(numbers[order].tolist(), pages[order].tolist(), strict=True))
    return Slice([page for _number, page in keys], list(keys), total > size)


def _by_relevance(
    selection: Selection, size: int, after: Sequence[Any] | None
) -> Slice:
    if selection.ranked is None:
        raise BadPlaceFilter(_("`RELEVANCE` needs `text` in the filter."))
    start = max(after[0], 0) if after else 0
    found = selection.index.pages[selection.ranked].tolist()
    pages = found[start : start + size]
    keys = [(start + number,) for number in range(1, len(pages) + 1)]
    return Slice(pages, list(keys), start + size < len(found))
