"""Coordinators choose pages of their city that the public reads, and no others."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page, Site

from buddy_program.admin.page_choice import choosable_pages
from buddy_program.models import Programme
from tests import factories as hub
from tests.buddy_program import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def ostrava() -> Site:
    site = hub.city("ostrava")
    factories.programme(site)
    return site


@pytest.fixture
def desk(ostrava: Site) -> Client:
    """A coordinator who edits no page of any city."""
    return hub.client_of(factories.coordinator(ostrava))


def form_of(desk: Client) -> tuple[str, str]:
    programme = Programme.objects.get(site__hostname__startswith="ostrava")
    url = reverse("buddy_program_programme", args=[programme.pk])
    return url, str(desk.get(url).content.decode())


def chosen(desk: Client, page: Page | None) -> tuple[Any, str]:
    """Choose a page; return what is stored then, and what is shown."""
    url, _page = form_of(desk)
    given = {
        "contact_email": "buddies@example.com",
        "newcomer_pack": page.pk if page else "",
    }
    shown = desk.post(url, given, follow=True).content.decode()
    found = Programme.objects.get(site__hostname__startswith="ostrava")
    return found.newcomer_pack_id, shown


def test_a_coordinator_chooses_a_public_page_and_takes_it_out_again(
    ostrava: Site, desk: Client
) -> None:
    parent = hub.standard_page(ostrava, "Programme")
    pack = hub.standard_page(ostrava, "Welcome pack", parent=parent)
    hub.translate(pack, "cs", title="Balíček")

    _url, page = form_of(desk)
    assert '<optgroup label="Programme">' in page
    assert "Balíček" not in page

    assert chosen(desk, pack)[0] == pack.pk
    assert chosen(desk, None)[0] is None


def refused_pages(ostrava: Site) -> list[Page]:
    brno = hub.city("brno")
    closed = hub.standard_page(ostrava, "Tajemnik members")
    hub.restrict(closed)
    return [
        hub.standard_page(ostrava, "Tajemnik draft", live=False),
        closed,
        hub.standard_page(ostrava, "Tajemnik below", parent=closed),
        hub.standard_page(brno, "Tajemnik in Brno"),
    ]


def test_drafts_closed_pages_and_other_cities_are_neither_shown_nor_taken(
    ostrava: Site, desk: Client
) -> None:
    pages = refused_pages(ostrava)

    for page in pages:
        stored, shown = chosen(desk, page)
        assert stored is None
        assert 'id="id_newcomer_pack_error"' in shown
        assert 'href="#id_newcomer_pack"' in shown
        assert "Tajemnik" not in shown
    assert "Tajemnik" not in form_of(desk)[1]


def test_what_is_set_stays_though_it_is_unpublished_and_its_title_is_not_told(
    ostrava: Site, desk: Client
) -> None:
    draft = hub.standard_page(ostrava, "Tajemnik", live=False)
    Programme.objects.update(newcomer_pack=draft)

    assert "Tajemnik" not in form_of(desk)[1]
    stored, shown = chosen(desk, draft)

    assert stored == draft.pk
    assert "the page that is set now" in shown
    assert "Tajemnik" not in shown


@pytest.mark.parametrize("count", [1, 20])
def test_pages_cost_as_many_queries_however_many_there_are(
    ostrava: Site, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for _ in range(count):
        hub.standard_page(ostrava)
    site = Site.objects.select_related("root_page").get(pk=ostrava.pk)

    with django_assert_num_queries(2):
        choosable_pages(site)
