"""How often something may be done within a minute, counted in Django's cache."""

from __future__ import annotations

import logging
from math import ceil
from time import time

from django.core.cache import cache

logger = logging.getLogger(__name__)
WINDOW_S = 60


def seconds_to_wait(key: str, most: int, *, by: int = 1) -> int:
    """Count something, and return how long to wait if it was too much; 0 if not.

    A cache that is down counts nothing: the hub goes on, and the log says so.
    """
    now = time()
    window = int(now // WINDOW_S)
    try:
        count = _counted(f"city_api.rate.{window}.{key}", by)
    except Exception:
        logger.exception("The cache can't count: there is no rate limit meanwhile.")
        return 0
    return max(1, ceil((window + 1) * WINDOW_S - now)) if count > most else 0


def _counted(key: str, by: int) -> int:
    cache.add(key, 0, 2 * WINDOW_S)
    try:
        return int(cache.incr(key, by))
    except ValueError:  # pushed out in between
        cache.set(key, by, 2 * WINDOW_S)
        return by
