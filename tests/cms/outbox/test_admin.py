"""Who manages webhooks, sees deliveries and sends them again."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupSitePermission, Site

from cms.models import Delivery, WebhookEndpoint
from cms.services.content import content_changed
from tests import factories

DELIVERIES = reverse("deliveries")


@pytest.fixture
def failed(endpoint: WebhookEndpoint, ostrava: Site) -> Delivery:
    """Return a delivery of Ostrava's that was given up."""
    content_changed(site_ids=[ostrava.pk])
    Delivery.objects.update(
        state="failed", attempts=10, last_reason="timeout", finished_at=timezone.now()
    )
    return Delivery.objects.get()


def text(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


def test_an_editor_adds_a_webhook_for_the_own_city(
    as_ostrava_editor: Client, ostrava: Site, brno: Site
) -> None:
    form = {"url": "https://ostrava.example.com/hook", "note": "Test", "active": "on"}
    add = reverse("webhooks:add")

    refused = as_ostrava_editor.post(add, {**form, "site": brno.pk})
    assert not WebhookEndpoint.objects.exists()
    assert "site" in refused.context["form"].errors
    as_ostrava_editor.post(add, {**form, "site": ostrava.pk})

    made = WebhookEndpoint.objects.get()
    assert (made.site, made.url, made.active) == (ostrava, form["url"], True)


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("http://ostrava.example.com/", "The address must begin with https://."),
        ("https://10.0.0.7/", "The address must be one of the public internet."),
        ("javascript:alert(1)", "This is no web address."),
    ],
)
def test_an_address_that_nothing_is_sent_to_is_refused(
    as_ostrava_editor: Client, ostrava: Site, url: str, error: str
) -> None:
    response = as_ostrava_editor.post(
        reverse("webhooks:add"), {"site": ostrava.pk, "url": url, "active": "on"}
    )

    assert response.context["form"].errors == {"url": [error]}
    assert not WebhookEndpoint.objects.exists()


def test_an_editor_sees_the_secret_and_may_renew_it(
    as_ostrava_editor: Client, endpoint: WebhookEndpoint
) -> None:
    edit = reverse("webhooks:edit", args=[endpoint.pk])
    assert endpoint.secret in text(as_ostrava_editor.get(edit))
    assert endpoint.secret not in text(as_ostrava_editor.get(reverse("webhooks:index")))

    as_ostrava_editor.post(reverse("webhook_act", args=[endpoint.pk]), {"do": "secret"})

    before = endpoint.secret
    endpoint.refresh_from_db()
    assert endpoint.secret != before
    assert endpoint.secret in text(as_ostrava_editor.get(edit))


def test_a_test_is_a_delivery_of_its_own(
    as_ostrava_editor: Client, endpoint: WebhookEndpoint, ostrava: Site
) -> None:
    as_ostrava_editor.post(reverse("webhook_act", args=[endpoint.pk]), {"do": "test"})
    content_changed(site_ids=[ostrava.pk])

    test, change = Delivery.objects.order_by("pk")
    assert test.payload["type"] == "webhook.test"
    assert test.payload["data"] == {"site": "ostrava", "keys": []}
    assert change.payload["type"] == "content.changed"


def test_an_editor_sends_again_what_was_given_up(
    as_ostrava_editor: Client, failed: Delivery, ostrava: Site
) -> None:
    listed = text(as_ostrava_editor.get(DELIVERIES))
    assert str(failed.message_id) in listed
    assert "no answer in time" in listed
    again = reverse("send_again", args=[failed.pk])
    assert again in listed

    as_ostrava_editor.post(again)

    message_id = failed.message_id
    failed.refresh_from_db()
    assert (failed.state, failed.attempts) == ("waiting", 0)
    assert failed.message_id == message_id
    assert again not in text(as_ostrava_editor.get(DELIVERIES))
    # Who got it before takes it for known: nothing new may travel with it.
    content_changed(site_ids=[ostrava.pk])
    assert Delivery.objects.count() == 2


def test_deliveries_can_be_narrowed_down(
    as_ostrava_editor: Client, failed: Delivery
) -> None:
    key = str(failed.message_id)

    assert key in text(as_ostrava_editor.get(DELIVERIES, {"state": "failed"}))
    assert key not in text(as_ostrava_editor.get(DELIVERIES, {"state": "waiting"}))


def test_nobody_of_another_city_sees_or_does_anything(
    as_brno_moderator: Client, failed: Delivery, endpoint: WebhookEndpoint
) -> None:
    act = reverse("webhook_act", args=[endpoint.pk])
    addresses = [
        reverse("webhooks:edit", args=[endpoint.pk]),
        reverse("webhooks:delete", args=[endpoint.pk]),
        reverse("webhooks:history", args=[endpoint.pk]),
        reverse("webhooks:usage", args=[endpoint.pk]),
        reverse("send_again", args=[failed.pk]),
        act,
    ]

    posted = [as_brno_moderator.post(each, {"do": "secret"}) for each in addresses]
    seen = [as_brno_moderator.get(each) for each in addresses]
    lists = [DELIVERIES, reverse("webhooks:index")]

    assert {each.status_code for each in posted} == {404}
    assert {each.status_code for each in seen} <= {404, 405}
    for each in lists:
        assert "ostrava" not in text(as_brno_moderator.get(each)).lower()
    seed = endpoint.seed
    endpoint.refresh_from_db()
    failed.refresh_from_db()
    assert endpoint.seed == seed
    assert failed.state == "failed"


def test_purges_are_the_hubs(
    as_administrator: Client, as_ostrava_editor: Client, ostrava: Site, settings: Any
) -> None:
    settings.VITEJ_PURGE_BACKEND = "cms.purging.Fastly"
    content_changed(shared=True)
    shared = str(Delivery.objects.get(site=None).message_id)

    assert shared in text(as_administrator.get(DELIVERIES))
    assert shared not in text(as_ostrava_editor.get(DELIVERIES))


def test_who_may_not_set_up_a_city_sees_no_deliveries(
    client: Client, failed: Delivery, ostrava: Site
) -> None:
    editor = factories.editor(ostrava)
    GroupSitePermission.objects.all().delete()
    client.force_login(editor)

    for address in (DELIVERIES, reverse("webhooks:index")):
        assert client.get(address).status_code == 302
