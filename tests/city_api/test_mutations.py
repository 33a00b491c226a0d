"""Who may send mutations, and how often. The core has none: these tests bring one."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from graphql import GraphQLSchema, build_schema
from wagtail.models import Site

from city_api.client import address_of, client_key
from city_api.rates import seconds_to_wait
from tests.city_api.test_http import codes, post

SCHEMA = """
type Query { sent: Int }
input Note { site: String!, text: String }
type Mutation { send(input: Note!): Int }
"""
SEND = "mutation ($site: String!) { send(input: {site: $site}) }"
MANY = (
    "mutation { "
    + " ".join(f'n{number}: send(input: {{site: "ostrava"}})' for number in range(5))
    + " }"
)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch, settings: Any) -> list[str]:
    """Return the cities that the mutation was sent to, as it notes them."""
    schema: GraphQLSchema = build_schema(SCHEMA)
    notes: list[str] = []

    def resolve(_root: Any, _info: Any, input: dict[str, Any]) -> int:  # noqa: A002
        notes.append(input["site"])
        return len(notes)

    assert schema.mutation_type is not None
    schema.mutation_type.fields["send"].resolve = resolve
    monkeypatch.setattr("city_api.execution.graphql_schema", lambda: schema)
    monkeypatch.setattr("city_api.views.graphql_schema", lambda: schema)
    monkeypatch.setattr("city_api.rates.time", lambda: 600.0)
    settings.CITY_API_MUTATIONS_PER_ADDRESS = 3
    settings.CITY_API_MUTATIONS_PER_SITE = 4
    return notes


def send(client: Client, site: str = "ostrava", **headers: str) -> Any:
    body = {"query": SEND, "variables": {"site": site}}
    return client.post(
        "/graphql/", body, content_type="application/json", headers=headers
    )


def from_address(address: str) -> Client:
    return Client(REMOTE_ADDR=address)


def test_one_too_many_from_an_address_is_refused_and_changes_nothing(
    ostrava: Site, sent: list[str]
) -> None:
    client = from_address("192.0.2.1")
    answers = [send(client) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert codes(answers[-1]) == ["RATE_LIMIT"]
    assert answers[-1]["Retry-After"] == "60"
    assert sent == ["ostrava"] * 3
    assert send(from_address("192.0.2.2")).status_code == 200


def test_one_too_many_for_a_city_is_refused_from_anywhere(
    ostrava: Site, brno: Site, sent: list[str]
) -> None:
    answers = [send(from_address(f"192.0.2.{number}")) for number in range(5)]

    assert [answer.status_code for answer in answers] == [200] * 4 + [429]
    assert send(from_address("192.0.2.9"), site="brno").status_code == 200


def test_each_field_of_a_mutation_counts(ostrava: Site, sent: list[str]) -> None:
    response = post(from_address("192.0.2.1"), {"query": MANY})

    assert response.status_code == 429
    assert sent == []


def test_the_count_begins_again_after_a_minute(
    ostrava: Site, sent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = from_address("192.0.2.1")
    assert [send(client).status_code for _ in range(4)][-1] == 429

    monkeypatch.setattr("city_api.rates.time", lambda: 660.0)

    assert send(client).status_code == 200


def test_queries_aren_t_counted(ostrava: Site, sent: list[str]) -> None:
    client = from_address("192.0.2.1")

    for _ in range(10):
        assert post(client, {"query": "{ sent }"}).status_code == 200


def test_no_address_is_kept(
    ostrava: Site, sent: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    keys: list[str] = []
    add = cache.add

    def noting(key: str, *rest: Any) -> bool:
        keys.append(key)
        return add(key, *rest)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("city_api.rates.cache.add", noting, raising=False)
        for _ in range(4):
            send(from_address("192.0.2.77"))

    assert len(keys) == 7
    assert all("192.0.2" not in key for key in keys)
    assert "192.0.2" not in caplog.text


@pytest.mark.cache
def test_a_cache_that_is_down_counts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr("city_api.rates.cache.add", fail, raising=False)

    assert seconds_to_wait("a", 1, by=5) == 0


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://testserver", 200),  # the hub's own pages
        ("http://ostrava.localhost", 200),
        ("https://ostrava.example.com", 200),
        ("https://app.example.com:8443", 200),
        ("https://evil.example.com", 403),
        ("https://ostrava.example.com.evil.example", 403),
        ("http://ostrava.example.com", 403),
        ("null", 403),
        ("", 403),
    ],
)
def test_only_web_sites_of_the_city_may_send(
    ostrava: Site, brno: Site, sent: list[str], origin: str, status: int
) -> None:
    settings = ostrava.citysettings
    settings.microsite_url = "https://ostrava.example.com/"
    settings.api_origins = "https://app.example.com:8443\nhttps://b.example.com"
    settings.save()

    response = send(Client(), Origin=origin)

    assert response.status_code == status
    assert sent == (["ostrava"] if status == 200 else [])
    if status == 403:
        assert codes(response) == ["ORIGIN_REFUSED"]
    else:
        brno_s = send(Client(), site="brno", Origin=origin)
        assert brno_s.status_code == (200 if origin == "http://testserver" else 403)


def test_a_mutation_for_two_cities_needs_both(
    ostrava: Site, brno: Site, sent: list[str]
) -> None:
    document = (
        'mutation { a: send(input: {site: "ostrava"}) b: send(input: {site: "brno"}) }'
    )
    client = Client(headers={"Origin": "http://ostrava.localhost"})

    assert codes(post(client, {"query": document})) == ["ORIGIN_REFUSED"]
    assert sent == []


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "", "192.0.2.1"),
        (0, "198.51.100.7", "192.0.2.1"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (2, "203.0.113.9, 198.51.100.7", "203.0.113.9"),
        (2, "198.51.100.7", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "nonsense", "192.0.2.1"),
        (1, "198.51.100.7:4711", "198.51.100.7"),
        (1, "::ffff:198.51.100.7", "198.51.100.7"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, "[2001:db8:1:2::9]:443", "2001:db8:1:2::/64"),
    ],
)
def test_the_address_is_the_one_that_trusted_proxies_saw(
    settings: Any, proxies: int, forwarded: str, expected: str
) -> None:
    settings.CITY_API_PROXIES = proxies
    meta = {"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": forwarded}

    assert address_of(meta) == expected
    assert expected not in client_key(meta)
    assert address_of({"REMOTE_ADDR": ""}) == "unknown"
