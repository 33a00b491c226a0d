"""A database that is away is told from a bug."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, InterfaceError, OperationalError
from django.test import Client
from wagtail.models import Site

from city_api.database import is_away
from cms.selectors.reader import Reader

NAME = {"query": '{ site(slug: "ostrava") { name } }'}


def of_sqlite(run: Callable[[], object]) -> OperationalError:
    """Return what Django makes of an error of SQLite's driver."""
    with pytest.raises(sqlite3.OperationalError) as caught:
        run()
    error = OperationalError(*caught.value.args)
    error.__cause__ = caught.value
    return error


def test_a_locked_database_is_away(tmp_path: Path) -> None:
    file = tmp_path / "hub.sqlite3"
    writer = sqlite3.connect(file, isolation_level=None)
    writer.execute("CREATE TABLE t (a)")
    writer.execute("BEGIN EXCLUSIVE")
    other = sqlite3.connect(file, timeout=0)

    assert is_away(of_sqlite(lambda: other.execute("SELECT * FROM t")))


def test_a_mistake_in_a_statement_is_a_bug() -> None:
    connection = sqlite3.connect(":memory:")

    assert not is_away(of_sqlite(lambda: connection.execute("SELECT nothing")))


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (OperationalError("server closed the connection"), True),
        (InterfaceError("the connection is closed"), True),
        (DatabaseError("no such column"), False),
        (ValueError("a bug"), False),
        (None, False),
    ],
)
def test_what_postgresql_s_driver_raises(
    error: Exception | None, expected: bool
) -> None:
    assert is_away(error) is expected


def away(*_arguments: Any, **_options: Any) -> None:
    raise OperationalError("server closed the connection")


@pytest.mark.parametrize(
    "place", ["cms.selectors.reader.Reader.text", "city_api.persisted.document_of"]
)
def test_the_api_says_that_it_is_unavailable(
    client: Client, ostrava: Site, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.setattr(place, away)

    response = client.get("/graphql/", NAME)

    assert response.status_code == 503
    assert response["Retry-After"] == "2"
    assert response["Cache-Control"] == "no-store"
    (error,) = response.json()["errors"]
    assert error["extensions"]["code"] == "UNAVAILABLE"
    assert "data" not in response.json()


def test_a_bug_in_a_resolver_stays_a_bug(
    client: Client, ostrava: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: Any) -> None:
        raise DatabaseError("no such column")

    monkeypatch.setattr(Reader, "text", broken)

    (error,) = client.get("/graphql/", NAME).json()["errors"]

    assert error["extensions"]["code"] == "INTERNAL_ERROR"
