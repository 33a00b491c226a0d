"""Tokens are read by a connection of their own, which mends itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pytest
from django.db import OperationalError, connection, transaction
from wagtail.models import Site

from city_api.answers.tokens import DatabaseAway, Link, TokenReader, statement
from cms.models import ContentVersion
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def reader() -> Iterator[TokenReader]:
    made = TokenReader()
    yield made
    made.close()


@pytest.fixture
def cities(transactional_db: None) -> tuple[Site, Site]:
    return factories.city("ostrava"), factories.city("brno", ["en"])


def kept() -> dict[int | None, int]:
    return dict(ContentVersion.objects.values_list("site_id", "token"))


def test_all_or_some_are_read(reader: TokenReader, cities: tuple[Site, Site]) -> None:
    ostrava, brno = (site.pk for site in cities)
    tokens = kept()

    assert {None, ostrava, brno} <= tokens.keys()
    assert reader.read() == tokens
    assert reader.read(frozenset()) == {None: tokens[None]}
    assert reader.read(frozenset({brno})) == {None: tokens[None], brno: tokens[brno]}
    assert reader.read(frozenset({brno, ostrava, 999_999})) == {
        site: tokens[site] for site in (None, ostrava, brno)
    }


def test_a_change_is_seen_once_it_is_committed(
    reader: TokenReader, cities: tuple[Site, Site]
) -> None:
    before = reader.read()
    if connection.vendor == "postgresql":  # in memory, SQLite's reader would wait
        with transaction.atomic():
            ContentVersion.objects.filter(site=None).update(token=7)
            assert reader.read() == before

    ContentVersion.objects.filter(site=None).update(token=8)

    assert reader.read()[None] == 8


def test_a_broken_connection_is_made_anew(
    reader: TokenReader, cities: tuple[Site, Site]
) -> None:
    reader.read()
    link: Link = reader._threads.link
    link.connection.connection.close()

    assert reader.read() == kept()
    assert reader._threads.link is not link


def test_a_connection_that_is_old_is_made_anew(
    reader: TokenReader, cities: tuple[Site, Site]
) -> None:
    reader.read()
    link: Link = reader._threads.link
    link.expires = 0

    assert reader.read() == kept()
    assert reader._threads.link is not link


def test_a_connection_is_used_again(
    reader: TokenReader, cities: tuple[Site, Site]
) -> None:
    reader.read()
    link = reader._threads.link

    reader.read(frozenset({1}))

    assert reader._threads.link is link


def test_a_database_that_is_away_is_asked_once_and_then_left_alone(
    reader: TokenReader,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    asked: list[None] = []

    def connect(self: Link) -> None:
        asked.append(None)
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr(Link, "__init__", connect)
        for _ in range(3):
            with pytest.raises(DatabaseAway):
                reader.read()
    assert len(asked) == 1
    assert caplog.messages == ["The database can't be asked."]

    with pytest.raises(DatabaseAway):
        reader.read()
    reader.circuit._retry_at = 0.0

    assert reader.read() == kept()
    assert caplog.messages[1:] == ["The database can be asked again."]


def test_a_mistake_of_ours_is_not_taken_for_a_database_that_is_away(
    reader: TokenReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Link, "rows", lambda _self, _sql: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        reader.read()

    assert reader.circuit.admits()


def test_the_statement_holds_numbers_only() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        statement(frozenset({cast("int", "1) OR (1=1")}))
