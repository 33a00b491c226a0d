"""An answer that is kept, with the tokens of the content that it was made from."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from city_api.answers.tokens import Tokens

Headers = tuple[tuple[str, str], ...]
OVERHEAD_BYTES = 2_000
"""About what an answer takes in memory beside its body."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A body with the headers that belong to it.

    `tokens` are those of its sites and, under None, of what cities share. `sites` None
    means that it was read from the whole hub, so that a new city changes it as well.
    `until` is in seconds since 1970. `notes` is what the request's log line tells.
    """

    body: bytes
    headers: Headers
    tokens: Tokens
    sites: frozenset[int] | None
    until: float | None
    notes: Mapping[str, str]
    etag: str = field(init=False)
    sent: Headers = field(init=False, repr=False)
    """The headers of the answer to GET, without those that depend on the moment."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "etag", etag_of(self.headers, self.body))
        keys = self.surrogate_keys()
        sent = (
            *self.headers,
            ("Content-Length", str(len(self.body))),
            ("ETag", self.etag),
            ("Surrogate-Key", " ".join(keys)),
            ("Cache-Tag", ",".join(keys)),
        )
        object.__setattr__(self, "sent", sent)

    @property
    def size(self) -> int:
        """About how many bytes it takes in memory."""
        return len(self.body) + OVERHEAD_BYTES

    def holds(self, tokens: Tokens, *, now: float) -> bool:
        """Return whether it is what would be answered now, given fresh tokens."""
        if self.until is not None and now >= self.until:
            return False
        if self.sites is None:
            return tokens == self.tokens
        fresh = tokens.get
        return all(fresh(site) == token for site, token in self.tokens.items())

    def surrogate_keys(self) -> list[str]:
        """Return the keys by which a CDN finds it when something changes."""
        if self.sites is None:
            return ["vitej", "shared", "hub"]
        return ["vitej", "shared", *(f"site-{site}" for site in sorted(self.sites))]


def etag_of(headers: Headers, body: bytes) -> str:
    """Return a strong validator of the bytes and of their media type."""
    media_type = dict(headers).get("Content-Type", "")
    digest = hashlib.sha256(media_type.encode() + b"\0" + body).digest()
    return f'"{base64.urlsafe_b64encode(digest[:18]).decode()}"'


def packed(answer: Answer) -> bytes:
    """Return an answer as bytes: one line of JSON, then the body."""
    facts = {
        "headers": answer.headers,
        "tokens": list(answer.tokens.items()),
        "sites": None if answer.sites is None else sorted(answer.sites),
        "until": answer.until,
        "notes": dict(answer.notes),
        "etag": answer.etag,
    }
    return json.dumps(facts).encode() + b"\n" + answer.body


def unpacked(data: bytes) -> Answer:
    """Return the answer that was packed.

    Raises:
        ValueError: if this isn't one, whole and as it was.
    """
    line, _newline, body = data.partition(b"\n")
    try:
        facts: dict[str, Any] = json.loads(line)
        answer = Answer(
            body=body,
            headers=tuple((str(name), str(value)) for name, value in facts["headers"]),
            tokens={site: int(token) for site, token in facts["tokens"]},
            sites=None if facts["sites"] is None else frozenset(facts["sites"]),
            until=facts["until"],
            notes=facts["notes"],
        )
    except (KeyError, TypeError) as error:
        raise ValueError(data[:80]) from error
    if answer.etag != facts["etag"]:
        raise ValueError(answer.etag)
    return answer
