"""Which places of a city a filter keeps."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext_lazy as _
from numpy.typing import NDArray

from cms.selectors.clock import Clock
from cms.selectors.reader import Reader
from use_it_map.geometry import BadPlaceFilter, Box, Point, distances_m
from use_it_map.hours.calendar import HORIZON, ONE_DAY, holds_until
from use_it_map.hours.wall import wall
from use_it_map.selectors.index import PlaceIndex
from use_it_map.selectors.keeping import index_of
from use_it_map.selectors.searching import found_by

LARGEST_RADIUS_M = 100_000
LONGEST_AGE_DAYS = 36_600


class BeyondHorizon(BadPlaceFilter):
    """Opening hours aren't known for a time that far ahead, or behind."""


@dataclass(frozen=True, slots=True)
class PlaceFilter:
    """What places to keep; a part that is left out keeps all.

    `viewport` is a second box, what a map shows; `categories` are slugs, with those
    below them; `languages` are BCP 47 ranges, so that `en` keeps `en-GB`. Of several,
    any may hold. `open_at` is an instant.
    """

    bbox: Box | None = None
    viewport: Box | None = None
    near: Point | None = None
    radius_m: int | None = None
    categories: tuple[str, ...] | None = None
    languages: tuple[str, ...] | None = None
    open_at: dt.datetime | None = None
    open_now: bool = False
    wheelchair: tuple[str, ...] | None = None
    verified_within_days: int | None = None
    benefit: bool | None = None
    commercial: bool | None = None
    text: str | None = None


@dataclass(frozen=True)
class Selection:
    """The places that a filter keeps."""

    index: PlaceIndex
    near: Point | None
    kept: NDArray[np.bool_]
    ranked: NDArray[np.int64] | None = None
    """The positions of those that a text was found in, the best first."""

    @property
    def count(self) -> int:
        """How many there are."""
        return int(np.count_nonzero(self.kept))

    @property
    def positions(self) -> NDArray[np.int64]:
        """Where they stand in the index, by name."""
        return np.flatnonzero(self.kept)

    @property
    def page_ids(self) -> list[int]:
        """The ids of their pages, by name."""
        return [int(pk) for pk in self.index.pages[self.kept]]

    def category_counts(self) -> dict[str, int]:
        """Return how many are of each category or one below it, by translation key."""
        return self.index.categories.counts(self.kept)

    def language_counts(self) -> dict[str, int]:
        """Return how many serve people in each language, by its tag."""
        return self.index.languages.counts(self.kept)


def select(reader: Reader, wanted: PlaceFilter) -> Selection:
    """Return the places of the reader's city that a filter keeps.

    What depends on the clock bounds how long the reader's answer may be kept.

    Raises:
        BadPlaceFilter: if the filter can't be meant; BeyondHorizon: if opening hours
            aren't known at the time it asks for.
    """
    refuse(wanted)
    index = index_of(reader)
    if wanted.text is None:
        return filtered(index, wanted, reader.clock)
    found = np.array(found_by(reader, wanted.text), np.int64)
    return filtered(index, wanted, reader.clock, ranked=index.positions(found))


def filtered(
    index: PlaceIndex,
    wanted: PlaceFilter,
    clock: Clock,
    *,
    ranked: NDArray[np.int64] | None = None,
) -> Selection:
    """Return the places of an index that a filter keeps at the moment of a clock.

    `ranked` are the positions of those that hold the filter's text, the best first.
    """
    kept = np.ones(len(index), bool)
    for part in (_where, _labels, _facts):
        part(index, wanted, kept)
    _clock(clock, index, wanted, kept)
    if ranked is not None:
        found = np.zeros(len(index), bool)
        found[ranked] = True
        kept &= found
        ranked = ranked[kept[ranked]]
    return Selection(index, wanted.near, kept, ranked)


