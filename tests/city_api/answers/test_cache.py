"""What is kept, for whom, and for how long."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from city_api.answers.asking import Asking, read_names
from tests.city_api.answers.standin import Hub, Response

GRAPHQL_JSON = "application/graphql-response+json"


def is_uncached(response: Response) -> bool:
    return (
        response.headers["cache-control"] == "private, no-store"
        and "etag" not in response.headers
        and "surrogate-key" not in response.headers
    )


def test_what_was_asked_before_is_not_executed_again(hub: Hub) -> None:
    first = hub.client.get("sites 1")
    assert (first.cache, hub.client.environ["city_api.cache"]) == (
        "fwd=uri-miss; stored",
        "miss",
    )

    second = hub.client.get("sites 1")

    assert (second.cache, hub.client.environ["city_api.cache"]) == ("hit", "hit")
    assert hub.runs == 1
    assert second.body == first.body
    del first.headers["cache-status"], second.headers["cache-status"]
    assert second.headers == first.headers


def test_a_hit_costs_one_read_of_the_tokens_it_needs(hub: Hub) -> None:
    hub.client.get("sites 1")
    hub.database.reads.clear()

    hub.client.get("sites 1")

    assert hub.database.reads == [frozenset({1})]


def test_a_change_of_its_city_ends_an_answer(hub: Hub) -> None:
    hub.client.get("sites 1")
    hub.database.change(1)

    changed = hub.client.get("sites 1")

    assert changed.cache == "fwd=stale; stored"
    assert hub.client.environ["city_api.cache"] == "stale-key"
    assert changed.json["seen"] == {"1": 1010, "None": 1}
    assert hub.client.get("sites 1").cache == "hit"


def test_a_change_of_what_cities_share_ends_every_answer(hub: Hub) -> None:
    for query in ("sites 1", "sites 2", "hub", "nothing"):
        hub.client.get(query)

    hub.database.change(None)

    for query in ("sites 1", "sites 2", "hub", "nothing"):
        assert hub.client.get(query).cache == "fwd=stale; stored"


def test_a_change_of_another_city_ends_nothing_but_what_was_read_from_all(
    hub: Hub,
) -> None:
    for query in ("sites 1", "sites 1,2", "hub"):
        hub.client.get(query)

    hub.database.change(2)

    assert hub.client.get("sites 1").cache == "hit"
    assert hub.client.get("sites 1,2").cache == "fwd=stale; stored"
    assert hub.client.get("hub").cache == "fwd=stale; stored"


def test_a_new_city_ends_what_was_read_from_all(hub: Hub) -> None:
    hub.client.get("hub")
    hub.database.tokens[3] = 30

    assert hub.client.get("hub").json["seen"]["3"] == 30


def test_what_changes_while_an_answer_is_made_is_not_missed(hub: Hub) -> None:
    hub.application.meanwhile = lambda: hub.database.change(1)
    torn = hub.client.get("sites 1")
    hub.application.meanwhile = lambda: None

    whole = hub.client.get("sites 1")

    assert torn.json["seen"]["1"] == 10
    assert whole.json["seen"]["1"] == 1010
    assert hub.runs == 2


def test_nothing_is_kept_of_a_city_without_a_token(hub: Hub) -> None:
    response = hub.client.get("sites 7")

    assert is_uncached(response)
    hub.client.get("sites 7")
    assert hub.runs == 2


def test_nothing_is_kept_while_what_cities_share_has_no_token(hub: Hub) -> None:
    del hub.database.tokens[None]

    for query in ("sites 1", "hub", "nothing"):
        assert is_uncached(hub.client.get(query))
        assert is_uncached(hub.client.get(query))
    assert hub.runs == 6


# The clock


def test_an_answer_that_the_clock_bounds_ends_then(hub: Hub) -> None:
    hub.bound(30)
    first = hub.client.get("sites 1")
    assert first.headers["cache-control"] == "public, max-age=30, s-maxage=30"
    hub.now += 29.5

    assert hub.client.get("sites 1").headers["cache-control"] == (
        "public, max-age=0, s-maxage=0"
    )
    assert hub.runs == 1

    hub.now += 0.5
    hub.bound(3000)
    assert hub.client.get("sites 1").cache == "fwd=stale; stored"
    assert hub.runs == 2


def test_an_answer_that_nothing_bounds_lasts_as_long_as_the_settings_say(
    hub: Hub, settings: Settings
) -> None:
    settings.CITY_API_MAX_AGE = 5
    settings.CITY_API_SHARED_MAX_AGE = 86_400
    settings.CITY_API_STALE_WHILE_REVALIDATE = 0

    response = hub.client.get("sites 1")

    assert response.headers["cache-control"] == "public, max-age=5, s-maxage=86400"


# The same question, asked in other ways


@pytest.mark.parametrize(
    "ask",
    [
        lambda client: client.post("sites 1", variables={"a": 1, "b": 2}),
        lambda client: client.post("sites 1", variables={"b": 2, "a": 1}),
        lambda client: client.get("sites 1", variables='{ "b":2, "a": 1 }'),
        lambda client: client.get("sites 1", variables='{"a":1,"b":2}', other="x"),
        lambda client: client.get(
            "sites 1", {"Accept": "text/html, */*"}, variables='{"a":1,"b":2}'
        ),
        lambda client: client.get(
            "sites 1", {"Cookie": "sessionid=1"}, variables='{"a":1,"b":2}'
        ),
        lambda client: client.get(
            "sites 1", {"User-Agent": "other"}, variables='{"a":1,"b":2}'
        ),
        lambda client: client.get(
            "sites 1", {"Origin": "https://a.example"}, variables='{"a":1,"b":2}'
        ),
    ],
)
def test_the_same_question_has_one_answer_however_it_is_asked(
    hub: Hub, ask: Any
) -> None:
    first = hub.client.get("sites 1", variables='{"a":1,"b":2}')

    same = ask(hub.client)

    assert same.body == first.body
    assert hub.runs == 1


@pytest.mark.parametrize(
    "ask",
    [
        lambda client: client.get("sites 1"),
        lambda client: client.get("sites 1 ", variables='{"a":1}'),
        lambda client: client.get("sites 1", variables='{"a":2}'),
        lambda client: client.get("sites 1", variables='{"a":1.0}'),
        lambda client: client.get("sites 1", variables='{"a":true}'),
        lambda client: client.get("sites 1", variables='{"a":"1"}'),
        lambda client: client.get("sites 1", variables='{"a":1,"b":null}'),
        lambda client: client.get("sites 1", variables='{"a":1}', operationName="A"),
        lambda client: client.get("sites 1", {"Host": "other"}, variables='{"a":1}'),
        lambda client: client.get(
            "sites 1", {"Accept": GRAPHQL_JSON}, variables='{"a":1}'
        ),
        lambda client: client.post("sites 1", {"Accept": GRAPHQL_JSON}),
    ],
)
def test_another_question_has_another_answer(hub: Hub, ask: Any) -> None:
    hub.client.get("sites 1", variables='{"a":1}')

    ask(hub.client)
    ask(hub.client)

    assert hub.runs == 2


def test_the_origin_counts_where_cities_say_who_reads_them(
    hub: Hub, settings: Settings
) -> None:
    settings.CITY_API_ALLOW_ORIGIN = "cities"
    read_names.cache_clear()
    try:
        for origin in ("https://a.example", "https://b.example", "https://a.example"):
            hub.client.get("sites 1", {"Origin": origin})
            hub.client.post("sites 1", {"Origin": origin})
    finally:
        read_names.cache_clear()

    assert hub.runs == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"CONTENT_TYPE": "a\0b"}, {"CONTENT_TYPE": "a", "HTTP_ACCEPT": "b\0"}),
        ({"HTTP_ACCEPT": "a', 'b"}, {"CONTENT_TYPE": "a", "HTTP_ACCEPT": "b"}),
        ({"HTTP_ACCEPT": "a"}, {"HTTP_ACCEPT": "a", "REQUEST_METHOD": "POST"}),
    ],
)
def test_what_stands_in_different_places_is_not_the_same(
    one: dict[str, str], other: dict[str, str]
) -> None:
    keys = {
        Asking({"REQUEST_METHOD": "GET", **environ}).raw_key for environ in (one, other)
    }

    assert len(keys) == 2


def test_a_forwarded_scheme_counts_where_the_hub_believes_it(
    hub: Hub, settings: Settings
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    read_names.cache_clear()
    try:
        hub.client.get("sites 1", {"X-Forwarded-Proto": "https"})
        hub.client.get("sites 1", {"X-Forwarded-Proto": "http"})
        hub.client.get("sites 1", {"X-Forwarded-Proto": "https"})
    finally:
        read_names.cache_clear()

    assert hub.runs == 2


def test_a_host_that_the_hub_does_not_serve_finds_nothing(
    hub: Hub, settings: Settings
) -> None:
    hub.client.get("sites 1")
    settings.ALLOWED_HOSTS = ["testserver"]

    for _ in range(2):
        hub.client.get("sites 1", {"Host": "evil.example"})

    assert hub.runs == 3
    assert len(hub.cache.answers) == 1


# POST


def test_a_post_is_answered_from_what_is_kept_but_no_cache_may_keep_it(
    hub: Hub,
) -> None:
    got = hub.client.get("sites 1")

    posted = hub.client.post("sites 1", {"If-None-Match": got.headers["etag"]})

    assert posted.status == 200
    assert posted.body == got.body
    assert posted.cache == "hit"
    assert is_uncached(posted)


def test_a_known_body_needs_no_reading(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.client.post("sites 1")
    monkeypatch.setattr("city_api.answers.asking.asked_by", None)

    assert hub.client.post("sites 1").cache == "hit"


@pytest.mark.parametrize("length", ["21", "", "-1", "many"])
def test_a_body_that_is_too_long_or_of_unknown_length_is_left_to_the_application(
    hub: Hub, settings: Settings, length: str
) -> None:
    settings.CITY_API_MAX_BYTES = 20
    hub.client.application.application = reader
    environ = RequestFactory().post("/graphql/", b"x" * 21, "application/json").environ
    environ["CONTENT_LENGTH"] = length

    (body,) = hub.client.application(environ, lambda *_: None)

    assert body == b"x" * 21
    assert environ["city_api.cache"] == "bypass"


def reader(environ: Any, start_response: Any) -> list[bytes]:
    start_response("413 Too Large", [])
    return [environ["wsgi.input"].read(21)]


# What is never kept


def test_what_the_view_does_not_offer_is_not_kept(hub: Hub) -> None:
    for ask in (hub.client.get, hub.client.post, hub.client.get, hub.client.post):
        response = ask("not kept")
        assert is_uncached(response)
        assert hub.client.environ["city_api.cache"] == "bypass"

    assert hub.runs == 4
    assert len(hub.cache.answers) == 0


@pytest.mark.parametrize(
    "status", ["400 Bad Request", "404 Not Found", "500 Oh", "503 No", "302 Found"]
)
def test_only_what_succeeded_is_kept(hub: Hub, status: str) -> None:
    hub.application.status = status

    response = hub.client.get("sites 1")
    hub.client.get("sites 1")

    assert hub.runs == 2
    assert is_uncached(response)


@pytest.mark.parametrize(
    "header",
    [
        ("Set-Cookie", "a=b"),
        ("Vary", "Cookie"),
        ("Cache-Control", "private, no-store"),
    ],
)
def test_what_is_not_for_everybody_is_not_kept(
    hub: Hub, header: tuple[str, str]
) -> None:
    hub.application.headers = [header]

    hub.client.get("sites 1")
    response = hub.client.get("sites 1")

    assert hub.runs == 2
    assert response.headers["cache-control"] == "private, no-store"
    assert response.headers[header[0].lower()] == header[1]


def test_requests_with_credentials_are_neither_answered_nor_kept(hub: Hub) -> None:
    hub.client.get("sites 1")

    hub.database.reads.clear()
    secret = {"Authorization": "Bearer x"}
    response = hub.client.get("sites 1", secret)
    hub.client.get("sites 2", secret)

    assert hub.runs == 3
    assert hub.database.reads == []
    assert response.cache == "fwd=bypass"
    assert is_uncached(response)
    assert hub.client.get("sites 2").cache == "fwd=uri-miss; stored"


def test_what_is_too_large_is_sent_with_its_headers_and_not_kept(
    settings: Settings,
) -> None:
    settings.CITY_API_CACHE_BYTES = 80_000
    hub = Hub()
    hub.application.padding = 9_000 * "x"

    first = hub.client.get("sites 1")

    assert first.cache == "fwd=uri-miss"
    assert first.headers["cache-control"].startswith("public, ")
    hub.client.get("sites 1")
    assert hub.runs == 2


# Conditional requests and HEAD


def test_who_has_the_answer_gets_304(hub: Hub) -> None:
    first = hub.client.get("sites 1")
    tag = first.headers["etag"]

    again = hub.client.get("sites 1", {"If-None-Match": f'"other", W/{tag}'})

    assert (again.status, again.body) == (304, b"")
    assert hub.client.environ["city_api.cache"] == "hit"
    for name in ("etag", "vary", "cache-control", "surrogate-key", "cache-tag"):
        assert again.headers[name] == first.headers[name]
    assert "content-length" not in again.headers
    assert "content-type" not in again.headers


def test_304_also_where_the_answer_had_to_be_made_anew(hub: Hub) -> None:
    tag = hub.client.get("nothing").headers["etag"]
    hub.cache.answers.clear()
    hub.cache.shared = None

    again = hub.client.get("nothing", {"If-None-Match": tag})

    assert (again.status, hub.runs) == (304, 2)


def test_who_has_an_older_answer_gets_the_new_one(hub: Hub) -> None:
    tag = hub.client.get("sites 1").headers["etag"]
    hub.database.change(1)

    again = hub.client.get("sites 1", {"If-None-Match": tag})

    assert again.status == 200
    assert again.headers["etag"] != tag
    assert again.json["seen"]["1"] == 1010


def test_tags_differ_between_media_types(hub: Hub) -> None:
    plain = hub.client.get("nothing")
    other = hub.client.get("nothing", {"Accept": GRAPHQL_JSON})

    assert plain.body == other.body
    assert plain.headers["etag"] != other.headers["etag"]
    tag = plain.headers["etag"]
    fetched = hub.client.get("nothing", {"Accept": GRAPHQL_JSON, "If-None-Match": tag})
    assert fetched.status == 200


def test_head_is_get_without_the_body(hub: Hub) -> None:
    missed = hub.client.ask("HEAD", "query=sites+1")
    assert hub.client.environ["REQUEST_METHOD"] == "HEAD"
    got = hub.client.get("sites 1")
    hit = hub.client.ask("HEAD", "query=sites+1")

    assert (missed.body, hit.body, hub.runs) == (b"", b"", 1)
    assert hit.headers == got.headers
    assert hit.headers["content-length"] == str(len(got.body))


# What isn't the City API's


def test_other_paths_pass_untouched(hub: Hub) -> None:
    def application(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [("X-Own", "1")])
        return [b"page"]

    hub.client.application.application = application
    response = hub.client.ask("GET", "query=sites+1", path="/admin/")

    assert response.headers == {"x-own": "1"}
    assert response.body == b"page"
    assert hub.database.reads == []


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "DELETE", "PATCH"])
def test_other_methods_go_to_the_application(hub: Hub, method: str) -> None:
    def application(environ: Any, start_response: Any) -> list[bytes]:
        start_response("204 No Content", [("X-Method", environ["REQUEST_METHOD"])])
        return []

    hub.client.application.application = application
    response = hub.client.ask(method, "query=sites+1")

    assert response.headers["x-method"] == method
    assert hub.database.reads == []


# The database


def test_while_the_database_is_away_nothing_is_answered_from_memory(hub: Hub) -> None:
    hub.client.get("sites 1")
    hub.database.is_away = True

    for response in (hub.client.get("sites 1"), hub.client.post("sites 1")):
        assert response.status == 503
        assert response.headers["retry-after"] == "2"
        assert response.headers["cache-control"] == "private, no-store"
        (error,) = response.json["errors"]
        assert error["extensions"]["code"] == "UNAVAILABLE"

    hub.database.is_away = False
    assert hub.client.get("sites 1").cache == "hit"
    assert hub.runs == 1


def test_the_refusal_comes_in_the_media_type_that_is_asked_for(hub: Hub) -> None:
    hub.database.is_away = True

    response = hub.client.get("sites 1", {"Accept": GRAPHQL_JSON})

    assert response.headers["content-type"] == f"{GRAPHQL_JSON}; charset=utf-8"


def test_a_hit_tells_the_log_what_the_miss_told(hub: Hub) -> None:
    inner = hub.application

    def application(environ: Any, start_response: Any) -> Any:
        environ["city_api.operation"] = "Places"
        return inner(environ, start_response)

    hub.client.application.application = application
    hub.client.get("sites 1")
    hub.client.get("sites 1")

    assert hub.client.environ["city_api.operation"] == "Places"
    assert hub.runs == 1
