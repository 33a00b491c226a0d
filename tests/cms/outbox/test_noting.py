"""What is noted in the outbox when content changes, and when it isn't."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Site

from cms.models import Delivery, WebhookEndpoint
from cms.outside import Outcome
from cms.services.content import content_changed, content_transaction
from cms.services.delivering import delivery_finish, delivery_lease
from tests import factories
from tests.support.queries import statements


class Undone(Exception):
    """What a test ends a transaction with."""


def kept() -> list[tuple[str, int | None, list[str]]]:
    """Return what is in the outbox: kind, city and keys."""
    rows = Delivery.objects.order_by("pk")
    return [(row.kind, row.site_id, row.keys) for row in rows]


def test_a_change_is_noted_for_the_webhooks_of_its_city(
    endpoint: WebhookEndpoint, ostrava: Site, brno: Site
) -> None:
    WebhookEndpoint.objects.create(site=brno, url="https://brno.example.com/hook")

    content_changed(site_ids=[ostrava.pk])

    delivery = Delivery.objects.get()
    assert delivery.endpoint == endpoint
    assert (delivery.state, delivery.attempts) == ("waiting", 0)
    assert delivery.payload == {
        "type": "content.changed",
        "timestamp": delivery.created_at.isoformat(),
        "data": {"site": "ostrava", "keys": [f"site-{ostrava.pk}"]},
    }


def test_publishing_a_page_is_a_change(
    endpoint: WebhookEndpoint, ostrava: Site, brno: Site
) -> None:
    factories.guide(brno)
    assert kept() == []

    factories.guide(ostrava)

    assert kept() == [("webhook", ostrava.pk, [f"site-{ostrava.pk}"])]


def test_a_webhook_that_is_switched_off_hears_nothing(
    endpoint: WebhookEndpoint, ostrava: Site
) -> None:
    WebhookEndpoint.objects.update(active=False)

    content_changed(site_ids=[ostrava.pk], shared=True)

    assert kept() == []


def test_what_cities_share_concerns_every_webhook(
    endpoint: WebhookEndpoint, ostrava: Site, brno: Site
) -> None:
    WebhookEndpoint.objects.create(site=brno, url="https://brno.example.com/hook")

    content_changed(shared=True)

    assert kept() == [
        ("webhook", ostrava.pk, ["shared"]),
        ("webhook", brno.pk, ["shared"]),
    ]


def test_many_changes_make_one_delivery_with_all_their_keys(
    endpoint: WebhookEndpoint, ostrava: Site
) -> None:
    content_changed(site_ids=[ostrava.pk])
    content_changed(site_ids=[ostrava.pk])
    content_changed(shared=True)

    assert kept() == [("webhook", ostrava.pk, [f"site-{ostrava.pk}", "shared"])]


@pytest.mark.parametrize("tried", [False, True])
def test_a_change_does_not_join_what_is_being_sent_or_was_tried(
    endpoint: WebhookEndpoint, ostrava: Site, tried: bool
) -> None:
    content_changed(site_ids=[ostrava.pk])
    taken = delivery_lease(now=timezone.now())
    assert taken is not None
    if tried:
        failed = Outcome(status=500)
        delivery_finish(delivery=taken, outcome=failed, now=timezone.now())

    content_changed(site_ids=[ostrava.pk], shared=True)

    own = f"site-{ostrava.pk}"
    assert kept() == [
        ("webhook", ostrava.pk, [own]),
        ("webhook", ostrava.pk, [own, "shared"]),
    ]


def test_a_change_that_is_undone_leaves_no_delivery(
    endpoint: WebhookEndpoint, ostrava: Site
) -> None:
    def fail() -> None:
        with content_transaction():
            factories.guide(ostrava)
            raise Undone

    with pytest.raises(Undone):
        fail()

    assert kept() == []


def test_a_purge_is_noted_for_each_key(
    ostrava: Site, brno: Site, settings: Any
) -> None:
    settings.VITEJ_PURGE_BACKEND = "cms.purging.Fastly"
    both = sorted([ostrava.pk, brno.pk])

    content_changed(site_ids=both)
    content_changed(site_ids=[ostrava.pk], shared=True)

    assert kept() == [
        *(("purge", pk, [f"site-{pk}", "hub"]) for pk in both),
        ("purge", None, ["shared"]),
    ]


def test_a_city_on_its_way_out_is_purged(ostrava: Site, settings: Any) -> None:
    settings.VITEJ_PURGE_BACKEND = "cms.purging.Fastly"
    WebhookEndpoint.objects.create(site=ostrava, url="https://ostrava.example.com/")
    key = ostrava.pk

    with content_transaction():
        ostrava.delete()

    assert ("purge", key, [f"site-{key}", "hub"]) in kept()
    assert not Delivery.objects.filter(kind="webhook").exists()


def test_noting_costs_the_same_for_many_webhooks(
    endpoint: WebhookEndpoint, ostrava: Site, brno: Site
) -> None:
    WebhookEndpoint.objects.bulk_create(
        WebhookEndpoint(site=brno, url=f"https://brno.example.com/{number}")
        for number in range(20)
    )

    first = statements(lambda: content_changed(site_ids=[ostrava.pk], shared=True))
    for_all = statements(lambda: content_changed(site_ids=[brno.pk], shared=True))

    ours = [
        len([sql for sql in each if "cms_delivery" in sql or "webhook" in sql])
        for each in (first, for_all)
    ]
    assert ours == [3, 3]
    assert Delivery.objects.count() == 21


def test_nothing_costs_one_query_where_there_is_nobody_to_tell(ostrava: Site) -> None:
    sent = statements(lambda: content_changed(site_ids=[ostrava.pk]))

    assert len([sql for sql in sent if "webhook" in sql or "delivery" in sql]) == 1


def test_the_time_is_when_the_first_change_was_noted(
    endpoint: WebhookEndpoint, ostrava: Site
) -> None:
    before = timezone.now()
    content_changed(site_ids=[ostrava.pk])

    noted = dt.datetime.fromisoformat(Delivery.objects.get().payload["timestamp"])

    assert before <= noted <= timezone.now()
