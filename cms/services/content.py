"""Giving what cities publish a new name whenever it changes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Q
from wagtail.models import Site

from cms import signals
from cms.models import ContentVersion
from cms.models.content_version import new_token
from cms.pending_changes import PendingChanges, collecting


def content_changed(*, site_ids: Collection[int] = (), shared: bool = False) -> None:
    """Give these cities a new token and, if `shared`, what all cities share.

    It happens in the current transaction; within `content_transaction`, at its end.
    """
    if not (site_ids or shared):
        return
    pending = collecting.get()
    if pending is None:
        _renew(frozenset(site_ids), shared=shared)
    else:
        pending.add(site_ids, shared=shared)


@contextmanager
def content_transaction() -> Iterator[None]:
    """Run in a transaction that writes each token once, as the last thing it does.

    However much is changed, it costs two statements, and no other transaction waits
    for a token longer than it takes to commit. Within another one it does nothing.
    """
    if collecting.get() is not None:
        yield
        return
    with transaction.atomic():
        pending = PendingChanges()
        mark = collecting.set(pending)
        try:
            yield
            # Who hears of a change may change something more.
            while pending and not transaction.get_rollback():
                site_ids, shared = pending.take()
                _renew(site_ids, shared=shared)
        finally:
            collecting.reset(mark)


def content_write(*, site_ids: Collection[int], write: Callable[[], None]) -> None:
    """Call what writes rows in bulk, and give these cities a new token.

    Bulk writes send no signals, so nobody knows whose rows they are, and they renew the
    token that all cities share (`cms.content.statements`). Who does know says so here.
    """
    write()
    content_changed(site_ids=site_ids)


def versions_complete() -> None:
    """Give a token to what has none: a new city, a new hub."""
    known = set(ContentVersion.objects.values_list("site_id", flat=True))
    wanted = {None, *Site.objects.values_list("pk", flat=True)}
    ContentVersion.objects.bulk_create(
        [ContentVersion(site_id=site_id) for site_id in wanted - known],
        ignore_conflicts=True,
    )


def _renew(site_ids: frozenset[int], *, shared: bool) -> None:
    # No savepoint: SQLite opens none while a statement still returns rows.
    with transaction.atomic(savepoint=False):
        changed = Q(site_id__in=site_ids)
        rows = ContentVersion.objects.filter(
            changed | Q(site_id=None) if shared else changed
        )
        if len(site_ids) + shared > 1:
            # In one order, so that no two transactions wait for each other.
            locked = rows.select_for_update().order_by("pk")
            rows = ContentVersion.objects.filter(
                pk__in=list(locked.values_list("pk", flat=True))
            )
        rows.update(token=new_token())
        signals.content_changed.send(sender=None, site_ids=site_ids, shared=shared)
