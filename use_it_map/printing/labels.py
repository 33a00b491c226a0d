"""Names of districts on the sheet. Pure; lengths in millimetres, y downwards."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from use_it_map.printing.sheet import DOT

HEIGHT = 3.2
"""How high a name is on paper, with the room around it."""
LETTER = 1.75
"""How wide a letter is taken to be; capitals of 8 points are narrower."""
MOST = 60
MOVES = (0, 4, -4, 7, -7, 10, -10)


@dataclass(frozen=True)
class Label:
    """A name, its middle on the sheet, and its rank: the smaller, the earlier set."""

    text: str
    x: float
    y: float
    rank: int = 0


def spread(
    labels: Iterable[Label],
    width: float,
    height: float,
    numbers: Collection[tuple[float, float]] = (),
) -> list[Label]:
    """Return the labels that have room on a sheet, none over another, each name once.

    A label moves up or down a little where a number would stand on it, if there is
    room; else the number stands on it.
    """
    placed: list[Label] = []
    for label in sorted(labels, key=lambda each: (each.rank, each.text, each.x)):
        if any(label.text == other.text for other in placed):
            continue  # tiles repeat what stands at their edges
        there = [replace(label, y=label.y + move) for move in MOVES]
        fits = [each for each in there if _fits(each, placed, width, height)]
        free = [each for each in fits if not any(_on(each, at) for at in numbers)]
        placed.extend((free or fits)[:1])
        if len(placed) == MOST:
            break
    return placed


def _fits(label: Label, placed: Iterable[Label], width: float, height: float) -> bool:
    half = len(label.text) * LETTER / 2
    across = half <= label.x <= width - half
    down = HEIGHT <= label.y <= height - HEIGHT
    return across and down and not any(_meet(label, other) for other in placed)


def _on(label: Label, number: tuple[float, float]) -> bool:
    wide = (len(label.text) * LETTER + DOT) / 2
    high = (HEIGHT + DOT) / 2
    return abs(label.x - number[0]) < wide and abs(label.y - number[1]) < high


def _meet(one: Label, other: Label) -> bool:
    wide = (len(one.text) + len(other.text)) * LETTER / 2
    return abs(one.x - other.x) < wide and abs(one.y - other.y) < HEIGHT * 1.5
