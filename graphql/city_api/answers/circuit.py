"""Leaves something that is down alone for a while, instead of waiting for it again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

WORKS = float("-inf")


class Circuit:
    """Says whether to try something that has failed lately.

    After a failure nobody tries for `pause_s` seconds; then one caller does, and the
    others go on without until that one has succeeded.
    """

    def __init__(
        self, pause_s: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.pause_s = pause_s
        self._clock = clock
        self._retry_at = WORKS
        self._lock = threading.Lock()

    def admits(self) -> bool:
        """Return whether to try now."""
        if self._retry_at == WORKS:
            return True
        with self._lock:
            now = self._clock()
            if now < self._retry_at:
                return False
            self._retry_at = now + self.pause_s
            return True

    def succeeded(self) -> bool:
        """Note that it works; return whether it was down before."""
        was_down = self._retry_at != WORKS
        self._retry_at = WORKS
        return was_down

    def failed(self) -> bool:
        """Note that it doesn't work; return whether that is new."""
        with self._lock:
            is_new = self._retry_at == WORKS
            self._retry_at = self._clock() + self.pause_s
            return is_new
