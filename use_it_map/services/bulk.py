"""Adds and changes many places at once.

What Wagtail does when one page is saved and published is done here for hundreds, with
few statements: rows, revisions, the log, the search index, references to other things,
and the signals of publication. Nothing is validated; whoever calls has done so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from wagtail.log_actions import get_active_log_context
from wagtail.models import (
    Page,
    PageLogEntry,
    ReferenceIndex,
    Revision,
    Site,
    WorkflowState,
)
from wagtail.search.backends import get_search_backends
from wagtail.signals import page_published, published

from cms.services.content import content_write
from cms.sorting import sort_key
from use_it_map.models import MapPage, PlaceLanguage, PlacePage
from use_it_map.rows import insert

REVISIONS = ("latest_revision", "live_revision")
BOOKKEEPING = (
    *("draft_title", "latest_revision_created_at", "has_unpublished_changes"),
    *("expired", "first_published_at", "last_published_at"),
)
LANGUAGES, FURTHER = "languages", "further_categories"
CHILDREN = tuple(
    relation.get_accessor_name() for relation in get_all_child_relations(PlacePage)
)


@dataclass
class Draft:
    """A place as it is to be.

    `public`: readers get to see it at once. `row` is the page as it stands in the
    database, the same object where no other draft waits; a new one has none. `data` is
    for the log, under the action that is logged for all.
    """

    page: PlacePage
    public: bool
    data: dict[str, Any]
    row: PlacePage | None = None
    before: dict[str, Any] = field(default_factory=dict)


def places_now(pages: Iterable[PlacePage]) -> list[tuple[PlacePage, PlacePage]]:
    """Return pages with what editors have before them: a draft, or the page itself."""
    rows = list(pages)
    pending = {row.latest_revision_id for row in rows if row.has_unpublished_changes}
    content = dict(Revision.objects.filter(pk__in=pending).values_list("pk", "content"))
    return [(row, _draft(row, content.get(row.latest_revision_id))) for row in rows]


def _draft(row: PlacePage, content: dict[str, Any] | None) -> PlacePage:
    if content is None:
        return row
    draft: PlacePage = PlacePage.from_serializable_data(content, check_fks=False)
    draft.locale_id, draft.translation_key = row.locale_id, row.translation_key
    return draft


def facts_of(page: PlacePage) -> dict[str, Any]:
    """Return what stands in a page's columns and in the rows that belong to it."""
    return {
        **{each.attname: getattr(page, each.attname) for each in page._meta.fields},
        LANGUAGES: [
            (each.pk, each.level, each.who, each.sort_order)
            for each in page.languages.all()
        ],
        FURTHER: [each.pk for each in page.further_categories.all()],
    }


# Adding


def places_add(
    *, site: Site, parent: MapPage, drafts: Sequence[Draft], user: Any, action: str
) -> None:
    """Add pages below a map, at its end; their slugs must be free there."""
    if drafts:
        content_write(
            site_ids=_seen_in(site, drafts),
            write=lambda: _add(parent, drafts, user, action),
        )


def _add(parent: MapPage, drafts: Sequence[Draft], user: Any, action: str) -> None:
    pages = [draft.page for draft in drafts]
    now = timezone.now()
    _put_below(parent, pages)
    kind = ContentType.objects.get_for_model(PlacePage)
    for draft in drafts:
        draft.page.content_type = kind
        draft.page.live = draft.public
        draft.page.set_review_due()
        _note_time(draft, now)
    own = [each for each in Page._meta.concrete_fields if not each.primary_key]
    ids = insert(Page, pages, own, ids=True)
    for page, pk in zip(pages, ids, strict=True):
        page.pk = page.id = pk
        page._state.adding = False  # noqa: SLF001
    insert(PlacePage, pages, PlacePage._meta.local_concrete_fields)
    for page in pages:
        for name in CHILDREN:  # Nothing is there yet, so nobody needs to ask.
            if name not in vars(page).get("_cluster_related_objects", {}):
                setattr(page, name, [])
    _insert_languages(pages)
    _insert_further(pages)
    revisions = _revise(drafts, user, now)
    PlacePage.objects.bulk_update(pages, REVISIONS)
    _log(drafts, revisions, user, ["wagtail.create", action], now)
    _index(pages)
    _insert_references(pages)
    _tell(drafts, revisions, user)


