"""What is too large is refused before it costs anything."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from graphql import get_introspection_query, parse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Site

from city_api.engine.errors import ApiError
from city_api.engine.limits import check_document
from tests import factories

DEEP = "children { nodes { parent { " * 8 + "title" + "} } }" * 8
ALIASES = " ".join(f"a{number}: slug" for number in range(200))
BOMB = "fragment F0 on Site { slug name }" + "".join(
    f" fragment F{n} on Site {{ ...F{n - 1} ...F{n - 1} }}" for n in range(1, 30)
)
WIDE = "nodes { children(first: 100) { " * 3 + "totalCount" + "} }" * 3
WIDTHS = "heroImage { srcSet(widths: [161, 162, 163]) { url } }"

ABUSES = {
    "deep": (f'{{ site(slug: "x") {{ home {{ {DEEP} }} }} }}', "DEPTH_LIMIT"),
    "aliases": (f'{{ site(slug: "x") {{ {ALIASES} }} }}', "ALIAS_LIMIT"),
    "fields": (f'{{ site(slug: "x") {{ {"slug " * 1900} }} }}', None),
    "more fields": (f'{{ site(slug: "x") {{ {"slug " * 3000} }} }}', "TOKEN_LIMIT"),
    "tokens": ("{ a " + "b " * 5000 + "}", "TOKEN_LIMIT"),
    "bytes": ("{ a" + " " * 1_000_000 + "}", "DOCUMENT_TOO_LARGE"),
    "bomb": (f'{{ site(slug: "x") {{ ...F29 }} }} {BOMB}', "FIELD_LIMIT"),
    "cycle": (
        "{ sites { ...A } } fragment A on Site { ...B } fragment B on Site { ...A }",
        "FRAGMENT_CYCLE",
    ),
    "lists in lists": (
        f'{{ site(slug: "x") {{ home {{ children(first: 100) {{ {WIDE} }} }} }} }}',
        "COST_LIMIT",
    ),
    "page size": (
        '{ site(slug: "ostrava") { guides(first: 1000000) { totalCount } } }',
        "PAGE_SIZE",
    ),
    "widths": (
        f'{{ site(slug: "ostrava") {{ blogPosts {{ nodes {{ {WIDTHS} }} }} }} }}',
        "IMAGE_WIDTH",
    ),
}


@pytest.fixture
def ask(client: Client, ostrava: Site) -> Any:
    factories.post(ostrava, hero_image=factories.image())

    def run(document: str) -> Any:
        body = json.dumps({"query": document})
        return client.post("/graphql/", body, content_type="application/json").json()

    return run


@pytest.mark.parametrize(("document", "code"), ABUSES.values(), ids=ABUSES.keys())
def test_abuse_is_refused_with_its_code(
    ask: Any, document: str, code: str | None
) -> None:
    errors = ask(document).get("errors", [])

    if code is not None:
        assert {error["extensions"]["code"] for error in errors} == {code}


@pytest.mark.parametrize("name", ["deep", "aliases", "tokens", "bytes", "bomb"])
def test_a_refusal_asks_the_database_nothing(
    ask: Any, name: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    document, _code = ABUSES[name]

    with django_assert_num_queries(0):
        ask(document)


def test_many_operations_in_one_request_are_refused(
    client: Client, ostrava: Site
) -> None:
    body = json.dumps([{"query": "{ sites { slug } }"}] * 2)
    answer = client.post("/graphql/", body, content_type="application/json")

    (error,) = answer.json()["errors"]
    assert error["extensions"]["code"] == "BATCHING_REFUSED"


def test_the_schema_is_for_staff_where_the_hub_says_so(
    client: Client, as_ostrava_editor: Client, settings: Any
) -> None:
    settings.CITY_API_EXPLORER_FOR_ALL = False
    query = {"query": get_introspection_query()}
    html = {"Accept": "text/html"}

    refused = client.get("/graphql/", query).json()
    (error,) = refused["errors"]
    assert error["extensions"]["code"] == "INTROSPECTION_REFUSED"
    hidden = {
        "query": "{ sites { id } ... { ... on Query { __schema { types { name } } } } }"
    }
    (error,) = client.get("/graphql/", hidden).json()["errors"]
    assert error["extensions"]["code"] == "INTROSPECTION_REFUSED"
    assert client.get("/graphql/", headers=html).status_code == 302
    assert "data" in as_ostrava_editor.get("/graphql/", query).json()
    assert as_ostrava_editor.get("/graphql/", headers=html).status_code == 200


def test_a_script_of_another_site_may_ask(client: Client, db: None) -> None:
    answer = client.options("/graphql/")

    assert answer.status_code == 204
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Access-Control-Allow-Headers"] == "Authorization, Content-Type"


@given(st.integers(min_value=1, max_value=40))
def test_depth_is_counted_exactly(depth: int) -> None:
    document = parse("{ a " * depth + "}" * depth)

    if depth <= 15:
        check_document(document)
    else:
        with pytest.raises(ApiError) as refused:
            check_document(document)
        assert refused.value.extensions == {"code": "DEPTH_LIMIT"}
