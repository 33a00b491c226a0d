"""What a page's columns and bodies refer to, found in bulk.

Links are kept to the page or snippet that the editor chose, in the language of
the source; readers get its translation in their language, or along the fallbacks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.db.models import ForeignKey, Model
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import Page, TranslatableMixin
from wagtail.rich_text.rewriters import FIND_A_TAG, extract_attrs

from cms.selectors.reader import Reader

Sink = Callable[[type[Model], Any], None]
Collector = Callable[[Any, Sink], None]


class References:
    """The things that some rows refer to; each kind is fetched once, when asked for."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.wanted: dict[type[Model], set[int]] = defaultdict(set)
        self._found: dict[type[Model], dict[int, Any]] = {}

    def add(self, model: type[Model], pk: Any) -> None:
        """Note that something is referred to."""
        if isinstance(pk, int):
            self.wanted[kind_of(model)].add(pk)

    def get(self, model: type[Model], pk: Any) -> Any:
        """Return what is public of it for the reader, or None."""
        return self.all(model).get(pk)

    def all(self, model: type[Model]) -> dict[int, Any]:
        """Return everything of a kind that is referred to, by the id referred to."""
        kind = kind_of(model)
        if kind not in self._found:
            self._found[kind] = fetch(self.reader, kind, self.wanted[kind])
        return self._found[kind]


def kind_of(model: type[Model]) -> type[Model]:
    """Return the model under which references are kept: all pages are one kind."""
    return Page if issubclass(model, Page) else model


def fetch(reader: Reader, model: type[Model], ids: set[int]) -> dict[int, Any]:
    """Return what the reader may see of the things with these ids, by those ids."""
    if not ids:
        return {}
    if model in (get_image_model(), get_document_model()):
        return reader.files(model).in_bulk(ids)
    if issubclass(model, TranslatableMixin):
        return _translations(reader, model, ids)
    return reader.snippets(model).in_bulk(ids)


def _translations(reader: Reader, model: type[Model], ids: set[int]) -> dict[int, Any]:
    keys = dict(
        model._default_manager.filter(pk__in=ids).values_list("pk", "translation_key")
    )
    public = reader.pages() if model is Page else reader.snippets(model)
    rows = public.filter(translation_key__in=set(keys.values()))
    chosen = reader.first_choice(rows)
    return {pk: chosen[key] for pk, key in keys.items() if key in chosen}


class RowReferences(References):
    """The references of some rows of one model, read from their columns and streams."""

    def __init__(self, reader: Reader, rows: Iterable[Model], *, streams: bool) -> None:
        super().__init__(reader)
        for row in rows:
            (collect_streams if streams else collect_columns)(row, self.add)


def collect_columns(row: Model, sink: Sink) -> None:
    """Tell the sink what a row's foreign keys refer to."""
    for name, model in linked_columns(type(row)):
        sink(model, getattr(row, name))


def collect_streams(row: Model, sink: Sink) -> None:
    """Tell the sink what a row's streams refer to."""
    for name, collector in stream_columns(type(row)):
        collector(raw_stream(getattr(row, name)), sink)


def raw_stream(value: Any) -> list[dict[str, Any]]:
    """Return a stream's children as they are stored: type, value, id."""
    return list(value.raw_data)


@cache
def linked_columns(model: type[Model]) -> tuple[tuple[str, type[Model]], ...]:
    """Return (column, model) of the foreign keys that a row's readers may follow."""
    return tuple(
        (field.attname, field.related_model)
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and _is_readable(field.related_model)
    )


def _is_readable(model: type[Model]) -> bool:
    return model in (get_image_model(), get_document_model()) or (
        issubclass(model, TranslatableMixin) and model is not Page
    )


@cache
def stream_columns(model: type[Model]) -> tuple[tuple[str, Collector], ...]:
    """Return (field, collector) of a model's streams."""
    return tuple(
        (field.name, collector_of(field.stream_block))
        for field in model._meta.concrete_fields
        if isinstance(field, StreamField)
    )


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
        if model and attrs.get("id", "").isdigit():
            sink(model(), int(attrs["id"]))


LINKED_BY_TYPE: dict[str, Callable[[], type[Model]]] = {
    "page": lambda: Page,
    "document": get_document_model,
}
