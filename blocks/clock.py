"""The clock of the blocks: the one place to hold still in a test."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone


def today() -> dt.date:
    """Return today's date in the hub's time zone."""
    return timezone.localdate()
