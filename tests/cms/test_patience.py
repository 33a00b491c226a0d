"""A PostgreSQL that says nothing is given up, and the hub goes on without it."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic
from typing import Any

import pytest
from django.db import OperationalError, connection
from wagtail.models import Site

from city_api.engine import budget
from city_api.execution import execute
from cms.postgresql.patience import gave_up, patience
from cms.selectors.reader import Reader

pytestmark = [
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite is a file, not a server."
    ),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture(autouse=True)
def whole_connection() -> Iterator[None]:
    """Leave a new connection to whoever comes next."""
    yield
    connection.close()


def sleep(seconds: float) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(%s)::text", [seconds])
        return str(cursor.fetchone()[0])


def test_a_statement_without_an_answer_fails_in_time() -> None:
    began = monotonic()

    with pytest.raises(OperationalError) as caught, patience(0.2):
        sleep(20)

    assert monotonic() - began < 5
    assert gave_up(caught.value)
    with pytest.raises(OperationalError) as after:
        sleep(0)
    assert not gave_up(after.value)
    connection.close()
    assert sleep(0) == ""


def test_who_says_nothing_waits_as_long_as_it_takes() -> None:
    with patience(0.2):
        pass

    assert sleep(0.4) == ""


def test_an_operation_tells_a_silent_database_from_a_slow_one(
    ostrava: Site, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    def silent(*_arguments: Any) -> str:
        return sleep(20)

    settings.CITY_API_MAX_SECONDS = 1
    monkeypatch.setattr(budget, "MARGIN_S", -0.7)
    monkeypatch.setattr(Reader, "text", silent)
    began = monotonic()

    answer = execute('{ site(slug: "ostrava") { tagline name } }')

    assert monotonic() - began < 5
    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "UNAVAILABLE"
    assert "data" not in answer
