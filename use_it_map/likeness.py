"""Whether two places may be the same: by their names and the distance between them."""

from __future__ import annotations

import math
import re
from difflib import SequenceMatcher

from anyascii import anyascii

EARTH_M = 6_371_008.8
"""The mean radius of the Earth (IUGG)."""
NEAR_M = 60
"""Within a building: half a name alike is enough."""
FAR_M = 400
"""Within a walk, or a point put down hastily: the names must be nearly the same."""
NOISE = re.compile(r"\b(s r o|spol|a s|z s|o p s|mudr|mddr|mvdr|ing|phd|ltd)\b")
"""Kinds of companies and titles, which tell no two places apart."""


def plain(name: str) -> str:
    """Return a name without case, accents, punctuation, titles and kinds of company."""
    words = re.sub(r"[^a-z0-9]+", " ", anyascii(name).casefold()).strip()
    return " ".join(NOISE.sub(" ", words).split()) or words


def names_alike(one: str, other: str) -> float:
    """Return how alike two names are, from 0 to 1; the order of words counts little."""
    a, b = plain(one), plain(other)
    if a == b:
        return 1.0
    straight = _ratio(a, b)
    sorted_ = _ratio(" ".join(sorted(a.split())), " ".join(sorted(b.split())))
    return min(0.99, max(straight, sorted_))


def _ratio(a: str, b: str) -> float:
    first, second = sorted((a, b))  # the order would matter else
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def may_be_same(likeness: float, metres: float) -> bool:
    """Return whether names that are so alike, so far apart, may be one place."""
    if metres <= NEAR_M:
        return likeness >= 0.5
    return metres <= FAR_M and likeness >= 0.8


def distance_m(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the great-circle distance of two points (latitude, longitude), in metres.

    The Earth is taken as a sphere: off by 0.6 % at the most.
    """
    a, b = math.radians(one[0]), math.radians(other[0])
    half = math.radians(other[1] - one[1]) / 2
    chord = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(half) ** 2
    return 2 * EARTH_M * math.asin(min(1.0, math.sqrt(chord)))
