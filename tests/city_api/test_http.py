"""GraphQL over HTTP: methods, media types, status codes, errors."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Site

GRAPHQL_JSON = "application/graphql-response+json"
NAME = '{ site(slug: "ostrava") { name } }'


def post(client: Client, body: Any, accept: str = GRAPHQL_JSON, **options: Any) -> Any:
    data = body if isinstance(body, (str, bytes)) else json.dumps(body)
    options.setdefault("content_type", "application/json")
    return client.post("/graphql/", data, headers={"Accept": accept}, **options)


def test_a_query_is_answered_by_get_and_by_post(client: Client, ostrava: Site) -> None:
    by_get = client.get("/graphql/", {"query": NAME})
    by_post = post(client, {"query": NAME})

    expected = {"data": {"site": {"name": "Ostrava"}}}
    assert by_get.json() == by_post.json() == expected
    assert by_get["Content-Type"] == "application/json; charset=utf-8"
    assert by_post["Content-Type"] == f"{GRAPHQL_JSON}; charset=utf-8"


def test_an_answer_sets_no_cookie_and_can_be_read_by_any_site(
    client: Client, ostrava: Site
) -> None:
    response = client.get("/graphql/", {"query": NAME})

    assert not response.cookies
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Cookie" not in response["Vary"]


def test_variables_and_the_operation_s_name_are_honoured(
    client: Client, ostrava: Site
) -> None:
    document = (
        "query A($slug: String!) { site(slug: $slug) { name } }"
        "query B { sites { slug } }"
    )
    body = {"query": document, "variables": {"slug": "ostrava"}, "operationName": "A"}

    assert post(client, body).json() == {"data": {"site": {"name": "Ostrava"}}}


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"\xff\xfe",
        {},
        {"query": ""},
        {"query": 1},
        {"query": NAME, "variables": []},
        {"query": NAME, "operationName": 1},
    ],
)
def test_a_request_that_is_none_is_refused(
    client: Client, ostrava: Site, body: Any
) -> None:
    response = post(client, body)

    assert response.status_code == 400
    (error,) = response.json()["errors"]
    assert error["extensions"]["code"] == "BAD_REQUEST"


def test_a_huge_request_is_refused(client: Client, ostrava: Site) -> None:
    response = post(client, {"query": NAME + " " * 70_000})

    assert response.status_code == 413
    (error,) = response.json()["errors"]
    assert error["extensions"]["code"] == "DOCUMENT_TOO_LARGE"


@pytest.mark.parametrize(
    "document",
    ["{", "{ nothing }", "{ site(slug: 1) { name } }", "query A { a } query A { b }"],
)
def test_an_invalid_document_is_a_400_in_graphql_s_own_media_type(
    client: Client, ostrava: Site, document: str
) -> None:
    response = post(client, {"query": document})

    assert response.status_code == 400
    assert "data" not in response.json()
    assert all(e["extensions"]["code"] for e in response.json()["errors"])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("", "SITE_ARGUMENTS"),
        ('slug: "ostrava", hostname: "ostrava.localhost"', "SITE_ARGUMENTS"),
        ('slug: "olomouc"', "SITE_NOT_FOUND"),
        ('hostname: "olomouc.localhost"', "SITE_NOT_FOUND"),
        ('slug: "ostrava", locale: "de"', "LOCALE_NOT_OFFERED"),
    ],
)
def test_an_unknown_site_or_language_is_named(
    client: Client, ostrava: Site, arguments: str, code: str
) -> None:
    arguments = f"({arguments})" if arguments else ""
    response = post(client, {"query": f"{{ site{arguments} {{ name }} }}"})

    assert response.status_code == 200
    assert response.json()["data"] == {"site": None}
    (error,) = response.json()["errors"]
    assert error["extensions"]["code"] == code
    assert error["path"] == ["site"]


def test_what_is_no_language_code_is_refused_before_anything_runs(
    client: Client, ostrava: Site
) -> None:
    response = post(client, {"query": '{ site(slug: "x", locale: "čeština") { id } }'})

    assert response.status_code == 400
    (error,) = response.json()["errors"]
    assert "is no language code" in error["message"]


def test_a_site_is_found_by_its_hostname_whatever_its_case(
    client: Client, ostrava: Site
) -> None:
    document = '{ site(hostname: "OSTRAVA.localhost") { slug } }'

    assert post(client, {"query": document}).json()["data"] == {
        "site": {"slug": "ostrava"}
    }


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client: Client, db: None, method: str) -> None:
    response = getattr(client, method)("/graphql/")

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, POST, OPTIONS"
    assert codes(response) == ["METHOD_NOT_ALLOWED"]


def test_head_is_get_without_the_body(client: Client, ostrava: Site) -> None:
    got = client.get("/graphql/", {"query": NAME})
    head = client.head("/graphql/", {"query": NAME})

    assert head.status_code == 200
    assert head.content == b""
    assert head["Content-Length"] == str(len(got.content))
    assert head["Content-Type"] == got["Content-Type"]


@pytest.mark.parametrize("accept", ["text/html", "application/json;q=0", "image/*"])
def test_who_takes_no_json_is_refused(
    client: Client, ostrava: Site, accept: str
) -> None:
    response = post(client, {"query": NAME}, accept)

    assert response.status_code == 406
    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert codes(response) == ["NOT_ACCEPTABLE"]


@pytest.mark.parametrize(
    "content_type",
    ["", "text/plain", "application/x-www-form-urlencoded", "application/graphql"],
)
def test_what_a_form_of_another_site_can_send_is_refused(
    client: Client, ostrava: Site, content_type: str
) -> None:
    response = post(client, {"query": NAME}, content_type=content_type)

    assert response.status_code == 415
    assert codes(response) == ["UNSUPPORTED_MEDIA_TYPE"]


def test_a_compressed_body_is_refused(client: Client, ostrava: Site) -> None:
    response = client.post(
        "/graphql/",
        gzip.compress(json.dumps({"query": NAME}).encode()),
        content_type="application/json",
        headers={"Content-Encoding": "gzip"},
    )

    assert response.status_code == 415
    assert codes(response) == ["UNSUPPORTED_MEDIA_TYPE"]


def test_a_long_address_is_refused(client: Client, ostrava: Site) -> None:
    response = client.get("/graphql/", {"query": NAME + " " * 70_000})

    assert response.status_code == 414
    assert codes(response) == ["URI_TOO_LONG"]


def test_an_address_that_asks_for_something_is_no_explorer(
    client: Client, ostrava: Site
) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}

    answer = client.get("/graphql/", {"query": NAME}, headers=browser)
    broken = client.get("/graphql/", {"variables": "{}"}, headers=browser)

    assert answer.json() == {"data": {"site": {"name": "Ostrava"}}}
    assert codes(broken) == ["BAD_REQUEST"]


def test_what_was_refused_is_kept_by_nobody(client: Client, ostrava: Site) -> None:
    assert post(client, {"query": "{ nothing }"})["Cache-Control"] == "no-store"


def test_the_same_answer_has_the_same_bytes(client: Client, ostrava: Site) -> None:
    first, second = (client.get("/graphql/", {"query": NAME}) for _ in range(2))

    assert first.content == second.content == b'{"data":{"site":{"name":"Ostrava"}}}'


def codes(response: Any) -> list[str]:
    return [error["extensions"]["code"] for error in response.json()["errors"]]


def test_a_bug_shows_nothing_of_itself(
    client: Client, ostrava: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: Any, **_options: Any) -> None:
        message = "the password is hunter2"
        raise RuntimeError(message)

    monkeypatch.setattr("cms.selectors.reader.Reader.text", fail)

    response = post(client, {"query": NAME})

    (error,) = response.json()["errors"]
    assert error["extensions"]["code"] == "INTERNAL_ERROR"
    assert "hunter2" not in response.content.decode()
    assert "RuntimeError" not in response.content.decode()


def test_a_browser_gets_the_explorer_with_its_own_files(
    client: Client, ostrava: Site
) -> None:
    response = client.get("/graphql/", headers={"Accept": "text/html"})

    page = response.content.decode()
    assert response.status_code == 200
    assert 'data-site="ostrava"' in page
    assert "http://" not in page
    assert "https://" not in page
