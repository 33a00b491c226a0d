"""Sending what the outbox holds: a lease, one try, and what became of it.

A worker takes a delivery for a time, commits that, sends it outside any transaction,
and notes the outcome. If it dies, at whatever point, the lease runs out and another
worker sends the delivery with the same id: at least once.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import secrets

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from cms import page_purging
from cms.models import Delivery, WebhookEndpoint
from cms.models.delivery import DELIVERED, FAILED, LEASED, WAITING
from cms.outside import ALTOGETHER_S, Outcome, Outgoing, send
from cms.purging import purge_backend
from cms.webhook_signature import signed_headers

LEASE = dt.timedelta(seconds=6 * ALTOGETHER_S)
"""Longer than any try takes, the look-up of the name included."""
DELAYS = tuple(
    dt.timedelta(seconds=seconds)
    for seconds in (10, 30, 120, 600, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600)
)
"""How long to wait after each failed try: about a day altogether."""
MAX_ATTEMPTS = len(DELAYS) + 1
GONE = 410
"""The status by which a web site says that it wants no more webhooks there."""
INACTIVE = "inactive"
"""The reason where the webhook or the CDN has been switched off meanwhile."""

logger = logging.getLogger("vitej.outbox")


def deliver_next() -> bool:
    """Send what is due for the longest time; return whether there was anything."""
    delivery = delivery_lease(now=timezone.now())
    if delivery is None:
        return False
    delivery_finish(delivery=delivery, outcome=_tried(delivery), now=timezone.now())
    return True


def delivery_lease(*, now: dt.datetime) -> Delivery | None:
    """Take what is due for the longest time, for as long as `LEASE`, and commit it.

    No two workers get the same: rows that another one looks at are passed over, and
    the row is taken only if it is still as it was read.
    """
    with transaction.atomic():
        due = Delivery.objects.due(now).order_by("next_try_at", "pk")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        delivery = due.first()
        if delivery is None:
            return None
        taken = Delivery.objects.due(now).filter(
            pk=delivery.pk, attempts=delivery.attempts
        )
        if not taken.update(
            state=LEASED,
            attempts=F("attempts") + 1,
            leased_until=now + LEASE,
            joinable_still=False,
        ):
            return None
        return Delivery.objects.select_related("endpoint").get(pk=delivery.pk)


def delivery_finish(*, delivery: Delivery, outcome: Outcome, now: dt.datetime) -> bool:
    """Note what became of a try; return False if another worker has taken over."""
    mine = Delivery.objects.filter(
        pk=delivery.pk, state=LEASED, attempts=delivery.attempts
    )
    noted = mine.update(
        leased_until=None,
        last_status=outcome.status,
        last_reason=outcome.reason,
        **_next(delivery, outcome, now),
    )
    if not noted:
        logger.warning("Delivery %s was taken over; it may arrive twice.", delivery)
    return bool(noted)


def _next(delivery: Delivery, outcome: Outcome, now: dt.datetime) -> dict[str, object]:
    if outcome.accepted:
        return {"state": DELIVERED, "finished_at": now}
    hopeless = outcome.status == GONE or outcome.reason == INACTIVE
    if hopeless or delivery.attempts >= MAX_ATTEMPTS:
        logger.warning("Delivery %s is given up.", delivery)
        return {"state": FAILED, "finished_at": now}
    return {"state": WAITING, "next_try_at": now + delay(delivery.attempts)}


def delay(attempts: int) -> dt.timedelta:
    """Return how long to wait after so many tries, a tenth more or less by chance."""
    return DELAYS[attempts - 1] * (0.9 + secrets.randbelow(2001) / 10_000)


def _tried(delivery: Delivery) -> Outcome:
    """Send it, if it isn't one that workers have died of again and again."""
    if delivery.attempts > MAX_ATTEMPTS:
        return Outcome(reason="connection")
    if delivery.kind == Delivery.Kind.PURGE:
        return _purged(delivery)
    if delivery.kind == Delivery.Kind.PURGE_PAGES:
        return _purged_pages(delivery)
    endpoint = delivery.endpoint
    if endpoint is None or not endpoint.active:
        return Outcome(reason=INACTIVE)
    request = webhook(delivery, endpoint, now=timezone.now())
    return send(request, anywhere=settings.VITEJ_WEBHOOK_PRIVATE)


def _purged(delivery: Delivery) -> Outcome:
    backend = purge_backend()
    if backend is None:
        return Outcome(reason=INACTIVE)
    # The installation chose the address, and Varnish is next door.
    return send(backend.request(delivery.keys), anywhere=True)


def _purged_pages(delivery: Delivery) -> Outcome:
    if not settings.WAGTAILFRONTENDCACHE:
        return Outcome(reason=INACTIVE)
    return page_purging.purged(delivery.addresses)


def webhook(
    delivery: Delivery, endpoint: WebhookEndpoint, *, now: dt.datetime
) -> Outgoing:
    """Return the signed request that a webhook's delivery is sent with."""
    body = json.dumps(delivery.payload, separators=(",", ":")).encode()
    headers = signed_headers(
        endpoint.key,
        delivery_id=str(delivery.message_id),
        timestamp=int(now.timestamp()),
        body=body,
    )
    headers["Content-Type"] = "application/json"
    return Outgoing(endpoint.url, body, headers)
