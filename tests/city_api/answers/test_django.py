"""The cache in front of the real view: what is kept of it, and nothing is stale."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import Settings
from wagtail.models import Site

from city_api.answers.cache import AnswerCache
from city_api.answers.front import AnswersFirst
from city_api.answers.tokens import TokenReader, statement
from city_api.execution import execute
from cms.models import CitySettings, ContentVersion
from cms.models.content_version import new_token
from tests import factories
from tests.city_api.answers.standin import Client

NAME = '{ site(slug: "ostrava") { name } }'
BOTH = '{ a: site(slug: "ostrava") { name } b: site(slug: "brno") { name } }'
SITES = "{ sites { slug name } }"
NOTICES = '{ site(slug: "ostrava") { notices { title } } }'


class InTransaction(TokenReader):
    """Reads through the connection of the test, whose transaction nobody else sees."""

    def read(self, sites: frozenset[int] | None = None) -> dict[int | None, int]:
        with connection.cursor() as cursor:
            cursor.execute(statement(sites))
            return dict(cursor.fetchall())


@pytest.fixture
def hub(ostrava: Site, brno: Site) -> Client:
    cache = AnswerCache(tokens=InTransaction(), now=lambda: timezone.now().timestamp())
    return Client(AnswersFirst(WSGIHandler(), cache=cache))


def rename(slug: str, name: str) -> None:
    """Rename a city, and name its content anew as the receivers of signals do."""
    row = CitySettings.objects.get(slug=slug)
    CitySettings.objects.filter(pk=row.pk).update(name={"en": name})
    ContentVersion.objects.filter(site=row.site_id).update(token=new_token())


def test_a_query_is_kept_until_its_city_changes(hub: Client) -> None:
    assert hub.get(NAME).cache == "fwd=uri-miss; stored"
    assert hub.get(NAME).cache == "hit"

    rename("ostrava", "Ostrava!")

    assert hub.get(NAME).json == {"data": {"site": {"name": "Ostrava!"}}}


def test_each_answer_carries_the_cities_that_it_was_read_from(
    hub: Client, ostrava: Site, brno: Site
) -> None:
    keys = {query: hub.get(query).headers["surrogate-key"] for query in (NAME, BOTH)}

    assert keys[NAME] == f"vitej shared site-{ostrava.pk}"
    both = sorted((ostrava.pk, brno.pk))
    assert keys[BOTH] == f"vitej shared site-{both[0]} site-{both[1]}"
    assert hub.get(SITES).headers["surrogate-key"] == "vitej shared hub"


@pytest.mark.parametrize(
    "query",
    [
        "{ __schema { queryType { name } } }",
        '{ site(slug: "nowhere") { name } }',
        '{ site(slug: "ostrava") { nothing } }',
        "{",
        "mutation { nothing }",
    ],
)
def test_what_is_not_for_everybody_or_failed_is_not_kept(
    hub: Client, query: str
) -> None:
    for ask in (hub.get, hub.post, hub.get):
        response = ask(query)
        assert "no-store" in response.headers["cache-control"]
        assert "etag" not in response.headers
    assert len(hub.application.cache.answers) == 0


def test_what_staff_may_ask_where_others_may_not_is_not_kept(
    hub: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CITY_API_ONLY_PERSISTED = True
    monkeypatch.setattr("city_api.views.is_staff", lambda _request: True)

    assert hub.get(NAME).status == 200
    assert len(hub.application.cache.answers) == 0

    monkeypatch.setattr("city_api.views.is_staff", lambda _request: False)
    assert hub.get(NAME).status == 403


def test_a_notice_ends_the_answer_when_it_begins(
    hub: Client, ostrava: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now().replace(second=1)
    monkeypatch.setattr(timezone, "now", lambda: now)
    factories.notice(ostrava, title="Flood", starts_at=now + dt.timedelta(seconds=20))
    first = hub.get(NOTICES)
    assert first.json["data"]["site"]["notices"] == []
    assert first.headers["cache-control"] == "public, max-age=20, s-maxage=20"
    assert hub.get(NOTICES).cache == "hit"

    later = now + dt.timedelta(seconds=20)
    monkeypatch.setattr(timezone, "now", lambda: later)

    assert hub.get(NOTICES).json["data"]["site"]["notices"] == [{"title": "Flood"}]


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("read"), st.sampled_from([NAME, BOTH, SITES, NOTICES])),
        st.tuples(st.just("post"), st.sampled_from([NAME, BOTH, SITES])),
        st.tuples(st.just("rename"), st.sampled_from(["ostrava", "brno"])),
        st.tuples(st.just("wait"), st.integers(1, 90)),
        st.tuples(st.just("forget"), st.none()),
    ),
    min_size=2,
    max_size=25,
)


@hypothesis_settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_whatever_happens_in_between_an_answer_is_what_would_be_executed_now(
    hub: Client, ostrava: Site, steps: list[tuple[str, Any]]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        moment = [timezone.now()]
        patch.setattr(timezone, "now", lambda: moment[0])
        begins = moment[0] + dt.timedelta(seconds=100)
        factories.notice(ostrava, title="Soon", starts_at=begins)
        for number, (step, what) in enumerate(steps):
            if step == "rename":
                rename(what, f"City {number}")
            elif step == "wait":
                moment[0] += dt.timedelta(seconds=what)
            elif step == "forget":
                hub.application.cache.answers.clear()
            else:
                got = hub.get(what) if step == "read" else hub.post(what)
                assert json.loads(got.body) == execute(what)
