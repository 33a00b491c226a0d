"""Pages inserted in bulk, with the paths that treebeard would give them one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Max, Model
from wagtail.models import Page

AnyPage = TypeVar("AnyPage", bound=Page)
PUBLISHED = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
VARIABLES = 10_000
"""How many values one statement carries; every database that we run on takes these."""


class Tree:
    """Gathers pages below the root, then writes them all."""

    def __init__(self) -> None:
        self.root: Page = Page.get_first_root_node()
        self.pages: list[Page] = []
        self._parents: dict[int, Page] = {}
        self._next_id = (Page.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
        self._content_types: dict[type[Page], int] = {}
        self._last_path = self._last_child_path()

    def add(self, parent: Page, page: AnyPage) -> AnyPage:
        """Put a page, given with title, slug and locale, as the last below another."""
        step = self._next_step(parent)
        page.pk = page.id = self._next_id  # the page's own row and its parent's
        page.path = Page._get_path(parent.path, parent.depth + 1, step)  # noqa: SLF001
        page.depth = parent.depth + 1
        page.numchild = 0
        page.url_path = f"{parent.url_path}{page.slug}/"
        page.draft_title = page.title
        page.content_type_id = self._content_type(type(page))
        page.first_published_at = page.first_published_at or PUBLISHED
        page.last_published_at = page.last_published_at or page.first_published_at
        parent.numchild += 1
        self._parents[parent.pk] = parent
        self._next_id += 1
        self.pages.append(page)
        return page

    def save(self) -> None:
        """Write the pages, and how many children their parents have now."""
        insert(Page, self.pages, Page._meta.concrete_fields)
        by_model: dict[type[Page], list[Page]] = defaultdict(list)
        for page in self.pages:
            by_model[type(page)].append(page)
        for model, pages in by_model.items():
            insert(model, pages, model._meta.local_concrete_fields)
        for pk, parent in self._parents.items():
            Page.objects.filter(pk=pk).update(numchild=parent.numchild)
        continue_ids(Page)
        self.pages, self._parents = [], {}

    def _next_step(self, parent: Page) -> int:
        if parent.pk != self.root.pk:
            return int(parent.numchild) + 1
        self._last_path += 1
        return self._last_path

    def _last_child_path(self) -> int:
        """Return the number of the root's last child; deleted ones leave gaps."""
        last = self.root.get_last_child()
        if last is None:
            return 0
        return int(Page._str2int(last.path[-Page.steplen :]))  # noqa: SLF001

    def _content_type(self, model: type[Page]) -> int:
        if model not in self._content_types:
            self._content_types[model] = ContentType.objects.get_for_model(model).pk
        return self._content_types[model]


def insert(model: type[Model], rows: Sequence[Any], columns: Sequence[Any]) -> None:
    """Insert rows of one table; `bulk_create` takes none whose model has a parent."""
    for batch in in_batches(rows, VARIABLES // len(columns)):
        model._base_manager._insert(batch, fields=columns, using="default")  # type: ignore[attr-defined]  # noqa: SLF001


def in_batches(rows: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    """Yield the rows in parts of at most so many."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def continue_ids(*models: type[Model]) -> None:
    """Let the database give further ids after those that were chosen here."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
