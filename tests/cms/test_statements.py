"""Queries that are put into SQL once give what their query sets give."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.db.models import BigIntegerField, DateField, QuerySet, SlugField
from wagtail.models import Site

from cms.models import BlogPage, Image
from cms.selectors.city import city_by_slug
from cms.selectors.reader import Reader
from cms.statements import AnyOf, Param, ParamList, Statement, prepared
from tests import factories
from tests.support.queries import statements

DAYS = [dt.date(2026, month, 1) for month in range(1, 7)]


@pytest.fixture
def posts(ostrava: Site) -> list[BlogPage]:
    return [factories.post(ostrava, f"Post {day}", date=day) for day in DAYS]


def since(day: dt.date) -> QuerySet[BlogPage]:
    found = BlogPage.objects.filter(date__gte=Param("day", day, DateField()))
    return found.order_by("date")


def test_a_query_set_with_params_runs_as_it_is(posts: list[BlogPage]) -> None:
    assert list(since(DAYS[4])) == posts[4:]


def test_a_statement_gives_the_rows_for_other_values(posts: list[BlogPage]) -> None:
    made: list[None] = []

    def build() -> QuerySet[BlogPage]:
        made.append(None)
        return since(DAYS[0])

    for first, day in enumerate(DAYS):
        assert prepared("posts of tests", build, day=day) == posts[first:]
    assert len(made) == 1


def test_rows_have_the_columns_and_relations_of_the_query_set(
    posts: list[BlogPage],
) -> None:
    rows = (
        since(DAYS[5]).select_related("locale").only("title", "locale__language_code")
    )
    (row,) = Statement(rows).rows({"day": DAYS[5]})

    def read() -> None:
        assert row.id == posts[5].id
        assert row.title == "Post 2026-06-01"
        assert row.locale.language_code == "en"

    assert statements(read) == []
    assert row.get_deferred_fields() == rows[0].get_deferred_fields()
    assert not row._state.adding


def test_values_come_as_tuples_or_alone(posts: list[BlogPage]) -> None:
    pairs = Statement(since(DAYS[4]).values_list("title", "date"))
    alone = Statement(since(DAYS[4]).values_list("date", flat=True))

    assert pairs.rows({"day": DAYS[5]}) == [("Post 2026-06-01", DAYS[5])]
    assert alone.rows({"day": DAYS[4]}) == DAYS[4:]


@pytest.mark.parametrize("count", [0, 1, 6])
def test_any_of_a_list_finds_what_in_finds(posts: list[BlogPage], count: int) -> None:
    ids = [post.pk for post in posts[:count]]

    def rows() -> QuerySet[BlogPage]:
        wanted = ParamList("ids", ids, BigIntegerField())
        return BlogPage.objects.filter(AnyOf("pk", wanted)).order_by("pk")

    assert prepared("any of a list", rows, ids=ids) == posts[:count]
    assert list(rows()) == posts[:count]


def test_keys_of_other_kinds_can_be_listed(posts: list[BlogPage]) -> None:
    keys = [post.translation_key for post in posts[:2]]
    field = BlogPage._meta.get_field("translation_key")

    def rows() -> QuerySet[BlogPage]:
        wanted = AnyOf("translation_key", ParamList("keys", keys, field))
        return BlogPage.objects.filter(wanted).order_by("pk")

    assert prepared("translation keys", rows, keys=keys) == posts[:2]


def test_a_query_that_can_find_nothing_sends_nothing(db: None) -> None:
    nothing = Statement(Image.objects.none())
    assert statements(lambda: nothing.rows({})) == []
    assert nothing.rows({}) == []


@pytest.mark.parametrize(
    "rows",
    [
        lambda: BlogPage.objects.values("title"),
        lambda: BlogPage.objects.prefetch_related("tagged_items"),
    ],
    ids=["dictionaries", "prefetched"],
)
def test_what_a_statement_can_not_give_is_refused(db: None, rows: Any) -> None:
    with pytest.raises(TypeError, match="no more"):
        Statement(rows())


@pytest.mark.skipif(connection.vendor != "sqlite", reason="it plans by no figures")
def test_a_page_is_found_by_its_slug_within_its_city_alone(ostrava: Site) -> None:
    city = city_by_slug("ostrava")
    assert city
    slug = Param("slug", "welcome", SlugField())

    plan = Reader(city, city.locales[0]).pages_named(BlogPage, slug).explain()

    assert plan.count("cms_page_slug_path (slug=? AND path>? AND path<?)") == 3
