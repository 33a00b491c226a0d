"""Purging by address: what has to go, and what a cache is asked."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from cms import page_purging
from cms.models import BlogPage, Delivery
from cms.models.delivery import DELIVERED, WAITING
from cms.services.delivering import deliver_next
from tests import factories
from tests.support.receiver import Receiver

pytestmark = pytest.mark.django_db
ROOT = "http://ostrava.localhost"


@pytest.fixture
def cache(settings: Any, ostrava: Site, web_site: Receiver) -> Receiver:
    """Return a cache that pages are purged from, once there is nothing to purge."""
    settings.WAGTAILFRONTENDCACHE = {
        "pages": {
            "BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend",
            "LOCATION": web_site.url,
        }
    }
    Delivery.objects.all().delete()
    return web_site


def noted() -> set[str]:
    """Return the addresses that are to be purged, and forget them."""
    found = Delivery.objects.filter(kind=Delivery.Kind.PURGE_PAGES)
    addresses = {address for each in found for address in each.addresses}
    found.delete()
    return addresses


def test_what_is_published_goes_with_the_page_above(
    ostrava: Site, cache: Receiver
) -> None:
    post = factories.post(ostrava, slug="club")
    assert noted() == {f"{ROOT}/en/blog/club/", f"{ROOT}/en/blog/"}

    post.unpublish()
    assert noted() == {f"{ROOT}/en/blog/club/", f"{ROOT}/en/blog/"}

    post.delete()
    assert noted() == set()


def test_a_draft_is_no_change(ostrava: Site, cache: Receiver) -> None:
    post = factories.post(ostrava, slug="club", live=False)
    post.title = "Another"
    post.save_revision()
    post.delete()

    assert noted() == set()


def test_where_a_page_was_goes_with_all_below(ostrava: Site, cache: Receiver) -> None:
    factories.set_settings(ostrava, microsite_url="https://expats.example.com/")
    above = factories.standard_page(ostrava, slug="life")
    factories.standard_page(ostrava, slug="school", parent=above)
    factories.standard_page(ostrava, slug="draft", parent=above, live=False)
    noted()

    above.refresh_from_db()
    above.slug = "living"
    above.save_revision().publish()

    root = "https://expats.example.com/en"
    assert noted() == {
        *(f"{root}/", f"{root}/life/", f"{root}/living/"),
        *(f"{root}/life/school/", f"{root}/living/school/"),
    }

    other = factories.standard_page(ostrava, slug="jobs")
    noted()
    above.refresh_from_db()
    above.move(other, pos="last-child")

    assert noted() == {
        *(f"{root}/", f"{root}/jobs/"),
        *(f"{root}/living/", f"{root}/jobs/living/"),
        *(f"{root}/living/school/", f"{root}/jobs/living/school/"),
    }


def test_what_is_undone_purges_nothing(ostrava: Site, cache: Receiver) -> None:
    with transaction.atomic():
        factories.post(ostrava)
        transaction.set_rollback(True)

    assert noted() == set()


def test_without_a_cache_nothing_is_noted_or_read(ostrava: Site) -> None:
    post = BlogPage.objects.get(pk=factories.post(ostrava).pk)
    parent = factories.blog_index(ostrava)

    with CaptureQueriesContext(connection) as read:
        page_purging.page_changed(post)
        page_purging.page_moved(post, "/a/", "/b/", parent, parent)

    assert len(read) == 0
    assert noted() == set()


def test_a_cache_is_asked_for_each_address_until_it_answers(
    ostrava: Site, cache: Receiver
) -> None:
    factories.post(ostrava, slug="club")
    cache.answer = lambda _received: 503

    assert deliver_next()

    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.last_reason) == (WAITING, "connection")

    cache.answer = lambda _received: 200
    cache.requests.clear()
    Delivery.objects.update(next_try_at=delivery.created_at)
    assert deliver_next()

    asked = [(each.method, each.path, each.headers["host"]) for each in cache.requests]
    assert asked == [
        ("PURGE", "/en/blog/club/", "ostrava.localhost"),
        ("PURGE", "/en/blog/", "ostrava.localhost"),
    ]
    assert Delivery.objects.get().state == DELIVERED