def _put_below(parent: MapPage, pages: Sequence[PlacePage]) -> None:
    above = Page.objects.select_for_update().get(pk=parent.pk)
    last = above.get_last_child()
    steps = Page._str2int(last.path[-Page.steplen :]) if last else 0  # noqa: SLF001
    depth = above.depth + 1
    for step, page in enumerate(pages, start=steps + 1):
        page.path = Page._get_path(above.path, depth, step)  # noqa: SLF001
        page.depth, page.numchild = depth, 0
        page.url_path = f"{above.url_path}{page.slug}/"
        page._cached_parent_obj = parent  # noqa: SLF001
    above.numchild += len(pages)
    Page.objects.filter(pk=above.pk).update(numchild=above.numchild)
    parent.numchild = above.numchild


def _insert_languages(pages: Iterable[PlacePage]) -> None:
    new = [each for page in pages for each in page.languages.all() if each.pk is None]
    for each in new:
        each.place_id = each.place.pk
    PlaceLanguage.objects.bulk_create(new)


def _insert_further(pages: Iterable[PlacePage]) -> None:
    through = PlacePage.further_categories.through
    through.objects.bulk_create(
        through(placepage_id=page.pk, placecategory_id=category.pk)
        for page in pages
        for category in page.further_categories.all()
    )


def _insert_references(pages: Iterable[PlacePage]) -> None:
    """Do for new pages what `ReferenceIndex.create_or_update_for_object` does."""
    kind = ContentType.objects.get_for_model(PlacePage)
    base = ContentType.objects.get_for_model(Page)
    ReferenceIndex.objects.bulk_create(
        ReferenceIndex(
            content_type=kind,
            base_content_type=base,
            object_id=page.pk,
            to_content_type_id=to_kind,
            to_object_id=to_pk,
            model_path=model_path,
            content_path=content_path,
            content_path_hash=ReferenceIndex._get_content_path_hash(content_path),  # noqa: SLF001
        )
        for page in pages
        for to_kind, to_pk, model_path, content_path in set(
            ReferenceIndex._extract_references_from_object(page)  # noqa: SLF001
        )
    )


# Changing


def places_change(
    *, site: Site, drafts: Sequence[Draft], user: Any, action: str
) -> None:
    """Keep changed drafts as new revisions, and show those that are public."""
    if drafts:
        content_write(
            site_ids=_seen_in(site, drafts),
            write=lambda: _change(drafts, user, action),
        )


def _change(drafts: Sequence[Draft], user: Any, action: str) -> None:
    now = timezone.now()
    shown = [draft for draft in drafts if draft.public]
    pages = [draft.page for draft in shown]
    for page in pages:
        page.set_review_due()
        page.sort_key = sort_key(page.title, page.locale.language_code)
    _update_columns(shown)
    _update_languages([each.page for each in shown if _differs(each, LANGUAGES)])
    _update_further([each.page for each in shown if _differs(each, FURTHER)])
    revisions = _revise(drafts, user, now)
    for draft in drafts:
        _note_time(draft, now)
    rows = [draft.row or draft.page for draft in drafts]
    PlacePage.objects.bulk_update(rows, [*REVISIONS, *BOOKKEEPING])
    _log(drafts, revisions, user, [action], now)
    _index(pages)
    for page in pages:
        ReferenceIndex.create_or_update_for_object(page)
    _tell(drafts, revisions, user)


def _differs(draft: Draft, name: str) -> bool:
    return bool(facts_of(draft.page)[name] != draft.before[name])


