"""The pages right below pages, a page of each list at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Any

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber, Substr
from wagtail.models import Page

from city_api.engine.connections import (
    Connection,
    Listing,
    behind,
    connection,
    keyset,
    page_size,
)
from city_api.engine.pages import STEP
from city_api.engine.peers import Node, Peers
from cms.access import path_end
from cms.statements import Param

Loader = Callable[[Peers], Mapping[Any, Connection]]
ORDER = ("path",)


@lru_cache(maxsize=256)
def children_of(*, first: int | None, after: str | None = None) -> Loader:
    """Return a loader of the public pages right below pages, in the tree's order.

    Raises (the loader):
        ApiError: PAGE_SIZE or BAD_CURSOR.
    """

    def load(peers: Peers) -> Mapping[Any, Connection]:
        if len(peers.rows) == 1:
            return {peers.rows[0].pk: _of_one(peers, first=first, after=after)}
        return _of_many(peers, first=first, after=after)

    return load


def _of_one(peers: Peers, *, first: int | None, after: str | None) -> Connection:
    page = peers.rows[0]
    bounds = {"start": page.path, "end": path_end(page.path), "depth": page.depth + 1}

    def rows() -> QuerySet[Any]:
        start, end, depth = (Param(name, bounds[name], _field(name)) for name in bounds)
        return peers.reader.pages().filter(path__gte=start, path__lt=end, depth=depth)

    listed = Listing("children", Page, rows, bounds)
    return keyset(peers.reader, listed, ORDER, first=first, after=after)


def _field(name: str) -> Any:
    return Page._meta.get_field("depth" if name == "depth" else "path")


def _of_many(
    peers: Peers, *, first: int | None, after: str | None
) -> Mapping[Any, Connection]:
    """Return a page of each list with one query for all."""
    size = page_size(first)
    rows = behind(_below(peers), ORDER, after)
    place = Window(RowNumber(), partition_by=F("parent_path"), order_by="path")
    ranked = rows.annotate(place=place).filter(place__lte=size + 1).order_by("path")
    children = list(ranked)
    more = {child.parent_path for child in children if child.place > size}
    shown = [child for child in children if child.place <= size]
    found: dict[str, list[Node]] = defaultdict(list)
    for node in Peers(peers.reader, shown).nodes():
        found[node.row.parent_path].append(node)
    return {
        page.pk: connection(
            found[page.path],
            ORDER,
            more=page.path in more,
            after=after,
            count=partial(_count, peers, page.path),
        )
        for page in peers.rows
    }


def _below(peers: Peers) -> QuerySet[Any]:
    paths = [page.path for page in peers.rows]
    return (
        peers.reader.pages()
        .filter(path__gte=min(paths), path__lt=path_end(max(paths)))
        .annotate(parent_path=Substr("path", 1, F("depth") * STEP - STEP))
        .filter(parent_path__in=paths)
    )


def _count(peers: Peers, path: str) -> int:
    return peers.load(_counts).get(path, 0)


def _counts(peers: Peers) -> Mapping[str, int]:
    """Count the public pages right below pages, by path."""
    counted = _below(peers).order_by().values("parent_path").annotate(n=Count("pk"))
    return dict(counted.values_list("parent_path", "n"))
