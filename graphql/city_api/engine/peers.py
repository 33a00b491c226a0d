"""Rows that were reached along the same path of a query, and what they need together.

The first resolver that asks a row for something loads it for all its peers, so
the number of SQL queries follows from the query's text and never from how many rows
it returns. A loader is a function of the peers; its result is kept for them.

    def photos(peers: Peers) -> dict[int, Image]:
        return {...one query for all of peers.rows...}

    node.peers.load(photos).get(node.row.pk)

What rows refer to (pages, images, documents, snippets) is kept for the whole reader:
rows note it first, and each kind is fetched once for all that is noted. The planner
(`city_api.engine.planner`) makes everything noted before the first of it is fetched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from django.db.models import Model

from cms.selectors.links import References, collect_stream, kind_of
from cms.selectors.reader import Reader

T = TypeVar("T")


class Peers:
    """Rows of one query, with everything that was loaded for them."""

    __slots__ = ("_loaded", "reader", "rows")

    def __init__(self, reader: Reader, rows: Sequence[Any]) -> None:
        self.reader = reader
        self.rows = rows
        self._loaded: dict[Any, Any] = {}

    def load(self, loader: Callable[[Peers], T]) -> T:
        """Return what the loader finds for the rows; it runs once."""
        if loader not in self._loaded:
            self._loaded[loader] = loader(self)
        found: T = self._loaded[loader]
        return found

    def note(self, column: str, model: type[Model]) -> Linked:
        """Note what a foreign key of the rows refers to; it is fetched when asked."""
        linked = linked_of(self.reader)
        if column not in self._loaded:
            for row in self.rows:
                linked.add(model, getattr(row, column, None))
            self._loaded[column] = True
        return linked

    def note_stream(self, name: str) -> Linked:
        """Note what a stream of the rows refers to; it is fetched when asked."""
        linked = linked_of(self.reader)
        if name not in self._loaded:
            for row in self.rows:
                collect_stream(row, name, linked.add)
            self._loaded[name] = True
        return linked

    def read_together(self) -> Peers:
        """Make a column that was left out be read for all the rows at once."""
        for row in self.rows:
            row.refresh_from_db = partial(_read, self.rows)
        return self

    def node(self, row: Any) -> Node:
        return Node(row, self)

    def nodes(self) -> list[Node]:
        return [Node(row, self) for row in self.rows]


def _read(rows: Sequence[Any], *, fields: Sequence[str]) -> None:
    """Read columns of rows that were read without them; Django asks for them so.

    A row that was deleted meanwhile has nothing in them: the answer is told as it was
    begun, and kept for nobody, as the content has another name by now.
    """
    waiting: dict[type[Model], dict[Any, Any]] = defaultdict(dict)
    for row in rows:
        if not row.__dict__.keys() >= set(fields):
            waiting[type(row)][row.pk] = row
    for model, by_pk in waiting.items():
        found = model._default_manager.filter(pk__in=by_pk).values_list("pk", *fields)
        for pk, *values in found:
            row = by_pk.pop(pk)
            for name, value in zip(fields, values, strict=True):
                setattr(row, name, value)
        for row in by_pk.values():
            for name in fields:
                field: Any = model._meta.get_field(name)
                setattr(row, name, field.get_default())


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
        pk = getattr(self.row, column)
        return self.peers.note(column, model).node(model, pk) if pk else None


def nodes(reader: Reader, rows: Iterable[Any]) -> list[Node]:
    """Return rows as each other's peers."""
    return Peers(reader, list(rows)).nodes()


class Linked(References):
    """What rows refer to, as nodes; those that were fetched together are peers."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self._nodes: dict[type[Model], dict[int, Node | None]] = defaultdict(dict)

    def node(self, model: type[Model], pk: Any) -> Node | None:
        """Return what is referred to by an id, if the reader may see it."""
        kind = kind_of(model)
        if self._waiting[kind]:
            self.fetch(kind)
        return self._nodes[kind].get(pk)

    def fetch(
        self, kind: type[Model], columns: frozenset[str] | None = None
    ) -> dict[int, Any]:
        found = super().fetch(kind, columns)
        rows = {row.pk: row for row in found.values()}
        peers = Peers(self.reader, list(rows.values()))
        if columns is not None:
            peers.read_together()
        made = {pk: peers.node(row) for pk, row in rows.items()}
        self._nodes[kind].update({pk: made[row.pk] for pk, row in found.items()})
        return found


def linked_of(reader: Reader) -> Linked:
    """Return what is referred to in all that a reader reads."""
    return reader.remember(Linked, lambda: Linked(reader))
