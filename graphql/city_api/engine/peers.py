"""Rows that were reached along the same path of a query, and what they need together.

The first resolver that asks a row for something loads it for all its peers, so
the number of SQL queries follows from the query's text and never from how many rows
it returns. A loader is a function of the peers; its result is kept for them.

    def photos(peers: Peers) -> dict[int, Image]:
        return {...one query for all of peers.rows...}

    node.peers.load(photos).get(node.row.pk)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model

from cms.selectors.links import References, RowReferences
from cms.selectors.reader import Reader

T = TypeVar("T")


class Peers:
    """Rows of one query, with everything that was loaded for them."""

    __slots__ = ("_loaded", "reader", "rows")

    def __init__(self, reader: Reader, rows: Sequence[Any]) -> None:
        self.reader = reader
        self.rows = rows
        self._loaded: dict[Callable[[Peers], Any], Any] = {}

    def load(self, loader: Callable[[Peers], T]) -> T:
        """Return what the loader finds for the rows; it runs once."""
        if loader not in self._loaded:
            self._loaded[loader] = loader(self)
        found: T = self._loaded[loader]
        return found

    def node(self, row: Any) -> Node:
        return Node(row, self)

    def nodes(self) -> list[Node]:
        return [Node(row, self) for row in self.rows]


@dataclass(slots=True, eq=False)
class Node:
    """A row among its peers: what resolvers are given."""

    row: Any
    peers: Peers

    @property
    def reader(self) -> Reader:
        return self.peers.reader

    def load(self, loader: Callable[[Peers], Mapping[Any, T]]) -> T | None:
        """Return what the loader finds for this row."""
        return self.peers.load(loader).get(self.row.pk)

    def linked(self, column: str, model: type[Model]) -> Node | None:
        """Return what a foreign key of this row refers to, if the reader may see it."""
        return self.peers.load(columns).node(model, getattr(self.row, column))


def nodes(reader: Reader, rows: Iterable[Any]) -> list[Node]:
    """Return rows as each other's peers."""
    return Peers(reader, list(rows)).nodes()


class Linked:
    """What some rows refer to, as nodes; things of one kind are peers."""

    def __init__(self, references: References) -> None:
        self.references = references
        self._peers: dict[type[Model], Peers] = {}

    def node(self, model: type[Model], pk: Any) -> Node | None:
        """Return what is referred to by an id, if the reader may see it."""
        row = self.references.get(model, pk) if isinstance(pk, int) else None
        return self._peers_of(model).node(row) if row is not None else None

    def _peers_of(self, model: type[Model]) -> Peers:
        if model not in self._peers:
            rows = {row.pk: row for row in self.references.all(model).values()}
            self._peers[model] = Peers(self.references.reader, list(rows.values()))
        return self._peers[model]


def columns(peers: Peers) -> Linked:
    """Load what the foreign keys of the rows refer to."""
    return Linked(RowReferences(peers.reader, peers.rows, streams=False))


def streams(peers: Peers) -> Linked:
    """Load what the bodies and other streams of the rows refer to."""
    return Linked(RowReferences(peers.reader, peers.rows, streams=True))
