"""Two cities, made once for each module, and questions asked of them over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Protocol

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker
from wagtail.models import Site

from tests import factories


@pytest.fixture(scope="module")
def _cities(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Two cities that offer English and Czech; Ukrainian is there, but not offered.

    Each test runs in a savepoint within the transaction that holds them.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        factories.city("ostrava", ["en", "cs"])
        factories.city("brno", ["en", "cs"], region="CZ-64")
        factories.locale("uk")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def ostrava(_cities: None, db: None) -> Site:
    return Site.objects.get(hostname="ostrava.localhost")


@pytest.fixture
def brno(_cities: None, db: None) -> Site:
    return Site.objects.get(hostname="brno.localhost")


class Ask(Protocol):
    def __call__(self, fields: str, *, locale: str = "en") -> str: ...


@pytest.fixture
def ask(ostrava: Site, client: Client) -> Ask:
    """Ask for fields of the site `ostrava`; the answer is its whole JSON."""

    def ask(fields: str, *, locale: str = "en") -> str:
        document = f'{{ site(slug: "ostrava", locale: "{locale}") {{ {fields} }} }}'
        response = client.post(
            "/graphql/", {"query": document}, content_type="application/json"
        )
        answer = response.json()
        assert response.status_code == 200, answer
        assert "errors" not in answer, answer["errors"]
        return json.dumps(answer, ensure_ascii=False)

    return ask


class AskSite(Protocol):
    def __call__(self, fields: str, *, locale: str = "en") -> Any: ...


@pytest.fixture
def site(ask: Ask) -> AskSite:
    """Ask for fields of the site `ostrava`; the answer is the site."""

    def site(fields: str, *, locale: str = "en") -> Any:
        return json.loads(ask(fields, locale=locale))["data"]["site"]

    return site
