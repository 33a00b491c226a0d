"""Signing what is sent to a city's web site, as Standard Webhooks 1.0.0 has it.

Three headers: `webhook-id`, `webhook-timestamp` (seconds since 1970) and
`webhook-signature`, which is `v1,` and the Base64 of HMAC-SHA256 over
`id.timestamp.body`.

Source: the specification of Standard Webhooks (standardwebhooks.com).
"""

from __future__ import annotations

import base64
import hashlib
import hmac

PREFIX = "whsec_"
"""What a secret begins with when it is shown; Base64 of the key follows."""


def shown_secret(key: bytes) -> str:
    """Return a key as people copy it."""
    return PREFIX + base64.b64encode(key).decode()


def signature(key: bytes, *, delivery_id: str, timestamp: int, body: bytes) -> str:
    """Return the value of the header `webhook-signature`."""
    signed = f"{delivery_id}.{timestamp}.".encode() + body
    digest = hmac.new(key, signed, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


def signed_headers(
    key: bytes, *, delivery_id: str, timestamp: int, body: bytes
) -> dict[str, str]:
    """Return the three headers of a delivery."""
    return {
        "webhook-id": delivery_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(
            key, delivery_id=delivery_id, timestamp=timestamp, body=body
        ),
    }
