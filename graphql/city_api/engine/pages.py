"""Loaders for pages: what all their types need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Model, QuerySet
from modelcluster.fields import ParentalKey
from wagtail.models import Page, get_page_models

from city_api.engine.peers import Node, Peers
from cms.selectors.links import narrowed
from cms.selectors.reader import Reader
from cms.selectors.translation import Progress, progress_by_key
from cms.statements import AnyOf, ParamList, prepared

STEP = Page.steplen
BIG: Any = BigIntegerField()


@cache
def models_by_content_type() -> Mapping[int, type[Page]]:
    """Return the page models by the id of their content type."""
    models = get_page_models()
    found = ContentType.objects.get_for_models(*models)
    return {content_type.pk: model for model, content_type in found.items()}


def model_of(page: Page) -> type[Page]:
    """Return the model that a page is of, though it may be loaded as a plain page."""
    if type(page) is not Page:
        return type(page)
    return models_by_content_type().get(page.content_type_id, Page)


_type_names: dict[str, str] = {}
OTHER = "OtherPage"


def register_type_name(model: str, name: str) -> None:
    """Say as which GraphQL type the pages of a model are shown."""
    _type_names[model.lower()] = name


def type_name(model: type[Page]) -> str:
    """Return the GraphQL type as which the pages of a model are shown."""
    return _type_names.get(model._meta.label_lower, OTHER)


def shows_pages(types: Iterable[str]) -> bool:
    """Return whether pages are among the GraphQL types of a field's values."""
    return not {*_type_names.values(), OTHER}.isdisjoint(types)


def types_of(model: type[Model], types: Sequence[str]) -> Sequence[str]:
    """Return which of a field's GraphQL types rows of a model may be."""
    if issubclass(model, Page) and model is not Page and shows_pages(types):
        return [type_name(model)]
    return types


class OwnPages:
    """Pages with the columns of their own tables, loaded for all peers of a model."""

    def __init__(self, peers: Peers) -> None:
        self._peers = peers
        self._own: dict[type[Page], dict[int, Node]] = {}

    def node(self, node: Node) -> Node:
        """Return a page with its own columns."""
        return self.of(model_of(node.row)).get(node.row.pk, node)

    def of(
        self, model: type[Page], columns: frozenset[str] | None = None
    ) -> Mapping[int, Node]:
        """Load the peers of a model with their own columns; None: all."""
        if model not in self._own:
            ids = [row.pk for row in self._peers.rows if model_of(row) is model]
            rows = self._rows(model, ids, columns)
            own = Peers(self._peers.reader, rows)
            if columns is not None:
                own.read_together()
            self._own[model] = {node.row.pk: node for node in own.nodes()}
        return self._own[model]

    def _rows(
        self, model: type[Page], ids: list[int], columns: frozenset[str] | None
    ) -> list[Page]:
        def rows() -> QuerySet[Any]:
            pages = model.objects.filter(AnyOf("pk", ParamList("ids", ids, BIG)))
            return narrowed(pages, columns).order_by()

        return prepared(("own", model, columns), rows, ids=ids)


def own(node: Node) -> Node:
    """Return a page with all its columns, loaded for its peers as well."""
    if type(node.row) is not Page:
        return node
    return node.peers.load(OwnPages).node(node)


def own_peers(
    peers: Peers, columns: Mapping[type[Page], frozenset[str]]
) -> Iterator[tuple[type[Page], Peers]]:
    """Yield pages with their own columns, those of each model as peers.

    `columns` are those to read, by model; pages of other models are left out.
    """
    if type(peers.rows[0]) is not Page:
        yield type(peers.rows[0]), peers
        return
    for model, names in columns.items():
        found = peers.load(OwnPages).of(model, names)
        for node in found.values():
            yield model, node.peers
            break


def ancestors(peers: Peers) -> Mapping[int, list[Node]]:
    """Load the public pages above the pages, from the home down."""
    paths = {path for page in peers.rows for path in _paths_above(page)}
    above = Peers(peers.reader, public_at(peers.reader, "path", paths))
    by_path = {node.row.path: node for node in above.nodes()}
    return {
        page.pk: [by_path[path] for path in _paths_above(page) if path in by_path]
        for page in peers.rows
    }


def public_at(reader: Reader, column: str, values: Collection[Any]) -> list[Any]:
    """Return the public pages with one of some values in a column."""
    field = Page._meta.get_field(column)

    def rows() -> QuerySet[Any]:
        wanted = AnyOf(column, ParamList("values", values, field))
        return reader.pages().filter(wanted).order_by()

    return reader.rows(("public at", column), rows, values=values)


def _paths_above(page: Page) -> list[str]:
    # Below the root and the home, whose own depth is 2.
    path = page.path or ""
    return [path[:end] for end in range(2 * STEP, len(path), STEP)]


def translations(peers: Peers) -> Mapping[int, list[Node]]:
    """Load the public translations of the pages, themselves included."""
    keys = {page.translation_key for page in peers.rows}
    rows = public_at(peers.reader, "translation_key", keys)
    order = {each.pk: rank for rank, each in enumerate(peers.reader.city.locales)}
    rows.sort(key=lambda row: order[row.locale_id])
    found: dict[Any, list[Node]] = defaultdict(list)
    for node in Peers(peers.reader, rows).nodes():
        found[node.row.translation_key].append(node)
    return {page.pk: found[page.translation_key] for page in peers.rows}


def progress(peers: Peers) -> Mapping[int, Progress]:
    """Load how far the pages are translated."""
    found = progress_by_key(
        (page.translation_key, page.locale_id) for page in peers.rows
    )
    return {
        page.pk: found[page.translation_key, page.locale_id]
        for page in peers.rows
        if (page.translation_key, page.locale_id) in found
    }


def child_rows(peers: Peers, model: type[Model]) -> Mapping[Any, Sequence[Any]]:
    """Return the rows of a child model by their page, in their order.

    Those of a page that is being previewed come from its form.
    """
    key = next(each for each in model._meta.fields if isinstance(each, ParentalKey))
    relation = key.remote_field.related_name
    preview = peers.reader.preview
    saved = [page.pk for page in peers.rows if page is not preview]
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in _child_rows(model, key.name, saved) if saved else ():
        found[getattr(row, key.attname)].append(row)
    if any(row is preview for row in peers.rows):
        found[preview.pk] = list(getattr(preview, relation).all())
    return found


def _child_rows(model: type[Model], key: str, ids: list[int]) -> list[Any]:
    def rows() -> QuerySet[Any]:
        children = model._default_manager.filter(AnyOf(key, ParamList("ids", ids, BIG)))
        return children.order_by(*(model._meta.ordering or ()), "pk")

    return prepared(("children", model), rows, ids=ids)
