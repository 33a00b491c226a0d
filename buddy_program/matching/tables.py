"""People as arrays, and the two ways of holding them beside each other.

A rule or a criterion is written once, in terms of a `View`: for every newcomer with
every local (`Crossed`), or for a list of pairs (`Listed`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from buddy_program.matching.people import SLOTS, Gender, Person

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Points = NDArray[np.int8]
Bits = NDArray[np.uint32]
"""Marks, 32 to a word, a row of words for each person."""

Array = NDArray[Any]

GENDERS = tuple(Gender)


@dataclass(frozen=True, slots=True)
class Words:
    """The words that people use, in order, so that each has a column."""

    languages: tuple[str, ...]
    districts: tuple[str, ...]
    interests: tuple[str, ...]
    goals: tuple[str, ...]

    @classmethod
    def of(cls, people: Sequence[Person]) -> Words:
        """Collect what anybody says."""
        return cls(
            _sorted(tag for each in people for tag, _level in each.languages),
            _sorted(name for each in people for name in each.districts),
            _sorted(word for each in people for word in each.interests | each.dislikes),
            _sorted(word for each in people for word in each.goals),
        )


def _sorted(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(words)))


@dataclass(frozen=True, slots=True)
class Table:
    """One side as arrays, a row each, in the order of their ids."""

    ids: Ints
    city: Ints
    levels: Points
    """Level by language, 0 where it isn't spoken."""

    home: Ints
    """Which district, -1 where it isn't said."""

    at_home: Bits
    """By district."""

    reach: Bits
    """By district; everything where they go anywhere."""

    slots: Bits
    interests: Bits
    dislikes: Bits
    goals: Bits
    family: Points
    age: Points
    gender: Bits
    accepts: Bits
    """By gender of the other."""

    stopped: Bools
    room: Ints
    """How many more they can be matched with."""

    @classmethod
    def of(cls, people: Sequence[Person], room: Sequence[int], words: Words) -> Table:
        """Encode people, who stand in the order of their ids."""
        places = {name: place for place, name in enumerate(words.districts)}
        return cls(
            ids=np.array([each.id for each in people], np.int64),
            city=np.array([each.city for each in people], np.int64),
            levels=_levels(people, words.languages),
            home=np.array([places.get(each.district, -1) for each in people], np.int64),
            at_home=_marks([_said(each.district) for each in people], words.districts),
            reach=_reach(people, words.districts),
            slots=_marks([each.slots for each in people], SLOTS),
            interests=_marks([each.interests for each in people], words.interests),
            dislikes=_marks([each.dislikes for each in people], words.interests),
            goals=_marks([each.goals for each in people], words.goals),
            family=np.array([each.family for each in people], np.int8),
            age=np.array([each.age for each in people], np.int8),
            gender=_marks([[each.gender] for each in people], GENDERS),
            accepts=_marks([each.wants_gender or GENDERS for each in people], GENDERS),
            stopped=np.array([each.safeguarding_block for each in people], np.bool_),
            room=np.array(room, np.int64),
        )

    def __len__(self) -> int:
        return len(self.ids)


