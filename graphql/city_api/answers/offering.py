"""Where the view says of an answer that others may be given the same."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from graphql import DocumentNode, OperationType, get_operation_ast

from city_api.answers.keepable import ANSWER, VERSIONS, Keepable
from city_api.answers.tokens import Tokens
from city_api.context import Context
from city_api.engine.limits import asks_for_schema
from city_api.http_request import Asked
from city_api.operations import manifest
from cms.memory import Memory
from cms.selectors.clock import Clock
from cms.selectors.content import next_instant

MOST_CITIES = 1_000


def offer(
    request: HttpRequest,
    context: Context,
    *,
    asked: Asked,
    document: DocumentNode,
    sha256: str,
) -> None:
    """Offer an answer without errors to the answer cache, if it is for everybody."""
    tokens: Tokens | None = request.META.get(VERSIONS)
    if tokens is None or context.preview is not None:
        return
    if not is_for_all(document, asked, sha256):
        return
    # Of no certain city: which web sites may read it depends on all of them.
    sites = frozenset(context.sites) if context.sites else None
    request.META[ANSWER] = Keepable(
        operation=sha256,
        variables=asked.canonical_variables(),
        operation_name=asked.operation_name,
        sites=sites,
        until=lasts_until(context.clock, sites, tokens),
    )


def is_for_all(document: DocumentNode, asked: Asked, sha256: str) -> bool:
    """Return whether an operation is a query whose answer doesn't depend on who asks.

    The schema, and what isn't in the manifest where nothing else is allowed, may be
    for staff only.
    """
    operation = get_operation_ast(document, asked.operation_name)
    if operation is None or operation.operation is not OperationType.QUERY:
        return False
    if asks_for_schema(document):
        return False
    return not settings.CITY_API_ONLY_PERSISTED or sha256 in manifest().by_hash


def lasts_until(
    clock: Clock, sites: frozenset[int] | None, tokens: Tokens
) -> dt.datetime | None:
    """Return the first instant at which the clock alone may change the answer."""
    cities = [None] if sites is None else sites
    bounds = [clock.until, *(upcoming(each, clock.moment, tokens) for each in cities)]
    return min((bound for bound in bounds if bound is not None), default=None)


def upcoming(
    site: int | None, moment: dt.datetime, tokens: Tokens
) -> dt.datetime | None:
    """Return when something in a city begins or ends by itself; None: in any city.

    It is looked up once for a content, and again when that instant has passed. What
    was looked up for a later moment says nothing of what changed before it.
    """
    about = tokens if site is None else {None: tokens.get(None), site: tokens.get(site)}
    key = site, frozenset(about.items())
    known = _upcoming.get(key)
    if known is not None and known.holds_at(moment):
        return known.instant
    found = Upcoming(moment, next_instant(site, moment))
    if known is None or known.since <= moment:
        _upcoming.put(key, found)
    return found.instant


@dataclass(frozen=True, slots=True)
class Upcoming:
    """The first instant after a moment at which something begins or ends, if any."""

    since: dt.datetime
    instant: dt.datetime | None

    def holds_at(self, moment: dt.datetime) -> bool:
        """Return whether the instant is also the first after another moment."""
        return self.since <= moment and (self.instant is None or moment < self.instant)


_upcoming: Memory[object, Upcoming] = Memory(MOST_CITIES)
