"""Emptying a CDN by key: one request, as each product wants it.

Answers carry the keys in `Surrogate-Key` and `Cache-Tag`. A backend is a class that is
made from `VITEJ_PURGE_URL` and `VITEJ_PURGE_TOKEN` and returns that request; sending
it, and sending it again, is the outbox's.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from cms.outside import Outgoing

SHARED = "shared"
"""The key of every answer: all depend on what cities share."""
ALL_CITIES = "hub"
"""The key of answers that were made from all cities."""


def city_key(site_id: int) -> str:
    """Return the key of everything that was read of a city."""
    return f"site-{site_id}"


class PurgeBackend(Protocol):
    """Says how a product is asked to forget what carries any of the keys."""

    def __init__(self, url: str, token: str) -> None: ...

    def request(self, keys: Sequence[str]) -> Outgoing: ...


class Fastly:
    """Fastly and what speaks like it; softly, so that stale answers still help.

    The address is `https://api.fastly.com/service/SERVICE_ID/purge`.
    """

    def __init__(self, url: str, token: str) -> None:
        self.url, self.token = url, token

    def request(self, keys: Sequence[str]) -> Outgoing:
        headers = {
            "Accept": "application/json",
            "Fastly-Key": self.token,
            "Fastly-Soft-Purge": "1",
            "Surrogate-Key": " ".join(keys),
        }
        return Outgoing(self.url, headers=headers)


class Cloudflare:
    """Cloudflare, by the tags that `Cache-Tag` gave.

    The address is `https://api.cloudflare.com/client/v4/zones/ZONE_ID/purge_cache`.
    """

    def __init__(self, url: str, token: str) -> None:
        self.url, self.token = url, token

    def request(self, keys: Sequence[str]) -> Outgoing:
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
        }
        return Outgoing(self.url, json.dumps({"tags": list(keys)}).encode(), headers)


class Varnish:
    """Varnish with its module xkey.

    Its VCL copies `Surrogate-Key` to `xkey` as answers come in, and on `PURGE` calls
    `xkey.purge(req.http.xkey-purge)`.
    """

    def __init__(self, url: str, token: str) -> None:
        self.url, self.token = url, token

    def request(self, keys: Sequence[str]) -> Outgoing:
        headers = {"xkey-purge": " ".join(keys)}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        return Outgoing(self.url, headers=headers, method="PURGE")


def purge_backend() -> PurgeBackend | None:
    """Return what the installation purges with, if anything."""
    if not settings.VITEJ_PURGE_BACKEND:
        return None
    backend: PurgeBackend = import_string(settings.VITEJ_PURGE_BACKEND)(
        settings.VITEJ_PURGE_URL, settings.VITEJ_PURGE_TOKEN
    )
    return backend
