"""Which web sites' scripts may read the City API."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Site

from cms.origins import origin_of

OSTRAVA = '{ site(slug: "ostrava") { name } }'
BOTH = '{ a: site(slug: "ostrava") { name } b: site(slug: "brno") { name } }'
ALL = "{ sites { slug } }"
HERE = "http://ostrava.localhost"


@pytest.fixture
def per_city(settings: Any, ostrava: Site, brno: Site) -> None:
    settings.CITY_API_ALLOW_ORIGIN = "cities"


def asked(client: Client, document: str, origin: str | None = None) -> Any:
    headers = {"Origin": origin} if origin else {}
    return client.get("/graphql/", {"query": document}, headers=headers)


def test_by_default_anybody_may_read_and_nothing_varies_by_origin(
    client: Client, ostrava: Site
) -> None:
    for origin in (None, HERE, "https://elsewhere.example.com"):
        response = asked(client, OSTRAVA, origin)
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "Origin" not in response["Vary"]


def test_one_web_site_may_be_named(
    client: Client, ostrava: Site, settings: Any
) -> None:
    settings.CITY_API_ALLOW_ORIGIN = "https://ostrava.example.com"

    response = asked(client, OSTRAVA, "https://elsewhere.example.com")

    assert response["Access-Control-Allow-Origin"] == "https://ostrava.example.com"
    assert "Origin" not in response["Vary"]


@pytest.mark.parametrize(
    ("document", "origin", "allowed"),
    [
        (OSTRAVA, HERE, True),
        (OSTRAVA, "https://ostrava.localhost", True),
        (OSTRAVA, "http://brno.localhost", False),
        (OSTRAVA, "https://elsewhere.example.com", False),
        (OSTRAVA, None, False),
        (BOTH, HERE, False),
        (ALL, HERE, True),
        (ALL, "https://elsewhere.example.com", False),
        ("{ nothing }", HERE, True),
        ("{ nothing }", "https://elsewhere.example.com", False),
    ],
)
def test_per_city_each_city_that_was_read_must_know_the_web_site(
    client: Client, per_city: None, document: str, origin: str | None, *, allowed: bool
) -> None:
    response = asked(client, document, origin)

    assert response.get("Access-Control-Allow-Origin") == (origin if allowed else None)
    assert "Origin" in response["Vary"]


def test_a_city_s_further_web_sites_may_read_it(
    client: Client, per_city: None, ostrava: Site
) -> None:
    settings = ostrava.citysettings
    settings.microsite_url = "https://Welcome.example.com:443/ostrava/"
    settings.api_origins = "https://app.example.com"
    settings.save()

    for origin in ("https://welcome.example.com", "https://app.example.com"):
        response = asked(client, OSTRAVA, origin)
        assert response["Access-Control-Allow-Origin"] == origin


def test_knowing_the_web_sites_takes_one_query_and_none_without_an_origin(
    client: Client, per_city: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        asked(client, "{ nothing }")
    with django_assert_num_queries(1):
        asked(client, "{ nothing }", HERE)


def test_a_preflight_is_answered_for_web_sites_of_any_city(
    client: Client, per_city: None
) -> None:
    known = client.options("/graphql/", headers={"Origin": HERE})
    foreign = client.options("/graphql/", headers={"Origin": "https://a.example.com"})

    assert known.status_code == foreign.status_code == 204
    assert known["Access-Control-Allow-Origin"] == HERE
    assert known["Vary"] == "Origin"
    assert "Access-Control-Allow-Origin" not in foreign
    assert "Access-Control-Allow-Credentials" not in known


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://a.example.com", "https://a.example.com"),
        ("https://A.example.com:443/path?x#y", "https://a.example.com"),
        ("http://a.example.com:8080/", "http://a.example.com:8080"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("ftp://a.example.com", ""),
        ("a.example.com", ""),
        ("https://", ""),
        ("https://a:port", ""),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_an_origin_is_written_as_browsers_do(address: str, origin: str) -> None:
    assert origin_of(address) == origin


@pytest.mark.parametrize(
    "text", ["app.example.com", "https://a.example.com/", "https://a.example.com *"]
)
def test_what_is_no_origin_is_refused_at_its_field(ostrava: Site, text: str) -> None:
    settings = ostrava.citysettings
    settings.api_origins = text

    with pytest.raises(ValidationError) as refused:
        settings.clean()

    assert list(refused.value.message_dict) == ["api_origins"]
