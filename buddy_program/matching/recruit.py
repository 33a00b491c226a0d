"""Says which locals should be looked for, so that those who wait have somebody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from buddy_program.matching.people import SLOTS, Gender, Newcomer
from buddy_program.matching.results import Recruit
from buddy_program.matching.rules import Rules

SLOTS_NAMED = 3


class Profile(NamedTuple):
    """What a local would have to be. Tuples, to have an order."""

    city: int
    language: str
    district: str
    genders: tuple[Gender, ...]


def recruitment(waiting: Sequence[Newcomer], rules: Rules) -> tuple[Recruit, ...]:
    """Return whom to look for, those who would help most newcomers first.

    If one such local came for each newcomer in a group, free when they are, all in
    these groups could be matched (as far as they would score above the floor). Who
    isn't in any group can't be helped so: they speak no language well enough, are
    hardly ever free, or their matching is stopped.
    """
    profiles = {each.id: list(_profiles(each, rules)) for each in waiting}
    people = {each.id: each for each in waiting if profiles[each.id]}
    helped = Counter(each for id_ in people for each in profiles[id_])
    found = []
    while people:
        best = min(helped, key=lambda each: (-helped[each], each))
        group = [id_ for id_ in sorted(people) if best in profiles[id_]]
        found.append(_recruit(best, [people.pop(id_) for id_ in group]))
        helped.subtract(each for id_ in group for each in profiles[id_])
    return tuple(found)


def _profiles(newcomer: Newcomer, rules: Rules) -> Iterator[Profile]:
    if newcomer.safeguarding_block or len(newcomer.slots) < rules.shared_slots:
        return
    spoken = {tag for tag, level in newcomer.languages if level >= rules.language_level}
    genders = tuple(sorted(newcomer.wants_gender))
    for language, district in product(sorted(spoken), newcomer.districts or [""]):
        yield Profile(newcomer.city, language, district, genders)


def _recruit(profile: Profile, newcomers: list[Newcomer]) -> Recruit:
    free = Counter(slot for each in newcomers for slot in each.slots)
    slots = sorted(free, key=lambda slot: (-free[slot], SLOTS.index(slot)))
    return Recruit(
        *profile,
        slots=tuple(slots[:SLOTS_NAMED]),
        newcomers=tuple(each.id for each in newcomers),
    )
