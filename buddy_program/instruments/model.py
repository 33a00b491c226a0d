"""What a questionnaire is, and what its answers come to.

An instrument of a version never changes: results are stored with both, so that they
can be read years later. A change of a text or of the scoring makes a new version.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

Texts = Mapping[str, str]
"""A text by language."""

Answers = Mapping[str, int | None]
"""The value chosen by item; None or left out: not answered."""


class Wording(StrEnum):
    """Whose words the texts in a language are."""

    OFFICIAL = "official"
    WORKING = "working"
    """The programme's own translation: not validated, and to be said so."""


class WrongAnswers(ValueError):
    """An item that isn't there, or a value that it doesn't offer. Nothing is scored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One of the answers to an item."""

    value: int
    text: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A question."""

    key: str
    text: Texts
    options: tuple[Option, ...] = ()
    limits: tuple[int, int] = (0, 0)
    """Least and greatest number, where a number is asked for and no option offered."""

    def takes(self, value: int) -> bool:
        """Tell whether a value can be answered."""
        if self.options:
            return value in {option.value for option in self.options}
        return self.limits[0] <= value <= self.limits[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A score: which items it needs, and how they are put together.

    It is None as soon as one of its items isn't answered: none of these instruments
    publishes a rule for filling in, so nothing is filled in.
    """

    key: str
    title: Texts
    items: tuple[str, ...]
    score: Callable[[list[int]], Fraction]
    limits: tuple[int, int]
    """The least and the greatest score."""

    higher_is_better: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A questionnaire in one version."""

    key: str
    version: int
    title: Texts
    lead: Texts
    """What is said before the first item, always in the programme's own words."""

    items: tuple[Item, ...]
    scales: tuple[Scale, ...]
    wording: Mapping[str, Wording]
    """By language."""

    source: str

    def scores(self, answers: Answers) -> dict[str, Fraction | None]:
        """Return each scale's score, exactly; None where an item of it is missing.

        Raises:
            WrongAnswers: if an item or a value isn't one of this instrument's.
        """
        given = self._checked(answers)
        return {
            scale.key: scale.score([given[key] for key in scale.items])
            if given.keys() >= set(scale.items)
            else None
            for scale in self.scales
        }

    def _checked(self, answers: Answers) -> dict[str, int]:
        known = {item.key: item for item in self.items}
        given = {key: value for key, value in answers.items() if value is not None}
        for key in answers:
            if key not in known:
                raise WrongAnswers(f"{self.key} has no item “{key}”.")
        for key, value in given.items():
            if isinstance(value, bool) or not known[key].takes(value):
                raise WrongAnswers(f"{self.key}, {key}: no answer is {value!r}.")
        return given


def total(values: list[int]) -> Fraction:
    """Return the sum."""
    return Fraction(sum(values))


def three(en: str, cs: str, uk: str) -> Texts:
    """Return a text in the languages that the programme asks in."""
    return {"en": en, "cs": cs, "uk": uk}


def options(*texts: Texts, values: tuple[int, ...]) -> tuple[Option, ...]:
    """Return the answers with their values, in the order in which they are shown."""
    return tuple(
        Option(value=value, text=text)
        for value, text in zip(values, texts, strict=True)
    )
