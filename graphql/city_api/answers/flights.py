"""One execution for all who ask the same at once."""

from __future__ import annotations

import threading

from city_api.answers.answer import Answer
from city_api.answers.tokens import Tokens


class Flight:
    """An execution under way, and what came of it."""

    __slots__ = ("_landed", "answer", "tokens")

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.answer: Answer | None = None
        self._landed = threading.Event()

    def wait(self, seconds: float) -> Answer | None:
        """Return the answer once it is there; None if none comes in time."""
        self._landed.wait(seconds)
        return self.answer

    def land(self) -> None:
        """Let everybody go on who waits."""
        self._landed.set()


class Flights:
    """The executions under way in this process, by the key of what they answer."""

    def __init__(self) -> None:
        self._under_way: dict[bytes, Flight] = {}
        self._lock = threading.Lock()

    def join(self, key: bytes, tokens: Tokens) -> tuple[Flight, bool]:
        """Return the flight to wait for, or a new one and True: execute, and land it.

        Who has read other tokens than a flight began with doesn't wait for it: it may
        bring what has been changed since.
        """
        with self._lock:
            flight = self._under_way.get(key)
            if flight is not None and flight.tokens == tokens:
                return flight, False
            flight = self._under_way[key] = Flight(tokens)
            return flight, True

    def land(self, key: bytes, flight: Flight) -> None:
        """End a flight, whatever came of it."""
        with self._lock:
            if self._under_way.get(key) is flight:
                del self._under_way[key]
        flight.land()
