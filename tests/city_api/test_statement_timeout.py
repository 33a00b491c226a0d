"""PostgreSQL itself stops a statement of an operation whose time is up."""

from __future__ import annotations

from time import monotonic

import pytest
from django.db import OperationalError, connection
from django.test import Client

from city_api.engine import budget
from city_api.engine.budget import lift_limit, statements_until
from tests.city_api.test_budget import select_one

pytestmark = [
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite stops no statement"
    ),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def test_postgresql_stops_a_statement_until_another_request_begins() -> None:
    def timeout() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            return str(cursor.fetchone()[0])

    usual = timeout()
    with statements_until(monotonic() + 60, limit_s=0.05):
        select_one()
        with pytest.raises(OperationalError), connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(5)")
    assert timeout() == "50ms"
    assert connection.connection in budget.limited

    Client().get("/health/live")

    assert timeout() == usual
    lift_limit()
    assert timeout() == usual
