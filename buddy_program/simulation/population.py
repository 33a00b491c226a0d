"""Invented people for simulations and benchmarks; the shares are guesses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeVar

from buddy_program.matching.people import (
    SLOTS,
    AgeBand,
    FamilyStage,
    Gender,
    Level,
    Local,
    Newcomer,
)

T = TypeVar("T")

DISTRICTS = (
    "Hrabůvka", "Mariánské Hory", "Michálkovice", "Moravská Ostrava", "Pustkovec",
    "Poruba", "Přívoz", "Slezská Ostrava", "Svinov", "Vítkovice", "Výškovice", "Zábřeh",
)  # fmt: skip
LANGUAGES = {"en": 60, "uk": 30, "ru": 15, "es": 10, "de": 8, "vi": 6, "fr": 5, "hi": 4}
"""Languages of newcomers beside Czech, by how often they are spoken."""

INTERESTS = (
    "books", "board-games", "ceramics", "chess", "cinema", "climbing", "coffee",
    "cooking", "cycling", "dance", "dogs", "drawing", "football", "gardening", "gym",
    "hiking", "history", "knitting", "languages", "music", "photography", "running",
    "sailing", "skiing", "swimming", "tea", "theatre", "travel", "video-games", "yoga",
)  # fmt: skip
GOALS = ("czech", "culture", "friends", "leisure", "parenting", "work")


@dataclass(slots=True)
class Population:
    """Draws people, the same ones for the same seed; ids count from 1."""

    random: Random
    born: int = field(default=0)

    def newcomer(self, **said: Any) -> Newcomer:
        """Draw a newcomer; what is given is taken as it is."""
        spoken = self._some(list(LANGUAGES), 1, 3, [*LANGUAGES.values()])
        languages = {tag: self._level(Level.B1) for tag in sorted(spoken)}
        languages["cs"] = self.random.choice([Level.A1, Level.A1, Level.A2, Level.B1])
        return Newcomer(**{**self._person(languages), **said})

    def local(self, **said: Any) -> Local:
        """Draw a Czech-speaking local."""
        languages = {"cs": Level.NATIVE}
        for tag, share in LANGUAGES.items():
            if self.random.random() < share / 150:
                languages[tag] = self._level(Level.A2)
        return Local(**{**self._person(languages), **said})

    def _person(self, languages: dict[str, Level]) -> dict[str, Any]:
        self.born += 1
        gender = self.random.choice([Gender.WOMAN, Gender.MAN])
        alike = self.random.random() < 0.15
        interests = self._some(INTERESTS, 2, 8)
        return {
            "id": self.born,
            "city": 1,
            "languages": tuple(sorted(languages.items())),
            "slots": self._some(SLOTS, 2, 7),
            "district": self.random.choice(DISTRICTS),
            "reach": self._some(DISTRICTS, 1, 6),
            "interests": interests,
            "dislikes": self._some(INTERESTS, 0, 2) - interests,
            "goals": self._some(GOALS, 1, 3),
            "family": self.random.choice(list(FamilyStage)),
            "age": self.random.choice(list(AgeBand)),
            "gender": gender,
            "wants_gender": frozenset({gender}) if alike else frozenset(),
        }

    def _level(self, least: Level) -> Level:
        return self.random.choice([level for level in Level if level >= least])

    def _some(
        self,
        words: Sequence[T],
        least: int,
        most: int,
        weights: Sequence[int] | None = None,
    ) -> frozenset[T]:
        count = self.random.randint(least, most)
        if weights is None:
            return frozenset(self.random.sample(words, count))
        return frozenset(self.random.choices(words, weights, k=count))
