"""Answers in HTTP: negotiation and bytes."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from city_api.http_answer import GRAPHQL_JSON, encoded, media_type
from city_api.http_request import JSON


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        ("application/json", JSON),
        ("application/json, text/plain, */*", JSON),
        ("text/html,application/xhtml+xml,*/*;q=0.8", JSON),
        (GRAPHQL_JSON, GRAPHQL_JSON),
        (f"{GRAPHQL_JSON}; charset=utf-8", GRAPHQL_JSON),
        (f"{GRAPHQL_JSON}, application/json;q=0.9", GRAPHQL_JSON),
        (f"{GRAPHQL_JSON};q=0.5, application/json", JSON),
        (f"application/json, {GRAPHQL_JSON}", GRAPHQL_JSON),
        ("Application/GraphQL-Response+JSON", GRAPHQL_JSON),
        ("application/json;q=0, */*", GRAPHQL_JSON),
        ("text/html", None),
        ("application/json;q=0", None),
        ("application/json;q=nan", None),
        ("application/json; charset=iso-8859-2", None),
        (",;=,", None),
    ],
)
def test_the_client_s_wish_is_followed(
    accept: str | None, expected: str | None
) -> None:
    assert media_type(accept) == expected


@given(st.text(max_size=60))
def test_any_header_is_understood(accept: str) -> None:
    assert media_type(accept) in {JSON, GRAPHQL_JSON, None}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("žluť", '{"a":"žluť"}'),
        (gettext_lazy("Paris"), '{"a":"Paris"}'),
        (Decimal("1.50"), '{"a":"1.50"}'),
        (2**80, '{"a":1208925819614629174706176}'),
        ("half \ud800", '{"a":"half ?"}'),
    ],
)
def test_what_an_answer_may_hold_is_written(value: Any, expected: str) -> None:
    assert encoded({"a": value}) == expected.encode()


def test_what_it_can_t_hold_is_an_error() -> None:
    with pytest.raises(TypeError, match="object"):
        encoded({"a": object()})


@given(
    st.dictionaries(st.text(), st.none() | st.booleans() | st.integers() | st.text())
)
def test_bytes_are_those_of_compact_json(body: dict[str, Any]) -> None:
    compact = json.dumps(body, ensure_ascii=False, separators=(",", ":"))

    assert encoded(body) == compact.encode()
