"""The two sides of a match as plain data. No names, no contacts: numbers instead."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS_OF_DAY = ("morning", "afternoon", "evening")
SLOTS = tuple(f"{day}-{part}" for day in DAYS for part in PARTS_OF_DAY)
"""The availability grid of a week."""


class Level(IntEnum):
    """How well somebody speaks a language: CEFR, and those who grew up with it."""

    A1 = 1
    A2 = 2
    B1 = 3
    B2 = 4
    C1 = 5
    C2 = 6
    NATIVE = 7


class FamilyStage(IntEnum):
    """With whom somebody lives. Neighbouring numbers have much in common."""

    UNSAID = 0
    ALONE = 1
    COUPLE = 2
    SMALL_CHILDREN = 3
    SCHOOL_CHILDREN = 4
    GROWN_CHILDREN = 5


class AgeBand(IntEnum):
    """An age in bands: nobody's date of birth is asked for."""

    UNSAID = 0
    UNDER_25 = 1
    FROM_25 = 2
    FROM_35 = 3
    FROM_45 = 4
    FROM_55 = 5
    FROM_65 = 6


class Gender(StrEnum):
    """What somebody has said of their gender."""

    UNSAID = ""
    WOMAN = "woman"
    MAN = "man"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What both sides say of themselves.

    Raises:
        ValueError: if a slot doesn't stand in `SLOTS`.
    """

    id: int
    city: int
    languages: tuple[tuple[str, Level], ...]
    """BCP 47 tags with levels; of a tag that is named twice the best level counts."""

    slots: frozenset[str]
    """When they can meet, out of `SLOTS`."""

    district: str = ""
    """Where they live; empty if they don't say."""

    reach: frozenset[str] = frozenset()
    """Where else they would meet; empty with an empty `district`: anywhere."""

    interests: frozenset[str] = frozenset()
    dislikes: frozenset[str] = frozenset()
    """What they would rather not spend time on; in the words of `interests`."""

    goals: frozenset[str] = frozenset()
    """What they are looking for, or would like to give."""

    family: FamilyStage = FamilyStage.UNSAID
    age: AgeBand = AgeBand.UNSAID
    gender: Gender = Gender.UNSAID
    wants_gender: frozenset[Gender] = frozenset()
    """Whom they would meet; empty: anybody."""

    never_with: frozenset[int] = frozenset()
    """Ids of the other side with whom a match has failed or who are blocked."""

    safeguarding_block: bool = False
    """Whether the safeguarding role has stopped their matching."""

    def __post_init__(self) -> None:
        if unknown := self.slots - set(SLOTS):
            raise ValueError(f"Person {self.id}: no such slot: {sorted(unknown)}")

    @property
    def districts(self) -> frozenset[str]:
        """Where they can be met; empty: anywhere in the city."""
        return self.reach | {self.district} if self.district else self.reach

    def level_of(self, language: str) -> int:
        """Return how well they speak a language, 0 if not at all."""
        return max(
            (level for tag, level in self.languages if tag == language), default=0
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer(Person):
    """Somebody who has come to a city and waits for a local.

    Raises:
        ValueError: if they wait a negative number of days.
    """

    waiting_days: int = 0
    """Whole days since they could be matched, at the time of the run."""

    def __post_init__(self) -> None:
        # Dataclasses with slots know no argument-less super().
        Person.__post_init__(self)
        if self.waiting_days < 0:
            raise ValueError(f"Newcomer {self.id}: waits {self.waiting_days} days")


@dataclass(frozen=True, slots=True, kw_only=True)
class Local(Person):
    """A Czech-speaking local who would be somebody's friend.

    Raises:
        ValueError: if the capacity is negative.
    """

    capacity: int = 1
    """How many newcomers at once, existing matches included."""

    def __post_init__(self) -> None:
        Person.__post_init__(self)
        if self.capacity < 0:
            raise ValueError(f"Local {self.id}: capacity {self.capacity}")
