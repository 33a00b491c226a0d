"""Ids as the City API writes them, real and forged."""

from __future__ import annotations

import base64


def opaque(kind: str, pk: int) -> str:
    """Return the opaque id of something, whether it exists or not."""
    return base64.urlsafe_b64encode(f"{kind}:{pk}".encode()).decode().rstrip("=")
