"""Answers come to what the published scoring says."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buddy_program.instruments.catalogue import (
    INSTRUMENTS,
    NoSuchInstrument,
    instrument,
    newest,
)
from buddy_program.instruments.loneliness import LONELINESS
from buddy_program.instruments.model import Instrument, WrongAnswers
from buddy_program.instruments.own import NETWORK
from buddy_program.instruments.who5 import WHO_5

EVERY = pytest.mark.parametrize(
    "each", INSTRUMENTS.values(), ids=[key for key, _version in INSTRUMENTS]
)
LANGUAGES = {"en", "cs", "uk"}


def test_every_set_of_answers_to_the_loneliness_questions_is_scored_as_published() -> (
    None
):
    keys = ("companionship", "left_out", "isolated", "lonely")
    for one, two, three, direct in product(
        (1, 2, 3), (1, 2, 3), (1, 2, 3), range(1, 6)
    ):
        answers = dict(zip(keys, (one, two, three, direct), strict=True))
        assert LONELINESS.scores(answers) == {
            "ucla3": one + two + three,
            "direct": direct,
        }


def test_the_words_of_an_answer_have_the_published_value() -> None:
    words = {
        item.key: {option.text["en"]: option.value for option in item.options}
        for item in (*LONELINESS.items, *WHO_5.items)
    }
    ucla = {"Hardly ever or never": 1, "Some of the time": 2, "Often": 3}
    who = {
        "All of the time": 5, "Most of the time": 4, "More than half of the time": 3,
        "Less than half of the time": 2, "Some of the time": 1, "At no time": 0,
    }  # fmt: skip
    assert [words[key] for key in ("companionship", "left_out", "isolated")] == [
        ucla
    ] * 3
    assert words["lonely"]["Often or always"] == 5
    assert words["lonely"]["Never"] == 1
    assert [words[item.key] for item in WHO_5.items] == [who] * 5


@given(st.lists(st.integers(0, 5), min_size=5, max_size=5))
def test_who_5_is_four_times_the_sum(values: list[int]) -> None:
    keys = [item.key for item in WHO_5.items]

    scores = WHO_5.scores(dict(zip(keys, values, strict=True)))

    assert scores == {"raw": sum(values), "percentage": 4 * sum(values)}


@EVERY
def test_scores_reach_their_limits_and_never_leave_them(each: Instrument) -> None:
    for scale in each.scales:
        chosen = [item for item in each.items if item.key in scale.items]
        ranges = [
            [option.value for option in item.options] or list(item.limits)
            for item in chosen
        ]
        found = {
            each.scores(dict(zip([item.key for item in chosen], values, strict=True)))[
                scale.key
            ]
            for values in product(*ranges)
        }
        known = [score for score in found if score is not None]
        assert len(known) == len(found)
        assert [min(known), max(known)] == [Fraction(limit) for limit in scale.limits]


@EVERY
def test_a_scale_with_an_item_missing_has_no_score(each: Instrument) -> None:
    full = {
        item.key: item.options[0].value if item.options else 1 for item in each.items
    }
    for scale in each.scales:
        for missing in scale.items:
            kept = {key: value for key, value in full.items() if key != missing}
            for answers in (kept, {**full, missing: None}):
                scores = each.scores(answers)
                assert scores[scale.key] is None
                others = [other for other in each.scales if missing not in other.items]
                assert all(scores[other.key] is not None for other in others)
        assert isinstance(each.scores(full)[scale.key], Fraction)


@EVERY
def test_every_text_is_there_in_every_language_and_says_whose_it_is(
    each: Instrument,
) -> None:
    texts = [each.title, each.lead, *(scale.title for scale in each.scales)]
    for item in each.items:
        texts += [item.text, *(option.text for option in item.options)]
    assert all(text.keys() == LANGUAGES for text in texts)
    assert all(words.strip() for text in texts for words in text.values())
    assert each.wording.keys() == LANGUAGES


@pytest.mark.parametrize(
    ("asked", "answers"),
    [
        (LONELINESS, {"happy": 1}),
        (LONELINESS, {"happy": None}),
        (LONELINESS, {"lonely": 6}),
        (LONELINESS, {"left_out": 0}),
        (LONELINESS, {"left_out": True}),
        (WHO_5, {"calm": -1}),
        (NETWORK, {"help": 101}),
    ],
)
def test_an_answer_that_is_not_offered_is_refused(
    asked: Instrument, answers: dict[str, int | None]
) -> None:
    with pytest.raises(WrongAnswers):
        asked.scores(answers)


def test_an_instrument_is_found_by_key_and_version() -> None:
    assert instrument("who5", 1) is WHO_5
    assert newest("who5") is WHO_5
    for key, version in (("who5", 2), ("who6", 1)):
        with pytest.raises(NoSuchInstrument):
            instrument(key, version)
    with pytest.raises(NoSuchInstrument):
        newest("who6")
