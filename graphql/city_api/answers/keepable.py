"""What the view tells the answer cache of an answer, through the WSGI environment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

ANSWER = "city_api.answer"
"""Where the view puts a `Keepable`, if others may be given the same answer."""
VERSIONS = "city_api.versions"
"""Where the cache puts the tokens that it has read before the view ran (a mapping)."""


@dataclass(frozen=True, slots=True)
class Keepable:
    """What an answer is an answer to, and what it depends on.

    `operation` is the SHA-256 of the document in hexadecimal digits, `variables` their
    canonical JSON, `sites` the ids of the city sites it was read from (None: the whole
    hub), `until` the instant from which on the clock alone may change it.
    """

    operation: str
    variables: bytes
    operation_name: str | None
    sites: frozenset[int] | None
    until: dt.datetime | None = None
