"""Sending: what arrives, how it is signed, and what happens when nothing does."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Site

from cms.models import Delivery, WebhookEndpoint
from cms.outside import Outcome
from cms.services import delivering
from cms.services.content import content_changed
from cms.services.delivering import (
    DELAYS,
    LEASE,
    MAX_ATTEMPTS,
    deliver_next,
    delivery_finish,
    delivery_lease,
)
from tests.support.receiver import Received, Receiver


@pytest.fixture
def waiting(endpoint: WebhookEndpoint, web_site: Receiver, ostrava: Site) -> Delivery:
    """Return a delivery to the web site of this machine."""
    WebhookEndpoint.objects.update(url=f"{web_site.url}/hook?city=1")
    content_changed(site_ids=[ostrava.pk])
    return Delivery.objects.get()


def make_due(delivery: Delivery) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(next_try_at=timezone.now())


def verified(received: Received, secret: str) -> bool:
    """Verify a request as the specification says, without the hub's own code."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = b".".join(
        [
            received.headers["webhook-id"].encode(),
            received.headers["webhook-timestamp"].encode(),
            received.body,
        ]
    )
    digest = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    return f"v1,{digest}" in received.headers["webhook-signature"].split(" ")


def test_a_delivery_arrives_once_and_signed(
    waiting: Delivery, web_site: Receiver, endpoint: WebhookEndpoint
) -> None:
    before = int(timezone.now().timestamp())

    assert deliver_next()
    assert not deliver_next()

    (received,) = web_site.requests
    assert (received.method, received.path) == ("POST", "/hook?city=1")
    assert received.headers["content-type"] == "application/json"
    assert received.headers["webhook-id"] == str(waiting.message_id)
    assert 0 <= int(received.headers["webhook-timestamp"]) - before < 60
    assert json.loads(received.body) == waiting.payload
    assert verified(received, endpoint.secret)
    assert not verified(received, WebhookEndpoint(seed="another").secret)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts) == ("delivered", 1)
    assert (waiting.last_status, waiting.leased_until) == (204, None)


def test_what_fails_is_sent_again_later_with_the_same_id(
    waiting: Delivery, web_site: Receiver
) -> None:
    answers = [500, 302, 404, 200]
    web_site.answer = lambda _received: answers[len(web_site.requests) - 1]

    for attempt, status in enumerate(answers, start=1):
        now = timezone.now()
        assert deliver_next()
        waiting.refresh_from_db()
        assert (waiting.attempts, waiting.last_status) == (attempt, status)
        if status != 200:
            wait = (waiting.next_try_at - now) / DELAYS[attempt - 1]
            assert waiting.state == "waiting"
            assert 0.9 <= wait < 1.6
            assert not deliver_next()
            make_due(waiting)

    assert waiting.state == "delivered"
    assert web_site.ids == [str(waiting.message_id)] * 4
    assert {each.path for each in web_site.requests} == {"/hook?city=1"}


def test_after_a_day_of_tries_it_is_given_up(
    waiting: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "send", lambda *_, **__: Outcome(reason="timeout"))

    for _ in range(MAX_ATTEMPTS):
        assert deliver_next()
        make_due(waiting)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts) == ("failed", MAX_ATTEMPTS)
    assert (waiting.last_status, waiting.last_reason) == (None, "timeout")
    assert not deliver_next()
    assert dt.timedelta(hours=20) < sum(DELAYS, dt.timedelta()) < dt.timedelta(days=2)


@pytest.mark.parametrize("off", ["gone", "switched off"])
def test_what_nobody_wants_is_given_up_at_once(
    waiting: Delivery, web_site: Receiver, off: str
) -> None:
    web_site.answer = lambda _received: 410
    WebhookEndpoint.objects.update(active=off == "gone")

    assert deliver_next()

    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts) == ("failed", 1)
    assert len(web_site.requests) == (1 if off == "gone" else 0)


def test_a_worker_that_dies_leaves_its_delivery_to_another(waiting: Delivery) -> None:
    now = timezone.now()
    first = delivery_lease(now=now)
    assert first is not None

    assert delivery_lease(now=now + LEASE / 2) is None
    second = delivery_lease(now=now + LEASE)

    assert second is not None
    assert (second.message_id, second.attempts) == (waiting.message_id, 2)


def test_who_lost_the_lease_notes_nothing(waiting: Delivery) -> None:
    now = timezone.now()
    first = delivery_lease(now=now)
    second = delivery_lease(now=now + LEASE)
    assert first is not None
    assert second is not None

    late = delivery_finish(delivery=first, outcome=Outcome(status=500), now=now)
    waiting.refresh_from_db()

    assert not late
    assert (waiting.state, waiting.last_status) == ("leased", None)
    assert delivery_finish(delivery=second, outcome=Outcome(status=200), now=now)


def test_what_workers_die_of_is_given_up(waiting: Delivery, web_site: Receiver) -> None:
    Delivery.objects.update(attempts=MAX_ATTEMPTS)

    assert deliver_next()

    waiting.refresh_from_db()
    assert waiting.state == "failed"
    assert web_site.requests == []


@pytest.mark.parametrize(
    ("backend", "method", "header", "value"),
    [
        ("Fastly", "POST", "surrogate-key", "site-{pk} hub"),
        ("Varnish", "PURGE", "xkey-purge", "site-{pk} hub"),
        ("Cloudflare", "POST", "authorization", "Bearer secret"),
    ],
)
def test_the_cdn_is_purged_by_key(  # noqa: PLR0913, PLR0917  a row of a table each
    ostrava: Site,
    web_site: Receiver,
    settings: Any,
    backend: str,
    method: str,
    header: str,
    value: str,
) -> None:
    settings.VITEJ_WEBHOOK_PRIVATE = False
    settings.VITEJ_PURGE_BACKEND = f"cms.purging.{backend}"
    settings.VITEJ_PURGE_URL = f"{web_site.url}/purge"
    settings.VITEJ_PURGE_TOKEN = "secret"  # noqa: S105  nobody's
    content_changed(site_ids=[ostrava.pk])

    assert deliver_next()

    (received,) = web_site.requests
    assert (received.method, received.path) == (method, "/purge")
    assert received.headers[header] == value.format(pk=ostrava.pk)
    body = {"tags": [f"site-{ostrava.pk}", "hub"]} if backend == "Cloudflare" else None
    assert (json.loads(received.body) if received.body else None) == body
    assert Delivery.objects.get().state == "delivered"


def test_the_command_counts_without_sending(
    waiting: Delivery, web_site: Receiver, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("deliver", "--dry-run")
    assert capsys.readouterr().out == "Would send 1 deliveries.\n"
    assert web_site.requests == []

    call_command("deliver", "--once")
    assert capsys.readouterr().out == "Tried 1 deliveries.\n"
    assert len(web_site.requests) == 1


def test_old_deliveries_are_deleted_once_they_are_over(
    waiting: Delivery, capsys: pytest.CaptureFixture[str], settings: Any
) -> None:
    long_ago = timezone.now() - dt.timedelta(days=settings.VITEJ_OUTBOX_DAYS, hours=1)
    Delivery.objects.update(created_at=long_ago)
    call_command("clean_deliveries")
    Delivery.objects.update(state="delivered", finished_at=long_ago)
    call_command("clean_deliveries", "--dry-run")
    assert Delivery.objects.count() == 1
    call_command("clean_deliveries")

    assert Delivery.objects.count() == 0
    assert capsys.readouterr().out.splitlines() == [
        "Deleted 0 deliveries.",
        "Would delete 1 deliveries.",
        "Deleted 1 deliveries.",
    ]
