"""What a run says of itself is true."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import product

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from buddy_program.matching.inputs import Inputs, WrongInputs
from buddy_program.matching.people import SLOTS, Gender, Level, Local, Newcomer
from buddy_program.matching.results import Obstacle, Recruit, Run, Unmatched
from buddy_program.matching.rules import Rule, Rules
from buddy_program.matching.run import PinRefused, match
from buddy_program.matching.scores import Criterion, Weights
from buddy_program.matching.whatif import whatif
from buddy_program.matching.words import (
    Names,
    reasons,
    whom_to_recruit,
    why_unmatched,
)
from tests.buddy_program.matching import reference
from tests.buddy_program.matching.factories import instances, local, newcomer, only

FLOORS = st.sampled_from([0, 0, 150, 300])


@given(instances(most=7), FLOORS)
@settings(max_examples=40, deadline=None)
def test_each_obstacle_is_counted_as_if_pair_by_pair(
    inputs: Inputs, floor: int
) -> None:
    floor = min(floor, inputs.weights.best_score)
    inputs = replace(inputs, weights=replace(inputs.weights, floor=floor))

    run = match(inputs)

    for told in run.waiting:
        (a,) = (each for each in inputs.newcomers if each.id == told.id)
        check(inputs, told, [(a, b) for b in inputs.locals])
    for told in run.unasked:
        (b,) = (each for each in inputs.locals if each.id == told.id)
        check(inputs, told, [(a, b) for a in inputs.newcomers])


def check(inputs: Inputs, told: Unmatched, pairs: list[tuple[Newcomer, Local]]) -> None:
    fails = [obstacles(inputs, a, b) for a, b in pairs]
    others = Counter(by for each in fails for by in each)
    alone = Counter(by for each in fails if len(each) == 1 for by in each)
    assert {each.by: each.others for each in told.blocked} == others
    assert {each.by: each.alone for each in told.blocked if each.alone} == alone
    assert told.suitable == fails.count(set())
    if told.suitable:
        assert told.reason == Obstacle.TAKEN
    else:
        assert told.reason in others
        most = max((alone[by], others[by]) for by in others)
        assert (alone[told.reason], others[told.reason]) == most


def obstacles(inputs: Inputs, a: Newcomer, b: Local) -> set[Rule | Obstacle]:
    under = reference.score(inputs, a, b) < inputs.weights.floor
    return {*reference.broken(inputs, a, b), *([Obstacle.FLOOR] if under else [])}


@given(instances(most=8))
@settings(max_examples=25, deadline=None)
def test_the_alternatives_are_the_best_others(inputs: Inputs) -> None:
    run = match(inputs)

    known = reference.edges(inputs)
    for each in run.matches:
        pair = each.pair
        others = sorted(
            (-score, local)
            for (a, local), score in known.items()
            if a == pair.newcomer and local != pair.local
        )
        assert [(-found.score, found.local) for found in each.alternatives] == others[
            :3
        ]


@given(instances(most=8))
@settings(max_examples=25, deadline=None)
def test_whoever_is_recruited_helps_everybody_named(inputs: Inputs) -> None:
    run = match(inputs)

    groups = run.recruitment
    helped = [number for each in groups for number in each.newcomers]
    recruits = [
        recruit(each, 1000 + place)
        for place, each in enumerate(
            group for group in groups for _newcomer in group.newcomers
        )
    ]
    after = match(replace(inputs, locals=[*inputs.locals, *recruits]))
    assert len(set(helped)) == len(helped)
    assert set(helped) <= {each.id for each in run.waiting}
    assert after.totals.matched == run.totals.matched + len(helped)
    beyond = {each.id for each in run.waiting} - set(helped)
    for a in inputs.newcomers:
        if a.id in beyond:
            assert helpless(a, inputs.rules)


def helpless(a: Newcomer, rules: Rules) -> bool:
    best = max((level for _tag, level in a.languages), default=0)
    free = len(a.slots) >= rules.shared_slots
    return a.safeguarding_block or best < rules.language_level or not free


def recruit(wanted: Recruit, number: int) -> Local:
    return local(
        number,
        city=wanted.city,
        languages=((wanted.language, Level.NATIVE),),
        district=wanted.district,
        slots=frozenset(SLOTS),
        gender=wanted.genders[0] if wanted.genders else Gender.UNSAID,
    )


@given(instances(most=6))
@settings(max_examples=15, deadline=None)
def test_a_run_can_be_stored_and_read(inputs: Inputs) -> None:
    run = match(inputs)

    assert Run.from_json(run.to_json()) == run


# --- pins, forbidden and existing pairs ---------------------------------------------


def test_a_pin_is_kept_even_where_another_pair_would_be_better() -> None:
    cooks = {"interests": frozenset({"cooking"})}
    inputs = Inputs(
        newcomers=[newcomer(1, **cooks), newcomer(2)],
        locals=[local(11, **cooks), local(12)],
        weights=only(Criterion.INTERESTS),
        pins=frozenset({(2, 11)}),
    )

    run = match(inputs)

    found = [(each.pair.newcomer, each.pair.local, each.pinned) for each in run.matches]
    assert found == [(1, 12, False), (2, 11, True)]


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"city": 2}, Rule.CITY),
        ({"languages": (("cs", Level.NATIVE),)}, Rule.LANGUAGE),
        ({"slots": frozenset({"sun-morning"})}, Rule.AVAILABILITY),
        ({"wants_gender": frozenset({Gender.WOMAN})}, Rule.GENDER),
        ({"never_with": frozenset({11})}, Rule.NEVER_AGAIN),
        ({"safeguarding_block": True}, Rule.SAFEGUARDING),
        ({"district": "Poruba"}, Rule.DISTRICT),
    ],
)
def test_a_pin_that_breaks_a_hard_rule_is_refused(
    wrong: dict[str, object], rule: Rule
) -> None:
    inputs = Inputs(
        newcomers=[newcomer(1, **wrong)],
        locals=[local(11, district="Přívoz")],
        pins=frozenset({(1, 11)}),
    )

    with pytest.raises(PinRefused) as refused:
        match(inputs)

    assert (refused.value.pair, refused.value.rule) == ((1, 11), rule)


def test_pins_take_no_more_room_than_there_is() -> None:
    inputs = Inputs(
        newcomers=[newcomer(1), newcomer(2), newcomer(3)],
        locals=[local(11, capacity=2)],
        existing=frozenset({(3, 11)}),
        pins=frozenset({(1, 11), (2, 11)}),
    )

    with pytest.raises(PinRefused) as refused:
        match(inputs)

    assert refused.value.rule == Rule.CAPACITY


def test_existing_matches_are_left_alone_and_take_room() -> None:
    inputs = Inputs(
        newcomers=[newcomer(1), newcomer(2, waiting_days=9), newcomer(3)],
        locals=[local(11, capacity=2)],
        existing=frozenset({(3, 11)}),
    )

    run = match(inputs)

    assert [(each.pair.newcomer, each.pair.local) for each in run.matches] == [(2, 11)]
    assert [each.id for each in run.waiting] == [1]
    assert run.waiting[0].reason == Obstacle.TAKEN
    assert run.unasked == ()


def test_a_local_with_more_matches_than_room_gets_nobody_and_loses_nobody() -> None:
    inputs = Inputs(
        newcomers=[newcomer(1), newcomer(2), newcomer(3)],
        locals=[local(11, capacity=1)],
        existing=frozenset({(2, 11), (3, 11)}),
    )

    run = match(inputs)

    assert run.matches == ()
    assert [(each.id, each.reason) for each in run.waiting] == [(1, Rule.CAPACITY)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"pins": frozenset({(1, 99)})},
        {"forbidden": frozenset({(99, 11)})},
        {"pins": frozenset({(1, 11), (1, 12)})},
        {"pins": frozenset({(1, 11)}), "existing": frozenset({(1, 12)})},
        {"newcomers": [newcomer(1), newcomer(1)]},
        {"locals": [local(11), local(11)]},
    ],
)
def test_inputs_that_contradict_each_other_are_refused(
    wrong: dict[str, object],
) -> None:
    fine = {"newcomers": [newcomer(1)], "locals": [local(11), local(12)]}

    with pytest.raises(WrongInputs):
        Inputs(**{**fine, **wrong})  # type: ignore[arg-type]


def test_numbers_out_of_their_range_are_refused() -> None:
    for wrong in (
        lambda: newcomer(1, waiting_days=-1),
        lambda: local(1, capacity=-1),
        lambda: local(1, slots=frozenset({"noon"})),
        lambda: Weights(goals=101),
        lambda: Weights(floor=-1),
        lambda: only(Criterion.GOALS, weight=1, floor=11),
        lambda: Rules(shared_slots=0),
    ):
        with pytest.raises(ValueError, match=r"\w"):
            wrong()


def test_another_input_has_another_digest() -> None:
    people = {"newcomers": [newcomer(1), newcomer(2)], "locals": [local(11), local(12)]}
    plain = Inputs(**people)  # type: ignore[arg-type]
    changes: list[dict[str, object]] = [
        {},
        {"rules": Rules(version=2)},
        {"weights": Weights(age=0)},
        {"pins": frozenset({(1, 11)})},
        {"forbidden": frozenset({(1, 11)})},
        {"existing": frozenset({(1, 11)})},
        {"newcomers": [newcomer(1, waiting_days=1), newcomer(2)]},
        {"locals": [local(11)]},
    ]

    digests = [replace(plain, **each).digest() for each in changes]  # type: ignore[arg-type]

    assert len(set(digests)) == len(digests)
    turned = replace(plain, newcomers=[newcomer(2), newcomer(1)])
    assert turned.digest() == digests[0]


def test_whatif_tells_who_gains_who_loses_and_who_moves() -> None:
    inputs = Inputs(
        newcomers=[newcomer(1, waiting_days=5), newcomer(2)], locals=[local(11)]
    )
    before = match(inputs)

    run, more = whatif(inputs, before, locals=[local(10), local(11)])
    _run, other = whatif(inputs, before, forbidden=frozenset({(1, 11)}))

    assert (more.gained, more.lost, more.moved) == ((2,), (), (1,))
    assert (more.before.matched, more.after.matched) == (1, 2)
    assert run.waiting == ()
    assert (other.gained, other.lost, other.moved) == ((2,), (1,), ())


# --- in words -----------------------------------------------------------------------

UKRAINIAN = (("uk", Level.NATIVE),)
NAMES = Names(language={"uk": "Ukrainian", "en": "English"}.__getitem__)


def test_who_is_missing_is_said_in_one_sentence() -> None:
    waiting = [newcomer(n, languages=UKRAINIAN, district="Poruba") for n in (1, 2)]

    run = match(Inputs(newcomers=waiting, locals=[local(11)]))

    (wanted,) = run.recruitment
    assert whom_to_recruit(wanted, NAMES) == (
        "2 locals who speak Ukrainian in Poruba. Best free at: mon-evening."
    )


def test_a_wish_and_a_whole_city_are_said_too() -> None:
    wish = {"wants_gender": frozenset({Gender.WOMAN})}

    run = match(Inputs(newcomers=[newcomer(1, **wish)], locals=[]))

    (wanted,) = run.recruitment
    assert run.waiting[0].reason == Obstacle.NOBODY
    assert whom_to_recruit(wanted, NAMES) == (
        "1 local who speaks English, anywhere in the city. Wished for: a woman. "
        "Best free at: mon-evening."
    )


def test_the_reasons_of_a_pair_come_with_what_they_count() -> None:
    a = newcomer(1, interests=frozenset({"chess", "hiking"}), district="Poruba", age=2)
    b = local(11, interests=frozenset({"chess", "hiking"}), dislikes=frozenset({"x"}),
              district="Poruba", age=3)  # fmt: skip
    weights = Weights(goals=0, family=0)

    (found,) = match(Inputs(newcomers=[a], locals=[b], weights=weights)).matches
    told = reasons(found.pair, a, b, weights, NAMES)

    assert [(each.text, each.score, each.best) for each in told] == [
        ("Neither dislikes what the other likes.", 150, 150),
        ("Both like: chess, hiking.", 120, 300),
        ("Both speak well: English.", 120, 150),
        ("Both live here: Poruba.", 100, 100),
        ("They are nearly of the same age.", 60, 100),
        ("Both are free at 1 time of the week.", 40, 200),
    ]
    assert sum(each.score for each in told) == found.pair.score


def test_who_waits_is_told_why_in_czech_too() -> None:
    run = match(Inputs(newcomers=[newcomer(1, languages=UKRAINIAN)], locals=[local(2)]))

    assert why_unmatched(run.waiting[0]) == [
        "No common language is spoken well enough.",
        "No common language is spoken well enough. (pairs: 1, for this reason only: 1)",
    ]
    with override("cs"):
        assert why_unmatched(run.waiting[0])[0] == (
            "Žádným společným jazykem nemluví oba dost dobře."
        )


def test_every_criterion_has_words_for_every_number_of_points() -> None:
    people = [
        {},
        {"interests": frozenset({"a"}), "goals": frozenset({"g"}), "family": 1,
         "age": 1, "district": "Poruba"},
        {"dislikes": frozenset({"a"}), "family": 2, "age": 2, "district": "Přívoz",
         "reach": frozenset({"Poruba"}), "goals": frozenset({"g"})},
        {"family": 5, "age": 6, "languages": ()},
    ]  # fmt: skip
    weights = Weights()
    for first, second in product(people, people):
        a, b = newcomer(1, **first), local(11, **second)
        run = match(Inputs(newcomers=[a], locals=[b]))
        for each in run.matches:
            told = reasons(each.pair, a, b, weights, Names())
            assert len({found.text for found in told}) == len(Criterion)
