"""People as tests need them: everybody fits everybody unless told otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from buddy_program.matching.inputs import Inputs
from buddy_program.matching.people import (
    SLOTS,
    AgeBand,
    FamilyStage,
    Gender,
    Level,
    Local,
    Newcomer,
)
from buddy_program.matching.rules import Rules
from buddy_program.matching.scores import Criterion, Weights

FITS: dict[str, Any] = {
    "city": 1,
    "languages": (("en", Level.C1),),
    "slots": frozenset({"mon-evening"}),
}


def newcomer(number: int, **said: Any) -> Newcomer:
    return Newcomer(id=number, **{**FITS, **said})


def local(number: int, **said: Any) -> Local:
    return Local(id=number, **{**FITS, **said})


def only(criterion: Criterion, weight: int = 10, floor: int = 0) -> Weights:
    """Return weights under which nothing else counts."""
    nothing = dict.fromkeys(Criterion, 0)
    return Weights(**{**nothing, criterion: weight}, floor=floor)


# --- random instances ---------------------------------------------------------------

DISTRICTS = ("Poruba", "Přívoz", "Hrabůvka")
LANGUAGES = ("cs", "en", "uk")
INTERESTS = ("chess", "cooking", "hiking", "music")
GOALS = ("czech", "friends")


def some(words: Sequence[str], most: int = 3) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(words), max_size=most)


def said(other_ids: Sequence[int]) -> dict[str, st.SearchStrategy[Any]]:
    return {
        "city": st.sampled_from([1, 1, 1, 2]),
        "languages": st.lists(
            st.tuples(st.sampled_from(LANGUAGES), st.sampled_from(Level)), max_size=3
        ).map(tuple),
        "slots": some(SLOTS[:4], most=4),
        "district": st.sampled_from(["", *DISTRICTS]),
        "reach": some(DISTRICTS),
        "interests": some(INTERESTS),
        "dislikes": some(INTERESTS, most=1),
        "goals": some(GOALS),
        "family": st.sampled_from(FamilyStage),
        "age": st.sampled_from(AgeBand),
        "gender": st.sampled_from(Gender),
        "wants_gender": st.sampled_from(
            [frozenset[Gender](), frozenset({Gender.WOMAN})]
        ),
        "never_with": st.frozensets(st.sampled_from(other_ids), max_size=1),
        "safeguarding_block": st.sampled_from([False] * 9 + [True]),
    }


WEIGHTS = st.builds(
    Weights,
    **{criterion: st.integers(0, 20) for criterion in Criterion},
    floor=st.just(0),
)
RULES = st.builds(
    Rules,
    language_level=st.sampled_from([Level.A1, Level.B1]),
    shared_slots=st.sampled_from([1, 1, 2]),
)


@st.composite
def instances(draw: st.DrawFn, most: int = 8, *, most_capacity: int = 3) -> Inputs:
    """Draw people of all kinds; ids are shuffled, so their order says nothing."""
    ids = draw(st.permutations(range(1, most + 1)))
    count = draw(st.integers(1, most)), draw(st.integers(1, most))
    waiting = st.sampled_from([0, 1, 5, 366, 400])
    newcomers = [
        draw(st.builds(Newcomer, id=st.just(number), waiting_days=waiting, **said(ids)))
        for number in ids[: count[0]]
    ]
    capacity = st.integers(0, most_capacity)
    locals_ = [
        draw(st.builds(Local, id=st.just(number), capacity=capacity, **said(ids)))
        for number in ids[: count[1]]
    ]
    pair = st.tuples(st.sampled_from(ids[: count[0]]), st.sampled_from(ids[: count[1]]))
    return Inputs(
        newcomers=newcomers,
        locals=locals_,
        rules=draw(RULES),
        weights=draw(WEIGHTS),
        forbidden=draw(st.frozensets(pair, max_size=2)),
    )
