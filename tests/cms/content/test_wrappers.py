"""A connection that opens while somebody wraps its statements for a while."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.backends.signals import connection_created


@pytest.fixture
def bare() -> Iterator[None]:
    """Take the wrappers off the connection, as if it were yet to be opened."""
    before = list(connection.execute_wrappers)
    connection.execute_wrappers.clear()
    yield
    connection.execute_wrappers[:] = before


def test_a_wrapper_of_a_while_leaves_a_connection_that_opened_meanwhile(
    bare: None,
) -> None:
    def guard(execute: Callable[..., Any], *statement: Any) -> Any:
        return execute(*statement)

    with connection.execute_wrapper(guard):
        connection_created.send(type(connection), connection=connection)

    assert connection.execute_wrappers
    assert guard not in connection.execute_wrappers