def refuse(wanted: PlaceFilter) -> None:
    """Refuse what can't be meant.

    Raises:
        BadPlaceFilter: saying what is wrong.
    """
    if any(box is not None and not box.is_valid for box in _boxes(wanted)):
        raise BadPlaceFilter(
            _(
                "`bbox` must lie within -90 to 90 and -180 to 180 degrees, its south "
                "below its north and its west before its east: no box may cross the "
                "antimeridian."
            )
        )
    if wanted.near is not None and not wanted.near.is_valid:
        raise BadPlaceFilter(_("`near` must be a point: -90 to 90, -180 to 180."))
    _refuse_numbers(wanted)
    if wanted.open_now and wanted.open_at is not None:
        raise BadPlaceFilter(_("Ask for `openNow` or for `openAt`, not for both."))


def _boxes(wanted: PlaceFilter) -> tuple[Box | None, Box | None]:
    return wanted.bbox, wanted.viewport


def _refuse_numbers(wanted: PlaceFilter) -> None:
    if wanted.radius_m is not None:
        if wanted.near is None:
            raise BadPlaceFilter(_("`radius` needs `near`, the point it is around."))
        if not 0 <= wanted.radius_m <= LARGEST_RADIUS_M:
            message = _("`radius` must lie between 0 and %(most)d metres.")
            raise BadPlaceFilter(message % {"most": LARGEST_RADIUS_M})
    days = wanted.verified_within_days
    if days is not None and not 0 <= days <= LONGEST_AGE_DAYS:
        message = _("`verifiedWithin` must lie between 0 and %(most)d days.")
        raise BadPlaceFilter(message % {"most": LONGEST_AGE_DAYS})


def _where(index: PlaceIndex, wanted: PlaceFilter, kept: NDArray[np.bool_]) -> None:
    for box in _boxes(wanted):
        if box is not None:
            kept &= box.holds(index.latitudes, index.longitudes)
    if wanted.near is not None and wanted.radius_m is not None:
        away = distances_m(index.latitudes, index.longitudes, wanted.near)
        kept &= away <= wanted.radius_m


def _labels(index: PlaceIndex, wanted: PlaceFilter, kept: NDArray[np.bool_]) -> None:
    if wanted.categories is not None:
        numbers = [index.category_of_slug.get(slug) for slug in wanted.categories]
        chosen = np.zeros(len(index.categories.names), bool)
        chosen[[each for each in numbers if each is not None]] = True
        kept &= index.categories.any_of(chosen, len(index))
    if wanted.languages is not None:
        spoken = [
            any(_matches(tag, each) for each in wanted.languages)
            for tag in index.languages.names
        ]
        kept &= index.languages.any_of(np.array(spoken, bool), len(index))


def _matches(tag: str, language_range: str) -> bool:
    """Return whether a tag lies in a basic language range (RFC 4647, 3.3.1)."""
    tag, wanted = tag.lower(), language_range.lower()
    return tag == wanted or tag.startswith(f"{wanted}-")


def _facts(index: PlaceIndex, wanted: PlaceFilter, kept: NDArray[np.bool_]) -> None:
    if wanted.wheelchair is not None:
        kept &= np.isin(index.wheelchair, list(wanted.wheelchair))
    if wanted.benefit is not None:
        kept &= index.has_benefit == wanted.benefit
    if wanted.commercial is not None:
        kept &= index.is_commercial == wanted.commercial


def _clock(
    clock: Clock, index: PlaceIndex, wanted: PlaceFilter, kept: NDArray[np.bool_]
) -> None:
    if wanted.verified_within_days is not None:
        first = clock.today.toordinal() - wanted.verified_within_days
        kept &= index.verified >= max(first, 1)
    if wanted.open_now:
        moment = clock.moment
        kept &= index.open_at(wall(moment))
        change = index.calendar.next_change(wall(moment))
        clock.changes_at(holds_until(change, moment=moment))
    elif wanted.open_at is not None:
        kept &= index.open_at(_within_horizon(wanted.open_at, clock))


def _within_horizon(asked: dt.datetime, clock: Clock) -> dt.datetime:
    """Return the wall-clock time of an instant for which opening hours are known."""
    moment = clock.moment
    midnight = dt.datetime.combine(clock.today, dt.time.min)
    # Instants first: a year 1 has no wall-clock time in every zone.
    if not moment - ONE_DAY <= asked <= moment + HORIZON or wall(asked) < midnight:
        message = _("`openAt` must lie between today and %(days)d days from now.")
        raise BeyondHorizon(message % {"days": HORIZON.days})
    return wall(asked)
