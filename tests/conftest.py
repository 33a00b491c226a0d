"""What every test can use, and what none may do."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import CacheHandler, cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils.connection import ConnectionProxy

pytest_plugins = ["tests.fixtures"]

LOOPBACK = ("127.", "::1", "localhost")


def refuse_beyond_this_machine(address: Any) -> None:
    if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
        pytest.fail(f"A test may not connect to {address[0]}.")


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Let tests connect to this machine only, whatever the code under test tries."""
    patch = pytest.MonkeyPatch()
    for name in ("connect", "connect_ex"):
        original = getattr(socket.socket, name)

        def guarded(self: socket.socket, address: Any, call: Any = original) -> Any:
            refuse_beyond_this_machine(address)
            return call(self, address)

        patch.setattr(socket.socket, name, guarded)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def open_connections() -> Iterator[None]:
    """Let a request that a test gives to the hub itself leave the test's connection.

    Django's own test client sees to that, and connects the signals again; a WSGI
    application called by hand doesn't.
    """
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


SERVICES = {"db", "transactional_db", "live_server"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks for neither the database nor the cache.

    It can't come out otherwise on PostgreSQL and Redis, and runs once.
    """
    for item in items:
        if not asks_for_services(item):
            item.add_marker("pure")


def asks_for_services(item: pytest.Item) -> bool:
    asked = SERVICES.intersection(getattr(item, "fixturenames", ()))
    marks = ("django_db", "cache")
    return bool(asked) or any(item.get_closest_marker(mark) for mark in marks)


@pytest.fixture(autouse=True)
def empty_cache(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Let no test see what another one has cached, and each say that it caches."""
    if request.node.get_closest_marker("pure"):
        monkeypatch.setattr(ConnectionProxy, "__getattr__", refuse_cache)
        yield
        return
    yield
    cache.clear()


def refuse_cache(
    proxy: "ConnectionProxy[Any]", name: str, get: Any = ConnectionProxy.__getattr__
) -> Any:
    if isinstance(proxy.__dict__["_connections"], CacheHandler):
        pytest.fail("A test that uses the cache is marked so: pytest.mark.cache.")
    return get(proxy, name)
