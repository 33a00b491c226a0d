"""The time that an operation may take."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from graphql import (
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLString,
    execute_sync,
    parse,
)
from wagtail.models import Site

from city_api.context import Context
from city_api.engine.budget import ENDLESS, TimeIsUp, statements_until
from city_api.engine.compiled.context import CompiledContext
from city_api.execution import execute
from tests.city_api.test_http import codes, post

NAME = '{ site(slug: "ostrava") { name } }'


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the monotonic clock of the budget, to be set."""
    now = [100.0]
    for module in (
        "city_api.engine.budget",
        "city_api.execution",
        "city_api.engine.compiled.plan",
    ):
        monkeypatch.setattr(f"{module}.monotonic", lambda: now[0])
    return now


def select_one() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def test_no_statement_begins_after_the_deadline(db: None, clock: list[float]) -> None:
    with statements_until(110.0):
        select_one()
        clock[0] = 110.5
        with pytest.raises(TimeIsUp):
            select_one()
    select_one()


def test_what_the_server_stopped_counts_as_too_long(
    db: None, clock: list[float]
) -> None:
    def stopped(*_arguments: Any) -> None:
        clock[0] = 111.0
        raise OperationalError

    with (
        statements_until(110.0),
        connection.execute_wrapper(stopped),
        pytest.raises(TimeIsUp),
    ):
        select_one()


def test_another_failure_stays_what_it_is(db: None, clock: list[float]) -> None:
    def fail(*_arguments: Any) -> None:
        raise OperationalError

    with (
        statements_until(110.0),
        connection.execute_wrapper(fail),
        pytest.raises(OperationalError),
    ):
        select_one()


def test_an_operation_that_takes_too_long_is_stopped(
    client: Client,
    ostrava: Site,
    clock: list[float],
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
) -> None:
    settings.CITY_API_MAX_SECONDS = 10
    asked = []

    def slow(*_arguments: Any, **_options: Any) -> str:
        asked.append(1)
        clock[0] += 11
        return "Ostrava"

    monkeypatch.setattr("cms.selectors.reader.Reader.text", slow)
    document = '{ a: site(slug: "ostrava") { name } b: site(slug: "ostrava") { name } }'

    response = post(client, {"query": document})

    assert response.status_code == 503
    assert codes(response) == ["TIME_LIMIT"]
    assert "data" not in response.json()
    assert len(asked) == 1


def test_one_that_is_quick_enough_is_answered(
    client: Client, ostrava: Site, clock: list[float], settings: Any
) -> None:
    settings.CITY_API_MAX_SECONDS = 1

    assert execute(NAME) == {"data": {"site": {"name": "Ostrava"}}}
    clock[0] += 1_000
    assert execute(NAME) == {"data": {"site": {"name": "Ostrava"}}}


def test_no_resolver_can_swallow_the_end(clock: list[float]) -> None:
    def resolve(*_arguments: Any) -> Any:
        clock[0] += 1
        return {}

    inner = GraphQLObjectType("Inner", {"a": GraphQLField(GraphQLString)})
    query = GraphQLObjectType("Query", {"inner": GraphQLField(inner, resolve=resolve)})

    with pytest.raises(TimeIsUp):
        execute_sync(
            GraphQLSchema(query),
            parse("{ inner { a } }"),
            context_value=Context(deadline=100.5),
            execution_context_class=CompiledContext,
        )


def test_without_a_deadline_nothing_is_stopped(db: None) -> None:
    with statements_until(ENDLESS):
        select_one()
