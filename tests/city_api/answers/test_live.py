"""Redis and the database go away and come back under load: nothing wrong, no restart.

Everything is real here: a hub served by granian, a Redis, a database that the test
changes beside it.
"""

from __future__ import annotations

import contextlib
import json
import secrets
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection, transaction

from tests import factories
from tests.city_api.answers.live import (
    Cut,
    Got,
    Granian,
    Readers,
    RedisServer,
    free_port,
    wait_until,
)

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
LONGEST_WAIT_S = 20
"""For a refusal, on a slow machine: connecting and asking may take 5 and 3 seconds."""
TAGLINE = '{ site(slug: "ostrava") { tagline } }'


class Content:
    """The content of the hub under test: a number that its city shows."""

    def __init__(self, folder: Path) -> None:
        self.site = factories.city("ostrava", ["en"]).pk
        self.number = 0
        self.url = self._sqlite(folder) if self.is_sqlite else self._postgresql()
        self.write(0)

    @property
    def is_sqlite(self) -> bool:
        return connection.vendor == "sqlite"

    def _sqlite(self, folder: Path) -> str:
        file = folder / "hub.sqlite3"
        self._copy = sqlite3.connect(file, isolation_level=None, timeout=30)
        connection.ensure_connection()
        connection.connection.backup(self._copy)
        self._copy.execute("PRAGMA journal_mode=WAL")
        return f"sqlite:///{file}"

    def _postgresql(self) -> str:
        place = connection.settings_dict
        user = f"{place['USER']}:{place['PASSWORD']}"
        return (
            f"postgres://{user}@{place['HOST']}:{place['PORT'] or 5432}/{place['NAME']}"
        )

    def write(self, number: int) -> None:
        """Let the city show a number, as one transaction with its token."""
        shown = json.dumps({"en": str(number)})
        token = secrets.randbits(63)
        city = f"WHERE site_id = {self.site}"
        statements = [
            f"UPDATE cms_citysettings SET tagline = '{shown}' {city}",  # noqa: S608
            f"UPDATE cms_contentversion SET token = {token} {city}",  # noqa: S608
        ]
        if self.is_sqlite:
            self._copy.executescript(
                ";".join(["BEGIN IMMEDIATE", *statements, "COMMIT"])
            )
        else:
            with transaction.atomic(), connection.cursor() as cursor:
                for each in statements:
                    cursor.execute(each)
        self.number = number

    def grow(self, readers: Readers, times: int) -> None:
        """Change the content again and again, while it is read."""
        for _ in range(times):
            seen = readers.answered(200)
            self.write(self.number + 1)
            readers.committed = self.number
            wait_until(lambda: readers.answered(200) > seen + 8, "An answer")  # noqa: B023
            assert not readers.wrong


def number_in(got: Got) -> int:
    return int(got.json["data"]["site"]["tagline"])


@pytest.fixture
def content(tmp_path: Path) -> Content:
    return Content(tmp_path)


Serve = Callable[..., contextlib.AbstractContextManager[Any]]


@pytest.fixture
def serve(tmp_path: Path, content: Content) -> Serve:
    @contextlib.contextmanager
    def served(**variables: str) -> Iterator[tuple[Granian, Readers]]:
        env = {"DATABASE_URL": content.url, "VITEJ_VAR_DIR": str(tmp_path / "var")}
        with Granian(**env | variables) as hub:
            readers = Readers(lambda: hub.get(TAGLINE), number_in)
            with readers.reading():
                yield hub, readers

    return served


def test_what_is_changed_is_seen_by_the_next_who_asks(
    content: Content, serve: Serve
) -> None:
    with serve() as (hub, readers):
        content.grow(readers, 20)
        last = hub.get(TAGLINE)

    assert readers.wrong == []
    assert readers.statuses.keys() == {200}
    assert number_in(last) == content.number == 20


