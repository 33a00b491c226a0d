"""Keeps what was used last, up to a number of things or bytes; safe among threads.

What is asked again and again about one request is kept as long as the request is.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from django.http import HttpRequest

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Memory(Generic[K, V]):
    """A mapping that forgets what was not used for longest when it grows too large.

    What is kept counts as `size`, all of it together as `most` at the most: things, if
    sizes aren't given, or whatever they are given in.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.used = 0
        self._kept: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: K) -> V | None:
        """Return what is kept under a key, which counts as use."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
            return found[0]

    def put(self, key: K, value: V, size: int = 1) -> None:
        """Keep something of a size, unless it is larger than everything."""
        with self._lock:
            self._forget(key)
            if size > self.most:
                return
            self._kept[key] = value, size
            self.used += size
            while self.used > self.most:
                self._forget(next(iter(self._kept)))

    def forget(self, key: K) -> None:
        """Keep nothing under a key."""
        with self._lock:
            self._forget(key)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self.used = 0

    def _forget(self, key: K) -> None:
        _value, size = self._kept.pop(key, (None, 0))
        self.used -= size


def once_a_request(ask: Callable[[HttpRequest], V]) -> Callable[[HttpRequest], V]:
    """Ask a question about a request once; whoever asks again gets the same answer."""
    answers: WeakKeyDictionary[HttpRequest, V] = WeakKeyDictionary()

    @wraps(ask)
    def asked(request: HttpRequest) -> V:
        if request not in answers:
            answers[request] = ask(request)
        return answers[request]

    return asked
