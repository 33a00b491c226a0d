"""The abuse set: each is refused with its code, asks for little and writes nothing.

How long that takes is measured by `benchmarks/abuse.py`.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Site

from tests import factories
from tests.city_api.abuses import ABUSES, Abuse
from tests.support.queries import statements

WRITES = ("INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "ALTER")
INTERNALS = ("Traceback", 'File "', "graphql.", "django", "SELECT ")


@pytest.fixture
def stranger(client: Client, ostrava: Site, settings: Any) -> Client:
    settings.CITY_API_EXPLORER_FOR_ALL = False
    factories.post(ostrava, hero_image=factories.image())
    return client


@pytest.mark.parametrize("abuse", ABUSES.values(), ids=ABUSES.keys())
def test_each_is_refused_and_costs_little(stranger: Client, abuse: Abuse) -> None:
    answers: list[Any] = []

    def ask() -> None:
        kind = "application/json"
        answers.append(stranger.post("/graphql/", abuse.body, content_type=kind))

    asked = statements(ask)

    (answer,) = answers
    errors = answer.json()["errors"]
    assert {error["extensions"]["code"] for error in errors} == {abuse.code}
    assert len(asked) <= abuse.sql
    assert not [sql for sql in asked if sql.startswith(WRITES)]
    assert len(answer.content) < 50_000
    assert not [word for word in INTERNALS if word in answer.content.decode()]
    assert answer.status_code < 500


def test_a_document_is_refused_again_and_again(stranger: Client) -> None:
    body = ABUSES["200 aliases"].body
    answers = [
        stranger.post("/graphql/", body, content_type="application/json").content
        for _ in range(2)
    ]

    assert answers[0] == answers[1]


def test_what_is_not_too_much_is_answered(stranger: Client) -> None:
    document = f'{{ site(slug: "ostrava") {{ {"slug " * 50} }} }}'

    answer = stranger.post(
        "/graphql/", {"query": document}, content_type="application/json"
    )

    assert answer.json() == {"data": {"site": {"slug": "ostrava"}}}
