"""A kept answer says of itself whether it is still true."""

from __future__ import annotations

from typing import Any

import pytest

from city_api.answers.answer import Answer, packed, unpacked

JSON = (("Content-Type", "application/json"),)


def answer(**changes: Any) -> Answer:
    facts: dict[str, Any] = {
        "body": b'{"data":1}\n\x00',
        "headers": JSON,
        "tokens": {None: 5, 1: 7, 2: 2**62},
        "sites": frozenset({1, 2}),
        "until": None,
        "notes": {"city_api.hash": "ab"},
    }
    return Answer(**facts | changes)


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        ({None: 5, 1: 7, 2: 2**62}, True),
        ({None: 5, 1: 7, 2: 2**62, 3: 1}, True),
        ({None: 6, 1: 7, 2: 2**62}, False),
        ({None: 5, 1: 8, 2: 2**62}, False),
        ({None: 5, 1: 7}, False),
        ({1: 7, 2: 2**62}, False),
        ({}, False),
    ],
)
def test_it_holds_while_the_tokens_of_its_sites_do(
    tokens: dict[int | None, int], expected: bool
) -> None:
    assert answer().holds(tokens, now=0) is expected


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        ({None: 5, 1: 7}, True),
        ({None: 5, 1: 8}, False),
        ({None: 5, 1: 7, 2: 3}, False),
        ({None: 5}, False),
    ],
)
def test_read_from_the_whole_hub_it_ends_with_a_city_more_or_less(
    tokens: dict[int | None, int], expected: bool
) -> None:
    of_hub = answer(tokens={None: 5, 1: 7}, sites=None)

    assert of_hub.holds(tokens, now=0) is expected


def test_it_ends_at_the_instant_that_bounds_it() -> None:
    bounded = answer(until=100.0)

    assert bounded.holds(bounded.tokens, now=99.9)
    assert not bounded.holds(bounded.tokens, now=100.0)


def test_its_tag_tells_bodies_and_media_types_apart() -> None:
    other_type = (("Content-Type", "application/graphql-response+json"),)
    tags = {
        answer().etag,
        answer(body=b"{}").etag,
        answer(headers=other_type).etag,
    }

    assert len(tags) == 3
    assert answer().etag == answer(tokens={None: 1}, until=3.0).etag
    assert all(tag.startswith('"') and tag.endswith('"') for tag in tags)


@pytest.mark.parametrize(
    ("sites", "keys"),
    [
        (frozenset({12, 3}), "vitej shared site-3 site-12"),
        (frozenset(), "vitej shared"),
        (None, "vitej shared hub"),
    ],
)
def test_a_cdn_finds_it_by_the_keys_of_what_it_was_read_from(
    sites: frozenset[int] | None, keys: str
) -> None:
    sent = dict(answer(sites=sites).sent)

    assert sent["Surrogate-Key"] == keys
    assert sent["Cache-Tag"] == keys.replace(" ", ",")


@pytest.mark.parametrize(
    "changes", [{}, {"sites": None, "until": 1234.5}, {"body": b""}]
)
def test_it_is_the_same_after_it_was_packed(changes: dict[str, Any]) -> None:
    assert unpacked(packed(answer(**changes))) == answer(**changes)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-1],
        lambda data: data + b"x",
        lambda data: b"",
        lambda data: b"\x80\x81",
        lambda data: b"[]\n{}",
        lambda data: b"{}\n{}",
        lambda data: data.replace(b"headers", b"headerz", 1),
    ],
)
def test_what_is_damaged_is_no_answer(damage: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (of several kinds)
        unpacked(damage(packed(answer())))