def packed(marks: Bools) -> Bits:
    """Return marks as bits; a row takes at least one word."""
    rows, count = marks.shape
    full = np.zeros((rows, max(-(-count // 32), 1) * 32), np.bool_)
    full[:, :count] = marks
    return np.packbits(full, axis=1, bitorder="little").view(np.uint32)


def _marks(sets: Sequence[Iterable[str]], words: Sequence[str]) -> Bits:
    """Return a row each with a mark at their words."""
    places = {word: place for place, word in enumerate(words)}
    marks = np.zeros((len(sets), len(words)), np.bool_)
    for row, chosen in enumerate(sets):
        marks[row, [places[word] for word in chosen]] = True
    return packed(marks)


def _reach(people: Sequence[Person], districts: Sequence[str]) -> Bits:
    reach = _marks([each.districts for each in people], districts)
    # Also the bits that no district has, so that two who go anywhere meet.
    reach[[not each.districts for each in people]] = 2**32 - 1
    return reach


def _said(name: str) -> list[str]:
    return [name] if name else []


def _levels(people: Sequence[Person], languages: Sequence[str]) -> Points:
    places = {tag: place for place, tag in enumerate(languages)}
    levels = np.zeros((len(people), max(len(languages), 1)), np.int8)
    for row, each in enumerate(people):
        for tag, level in each.languages:
            levels[row, places[tag]] = max(level, levels[row, places[tag]])
    return levels


@dataclass(frozen=True, slots=True)
class Marked:
    """Some pairs out of all, as sorted numbers row x columns + column."""

    codes: Ints
    columns: int

    @classmethod
    def of(cls, pairs: Iterable[tuple[int, int]], columns: int) -> Marked:
        """Mark pairs of (row, column)."""
        codes = sorted({row * columns + column for row, column in pairs})
        return cls(np.array(codes, np.int64), columns)

    def turned(self, rows: int) -> Marked:
        """Return the same pairs with the sides exchanged."""
        first, second = np.divmod(self.codes, max(self.columns, 1))
        return Marked(np.sort(second * rows + first), rows)


@dataclass(frozen=True, slots=True)
class Sides:
    """Both tables, and the pairs that are not to be."""

    newcomers: Table
    locals: Table
    never: Marked
    forbidden: Marked

    def turned(self) -> Sides:
        """Return the same with locals as rows; every hard rule is symmetrical."""
        rows = len(self.newcomers)
        return Sides(
            self.locals, self.newcomers, self.never.turned(rows),
            self.forbidden.turned(rows),
        )  # fmt: skip


class View(Protocol):
    """Newcomers beside locals."""

    @property
    def sides(self) -> Sides:
        """Return everybody."""

    def left(self, values: Array) -> Array:
        """Return a newcomers' column, so that it meets `right` element by element."""

    def right(self, values: Array) -> Array:
        """Return a locals' column."""

    def shared(self, left: Bits, right: Bits) -> Array:
        """Return how many marks a newcomer's and a local's row have in common."""

    def marked(self, pairs: Marked) -> Bools:
        """Return which are marked."""


def counted(view: View, left: Bits, right: Bits) -> Array:
    """Count common bits word by word: ten times as fast as a product of matrices."""
    words = (
        np.bitwise_count(view.left(left[:, word]) & view.right(right[:, word]))
        for word in range(left.shape[1])
    )
    first = next(words)
    return sum(words, first.astype(np.int16))


@dataclass(frozen=True, slots=True)
class Crossed:
    """Some newcomers, each with every local."""

    sides: Sides
    rows: Ints

    def left(self, values: Array) -> Array:
        return values[self.rows, None]

    def right(self, values: Array) -> Array:
        return values[None, :]

    def shared(self, left: Bits, right: Bits) -> Array:
        return counted(self, left, right)

    def marked(self, pairs: Marked) -> Bools:
        marks = np.zeros((len(self.rows), len(self.sides.locals)), np.bool_)
        for place, row in enumerate(self.rows * pairs.columns):
            first, last = np.searchsorted(pairs.codes, [row, row + pairs.columns])
            marks[place, pairs.codes[first:last] - row] = True
        return marks


@dataclass(frozen=True, slots=True)
class Listed:
    """Pairs one by one."""

    sides: Sides
    rows: Ints
    columns: Ints

    def left(self, values: Array) -> Array:
        return values[self.rows]

    def right(self, values: Array) -> Array:
        return values[self.columns]

    def shared(self, left: Bits, right: Bits) -> Array:
        return counted(self, left, right)

    def marked(self, pairs: Marked) -> Bools:
        return np.isin(self.rows * pairs.columns + self.columns, pairs.codes)
