"""Loaders for pages: what all their types need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from modelcluster.fields import ParentalKey
from wagtail.models import Page, get_page_models

from city_api.engine.peers import Node, Peers
from cms.selectors.translation import Progress, progress_by_key

STEP = Page.steplen


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


def specific(peers: Peers) -> Mapping[int, Node]:
    """Load the pages with all their columns: one query for each type among them."""
    plain: dict[type[Page], list[int]] = defaultdict(list)
    rows: dict[type[Page], list[Page]] = defaultdict(list)
    for page in peers.rows:
        model = model_of(page)
        if type(page) is model:
            rows[model].append(page)
        else:
            plain[model].append(page.pk)
    for model, ids in plain.items():
        rows[model].extend(model.objects.filter(pk__in=ids))
    return {
        node.row.pk: node
        for found in rows.values()
        for node in Peers(peers.reader, found).nodes()
    }


def own(node: Node) -> Node:
    """Return a page with all its columns, loaded for its peers as well."""
    if type(node.row) is not Page:
        return node
    return node.load(specific) or node


def ancestors(peers: Peers) -> Mapping[int, list[Node]]:
    """Load the public pages above the pages, from the home down."""
    paths = {path for page in peers.rows for path in _paths_above(page)}
    rows = peers.reader.pages().filter(path__in=paths)
    above = Peers(peers.reader, list(rows))
    by_path = {node.row.path: node for node in above.nodes()}
    return {
        page.pk: [by_path[path] for path in _paths_above(page) if path in by_path]
        for page in peers.rows
    }


def _paths_above(page: Page) -> list[str]:
    # Below the root and the home, whose own depth is 2.
    path = page.path or ""
    return [path[:end] for end in range(2 * STEP, len(path), STEP)]


def translations(peers: Peers) -> Mapping[int, list[Node]]:
    """Load the public translations of the pages, themselves included."""
    keys = {page.translation_key for page in peers.rows}
    rows = list(peers.reader.pages().filter(translation_key__in=keys))
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
    if saved:
        rows = model._default_manager.filter(**{f"{key.name}__in": saved})
        for row in rows.order_by(*(model._meta.ordering or ()), "pk"):
            found[getattr(row, key.attname)].append(row)
    if preview is not None and preview in peers.rows:
        found[preview.pk] = list(getattr(preview, relation).all())
    return found
