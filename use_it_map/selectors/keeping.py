"""Keeps the indexes of cities in the process while their content has the same name."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Hashable

from cms.memory import Memory
from cms.selectors.content import versions
from cms.selectors.reader import Reader
from use_it_map.hours.calendar import window_start
from use_it_map.selectors.building import build
from use_it_map.selectors.index import PlaceIndex

MOST_BYTES = 256 * 1024 * 1024
"""What all indexes of a process may take together: that of 100,000 places is 27 MB."""

SLACK = dt.timedelta(minutes=1)
"""How much earlier than it was built an index is right for requests under way."""

_indexes: Memory[Hashable, PlaceIndex] = Memory(MOST_BYTES)
_building = threading.Lock()


def index_of(reader: Reader) -> PlaceIndex:
    """Return the index of the reader's city and language.

    It takes one query, five more where it must be built. In a transaction that has
    changed the city it is built each time, and not kept.
    """
    index: PlaceIndex = reader.remember(PlaceIndex, lambda: _index(reader))
    return index


def _index(reader: Reader) -> PlaceIndex:
    tokens = versions()
    names = tokens.get(reader.site_id), tokens.get(None)
    if None in names:
        return build(reader)
    key = (reader.locale.pk, reader.city.shape)
    kept = _kept((names, *key), reader)
    if kept is not None:
        return kept
    with _building:  # one thread builds, the others wait for what it has built
        kept = _kept((names, *key), reader)
        if kept is None:
            kept = build(reader)
            _indexes.put((names, *key), kept, kept.nbytes)
    return kept


def _kept(key: Hashable, reader: Reader) -> PlaceIndex | None:
    kept = _indexes.get(key)
    moment = reader.clock.moment
    if kept is None or moment < kept.since - SLACK:
        return None
    if kept.until is not None and moment >= kept.until:
        return None
    return kept if window_start(moment) == kept.calendar.start else None
