"""Who asks, told from others by the address; the address itself is kept nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

UNKNOWN = "unknown"


def client_key(meta: Mapping[str, Any]) -> str:
    """Return what stands for the client of a request: a keyed hash of its address."""
    return salted_hmac("city_api.client", address_of(meta)).hexdigest()[:32]


def address_of(meta: Mapping[str, Any]) -> str:
    """Return the address of a client; of IPv6 the network that a household gets.

    Each trusted proxy has added the address that it was asked from to the end of
    `X-Forwarded-For`. What stands before that, anybody could have written.
    """
    proxies = settings.CITY_API_PROXIES
    forwarded = str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    if 0 < proxies <= len(forwarded) and (found := _address(forwarded[-proxies])):
        return found
    return _address(str(meta.get("REMOTE_ADDR", ""))) or UNKNOWN


def _address(text: str) -> str | None:
    text = text.strip()
    if text.startswith("["):  # [2001:db8::1]:443
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:  # 192.0.2.1:443
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ip_network((int(address), 64), strict=False))
    return str(address)
