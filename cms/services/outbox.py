"""Noting what the outside has to be told, in the transaction of the change.

Sending is `cms.services.delivering`'s; nothing here talks to anybody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Site

from cms import access
from cms.models import Delivery, WebhookEndpoint
from cms.models.delivery import DELIVERED, FAILED, WAITING
from cms.models.webhook import new_seed
from cms.purging import ALL_CITIES, SHARED, city_key

CHANGED = "content.changed"
TEST = "webhook.test"
ADDRESSES_AT_ONCE = 20
"""How many addresses one delivery purges: a cache is asked once for each."""
Kind = Delivery.Kind


class NotAllowed(Exception):
    """The user may not manage the webhooks of that city."""


class StillOnItsWay(Exception):
    """The delivery waits or is being sent; it needs no sending again."""


def changes_note(*, site_ids: Collection[int], shared: bool) -> None:
    """Note for each webhook and the CDN that the content of these cities has changed.

    What waits and was never tried takes the change along, so that many changes make
    one delivery. Its row stays locked until the change is committed: a worker can't
    send it in between, and tell of a change that nobody can see yet.
    """
    now = timezone.now()
    with transaction.atomic(savepoint=False):
        wanted = _webhooks(site_ids, shared=shared, now=now)
        if settings.VITEJ_PURGE_BACKEND:
            wanted += _purges(site_ids, shared=shared, now=now)
        if wanted:
            _note(wanted)


def addresses_note(*, site_id: int, addresses: Sequence[str]) -> None:
    """Note that pages have changed, for caches that are purged by address."""
    now = timezone.now()
    Delivery.objects.bulk_create(
        _fresh(
            Kind.PURGE_PAGES,
            site_id,
            {"addresses": addresses[start : start + ADDRESSES_AT_ONCE]},
            now,
            joinable_still=False,
        )
        for start in range(0, len(addresses), ADDRESSES_AT_ONCE)
    )


def _webhooks(
    site_ids: Collection[int], *, shared: bool, now: dt.datetime
) -> list[Delivery]:
    endpoints = WebhookEndpoint.objects.filter(active=True).order_by("pk")
    if not shared:
        endpoints = endpoints.filter(site_id__in=site_ids)
    rows = endpoints.values_list("pk", "site_id", "site__citysettings__slug")
    found = []
    for pk, site_id, slug in rows:
        keys = [city_key(site_id)] if site_id in site_ids else []
        keys += [SHARED] if shared else []
        payload = message(CHANGED, slug, keys, now)
        found.append(_fresh(Kind.WEBHOOK, site_id, payload, now, endpoint_id=pk))
    return found


def _purges(
    site_ids: Collection[int], *, shared: bool, now: dt.datetime
) -> list[Delivery]:
    wanted: dict[int | None, list[str]] = {
        site_id: [city_key(site_id), ALL_CITIES] for site_id in sorted(site_ids)
    }
    if shared:
        wanted[None] = [SHARED]
    return [
        _fresh(Kind.PURGE, site_id, {"keys": keys}, now)
        for site_id, keys in wanted.items()
    ]


def message(
    event: str, slug: str | None, keys: list[str], now: dt.datetime
) -> dict[str, Any]:
    """Return what a webhook is told, as Standard Webhooks shape it."""
    data = {"site": slug or "", "keys": keys}
    return {"type": event, "timestamp": now.isoformat(), "data": data}


def _fresh(
    kind: Kind, site_id: int | None, payload: Any, now: dt.datetime, **fields: Any
) -> Delivery:
    return Delivery(
        kind=kind,
        site_id=site_id,
        payload=payload,
        next_try_at=now,
        created_at=now,
        **fields,
    )


def _note(wanted: list[Delivery]) -> None:
    waiting = _waiting(wanted)
    joined = []
    for delivery in wanted:
        there = waiting.get(_place(delivery))
        if there is not None and _join(there, delivery.keys):
            joined.append(there)
    if joined:
        Delivery.objects.bulk_update(joined, ["payload"])
    new = [delivery for delivery in wanted if _place(delivery) not in waiting]
    if new:
        Delivery.objects.bulk_create(new)


def _waiting(wanted: list[Delivery]) -> dict[Any, Delivery]:
    """Return, locked, what waits and may take a change along, by where it goes."""
    endpoints = [each.endpoint_id for each in wanted if each.endpoint_id]
    sites = [each.site_id for each in wanted if each.kind == Kind.PURGE]
    purges = Q(site_id__in=[pk for pk in sites if pk is not None])
    if None in sites:
        purges |= Q(site_id=None)
    found = (
        Delivery.objects.joinable()
        .filter(Q(endpoint_id__in=endpoints) | Q(kind=Kind.PURGE) & purges)
        .select_for_update()
        .order_by("pk")  # in one order, so that no two changes wait for each other
    )
    return {_place(delivery): delivery for delivery in found}


def _place(delivery: Delivery) -> tuple[str, int | None, int | None]:
    return delivery.kind, delivery.endpoint_id, delivery.site_id


def _join(there: Delivery, keys: list[str]) -> bool:
    """Add keys to what waits; return whether that changes anything."""
    more = [key for key in keys if key not in there.keys]
    if more:
        data: dict[str, Any] = there.payload
        data.get("data", data)["keys"] += more
    return bool(more)


@transaction.atomic
def delivery_send_again(*, user: Any, delivery: Delivery, now: dt.datetime) -> None:
    """Let what was delivered, or given up, be sent once more, with the same id.

    Raises:
        NotAllowed: if the user may not manage webhooks of its city.
        StillOnItsWay: if it isn't over.
    """
    _check(user, delivery.site_id)
    over = Delivery.objects.filter(pk=delivery.pk, state__in=[DELIVERED, FAILED])
    if not over.update(
        state=WAITING,
        joinable_still=False,
        attempts=0,
        next_try_at=now,
        finished_at=None,
    ):
        raise StillOnItsWay


@transaction.atomic
def endpoint_test(
    *, user: Any, endpoint: WebhookEndpoint, now: dt.datetime
) -> Delivery:
    """Send a webhook something that says it is a test.

    Raises:
        NotAllowed: if the user may not manage webhooks of its city.
    """
    _check(user, endpoint.site_id)
    site = Site.objects.select_related("citysettings").get(pk=endpoint.site_id)
    slug = getattr(getattr(site, "citysettings", None), "slug", "")
    delivery = _fresh(
        Kind.WEBHOOK,
        endpoint.site_id,
        message(TEST, slug, [], now),
        now,
        endpoint=endpoint,
        joinable_still=False,
    )
    delivery.save()
    return delivery


@transaction.atomic
def endpoint_renew_secret(*, user: Any, endpoint: WebhookEndpoint) -> None:
    """Give a webhook another secret; the one before is good for nothing from now on.

    Raises:
        NotAllowed: if the user may not manage webhooks of its city.
    """
    _check(user, endpoint.site_id)
    endpoint.seed = new_seed()
    endpoint.save(update_fields=["seed"])


def _check(user: Any, site_id: int | None) -> None:
    if access.is_hub_administrator(user):
        return
    if not access.cities_set_up_by(user).filter(pk=site_id).exists():
        raise NotAllowed


def deliveries_delete_old(*, now: dt.datetime) -> int:
    """Delete what has been over for long; return how many rows that were."""
    before = now - dt.timedelta(days=settings.VITEJ_OUTBOX_DAYS)
    old = Delivery.objects.filter(state__in=[DELIVERED, FAILED], finished_at__lt=before)
    deleted, _by_model = old.delete()
    return deleted
