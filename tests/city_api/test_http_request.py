"""The parser of requests: the same meaning for the same bytes, without Django."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city_api.engine.errors import ApiError
from city_api.http_request import Asked, asked_by, hash_of

NAME = "{ sites { name } }"
SHA256 = hash_of(NAME)
PERSISTED = {"persistedQuery": {"version": 1, "sha256Hash": SHA256}}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inside: st.lists(inside) | st.dictionaries(st.text(), inside),
)


def posted(body: Any, content_type: str = "application/json") -> Asked:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return asked_by("POST", "", content_type, data)


def got(**parameters: str) -> Asked:
    return asked_by("GET", urlencode(parameters), "", b"")


def refused(act: Any, *arguments: Any, **options: Any) -> str:
    with pytest.raises(ApiError) as error:
        act(*arguments, **options)
    return str((error.value.extensions or {})["code"])


def test_get_and_post_say_the_same() -> None:
    variables = {"slug": "ostrava", "widths": [160, 320]}
    asked = Asked(NAME, None, None, variables, "A")

    assert (
        posted({"query": NAME, "variables": variables, "operationName": "A"}) == asked
    )
    assert got(query=NAME, variables=json.dumps(variables), operationName="A") == asked


def test_head_is_read_as_get() -> None:
    assert asked_by("HEAD", urlencode({"query": NAME}), "", b"") == Asked(NAME)


def test_a_document_is_named_by_hash_or_by_name() -> None:
    assert got(documentId=f"sha256:{SHA256}") == Asked(sha256=SHA256)
    assert got(documentId=SHA256) == Asked(sha256=SHA256)
    assert got(documentId="route") == posted({"documentId": "route"})
    assert got(documentId="route") == Asked(name="route")


def test_apollo_s_extension_names_a_hash_with_or_without_the_text() -> None:
    assert got(extensions=json.dumps(PERSISTED)) == Asked(sha256=SHA256)
    assert posted({"query": NAME, "extensions": PERSISTED}) == Asked(NAME, SHA256)


def test_what_is_empty_or_unknown_says_nothing() -> None:
    asked = posted(
        {"query": NAME, "variables": None, "operationName": "", "extensions": {"a": 1}}
        | {"id": "x"}
    )

    assert asked == Asked(NAME)
    assert got(query=NAME, variables="", extensions="", operationName="") == asked


def test_text_in_an_address_is_utf_8_written_plainly_or_with_percents() -> None:
    plain = "query={ žluť }".encode().decode("latin-1")

    assert asked_by("GET", plain, "", b"") == got(query="{ žluť }")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b'"text"',
        b"null",
        b'{"query": "{ a }", "variables": {"a": NaN}}',
        {},
        {"query": ""},
        {"query": "  "},
        {"query": 1},
        {"query": NAME, "variables": []},
        {"query": NAME, "variables": "{}"},
        {"query": NAME, "operationName": 1},
        {"query": NAME, "extensions": []},
        {"query": NAME, "extensions": {"persistedQuery": 1}},
        {"query": NAME, "extensions": {"persistedQuery": {"sha256Hash": SHA256}}},
        {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "abc"}}},
        {"query": NAME, "documentId": "route"},
        {"documentId": "route", "extensions": PERSISTED},
        {"documentId": "md5:abc"},
        {"documentId": "sha256:abc"},
        {"documentId": 1},
    ],
)
def test_a_body_that_is_no_request_is_refused(body: Any) -> None:
    assert refused(posted, body) == "BAD_REQUEST"


@pytest.mark.parametrize(
    "query_string",
    [
        "",
        "query=%ff",
        "query=\xff",
        "query={a}&query={b}",
        "query={a}&variables=[]",
        "query={a}&variables=x",
        "query={a}&extensions=1",
        "&".join(f"p{number}=1" for number in range(30)),
    ],
)
def test_an_address_that_is_no_request_is_refused(query_string: str) -> None:
    assert refused(asked_by, "GET", query_string, "", b"") == "BAD_REQUEST"


@pytest.mark.parametrize("body", [[], [{"query": NAME}], [{"query": NAME}] * 2])
def test_a_batch_is_refused(body: Any) -> None:
    assert refused(posted, body) == "BATCHING_REFUSED"


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
        "application/json; charset=iso-8859-2",
        "text/plain; application/json",
    ],
)
def test_what_a_form_could_send_is_refused(content_type: str) -> None:
    code = refused(posted, {"query": NAME}, content_type)

    assert code == "UNSUPPORTED_MEDIA_TYPE"


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "application/json;charset=utf-8",
        'Application/JSON; charset="UTF-8"',
    ],
)
def test_json_in_utf_8_is_read(content_type: str) -> None:
    assert posted({"query": NAME}, content_type) == Asked(NAME)


def test_other_methods_are_refused() -> None:
    assert refused(asked_by, "PUT", "", "", b"") == "METHOD_NOT_ALLOWED"


def test_size_nesting_and_number_of_values_are_bounded() -> None:
    deep = b'{"query": "{ a }", "variables": {"a": ' + b"[" * 20 + b"]" * 20 + b"}}"
    deeper = b'{"query": "{ a }", "variables": ' + b"[" * 30_000 + b"]" * 30_000 + b"}"
    many = {"query": NAME, "variables": {"a": [1] * 1_001}}

    assert refused(posted, deep) == "DEPTH_LIMIT"
    assert refused(posted, deeper) == "DEPTH_LIMIT"
    assert refused(posted, many) == "VARIABLES_LIMIT"
    assert refused(posted, {"query": "x" * 70_000}) == "DOCUMENT_TOO_LARGE"
    assert refused(got, query="x" * 70_000) == "URI_TOO_LONG"


def test_the_order_of_variables_doesn_t_matter() -> None:
    one = Asked(variables={"a": {"y": 1, "x": [True, 1.5, None]}, "b": "ž"})
    other = Asked(variables={"b": "ž", "a": {"x": [True, 1.5, None], "y": 1}})

    assert one.canonical_variables() == other.canonical_variables()
    assert one.canonical_variables() == (
        '{"a":{"x":[true,1.5,null],"y":1},"b":"ž"}'.encode()
    )
    assert Asked().canonical_variables() == Asked(variables={}).canonical_variables()


def test_odd_values_have_a_canonical_form_too() -> None:
    odd = Asked(variables={"b": 2**80, "a": "\ud800"})

    assert odd.canonical_variables() == b'{"a":"\\ud800","b":1208925819614629174706176}'


@given(st.binary(max_size=200))
def test_any_body_is_read_or_refused(body: bytes) -> None:
    with suppress(ApiError):
        assert isinstance(posted(body), Asked)


@given(JSON)
def test_any_json_is_read_or_refused(value: Any) -> None:
    for body in (value, {"query": NAME, "variables": value, "extensions": value}):
        with suppress(ApiError):
            assert posted(body).canonical_variables()


@given(st.text(st.characters(max_codepoint=255), max_size=100))
def test_any_address_is_read_or_refused(query_string: str) -> None:
    with suppress(ApiError):
        assert isinstance(asked_by("GET", query_string, "", b""), Asked)
