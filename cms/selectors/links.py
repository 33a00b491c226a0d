"""What a page's columns and bodies refer to, found in bulk.

Links are kept to the page or snippet that the editor chose, in the language of
the source; readers get its translation in their language, or along the fallbacks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from functools import cache
from typing import Any

from django.db.models import Case, Model, QuerySet, When
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, TranslatableMixin
from wagtail.rich_text.rewriters import FIND_A_TAG, extract_attrs

from cms.selectors.reader import Reader
from cms.statements import AnyOf, ParamList

Sink = Callable[[type[Model], Any], None]
Collector = Callable[[Any, Sink], None]


class References:
    """The things that are referred to; each kind is fetched once for all that is known.

    What is noted after its kind was fetched is fetched with the next that is asked for.
    """

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._waiting: dict[type[Model], set[int]] = defaultdict(set)
        self._found: dict[type[Model], dict[int, Any]] = defaultdict(dict)

    def add(self, model: type[Model], pk: Any) -> None:
        """Note that something is referred to."""
        if isinstance(pk, int):
            kind = kind_of(model)
            if pk not in self._found[kind]:
                self._waiting[kind].add(pk)

    def get(self, model: type[Model], pk: Any) -> Any:
        """Return what is public of it for the reader, or None."""
        kind = kind_of(model)
        if self._waiting[kind]:
            self.fetch(kind)
        return self._found[kind].get(pk)

    def is_waiting(self, kind: type[Model]) -> bool:
        """Return whether something of a kind is noted, but not fetched."""
        return bool(self._waiting[kind])

    def fetch(
        self, kind: type[Model], columns: frozenset[str] | None = None
    ) -> dict[int, Any]:
        """Fetch what is noted of a kind; return the public rows by the ids noted.

        `columns` are those to read, None: all.
        """
        ids = frozenset(self._waiting[kind])
        found = fetch(self.reader, kind, ids, columns)
        self._waiting[kind] -= ids
        self._found[kind].update({pk: found.get(pk) for pk in ids})
        return found


@cache
def kind_of(model: type[Model]) -> type[Model]:
    """Return the model under which references are kept: all pages are one kind."""
    return Page if issubclass(model, Page) else model


def fetch(
    reader: Reader,
    model: type[Model],
    ids: Collection[int],
    columns: frozenset[str] | None = None,
) -> dict[int, Any]:
    """Return what the reader may see of the things with these ids, by those ids.

    One query; `columns` are those to read, None: all.
    """
    if not ids:
        return {}
    if issubclass(model, TranslatableMixin):
        return _translations(reader, model, ids, columns)

    def rows() -> QuerySet[Any]:
        is_file = model in (get_image_model(), get_document_model())
        public = reader.files(model) if is_file else reader.snippets(model)
        return narrowed(public.filter(AnyOf("pk", _ids(model, ids))), columns)

    found = reader.rows(("fetch", model, columns), rows, ids=ids)
    return {row.pk: row for row in found}


def _ids(model: type[Model], ids: Collection[int]) -> ParamList:
    return ParamList("ids", list(ids), model._meta.pk)


def narrowed(rows: QuerySet[Any], columns: Collection[str] | None) -> QuerySet[Any]:
    """Return a query that reads only some columns; None: all."""
    return rows if columns is None else rows.only(*columns)


def _translations(
    reader: Reader,
    model: type[Model],
    ids: Collection[int],
    columns: frozenset[str] | None,
) -> dict[int, Any]:
    def rows() -> QuerySet[Any]:
        asked = model._default_manager.filter(AnyOf("pk", _ids(model, ids))).order_by()
        same = model._default_manager.filter(
            translation_key__in=asked.values("translation_key")
        )
        public = Case(When(reader.is_public(model), then=True), default=False)
        return narrowed(same, columns).order_by().annotate(is_public_here=public)

    found = reader.rows(("same", model, columns), rows, ids=ids)
    keys = {row.pk: row.translation_key for row in found}
    chosen = reader.first_choice(row for row in found if row.is_public_here)
    return {pk: chosen[keys[pk]] for pk in ids if pk in keys and keys[pk] in chosen}


def collect_stream(row: Model, name: str, sink: Sink) -> None:
    """Tell the sink what one of a row's streams refers to."""
    stream_collector(type(row), name)(raw_stream(getattr(row, name)), sink)


def raw_stream(value: Any) -> list[dict[str, Any]]:
    """Return a stream's children as they are stored: type, value, id."""
    return list(value.raw_data)


def stored_blocks(raw: Any, kind: str) -> Iterator[Any]:
    """Yield the stored values of the blocks of a kind, at any depth of streams."""
    if isinstance(raw, dict):
        if raw.get("type") == kind and "value" in raw:
            yield raw["value"]
        raw = raw.values()
    elif not isinstance(raw, list | tuple):
        return
    for each in raw:
        if isinstance(each, dict | list):
            yield from stored_blocks(each, kind)


@cache
def stream_collector(model: type[Model], name: str) -> Collector:
    """Return what finds the references in a model's stream."""
    field: Any = model._meta.get_field(name)
    return collector_of(field.stream_block)


def ignore(_raw: Any, _sink: Sink) -> None:
    """Find nothing: most blocks refer to nothing."""


def collector_of(block: blocks.Block) -> Collector:
    """Return a function that finds the references in a block's stored value."""
    if isinstance(block, blocks.ChooserBlock):
        return _chooser(block)
    if isinstance(block, blocks.RichTextBlock):
        return collect_rich_text
    if isinstance(block, blocks.ListBlock):
        return _list(collector_of(block.child_block))
    if isinstance(block, blocks.BaseStreamBlock):
        return _stream(_children(block))
    if isinstance(block, blocks.BaseStructBlock):
        return _struct(_children(block))
    return ignore


def _children(block: Any) -> dict[str, Collector]:
    found = {name: collector_of(child) for name, child in block.child_blocks.items()}
    return {name: each for name, each in found.items() if each is not ignore}


def _chooser(block: blocks.ChooserBlock) -> Collector:
    def collect(raw: Any, sink: Sink) -> None:
        sink(block.model_class, raw)

    return collect


def _list(child: Collector) -> Collector:
    if child is ignore:
        return ignore

    def collect(raw: Any, sink: Sink) -> None:
        for value in list_values(raw):
            child(value, sink)

    return collect


def _stream(children: dict[str, Collector]) -> Collector:
    def collect(raw: Any, sink: Sink) -> None:
        for item in raw or ():
            if item["type"] in children:
                children[item["type"]](item["value"], sink)

    return collect


def _struct(children: dict[str, Collector]) -> Collector:
    if not children:
        return ignore

    def collect(raw: Any, sink: Sink) -> None:
        for name, child in children.items():
            child((raw or {}).get(name), sink)

    return collect


def list_values(raw: Any) -> list[Any]:
    """Return the values of a stored list, whose items may or may not carry ids."""
    return [
        item["value"]
        if isinstance(item, dict) and item.get("type") == "item" and "value" in item
        else item
        for item in raw or ()
    ]


def collect_rich_text(html: Any, sink: Sink) -> None:
    """Tell the sink which pages and documents a rich text links to."""
    for attributes in FIND_A_TAG.findall(html or ""):
        attrs = extract_attrs(attributes)
        model = LINKED_BY_TYPE.get(attrs.get("linktype", ""))
        if model and attrs.get("id", "").isdecimal():
            sink(model(), int(attrs["id"]))


LINKED_BY_TYPE: dict[str, Callable[[], type[Model]]] = {
    "page": lambda: Page,
    "document": get_document_model,
}