def _update_columns(drafts: Sequence[Draft]) -> None:
    columns = {each.attname: each.name for each in PlacePage._meta.fields}
    changed = {
        columns[name]
        for draft in drafts
        for name, value in facts_of(draft.page).items()
        if name in columns and draft.before[name] != value
    }
    if changed:
        PlacePage.objects.bulk_update([each.page for each in drafts], changed)


def _update_languages(pages: Sequence[PlacePage]) -> None:
    kept = [each for page in pages for each in page.languages.all() if each.pk]
    PlaceLanguage.objects.filter(place__in=pages).exclude(
        pk__in=[each.pk for each in kept]
    ).delete()
    if kept:
        PlaceLanguage.objects.bulk_update(kept, ["level", "who", "sort_order"])
    _insert_languages(pages)


def _update_further(pages: Sequence[PlacePage]) -> None:
    through = PlacePage.further_categories.through
    through.objects.filter(placepage__in=pages).delete()
    _insert_further(pages)


# What Wagtail keeps


def _seen_in(site: Site, drafts: Iterable[Draft]) -> Collection[int]:
    return {site.pk} if any(draft.public for draft in drafts) else ()


def _revise(drafts: Sequence[Draft], user: Any, now: dt.datetime) -> list[Revision]:
    """Keep drafts as revisions, and note in their rows which is the latest."""
    kind = ContentType.objects.get_for_model(PlacePage)
    base = ContentType.objects.get_for_model(Page)
    revisions = Revision.objects.bulk_create(
        Revision(
            content_type=kind,
            base_content_type=base,
            object_id=str(draft.page.pk),
            created_at=now,
            user=user,
            object_str=str(draft.page),
            content=draft.page.serializable_data(),
        )
        for draft in drafts
    )
    for draft, revision in zip(drafts, revisions, strict=True):
        row = draft.row or draft.page
        row.latest_revision = revision
        if draft.public:
            row.live_revision = revision
    return revisions


def _note_time(draft: Draft, now: dt.datetime) -> None:
    row = draft.row or draft.page
    row.draft_title = draft.page.title
    row.latest_revision_created_at = now
    row.has_unpublished_changes = not draft.public
    if draft.public:
        row.expired = False
        row.first_published_at = row.first_published_at or now
        row.last_published_at = now


def _log(
    drafts: Sequence[Draft],
    revisions: Sequence[Revision],
    user: Any,
    actions: Sequence[str],
    now: dt.datetime,
) -> None:
    context = get_active_log_context()
    kind = ContentType.objects.get_for_model(PlacePage)
    *created, last = actions
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            content_type=kind,
            page=draft.page,
            label=draft.page.title,
            action=action,
            timestamp=now,
            data=draft.data if action == last else {},
            revision=revision if action == last else None,
            user=user or context.user,
            uuid=context.uuid,
            content_changed=True,
        )
        for draft, revision in zip(drafts, revisions, strict=True)
        for action in (*created, last)
    )


def _index(pages: Sequence[PlacePage]) -> None:
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(PlacePage, pages)


def _tell(drafts: Sequence[Draft], revisions: Sequence[Revision], user: Any) -> None:
    """Do what follows from publication, and let others know."""
    pairs = zip(drafts, revisions, strict=True)
    shown = [(draft, revision) for draft, revision in pairs if draft.public]
    pages = {str(draft.page.pk): draft.page for draft, _revision in shown}
    for state in WorkflowState.objects.active().filter(
        base_content_type=ContentType.objects.get_for_model(Page), object_id__in=pages
    ):
        state.cancel(user=user)
    copied = set(
        Page.objects.filter(alias_of__in=pages.values()).values_list(
            "alias_of_id", flat=True
        )
    )
    for draft, revision in shown:
        page = draft.page
        page_published.send(sender=PlacePage, instance=page, revision=revision)
        published.send(sender=PlacePage, instance=page, revision=revision)
        if page.pk in copied:
            page.update_aliases(revision=revision, _content=revision.content)
