"""What a request changes is seen at once, under one new token, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from wagtail.models import Page, Site

from cms.middleware import ContentTransactionMiddleware
from cms.selectors.content import versions
from cms.services.content import content_changed
from tests import factories
from tests.cms.content.test_versions import Undone, heard, renewed  # noqa: F401
from tests.contract.edit_form import save_by_form
from tests.support.queries import statements

View = Callable[[HttpRequest], HttpResponse]


def run(view: View, method: str = "POST") -> HttpResponse | None:
    middleware = ContentTransactionMiddleware(lambda request: HttpResponse())
    request = getattr(RequestFactory(), method.lower())("/")
    return middleware.process_view(request, view, (), {})


def test_a_view_that_changes_things_runs_in_one_transaction(
    ostrava: Site,
    heard: list[Any],  # noqa: F811
) -> None:
    def view(_request: HttpRequest) -> HttpResponse:
        content_changed(site_ids=[ostrava.pk])
        content_changed(site_ids=[ostrava.pk])
        assert heard == []
        return HttpResponse("done")

    response = run(view)

    assert response is not None
    assert response.content == b"done"
    assert heard == [(frozenset([ostrava.pk]), False)]


def test_a_view_that_fails_changes_nothing(ostrava: Site) -> None:
    home = factories.home(ostrava)

    def view(_request: HttpRequest) -> HttpResponse:
        home.title = "Changed"
        home.save()
        raise Undone

    before = versions()
    with pytest.raises(Undone):
        run(view)

    assert versions() == before
    assert Page.objects.get(pk=home.pk).title != "Changed"


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_a_request_that_reads_needs_no_transaction(db: None, method: str) -> None:
    assert run(lambda request: HttpResponse(), method) is None


def test_a_view_may_ask_for_none(db: None) -> None:
    assert run(transaction.non_atomic_requests(lambda request: HttpResponse())) is None


def test_editors_save_drafts_without_a_new_token_and_publish_with_one(
    ostrava: Site,
    brno: Site,
    heard: list[Any],  # noqa: F811
) -> None:
    page = factories.standard_page(ostrava)
    client = factories.client_of(factories.moderator(ostrava))
    before = versions()
    heard.clear()

    save_by_form(client, page, publish=False, title="Draft")
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().title == "Draft"
    assert renewed(before) == set()
    assert heard == []

    save_by_form(client, page, title="Public")
    page.refresh_from_db()
    assert page.title == "Public"
    assert renewed(before) == {ostrava.pk}
    assert heard == [(frozenset([ostrava.pk]), False)]


def test_publishing_costs_the_same_whatever_else_is_in_the_city(
    ostrava: Site,
) -> None:
    page = factories.standard_page(ostrava)

    def tokens_sent() -> list[str]:
        revision = page.save_revision()
        sent = statements(revision.publish)
        return [sql for sql in sent if "cms_contentversion" in sql]

    assert len(tokens_sent()) == 1
    for _ in range(5):
        factories.standard_page(ostrava)
    assert len(tokens_sent()) == 1
