"""The City API's own operations answer the same, compiled or not."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
from graphql import DocumentNode, ExecutionContext, execute_sync, parse
from wagtail.models import Site

from city_api.context import Context
from city_api.engine.compiled.context import CompiledContext
from city_api.engine.compiled.plans import plans_of
from city_api.execution import graphql_schema
from cms.models import BlogPage, GuidePage
from cms.selectors.clock import Clock
from microsite.operations import document
from tests import factories
from tests.city_api.test_constant_queries import add_item

NOW = dt.datetime(2026, 5, 4, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def hostname(ostrava: Site) -> str:
    """Return the hostname of a city with two of everything."""
    for _number in range(2):
        add_item(ostrava)
    return ostrava.hostname


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    document.cache_clear()
    yield
    document.cache_clear()


def told(
    asked: DocumentNode, variables: dict[str, Any], context: type[ExecutionContext]
) -> str:
    result = execute_sync(
        graphql_schema(),
        asked,
        context_value=Context(clock=Clock(NOW), base_url="https://hub.example"),
        variable_values=variables,
        execution_context_class=context,
    )
    return json.dumps(result.formatted, ensure_ascii=False)


def assert_same(name: str, **variables: Any) -> str:
    """Check that an operation answers the same both ways, and return what it does."""
    asked = parse(document(name))
    reference = told(asked, variables, ExecutionContext)
    for _time in ("compiled now", "compiled before"):
        assert told(asked, variables, CompiledContext) == reference
    assert len(plans_of(asked)) == 1
    return reference


def test_operations_about_a_city_answer_the_same(hostname: str) -> None:
    assert_same("site", hostname=hostname)
    assert_same("sitemap", hostname=hostname)
    for locale in ("en", "uk"):
        assert_same("feed", hostname=hostname, locale=locale)
        for query in ("page", ""):
            asked = {"query": query, "asked": bool(query)}
            assert_same("search", hostname=hostname, locale=locale, **asked)


def test_every_route_of_a_city_answers_the_same(hostname: str, ostrava: Site) -> None:
    pages = [*GuidePage.objects.all(), *BlogPage.objects.all()]
    paths = [
        f"/{page.locale.language_code}/{page.url_path.split('/', 2)[2]}"
        for page in pages
    ]

    for path in ["/", "/en/", "/en/guides/", "/uk/blog/", "/en/nowhere/", *paths]:
        locale = path[1:3] or None
        variables = {"hostname": hostname, "path": path, "home": len(path) == 4}
        assert_same("route", **variables, **({"locale": locale} if locale else {}))


def test_whole_bodies_and_errors_answer_the_same(hostname: str, ostrava: Site) -> None:
    post = factories.post(ostrava, slug="all", body=[])
    last = BlogPage.objects.exclude(pk=post.pk).latest("pk")
    path = f"/en/blog/{last.slug}/"

    whole = assert_same("route", hostname=hostname, locale="en", path=path)
    wrong = assert_same(
        "route", hostname=hostname, locale="en", path="/en/guides/", after="no cursor"
    )

    assert "CalloutBlock" in whole
    assert json.loads(wrong)["errors"]
