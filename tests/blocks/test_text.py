from __future__ import annotations

from typing import Any

import pytest

from blocks.text import CalloutBlock, FaqBlock, HeadingBlock, QuoteBlock, RichTextBlock
from tests.blocks.support import errors_of, stored

REQUIRED = ["This field is required."]
WEB_ADDRESS = ["Enter a web address that starts with https:// or http://."]


@pytest.mark.parametrize("level", ["2", "3", "4"])
def test_headings_have_levels_two_to_four(level: str) -> None:
    assert errors_of(HeadingBlock(), {"text": "Arrival", "level": level}) == {}


@pytest.mark.parametrize("level", ["1", "5", "h2"])
def test_other_levels_are_refused(level: str) -> None:
    errors = errors_of(HeadingBlock(), {"text": "Arrival", "level": level})

    assert list(errors) == ["level"]


def test_a_heading_starts_at_level_two() -> None:
    assert stored(HeadingBlock(), HeadingBlock().normalize({"text": "Arrival"})) == {
        "text": "Arrival",
        "level": "2",
    }


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "x" * 161}, "text"),
    ],
)
def test_a_heading_says_something_short(value: dict[str, Any], field: str) -> None:
    assert list(errors_of(HeadingBlock(), value)) == [field]


def test_rich_text_offers_what_the_microsites_can_show() -> None:
    block = RichTextBlock()

    assert block.features == ["bold", "italic", "ol", "ul", "link", "document-link"]
    assert stored(block, block.to_python("<p>Hello</p>")) == "<p>Hello</p>"


def test_an_empty_rich_text_is_refused() -> None:
    assert errors_of(RichTextBlock(), "") == {"": REQUIRED}


def test_a_quote_may_stand_without_a_name() -> None:
    assert errors_of(QuoteBlock(), {"text": "I stayed for the people."}) == {}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"text": ""}, {"text": REQUIRED}),
        (
            {"text": "Hi", "source_url": "javascript:alert(1)"},
            {"source_url": WEB_ADDRESS},
        ),
        (
            {"text": "Hi", "source_url": "ftp://example.com/"},
            {"source_url": WEB_ADDRESS},
        ),
    ],
)
def test_a_wrong_quote_is_refused_at_its_field(
    value: dict[str, Any], expected: dict[str, list[str]]
) -> None:
    assert errors_of(QuoteBlock(), value) == expected


@pytest.mark.parametrize("kind", ["info", "tip", "warning", "important"])
def test_callouts_have_four_kinds(kind: str) -> None:
    assert errors_of(CalloutBlock(), {"kind": kind, "text": "<p>Go early.</p>"}) == {}


def test_another_kind_of_callout_is_refused() -> None:
    errors = errors_of(CalloutBlock(), {"kind": "red", "text": "<p>Go early.</p>"})

    assert list(errors) == ["kind"]


def test_a_callout_without_text_is_refused() -> None:
    assert errors_of(CalloutBlock(), {"title": "Mind"}) == {"text": REQUIRED}


def test_questions_without_answers_are_refused() -> None:
    value = {"items": [{"question": "Why?", "answer": "<p>So.</p>"}, {"question": "?"}]}

    assert errors_of(FaqBlock(), value) == {"items.1.answer": REQUIRED}


def test_an_empty_list_of_questions_is_refused() -> None:
    assert errors_of(FaqBlock(), {"items": []}) == {
        "items": ["The minimum number of items is 1"]
    }
