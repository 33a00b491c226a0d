"""Invented people, and what they say of themselves."""

from __future__ import annotations

from random import Random
from typing import Any

from buddy_program.choices import Side
from buddy_program.demo.reader import read
from buddy_program.matching.people import SLOTS
from buddy_program.vocabulary import GOALS, INTERESTS
from cms.slugs import romanised


def person(
    side: str, number: int, city: str, districts: list[str], chance: Random
) -> dict[str, Any]:
    """Return what somebody says of themselves, in the form's own words."""
    content = read("people")
    known = content[side][number % len(content[side])]
    name, language = known["name"], known["language"]
    likes = chance.sample(sorted(INTERESTS), 6)
    own = romanised(name).replace("-", ".")
    said = {
        "name": name,
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
        "gender": chance.choice(["woman", "man"]),
        "district": chance.choice(districts),
        "reach": chance.sample(districts, 2),
    }
    if side == Side.LOCAL:
        said["capacity"] = chance.choice([1, 1, 2])
    return {
        "email": f"{own}.{city}@example.com",
        "language": language,
        "said": said,
    }
