"""Knowing an e-mail address again without keeping it."""

from __future__ import annotations

from django.conf import settings
from django.utils.crypto import salted_hmac

SALT = "buddy_program.blocked_email"


def email_digest(email: str) -> str:
    """Return what is stored of an address, with the hub's secret as the key."""
    return _digest(email, settings.SECRET_KEY)


def email_digests(email: str) -> list[str]:
    """Return what may have been stored of an address, under earlier secrets, too."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [_digest(email, key) for key in keys]


def _digest(email: str, key: str | bytes) -> str:
    told = email.strip().casefold()
    return salted_hmac(SALT, told, secret=key, algorithm="sha256").hexdigest()
