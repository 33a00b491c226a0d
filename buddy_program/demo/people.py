"""Invented people, and what they say of themselves."""

from __future__ import annotations

from random import Random
from typing import Any

from buddy_program.choices import Side
from buddy_program.demo.reader import read
from buddy_program.matching.people import SLOTS
from buddy_program.vocabulary import GOALS, INTERESTS
from cms.slugs import romanised

ORDER = (0, 1, 0, 2, 0, 3, 4, 0, 5, 6)
"""Where newcomers come from, again and again: four of ten from Ukraine."""


def person(
    side: str, number: int, city: str, districts: list[str], chance: Random
) -> dict[str, Any]:
    """Return what somebody says of themselves, in the form's own words."""
    content = read("people")
    known = named(side, number)
    language = known["language"]
    likes = chance.sample(sorted(INTERESTS), 6)
    own = romanised(known["name"]).replace("-", ".")
    said = {
        "name": known["name"],
        "phone": f"+420 700 {number:03d} {chance.randrange(1000):03d}",
        "languages": [
            {"tag": tag, "level": level} for tag, level in known["languages"].items()
        ],
        "slots": chance.sample(SLOTS, 7),
        "interests": likes[:4],
        "dislikes": likes[5:],
        "goals": chance.sample(sorted(GOALS), 3),
        "expectations": content["hopes"][language],
        "experience": content["experience"][language],
        "heard_from": chance.choice(["centre", "friend", "internet", "event"]),
        "age": chance.choice(["under_25", "from_25", "from_35", "from_45"]),
        "family": chance.choice(["alone", "couple", "small_children"]),
        "gender": known["gender"],
        "district": chance.choice(districts),
        "reach": chance.sample(districts, 2),
    }
    if side == Side.LOCAL:
        said["capacity"] = chance.choice([1, 1, 2])
    return {"email": f"{own}.{city}@example.com", "language": language, "said": said}


def named(side: str, number: int) -> dict[str, Any]:
    """Return the name of somebody, what they speak, and their gender.

    The first 59 numbers lead to different names.
    """
    origin, place = _origin(side, number)
    woman = place % 5 in (0, 1, 3)
    given = origin["women" if woman else "men"]
    surnames = origin["surnames"]
    if not woman:
        surnames = origin.get("surnames_of_men", surnames)
    first = given[place // 2 % len(given)]
    last = surnames[(place + place // len(surnames)) % len(surnames)]
    both = (last, first) if "family_name_first" in origin else (first, last)
    return {
        "name": " ".join(both),
        "language": origin["language"],
        "languages": origin["languages"][place % len(origin["languages"])],
        "gender": "woman" if woman else "man",
    }


def _origin(side: str, number: int) -> tuple[dict[str, Any], int]:
    """Return where somebody comes from, and how many came from there before."""
    origins = read("people")[side]
    if side == Side.LOCAL:
        return origins[0], number
    rounds, at = divmod(number, len(ORDER))
    which = ORDER[at]
    return origins[which], rounds * ORDER.count(which) + ORDER[:at].count(which)
