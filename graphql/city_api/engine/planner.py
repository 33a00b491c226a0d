"""Loads what an operation asks of a city before its resolvers run.

The lists and pages that it begins with are read first. What they refer to is noted,
then fetched kind by kind, pages before people before images: whatever is still to come
of a kind is known when the kind's turn comes, so that each is fetched once for all
that the operation asks, however deep it stands. (Pages that lead to pages take a turn
for each step.)

The planner only makes things known early. Resolvers find them where they would have
loaded them themselves, and load what nobody planned. Whatever fails here is passed
over: it fails again where a resolver asks for it, and is told at that field alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import Any

from django.db.models import Model
from graphql import GraphQLResolveInfo
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from city_api.engine import pages
from city_api.engine.columns import are_plain, columns_of, fields_for, node_fields
from city_api.engine.connections import Connection
from city_api.engine.needs import Needs, choosing, needs_of, reached, runs_ahead
from city_api.engine.peers import Linked, Node, Peers, linked_of
from city_api.engine.selection import AskedField, asked_field
from cms.models import Organisation, Person
from cms.selectors.links import kind_of, raw_stream, stored_blocks
from cms.selectors.reader import Reader

ORDER: Mapping[type[Model], int] = {Page: 0, Person: 1, Organisation: 3}


class Planner:
    """Loads ahead for one `site` field of an operation."""

    def __init__(self, info: GraphQLResolveInfo) -> None:
        self.info = info
        self._waiting: list[tuple[Peers, list[AskedField]]] = []
        self._followed: set[tuple[Peers, AskedField]] = set()
        self._wanted: dict[tuple[Linked, type[Model]], list[AskedField]] = defaultdict(
            list
        )

    def load(self, reader: Reader) -> None:
        """Load what is asked of a city."""
        asked = asked_field(self.info)
        for name in asked.types:
            self._of_reader(reader, asked.below(name))
        self._follow_rows()
        while kind := self._next_kind():
            self._fetch(*kind)
            self._follow_rows()

    # What the city begins with

    def _of_reader(self, reader: Reader, fields: Sequence[AskedField]) -> None:
        for asked in fields:
            needs = needs_of(asked.resolve)
            if needs and needs.before:
                with suppress(Exception):
                    needs.before(reader)
            if runs_ahead(asked.resolve):
                self._value(self._run(asked, reader), asked)
            self._reaches(reader, asked)

    def _run(self, asked: AskedField, source: Any, resolve: Any = None) -> Any:
        """Return what a resolver gives; None if it fails: it will fail again."""
        info = self.info._replace(  # noqa: SLF001 (a named tuple)
            field_name=asked.name,
            field_nodes=asked.nodes,
            return_type=asked.definition.type,
            parent_type=asked.parent,
        )
        with suppress(Exception):
            arguments = asked.arguments(info.variable_values)
            return (resolve or asked.resolve)(source, info, **arguments)
        return None

    def _value(self, value: Any, asked: AskedField) -> None:
        """Follow what a resolver has returned."""
        if isinstance(value, Reader):
            for name in asked.types:
                self._of_reader(value, asked.below(name))
        elif isinstance(value, Node):
            self._wait(value.peers, [asked])
        elif isinstance(value, Connection):
            self._connection(value, asked)
        elif isinstance(value, list):
            for peers in peers_of(value):
                self._wait(peers, [asked])

    def _connection(self, value: Connection, asked: AskedField) -> None:
        for peers in peers_of(edge.node for edge in value.edges):
            self._wait(peers, node_fields(asked))

    # What rows lead to

    def _wait(self, peers: Peers, asked: list[AskedField]) -> None:
        """Let rows be followed along the fields along which they weren't yet."""
        new = [each for each in asked if (peers, each) not in self._followed]
        self._followed.update((peers, each) for each in new)
        if new:
            self._waiting.append((peers, new))

    def _follow_rows(self) -> None:
        while self._waiting:
            peers, asked = self._waiting.pop()
            if peers.rows and isinstance(peers.rows[0], Page):
                self._pages(peers, asked)
            elif peers.rows:
                self._rows(peers, fields_for(type(peers.rows[0]), asked))

    def _pages(self, peers: Peers, asked: list[AskedField]) -> None:
        """Follow pages; those of each model may be asked something else."""
        models = dict.fromkeys(map(pages.model_of, peers.rows))
        fields = {model: fields_for(model, asked) for model in models}
        for each in fields.values():
            self._rows(peers, each, plain=True)
        columns = {
            model: columns_of(model, each)
            for model, each in fields.items()
            if not are_plain(each)
        }
        for model, own in pages.own_peers(peers, columns):
            self._rows(own, fields[model], plain=False)

    def _rows(
        self, peers: Peers, fields: Iterable[AskedField], *, plain: bool | None = None
    ) -> None:
        """Follow fields of rows; of pages those of the one table or of the other."""
        for asked in fields:
            needs = needs_of(asked.resolve)
            if needs and plain in {None, needs.plain}:
                with suppress(Exception):
                    self._field(peers, asked, needs)

    def _field(self, peers: Peers, asked: AskedField, needs: Needs) -> None:
        for column, model in needs.links.items():
            self._want(peers.note(column, model), model, asked)
        for name in needs.streams:
            peers.note_stream(name)
            self._choose(peers, name, asked)
        for loader in needs.loads:
            self._loaded(peers.load(loader), asked)
        if needs.loads_for:
            arguments = asked.arguments(self.info.variable_values)
            self._loaded(peers.load(needs.loads_for(**arguments)), asked)
        if needs.lists:
            self._value(self._run(asked, peers.reader, needs.lists), asked)
        self._reaches(peers.reader, asked)

    def _choose(self, peers: Peers, name: str, asked: AskedField) -> None:
        """Let the blocks of a stream note what they choose by a rule."""
        fields = choosing(asked)
        raw = [raw_stream(getattr(row, name)) for row in peers.rows] if fields else ()
        for field in fields:
            needs = needs_of(field.resolve)
            for kind, note in needs.chooses.items() if needs else ():
                found = list(stored_blocks(raw, kind))
                if found:
                    with suppress(Exception):
                        arguments = field.arguments(self.info.variable_values)
                        note(peers.reader, found, **arguments)

    def _loaded(self, found: Any, asked: AskedField) -> None:
        """Follow the rows that a loader has found, if it has found rows."""
        if isinstance(found, Mapping):
            for value in found.values():
                self._value(value, asked)

    def _reaches(self, reader: Reader, asked: AskedField) -> None:
        """Note of which kinds something will be read at a field or below it."""
        linked = linked_of(reader)
        for model, returned in reached(asked):
            self._want(linked, model, returned)

    def _want(
        self, linked: Linked, model: type[Model], asked: AskedField | None = None
    ) -> None:
        wanted = self._wanted[linked, kind_of(model)]
        if asked is not None:
            wanted.append(asked)

    # What is fetched

    def _next_kind(self) -> tuple[Linked, type[Model]] | None:
        known = [each for each in self._wanted if each[0].is_waiting(each[1])]
        return min(known, key=lambda each: turn(each[1]), default=None)

    def _fetch(self, linked: Linked, kind: type[Model]) -> None:
        asked = self._wanted.pop((linked, kind))
        columns = None if kind in files() else columns_of(kind, fields_for(kind, asked))
        with suppress(Exception):
            found = linked.fetch(kind, columns)
            for peers in peers_of(linked.node(kind, pk) for pk in found):
                self._wait(peers, asked)


def peers_of(found: Iterable[Any]) -> list[Peers]:
    """Return the peers of what are nodes, each once."""
    return list(dict.fromkeys(each.peers for each in found if isinstance(each, Node)))


@cache
def files() -> Mapping[type[Model], int]:
    """Return the kinds that lead nowhere, with their turns: the last."""
    return {get_document_model(): 8, get_image_model(): 9}


def turn(kind: type[Model]) -> int:
    """Return when a kind is fetched: after those that lead to it."""
    return files().get(kind, ORDER.get(kind, 5))
