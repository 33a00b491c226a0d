"""Opaque ids: what they are made of is nobody's business but the API's."""

from __future__ import annotations

import base64
import binascii
import re

from django.utils.translation import gettext as _

from city_api.engine.errors import ApiError

PLAIN = re.compile(r"([A-Za-z]+):([0-9]{1,18})")


def encode(kind: str, pk: int) -> str:
    """Return the id of a thing of a kind."""
    return base64.urlsafe_b64encode(f"{kind}:{pk}".encode()).decode().rstrip("=")


def decode(kind: str, text: str) -> int:
    """Return the primary key in an id of a kind.

    Raises:
        ApiError: BAD_ID, if it is no id of that kind.
    """
    try:
        padded = text + "=" * (-len(text) % 4)
        plain = base64.b64decode(padded, altchars=b"-_", validate=True).decode()
    except (ValueError, binascii.Error):
        plain = ""
    match = PLAIN.fullmatch(plain)
    if match is None or match[1] != kind:
        message = _("“%(id)s” is no id of the kind %(kind)s.")
        raise ApiError("BAD_ID", message % {"id": text[:60], "kind": kind})
    return int(match[2])