def test_redis_goes_away_and_comes_back_under_load(
    content: Content, serve: Serve, tmp_path: Path
) -> None:
    port = free_port()
    with contextlib.ExitStack() as stack:
        redis = stack.enter_context(RedisServer(tmp_path, port))
        url = f"redis://127.0.0.1:{port}/0"
        _, readers = stack.enter_context(serve(CACHE_URL=url))
        content.grow(readers, 3)
        assert redis.count() > 0

        redis.kill()
        content.grow(readers, 5)
        again = stack.enter_context(RedisServer(tmp_path, port))
        content.grow(readers, 3)
        wait_until(lambda: _grown(content, readers, again), "Redis's use")

        again.send(signal.SIGSTOP)
        content.grow(readers, 5)
        again.send(signal.SIGCONT)
        content.grow(readers, 3)

    assert readers.wrong == []
    assert readers.statuses.keys() == {200}


def _grown(content: Content, readers: Readers, redis: RedisServer) -> bool:
    content.grow(readers, 1)
    return redis.count() > 0


def test_two_hubs_share_what_is_kept_in_redis(
    content: Content, serve: Serve, tmp_path: Path
) -> None:
    port = free_port()
    with contextlib.ExitStack() as stack:
        stack.enter_context(RedisServer(tmp_path, port))
        env = {
            "DATABASE_URL": content.url,
            "VITEJ_VAR_DIR": str(tmp_path / "var"),
            "CACHE_URL": f"redis://127.0.0.1:{port}/0",
        }
        one = stack.enter_context(Granian(**env))
        other = stack.enter_context(Granian(**env))

        assert one.get(TAGLINE).headers["cache-status"] == "vitej; fwd=uri-miss; stored"
        found = other.get(TAGLINE)
        assert found.headers["cache-status"] == "vitej; hit"
        assert number_in(found) == 0

        content.write(1)
        assert number_in(other.get(TAGLINE)) == 1
        assert one.get(TAGLINE).headers["cache-status"] == "vitej; hit"
        assert number_in(one.get(TAGLINE)) == 1


@pytest.fixture
def way(content: Content) -> Iterator[Cut]:
    """A way to the database that the test can cut."""
    if content.is_sqlite:
        pytest.skip("SQLite is a file, not a server.")
    parts = urlsplit(content.url)
    assert parts.hostname
    made = Cut(parts.hostname, parts.port or 5432)
    user = parts.netloc.rpartition("@")[0]
    content.url = urlunsplit(parts._replace(netloc=f"{user}@127.0.0.1:{made.port}"))
    with contextlib.closing(made):
        yield made


def test_the_database_goes_away_and_comes_back_under_load(
    content: Content, way: Cut, serve: Serve
) -> None:
    with serve() as (hub, readers):
        content.grow(readers, 3)

        way.cut()
        wait_until(lambda: readers.answered(503) > 10, "A refusal")
        refused = hub.get(TAGLINE)
        content.write(content.number + 1)
        way.mend()
        _recovers(content, readers)

    assert_unavailable(refused)
    assert readers.wrong == []
    assert readers.statuses.keys() == {200, 503}


def test_a_database_that_freezes_is_told_in_time_and_comes_back(
    content: Content, way: Cut, serve: Serve
) -> None:
    with serve() as (hub, readers):
        content.grow(readers, 3)

        way.freeze()
        began = time.monotonic()
        wait_until(lambda: readers.answered(503) > 2, "A refusal")
        refused = hub.get(TAGLINE)
        unready = hub.get_at("/health/ready")
        took = time.monotonic() - began
        content.write(content.number + 1)
        way.thaw()
        _recovers(content, readers)
        ready = hub.get_at("/health/ready")

    assert_unavailable(refused)
    assert (unready.status, ready.status) == (503, 200)
    assert took < LONGEST_WAIT_S
    assert readers.wrong == []
    assert readers.statuses.keys() == {200, 503}


def _recovers(content: Content, readers: Readers) -> None:
    readers.committed = content.number
    seen = readers.answered(200)
    wait_until(lambda: readers.answered(200) > seen, "An answer")
    content.grow(readers, 3)


def assert_unavailable(refused: Got) -> None:
    """Assert that the database's absence is told, with when to come back."""
    assert (refused.status, refused.headers["retry-after"]) == (503, "2")
    assert refused.headers["cache-control"] == "private, no-store"
    (error,) = refused.json["errors"]
    assert error["extensions"]["code"] == "UNAVAILABLE"
    assert "data" not in refused.json
