"""Keeps answers in Redis, where all processes of the hub find them.

Redis is never needed: while it is down, answers are made anew. It is asked with short
timeouts, and not at all for some seconds after it has failed. What it holds is checked
as everything that is kept: an answer counts only while its tokens do.
"""

from __future__ import annotations

import contextlib
import logging
import secrets
from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

from django.conf import settings
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.retry import Retry

from city_api.answers.answer import Answer, packed, unpacked
from city_api.answers.circuit import Circuit
from city_api.answers.fingerprint import fingerprint

logger = logging.getLogger(__name__)
T = TypeVar("T")
TIMEOUT_S = 0.25
PAUSE_S = 5.0
KEPT_S = 24 * 3600
LOCK_MS = 5_000
"""After so long others may compute what a process that died was computing."""
RELEASE = "if redis.call('get', KEYS[1]) == ARGV[1] then redis.call('del', KEYS[1]) end"


def redis_address() -> str | None:
    """Return where Redis is, if the hub is set up with one."""
    cache = settings.CACHES["default"]
    return cache["LOCATION"] if "RedisCache" in cache["BACKEND"] else None


def client_of(address: str) -> Redis:
    """Return a client that gives up soon, and tries again where a connection broke."""
    return Redis.from_url(
        address,
        socket_timeout=TIMEOUT_S,
        socket_connect_timeout=TIMEOUT_S,
        # Redis may have been restarted since the connection was last used.
        retry=Retry(NoBackoff(), 1, supported_errors=(RedisConnectionError,)),
        health_check_interval=0,
    )


class Shared:
    """Answers and the locks of those that are being computed, in Redis."""

    def __init__(self, client: Redis) -> None:
        self.circuit = Circuit(PAUSE_S)
        self._client = client

    @cached_property
    def _prefix(self) -> str:
        return f"vitej:answers:{fingerprint()}"

    def get(self, key: bytes) -> Answer | None:
        """Return what is kept under a key."""
        data = self._ask(lambda redis: redis.get(self._name(key)))
        if not isinstance(data, bytes):
            return None
        try:
            return unpacked(data)
        except ValueError:
            logger.warning("An answer in Redis is damaged.")
            return None

    def put(self, key: bytes, answer: Answer, *, now: float) -> None:
        """Keep an answer while it can be of use, a day at most."""
        seconds = KEPT_S if answer.until is None else min(KEPT_S, answer.until - now)
        if seconds > 0:
            milliseconds = max(1, int(seconds * 1000))
            data = packed(answer)
            self._ask(lambda redis: redis.set(self._name(key), data, px=milliseconds))

    def lock(self, name: bytes) -> Callable[[], None] | None:
        """Return what gives a lock back, or None if another process holds it.

        Without Redis everybody gets it.
        """
        owner = secrets.token_hex(8)
        place = f"{self._prefix}:lock:{name.hex()}"
        try:
            taken = self._call(
                lambda redis: redis.set(place, owner, nx=True, px=LOCK_MS)
            )
        except RedisError:
            return _nothing
        if not taken:
            return None
        return lambda: self._release(place, owner)

    def is_locked(self, name: bytes) -> bool:
        """Return whether a process holds a lock."""
        place = f"{self._prefix}:lock:{name.hex()}"
        return bool(self._ask(lambda redis: redis.exists(place)))

    def _release(self, place: str, owner: str) -> None:
        self._ask(lambda redis: redis.eval(RELEASE, 1, place, owner))

    def _name(self, key: bytes) -> str:
        return f"{self._prefix}:{key.hex()}"

    def _ask(self, command: Callable[[Redis], Any]) -> Any:
        """Return what Redis says, or None if it can't be asked."""
        with contextlib.suppress(RedisError):
            return self._call(command)
        return None

    def _call(self, command: Callable[[Redis], T]) -> T:
        """Return what Redis says.

        Raises:
            RedisError: if it can't be asked, or couldn't a moment ago.
        """
        if not self.circuit.admits():
            raise RedisError
        try:
            found = command(self._client)
        except RedisError as error:
            if self.circuit.failed():
                logger.warning("Redis can't be asked for answers.", exc_info=error)
            raise
        if self.circuit.succeeded():
            logger.warning("Redis can be asked for answers again.")
        return found


def _nothing() -> None:
    """Give back what nobody holds."""
