"""Writes that send no signal renew the shared token, in their own transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from cms.content.statements import writes_content
from cms.models import GuidePage, Person, TranslationProgress
from cms.selectors.content import versions
from tests import factories
from tests.cms.content.test_versions import renewed


def by_hand(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


WRITES: dict[str, Callable[[Site, GuidePage], Any]] = {
    "update of pages": lambda site, page: Page.objects.update(title="Changed"),
    "update of a column of its type": lambda site, page: GuidePage.objects.update(
        summary="Changed"
    ),
    "bulk update": lambda site, page: GuidePage.objects.bulk_update(
        [page], ["deadline"]
    ),
    "bulk insert": lambda site, page: Redirect.objects.bulk_create(
        [Redirect(old_path="/old", site=site, redirect_page=page.page_ptr)]
    ),
    "raw delete": lambda site, page: GuidePage.objects.filter(pk=page.pk)._raw_delete(
        "default"
    ),
    "SQL by hand": lambda site, page: by_hand(
        "UPDATE wagtailcore_page SET live = %s WHERE id = %s", False, page.pk
    ),
}


@pytest.mark.parametrize("name", WRITES)
def test_what_sends_no_signal_renews_the_shared_token(ostrava: Site, name: str) -> None:
    page = factories.guide(ostrava)
    before = versions()
    WRITES[name](ostrava, page)

    assert renewed(before) == {None}


def test_columns_that_nobody_sees_renew_nothing(ostrava: Site) -> None:
    factories.guide(ostrava)
    before = versions()
    Page.objects.update(has_unpublished_changes=True, draft_title="Changed")
    TranslationProgress.objects.update(translated=0)
    by_hand("UPDATE wagtailcore_page SET numchild = numchild + 1 WHERE depth = 2")

    assert renewed(before) == set()


def test_rows_that_are_not_there_renew_nothing(ostrava: Site) -> None:
    before = versions()
    Person.objects.filter(name="Nobody").update(name="Somebody")

    assert renewed(before) == set()


def test_rows_that_are_read_renew_nothing(ostrava: Site) -> None:
    assert not writes_content('SELECT "title" = 1 FROM "wagtailcore_page"')


@pytest.mark.parametrize(
    ("sql", "counts"),
    [
        ('UPDATE "wagtailcore_page" SET "title" = %s WHERE "id" = %s', True),
        ('UPDATE "wagtailcore_page" SET "draft_title" = "title" WHERE "id" = 1', False),
        ("update wagtailcore_page set path=%s, depth=%s", True),
        ("UPDATE ONLY wagtailcore_page SET live=false", True),
        ('INSERT INTO "cms_person" ("name") VALUES (%s)', True),
        ('INSERT OR IGNORE INTO "cms_person" ("name") VALUES (%s)', True),
        ('INSERT INTO "cms_image" ("title") VALUES (%s)', False),
        ('DELETE FROM "cms_person" WHERE "id" = 1', True),
        ('DELETE FROM "cms_rendition" WHERE "id" = 1', False),
        ('UPDATE "cms_contentversion" SET "token" = 1', False),
    ],
)
def test_a_statement_is_judged_by_its_table_and_columns(
    sql: str, *, counts: bool
) -> None:
    assert writes_content(sql) is counts
