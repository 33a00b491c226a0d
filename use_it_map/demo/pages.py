"""Writes many pages or snippets at once: public, with a revision, found by search.

Wagtail writes one at a time, with a hundred statements each; the demo has hundreds.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from modelsearch.backends import get_search_backends
from wagtail.models import Locale, Page, PageLogEntry, ReferenceIndex, Revision

from cms.models import User

BATCH = 20


@dataclass(frozen=True, kw_only=True)
class Press:
    """Who publishes, and when; the locales by language code."""

    user: User
    now: dt.datetime
    locales: Mapping[str, Locale]


def snippets_publish(press: Press, snippets: Sequence[Any]) -> None:
    """Write snippets of one model."""
    for snippet in snippets:
        snippet.first_published_at = snippet.last_published_at = press.now
    type(snippets[0]).objects.bulk_create(snippets)
    _write_revisions(press, snippets)
    _index(snippets)


def pages_publish(
    press: Press, parents: Mapping[str, Page], pages: Sequence[Any]
) -> None:
    """Write pages below the parent of their language, by language code.

    All are of one model and have title, slug, locale and translation key. What
    they have in lists (`ParentalKey`) is written, too.
    """
    model = type(pages[0])
    _place(press, parents, pages, ContentType.objects.get_for_model(model))
    rows = [_row(Page, page) for page in pages]
    for page, row in zip(pages, Page.objects.bulk_create(rows), strict=True):
        page.pk = page.id = page.page_ptr_id = row.pk
    for batch in _batches(pages):
        # `bulk_create` takes no model that has a parent with a table.
        model._base_manager._insert(  # noqa: SLF001
            batch, fields=model._meta.local_concrete_fields, using="default"
        )
    for parent in parents.values():
        Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild)
    _write_children(pages)
    _write_revisions(press, pages)
    PageLogEntry.objects.bulk_create(_log_entries(press, pages))
    _index(pages)


def _write_children(instances: Sequence[Any]) -> None:
    rows = defaultdict(list)
    for instance in instances:
        for relation in get_all_child_relations(type(instance)):
            for child in getattr(instance, relation.get_accessor_name()).all():
                setattr(child, relation.field.attname, instance.pk)
                rows[type(child)].append(child)
        for field in get_all_child_m2m_relations(type(instance)):
            for other in getattr(instance, field.name).all():
                through = field.remote_field.through
                names = field.m2m_column_name(), field.m2m_reverse_name()
                keys = dict(zip(names, (instance.pk, other.pk), strict=True))
                rows[through].append(through(**keys))
    for model, found in rows.items():
        manager: Any = model._base_manager  # noqa: SLF001
        manager.bulk_create(found)


def _place(
    press: Press,
    parents: Mapping[str, Page],
    pages: Sequence[Any],
    content_type: ContentType,
) -> None:
    """Make the pages the last ones below their parents, and public."""
    codes = {locale.pk: code for code, locale in press.locales.items()}
    steps = {code: _last_step(parent) for code, parent in parents.items()}
    for page in pages:
        code = codes[page.locale_id]
        parent = parents[code]
        steps[code] += 1
        parent.numchild += 1
        page.path = Page._get_path(  # noqa: SLF001
            parent.path, parent.depth + 1, steps[code]
        )
        page.depth = parent.depth + 1
        page.url_path = f"{parent.url_path}{page.slug}/"
        page.draft_title = page.title
        page.content_type = content_type
        page.owner = press.user
        page.live, page.has_unpublished_changes = True, False
        page.first_published_at = page.last_published_at = press.now


def _last_step(parent: Page) -> int:
    """Return the number of the last child in the tree; deleted ones leave gaps."""
    last = parent.get_last_child()
    if last is None:
        return 0
    return int(Page._str2int(last.path[-Page.steplen :]))  # noqa: SLF001


def _write_revisions(press: Press, instances: Sequence[Any]) -> None:
    model = type(instances[0])
    table = model.get_translation_model()  # Page for all pages
    kind = ContentType.objects.get_for_model(model)
    base = ContentType.objects.get_for_model(table)
    revisions = Revision.objects.bulk_create(
        Revision(
            content_type=kind,
            base_content_type=base,
            object_id=str(instance.pk),
            object_str=str(instance),
            content=instance.serializable_data(),
            created_at=press.now,
            user=press.user,
        )
        for instance in instances
    )
    fields = ["latest_revision", "live_revision"]
    for instance, revision in zip(instances, revisions, strict=True):
        instance.latest_revision = instance.live_revision = revision
        if table is Page:
            instance.latest_revision_created_at = revision.created_at
    if table is Page:
        fields.append("latest_revision_created_at")
    rows = [_row(table, instance) for instance in instances]
    table.objects.bulk_update(rows, fields, batch_size=BATCH)


def _log_entries(press: Press, pages: Sequence[Any]) -> Iterator[PageLogEntry]:
    kind = ContentType.objects.get_for_model(type(pages[0]))
    for page in pages:
        yield PageLogEntry(
            page_id=page.pk,
            content_type=kind,
            label=page.get_admin_display_title(),
            action="wagtail.publish",
            timestamp=press.now,
            user=press.user,
            revision=page.live_revision,
            content_changed=True,
        )


def _index(instances: Sequence[Any]) -> None:
    """Let search find them, and the admin tell what they refer to."""
    model = type(instances[0])
    found = list(model.objects.filter(pk__in=[each.pk for each in instances]))
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(model, found)
    for instance in instances:
        ReferenceIndex.create_or_update_for_object(instance)


def _row(model: type[Model], instance: Any) -> Any:
    """Return the part of an instance that is in the table of `model`."""
    names = [field.attname for field in model._meta.concrete_fields]
    return model(**{name: getattr(instance, name) for name in names})


def _batches(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]
