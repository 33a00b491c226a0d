"""Wrong requests are refused with a code, never with a failure or an internal."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Site

from tests import factories
from tests.support.ids import opaque

INTERNALS = re.compile(
    r"SELECT|sqlite3?|psycopg|OperationalError|Traceback|/work|site-packages|\.py\b"
    r"|<class|<[A-Z]\w+ object|django|wagtail|DoesNotExist|MultipleObjects|\bNone\b",
)


@pytest.fixture
def api(ostrava: Site, client: Client) -> Client:
    """A browser that is given answers, also where the hub fails."""
    client.raise_request_exception = False
    return client


def refusal(response: Any, *codes: str) -> dict[str, Any]:
    """Check that a request was refused by one of the codes; return the error."""
    assert response.status_code in {200, 400, 405, 413, 415}, response.content
    error: dict[str, Any] = response.json()["errors"][0]
    assert error["extensions"]["code"] in codes, error
    assert not INTERNALS.search(error["message"]), error
    return error


def cursor(*values: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


WRONG_ARGUMENTS = {
    "first of zero": ("guides(first: 0) { totalCount }", "PAGE_SIZE"),
    "negative first": ("blogPosts(first: -1) { totalCount }", "PAGE_SIZE"),
    "huge first": ("people(first: 101) { totalCount }", "PAGE_SIZE"),
    "first beyond 32 bits": (
        "people(first: 99999999999) { totalCount }",
        "BAD_REQUEST",
    ),
    "first beyond 4300 digits": (
        f"people(first: {'9' * 5000}) {{ totalCount }}",
        "BAD_REQUEST",
    ),
    "first in words": ('guides(first: "ten") { totalCount }', "BAD_REQUEST"),
    "a query of no words": ('search(query: "  ") { totalCount }', "SEARCH_QUERY"),
    "a query that is too long": (
        f'search(query: "{"word " * 100}") {{ totalCount }}',
        "SEARCH_QUERY",
    ),
    "no query": ("search { totalCount }", "BAD_REQUEST"),
    "an unknown enum value": (
        "guides(audience: [EVERYBODY]) { totalCount }",
        "BAD_REQUEST",
    ),
    "an unknown field": ("secrets { title }", "BAD_REQUEST"),
    "an unknown argument": ("guides(draft: true) { totalCount }", "BAD_REQUEST"),
    "a topic that is no key": ('guides(topic: "5") { totalCount }', "BAD_ID"),
    "an author that is none": ('blogPosts(author: "5") { totalCount }', "BAD_ID"),
    "an author of another kind": (
        f'blogPosts(author: "{opaque("Page", 1)}") {{ totalCount }}',
        "BAD_ID",
    ),
    "no id at all": ('page(id: "") { title }', "BAD_ID"),
    "an id in letters": ('page(id: "ščř") { title }', "BAD_ID"),
    "an id of another kind": (
        f'page(id: "{opaque("Image", 1)}") {{ title }}',
        "BAD_ID",
    ),
    "an id too large": (f'page(id: "{opaque("Page", 10**30)}") {{ title }}', "BAD_ID"),
    "a negative id": (f'page(id: "{opaque("Page", -1)}") {{ title }}', "BAD_ID"),
    "a width that is not offered": (
        "home { heroImage { srcSet(widths: [7]) { url } } }",
        "IMAGE_WIDTH",
    ),
}


@pytest.mark.parametrize("name", WRONG_ARGUMENTS)
def test_a_wrong_argument_is_named(api: Client, ostrava: Site, name: str) -> None:
    fields, code = WRONG_ARGUMENTS[name]
    home = factories.home(ostrava)
    type(home).objects.filter(pk=home.pk).update(hero_image=factories.image(ostrava))

    refusal(post(api, f'{{ site(slug: "ostrava") {{ {fields} }} }}'), code)


def post(client: Client, document: str, **variables: Any) -> Any:
    return client.post(
        "/graphql/",
        {"query": document, "variables": variables},
        content_type="application/json",
    )


CURSORS = {
    "nothing encoded": "====",
    "no base64": "ščř",
    "no JSON": base64.b64encode(b"{").decode(),
    "an object": cursor({"a": 1})[:8],
    "too few keys": cursor(),
    "too many keys": cursor("a", 1, 2),
    "a key of nothing": cursor(None, None),
    "a key that is a list": cursor([["a"]], 1),
    "an id that is a word": cursor("2026-01-01", "b"),
    "an id that is too large": cursor("2026-01-01", 10**30),
    "an id without end": "WyIyMDI2LTAxLTAxIiwgSW5maW5pdHld",
    "a key with NUL": cursor("\0", 1),
    "half a character": cursor("\ud800", 1),
    "nested without end": base64.b64encode(b"[" * 20_000).decode(),
}
LISTS = [
    "guides",
    "blogPosts",
    "people",
    "organisations",
    "mediaMentions",
    "sitemap",
    'search(query: "guides")',
]


@pytest.mark.parametrize("listed", LISTS)
@pytest.mark.parametrize("name", CURSORS)
def test_a_forged_cursor_is_refused_or_leads_nowhere_else(
    api: Client, listed: str, name: str
) -> None:
    field, _, arguments = listed.partition("(")
    arguments = (
        f"{arguments.rstrip(')')}, after: $after" if arguments else "after: $after"
    )
    response = post(
        api,
        f'query ($after: String!) {{ site(slug: "ostrava") {{'
        f" {field}({arguments}) {{ totalCount edges {{ cursor }} }} }} }}",
        after=CURSORS[name],
    )

    assert response.status_code == 200
    if "errors" in response.json():
        refusal(response, "BAD_CURSOR")


def test_a_cursor_of_another_list_or_city_shows_nothing_of_it(
    api: Client, ostrava: Site, brno: Site
) -> None:
    for number in range(3):
        factories.guide(brno, f"Secret {number}")
        factories.guide(ostrava, f"Ours {number}")
    brno_guides = post(
        api, '{ site(slug: "brno") { guides(first: 1) { edges { cursor } } } }'
    ).json()["data"]["site"]["guides"]

    response = post(
        api,
        'query ($after: String!) { site(slug: "ostrava") {'
        " guides(after: $after) { nodes { title } } } }",
        after=brno_guides["edges"][0]["cursor"],
    )

    assert "errors" not in response.json()
    assert "Secret" not in response.content.decode()


TEXT_FIELDS = [
    "route(path: $text) { __typename }",
    "page(id: $text) { title }",
    "guide(slug: $text) { title }",
    "blogPost(slug: $text) { title }",
    "search(query: $text) { totalCount }",
    "suggestions(query: $text) { title }",
    "guides(topicSlug: $text) { totalCount }",
    "guides(topic: $text) { totalCount }",
    "blogPosts(tag: $text) { totalCount }",
    "blogPosts(author: $text) { totalCount }",
    "sitemap(after: $text) { totalCount }",
]
STRANGE_TEXTS = {
    "NUL": "/en/\0",
    "half a character": "/en/\ud800",
    "an address without end": "//[",
    "quotes": "'\"); DROP TABLE cms_guidepage; --",
    "a wildcard": "/en/%",
    "search operators": 'AND OR NOT ( " * NEAR(',
    "a long text": "/en/" + "a" * 30_000,
    "a text from right to left": "/en/\u202e\u200f",
}


@pytest.mark.parametrize("fields", TEXT_FIELDS)
@pytest.mark.parametrize("name", STRANGE_TEXTS)
def test_a_strange_text_is_answered_or_refused(
    api: Client, fields: str, name: str
) -> None:
    kind = (
        "ID"
        if "(id" in fields or "topic:" in fields or "author" in fields
        else "String"
    )
    response = post(
        api,
        f'query ($text: {kind}!) {{ site(slug: "ostrava") {{ {fields} }} }}',
        text=STRANGE_TEXTS[name],
    )

    if "errors" in response.json():
        refusal(
            response,
            "BAD_REQUEST",
            "BROKEN_TEXT",
            "BAD_ID",
            "BAD_CURSOR",
            "SEARCH_QUERY",
        )
    else:
        assert response.status_code == 200


@pytest.mark.parametrize("name", STRANGE_TEXTS)
@pytest.mark.parametrize("argument", ["slug", "hostname"])
def test_a_strange_name_of_a_site_is_refused(
    api: Client, argument: str, name: str
) -> None:
    response = post(
        api,
        f"query ($text: String!) {{ site({argument}: $text) {{ name }} }}",
        text=STRANGE_TEXTS[name],
    )

    refusal(response, "SITE_NOT_FOUND", "BROKEN_TEXT")


@pytest.mark.parametrize("literal", ["\\u0000", "\\u{0}"])
def test_nul_in_a_document_is_refused(api: Client, literal: str) -> None:
    response = post(
        api, f'{{ site(slug: "ostrava") {{ guide(slug: "{literal}") {{ id }} }} }}'
    )

    refusal(response, "BROKEN_TEXT")


SITES = {
    "an unknown site": ('site(slug: "nowhere")', "SITE_NOT_FOUND"),
    "an unknown host": ('site(hostname: "nowhere.example")', "SITE_NOT_FOUND"),
    "no site": ("site", "SITE_ARGUMENTS"),
    "two sites": (
        'site(slug: "ostrava", hostname: "brno.localhost")',
        "SITE_ARGUMENTS",
    ),
    "an unknown language": (
        'site(slug: "ostrava", locale: "xx")',
        "LOCALE_NOT_OFFERED",
    ),
    "a language not offered": (
        'site(slug: "ostrava", locale: "uk")',
        "LOCALE_NOT_OFFERED",
    ),
    "no language code": ('site(slug: "ostrava", locale: "!")', "BAD_REQUEST"),
    "a number for a language": ('site(slug: "ostrava", locale: 5)', "BAD_REQUEST"),
}


@pytest.mark.parametrize("name", SITES)
def test_a_wrong_site_is_named(api: Client, name: str) -> None:
    field, code = SITES[name]

    refusal(post(api, f"{{ {field} {{ name }} }}"), code)


BODIES = {
    "nothing": b"",
    "no JSON": b"{",
    "a list": b"[]",
    "a batch": b'[{"query": "{ sites { slug } }"}]',
    "a string": b'"{ sites { slug } }"',
    "null": b"null",
    "a number": b"1e999",
    "no query": b"{}",
    "a query of nothing": b'{"query": null}',
    "a query that is a list": b'{"query": ["{ sites { slug } }"]}',
    "variables that are a list": b'{"query": "{ sites { slug } }", "variables": []}',
    "variables that are text": b'{"query": "{ sites { slug } }", "variables": "{}"}',
    "an unknown operation": b'{"query": "{ sites { slug } }", "operationName": "A"}',
    "half a character for a name": (
        b'{"query": "query A { sites { slug } }", "operationName": "\\ud800"}'
    ),
    "latin-1": '{"query": "{ sites { slug } } # š"}'.encode("iso8859-2"),
    "half a character in bytes": b'{"query": "{ sites { slug } } # \xed\xa0\x80"}',
    "lists without end": b"[" * 60_000,
    "a document nested without end": json.dumps({"query": "{a" * 900}).encode(),
    "fields nested very deep": json.dumps({"query": "{a" * 450 + "}" * 450}).encode(),
    "variables nested without end": (
        b'{"query": "{ sites { slug } }", "variables": {"a": ' + b"[" * 20_000
    ),
    "a document that ends nowhere": b'{"query": "{ sites { slug }"}',
    "a document of fragments in a circle": json.dumps(
        {"query": "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }"}
    ).encode(),
    "a mutation": b'{"query": "mutation { deleteEverything }"}',
    "a subscription": b'{"query": "subscription { everything }"}',
}


@pytest.mark.parametrize("name", BODIES)
def test_a_wrong_body_is_refused(api: Client, name: str) -> None:
    response = api.post("/graphql/", BODIES[name], content_type="application/json")

    refusal(
        response,
        "BAD_REQUEST",
        "BATCHING_REFUSED",
        "UNSUPPORTED_MEDIA_TYPE",
        "BROKEN_TEXT",
        "DEPTH_LIMIT",
        "FRAGMENT_CYCLE",
        "FIELD_LIMIT",
    )


@pytest.mark.parametrize("size", [70_000, 3_000_000])
def test_a_huge_body_is_refused(api: Client, size: int) -> None:
    body = json.dumps({"query": "{ sites { slug } }" + " " * size})

    response = api.post("/graphql/", body, content_type="application/json")

    refusal(response, "DOCUMENT_TOO_LARGE")


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/graphql", "multipart/form-data; boundary=a", "", "x"],
)
def test_a_wrong_content_type_is_refused(api: Client, content_type: str) -> None:
    body = '{"query": "{ sites { slug } }"}'

    response = api.post("/graphql/", body, content_type=content_type)

    refusal(response, "UNSUPPORTED_MEDIA_TYPE")


@pytest.mark.parametrize(
    "parameters",
    [
        {"query": ""},
        {"query": "{"},
        {"query": "{ sites { slug } }", "variables": "["},
        {"query": "{ sites { slug } }", "variables": "[]"},
        {"query": "{ sites { slug } }", "variables": "1"},
        {"query": "\0"},
        {"query": "mutation { deleteEverything }"},
        {"variables": "{}"},
    ],
)
def test_a_wrong_address_is_refused(api: Client, parameters: dict[str, str]) -> None:
    refusal(api.get("/graphql/", parameters), "BAD_REQUEST", "METHOD_NOT_ALLOWED")
