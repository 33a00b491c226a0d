"""A load balancer learns whether the hub lives and whether it can answer."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import OperationalError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cms import health

ALL_OK = {"database": "ok", "migrations": "ok", "cache": "ok", "outbox": "ok"}


def refuse(*_: Any, **__: Any) -> None:
    raise OperationalError("no route to db.internal, user hub")


def test_a_process_lives_without_a_database(client: Client) -> None:
    response = client.get("/health/live")

    assert (response.status_code, response.json()) == (200, {"status": "live"})
    assert response["Cache-Control"] == "no-store"


def test_any_host_may_ask_by_plain_http(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["hub.example.com"]
    settings.SECURE_SSL_REDIRECT = True

    response = client.get("/health/live", headers={"Host": "10.0.0.7:8000"})

    assert response.status_code == 200


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_nothing_can_be_posted(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


@pytest.mark.django_db
def test_a_hub_with_all_it_needs_is_ready(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/health/ready")

    with django_assert_num_queries(3):
        response = client.get("/health/ready")

    assert response.status_code == 200
    assert response.json() == {"status": "ready", "checks": ALL_OK}
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_a_migration_that_is_missing_makes_it_unavailable(client: Client) -> None:
    last = next(app for app in health.newest_migrations() if app[0] == "cms")
    MigrationRecorder(connection).record_unapplied(*last)

    response = client.get("/health/ready")

    assert response.status_code == 503
    assert response.json() == {
        "status": "unavailable",
        "checks": ALL_OK | {"migrations": "failed"},
    }


@pytest.mark.django_db
def test_a_database_that_is_away_makes_it_unavailable_and_tells_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections["default"], "cursor", refuse)

    response = client.get("/health/ready")

    assert response.status_code == 503
    assert response.json()["checks"]["database"] == "failed"
    assert "internal" not in response.content.decode()


@pytest.mark.django_db
def test_a_cache_that_is_away_is_told_but_stops_nobody(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    }
    monkeypatch.setattr(LocMemCache, "get", refuse)

    response = client.get("/health/ready")

    assert response.status_code == 200
    assert response.json() == {
        "status": "degraded",
        "checks": ALL_OK | {"cache": "failed"},
    }
