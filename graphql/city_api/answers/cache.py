"""Keeps answers, and gives them to whoever asks the same while they are true.

A kept answer leaves only if the content that it was made from is what cities publish
now, by tokens read from the database for this very request, and if the clock hasn't
passed its bound. Everything else goes to the application. What the view offers to keep
(`city_api.answers.keepable`) is kept with the tokens that were read before the view
ran, if they are still the same afterwards.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from city_api.answers import reply as replies
from city_api.answers.answer import Answer
from city_api.answers.asking import Asking
from city_api.answers.flights import Flights
from city_api.answers.headers import is_for_all, kept_headers
from city_api.answers.keepable import ANSWER, VERSIONS, Keepable
from city_api.answers.reply import Reply
from city_api.answers.shared import Shared, client_of, redis_address
from city_api.answers.tokens import TokenReader, Tokens
from cms.memory import Memory
from cms.request_log import CACHE, OPERATION, OPERATION_HASH, ROUTE

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

NOTES = (OPERATION, OPERATION_HASH, ROUTE)
LARGEST_PART = 8
"""An answer that takes more than one part in so many of the memory isn't kept."""
MOST_ALIASES = 50_000
MOST_NOT_KEEPABLE = 5_000
WAIT_S = 2.0
"""For so long a request waits for another one that computes the same answer."""
POLL_S = 0.02


@dataclass
class Turn:
    """A request that has to be computed, and what is known of it.

    `key` is None where that can't be told before; `is_query`: it is known to change
    nothing; `was_kept`: there was an answer, which is no longer true.
    """

    asking: Asking
    application: WSGIApplication
    tokens: Tokens
    key: bytes | None
    is_query: bool
    was_kept: bool


