"""Puts a run into plain words, in the language that is active.

The names of interests, goals, languages and districts are the programme's own;
`Names` looks them up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from buddy_program.matching.people import Gender, Local, Newcomer
from buddy_program.matching.results import Blocked, Obstacle, Pair, Recruit, Unmatched
from buddy_program.matching.rules import Rule
from buddy_program.matching.scores import Criterion, Weights


def _as_it_is(name: str) -> str:
    return name


@dataclass(frozen=True, slots=True)
class Names:
    """How to call what people have named: callables from a key to a text."""

    language: Callable[[str], str] = _as_it_is
    district: Callable[[str], str] = _as_it_is
    interest: Callable[[str], str] = _as_it_is
    goal: Callable[[str], str] = _as_it_is
    slot: Callable[[str], str] = _as_it_is


# --- why these two ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reason:
    """What one criterion says of a pair."""

    criterion: Criterion
    text: str
    score: int
    best: int
    """What it could have added to the score."""


def reasons(
    pair: Pair, newcomer: Newcomer, local: Local, weights: Weights, names: Names
) -> list[Reason]:
    """Return what each criterion that counts says, the most important first."""
    found = [
        Reason(
            criterion,
            TEXTS[criterion](newcomer, local, pair.points_of(criterion), names),
            weights.of(criterion) * pair.points_of(criterion),
            weights.of(criterion) * 10,
        )
        for criterion in Criterion
        if weights.of(criterion)
    ]
    return sorted(found, key=lambda each: (-each.score, -each.best))


def _interests(a: Newcomer, b: Local, _points: int, names: Names) -> str:
    shared = _listed(map(names.interest, a.interests & b.interests))
    if not shared:
        return _("They have named no interest in common.")
    return _("Both like: %(interests)s.") % {"interests": shared}


def _dislikes(a: Newcomer, b: Local, _points: int, names: Names) -> str:
    clashes = (a.interests & b.dislikes) | (a.dislikes & b.interests)
    if not clashes:
        return _("Neither dislikes what the other likes.")
    clash = _listed(map(names.interest, clashes))
    return _("One likes what the other doesn't: %(interests)s.") % {"interests": clash}


def _goals(a: Newcomer, b: Local, _points: int, names: Names) -> str:
    shared = _listed(map(names.goal, a.goals & b.goals))
    if not shared:
        return _("They have different goals.")
    return _("Both want: %(goals)s.") % {"goals": shared}


def _availability(a: Newcomer, b: Local, _points: int, _names: Names) -> str:
    count = len(a.slots & b.slots)
    return ngettext(
        "Both are free at %(count)d time of the week.",
        "Both are free at %(count)d times of the week.",
        count,
    ) % {"count": count}


def _language(a: Newcomer, b: Local, _points: int, names: Names) -> str:
    common = {tag: min(level, b.level_of(tag)) for tag, level in a.languages}
    best = max(common.values(), default=0)
    spoken = [names.language(tag) for tag, level in common.items() if level == best > 0]
    if not spoken:
        return _("They have no language in common.")
    return _("Both speak well: %(languages)s.") % {"languages": _listed(spoken)}


def _district(a: Newcomer, _b: Local, points: int, names: Names) -> str:
    if points == 10:
        named = {"district": names.district(a.district)}
        return _("Both live here: %(district)s.") % named
    if points:
        return _("One would come to where the other lives.")
    return _("They don't live near each other.")


def _family(_a: Newcomer, _b: Local, points: int, _names: Names) -> str:
    if points == 10:
        return _("They live in the same kind of household.")
    if points:
        return _("Their households have something in common.")
    return _("They live in different kinds of households.")


def _age(_a: Newcomer, _b: Local, points: int, _names: Names) -> str:
    if points == 10:
        return _("They are of the same age.")
    if points:
        return _("They are nearly of the same age.")
    return _("Their ages are far apart, or not known.")


TEXTS: dict[Criterion, Callable[[Newcomer, Local, int, Names], str]] = {
    Criterion.INTERESTS: _interests,
    Criterion.DISLIKES: _dislikes,
    Criterion.GOALS: _goals,
    Criterion.AVAILABILITY: _availability,
    Criterion.LANGUAGE: _language,
    Criterion.DISTRICT: _district,
    Criterion.FAMILY: _family,
    Criterion.AGE: _age,
}


# --- why nobody ---------------------------------------------------------------------

OBSTACLES = {
    Rule.SAFEGUARDING: gettext_lazy("Matching was stopped for safety."),
    Rule.CITY: gettext_lazy("They are in another city."),
    Rule.CAPACITY: gettext_lazy("They have no room for another match."),
    Rule.LANGUAGE: gettext_lazy("No common language is spoken well enough."),
    Rule.DISTRICT: gettext_lazy("There is no district where both would meet."),
    Rule.AVAILABILITY: gettext_lazy("They are free at different times."),
    Rule.GENDER: gettext_lazy("One of them would rather meet somebody else."),
    Rule.NEVER_AGAIN: gettext_lazy("An earlier match has failed or was blocked."),
    Rule.FORBIDDEN: gettext_lazy("The coordinator has ruled the pair out."),
    Obstacle.FLOOR: gettext_lazy("They have too little in common."),
    Obstacle.TAKEN: gettext_lazy("Everybody suitable is matched with somebody else."),
    Obstacle.NOBODY: gettext_lazy("There is nobody on the other side."),
}


def why_unmatched(person: Unmatched) -> list[str]:
    """Return the reason, then each obstacle with its numbers, the largest first."""
    told = sorted(person.blocked, key=lambda each: (-each.alone, -each.others))
    return [str(OBSTACLES[person.reason]), *map(_obstacle, told)]


def _obstacle(blocked: Blocked) -> str:
    return _("%(reason)s (pairs: %(others)d, for this reason only: %(alone)d)") % {
        "reason": OBSTACLES[blocked.by],
        "others": blocked.others,
        "alone": blocked.alone,
    }


# --- who would help -----------------------------------------------------------------


def whom_to_recruit(recruit: Recruit, names: Names) -> str:
    """Return for example “2 locals who speak Ukrainian in Poruba”, and when."""
    said = {
        "count": len(recruit.newcomers),
        "language": names.language(recruit.language),
        "district": names.district(recruit.district),
    }
    return " ".join([_who(recruit, said), *_further(recruit, names)])


def _who(recruit: Recruit, said: dict[str, object]) -> str:
    count = len(recruit.newcomers)
    if not recruit.district:
        return ngettext(
            "%(count)d local who speaks %(language)s, anywhere in the city.",
            "%(count)d locals who speak %(language)s, anywhere in the city.",
            count,
        ) % {"count": count, "language": said["language"]}
    text: str = (
        ngettext(
            "%(count)d local who speaks %(language)s in %(district)s.",
            "%(count)d locals who speak %(language)s in %(district)s.",
            count,
        )
        % said
    )
    return text


GENDERS = {
    Gender.UNSAID: gettext_lazy("not said"),
    Gender.WOMAN: gettext_lazy("a woman"),
    Gender.MAN: gettext_lazy("a man"),
    Gender.OTHER: gettext_lazy("of another gender"),
}


def _further(recruit: Recruit, names: Names) -> Iterator[str]:
    if recruit.genders:
        wished = _listed(str(GENDERS[each]) for each in recruit.genders)
        yield _("Wished for: %(genders)s.") % {"genders": wished}
    times = ", ".join(names.slot(slot) for slot in recruit.slots)
    yield _("Best free at: %(times)s.") % {"times": times}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