class AnswerCache:
    """Answers in this process and, where the hub has one, in Redis."""

    def __init__(
        self,
        *,
        tokens: TokenReader | None = None,
        shared: Shared | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        address = redis_address()
        self.tokens = tokens or TokenReader()
        self.shared = shared or (Shared(client_of(address)) if address else None)
        self.answers: Memory[bytes, Answer] = Memory(settings.CITY_API_CACHE_BYTES)
        self._aliases: Memory[bytes, bytes] = Memory(MOST_ALIASES)
        self._not_keepable: Memory[bytes, bool] = Memory(MOST_NOT_KEEPABLE)
        self._flights = Flights()
        self._now = now

    def reply(self, asking: Asking, application: WSGIApplication) -> Reply:
        """Return what is kept, else what the application answers.

        Raises:
            DatabaseAway: if it can't be told which content cities publish now.
        """
        key = self._aliases.get(asking.raw_key)
        kept = self.answers.get(key) if key else None
        if kept and kept.holds(self.tokens.read(kept.sites), now=self._now()):
            return self._hit(asking, kept)
        tokens = self.tokens.read()
        is_known = key is not None
        key = key or asking.key()
        answer, was_kept = self._find(key, tokens) if key else (None, False)
        if key and answer:
            self._aliases.put(asking.raw_key, key)
            return self._hit(asking, answer)
        return self._compute(
            Turn(
                asking,
                application,
                tokens,
                key,
                is_query=asking.is_get or is_known or was_kept,
                was_kept=was_kept,
            )
        )

    def _find(self, key: bytes, tokens: Tokens) -> tuple[Answer | None, bool]:
        """Return the answer that is kept and true, and whether one is kept at all."""
        kept = self.answers.get(key)
        if kept and kept.holds(tokens, now=self._now()):
            return kept, True
        elsewhere = self.shared.get(key) if self.shared else None
        if elsewhere and elsewhere.holds(tokens, now=self._now()):
            self.answers.put(key, elsewhere, elsewhere.size)
            return elsewhere, True
        return None, bool(kept or elsewhere)

    # Computing

    def _compute(self, turn: Turn) -> Reply:
        """Compute an answer, once for all who ask for it meanwhile."""
        key = turn.key
        if key is None or not turn.is_query or self._not_keepable.get(key):
            return self._execute(turn)[0]
        flight, leads = self._flights.join(key, turn.tokens)
        if not leads:
            return self._joined(turn, flight.wait(WAIT_S))
        try:
            reply, flight.answer = self._lead(turn, key)
        finally:
            self._flights.land(key, flight)
        return reply

    def _joined(self, turn: Turn, answer: Answer | None) -> Reply:
        """Return what another request has computed, else compute it after all."""
        if answer is None or not answer.holds(turn.tokens, now=self._now()):
            return self._execute(turn)[0]
        if turn.key:
            self._aliases.put(turn.asking.raw_key, turn.key)
        return self._hit(turn.asking, answer, "fwd=uri-miss; collapsed")

    def _lead(self, turn: Turn, key: bytes) -> tuple[Reply, Answer | None]:
        """Compute for this process, unless another process does so already."""
        if self.shared is None:
            return self._execute(turn)
        name = lock_name(key, turn.tokens)
        release = self.shared.lock(name)
        if release is None:
            answer = self._computed_elsewhere(key, name, turn.tokens)
            return (self._joined(turn, answer), answer)
        try:
            return self._execute(turn)
        finally:
            release()

    def _computed_elsewhere(
        self, key: bytes, name: bytes, tokens: Tokens
    ) -> Answer | None:
        """Wait for another process; None if it ends without an answer to keep."""
        ends = time.monotonic() + WAIT_S
        while time.monotonic() < ends and self.shared:
            is_computing = self.shared.is_locked(name)
            answer, _ = self._find(key, tokens)
            if answer or not is_computing:
                return answer
            time.sleep(POLL_S)
        return None

    def _execute(self, turn: Turn) -> tuple[Reply, Answer | None]:
        """Return the application's reply and, if it may be kept, the answer in it."""
        environ = turn.asking.environ
        environ[VERSIONS] = turn.tokens
        reply = replies.made_by(turn.application, environ)
        keepable: Keepable | None = environ.get(ANSWER)
        answer = self._answer(turn, reply, keepable) if keepable else None
        if answer is None or keepable is None:
            environ[CACHE] = "bypass"
            if turn.key:
                self._not_keepable.put(turn.key, value=True)
            status = "fwd=uri-miss" if turn.asking.is_get else "fwd=method"
            return replies.not_kept(reply, status=status), None
        status = "fwd=stale" if turn.was_kept else "fwd=uri-miss"
        if self._keep(turn, keepable, answer):
            status += "; stored"
        environ[CACHE] = "stale-key" if turn.was_kept else "miss"
        return replies.of_answer(
            answer, environ, status=status, now=self._now()
        ), answer

    # Keeping

    def _answer(self, turn: Turn, reply: Reply, keepable: Keepable) -> Answer | None:
        """Return an answer with what it depends on, None if that isn't known."""
        if not reply.status.startswith("200 ") or not is_for_all(reply.headers):
            return None
        tokens = turn.tokens
        if keepable.sites is not None:
            tokens = {site: tokens.get(site, 0) for site in (None, *keepable.sites)}
        if not all(tokens.values()) or None not in tokens:
            return None
        # What changed meanwhile may be in the answer, in part. It would never be
        # given to anybody, unless a backup brought these tokens back.
        if self.tokens.read(keepable.sites) != tokens:
            return None
        environ = turn.asking.environ
        return Answer(
            body=reply.body,
            headers=kept_headers(reply.headers),
            tokens=tokens,
            sites=keepable.sites,
            until=keepable.until.timestamp() if keepable.until else None,
            notes={name: environ[name] for name in NOTES if name in environ},
        )

    def _keep(self, turn: Turn, keepable: Keepable, answer: Answer) -> bool:
        """Keep an answer unless it is too large; return whether it is kept."""
        media = dict(answer.headers).get("Content-Type", "").partition(";")[0]
        key = turn.asking.key_of(
            keepable.operation, keepable.operation_name, keepable.variables, media
        )
        if key is None or answer.size > self.answers.most // LARGEST_PART:
            return False
        self._not_keepable.forget(key)
        self._aliases.put(turn.asking.raw_key, key)
        self.answers.put(key, answer, answer.size)
        if self.shared:
            self.shared.put(key, answer, now=self._now())
        return True

    def _hit(self, asking: Asking, answer: Answer, status: str = "hit") -> Reply:
        asking.environ[CACHE] = "hit"
        asking.environ.update(answer.notes)
        return replies.of_answer(answer, asking.environ, status=status, now=self._now())


def lock_name(key: bytes, tokens: Tokens) -> bytes:
    """Return the name of the lock on computing an answer from this content."""
    content = repr(sorted(tokens.items(), key=lambda pair: pair[0] or 0)).encode()
    return hashlib.blake2b(key + content, digest_size=20).digest()
