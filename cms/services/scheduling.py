"""Publishing and unpublishing what editors have set a time for."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable, Iterator

from django.apps import apps
from wagtail.models import DraftStateMixin, Page, Revision

from cms.services.content import content_transaction

logger = logging.getLogger(__name__)


def scheduled_apply(*, now: datetime.datetime) -> int:
    """Unpublish what has expired, then publish what is due, the oldest first.

    Each in a transaction of its own, together with the new content token. What fails
    is logged, stays due and holds nothing else up. Returns how many things failed.
    """
    jobs = [*expirations(now), *publications(now)]
    return sum(not _done(what, job) for what, job in jobs)


def expirations(now: datetime.datetime) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield how to unpublish what is live and should no longer be."""
    models = [each for each in apps.get_models() if issubclass(each, DraftStateMixin)]
    snippets = [each for each in models if not issubclass(each, Page)]
    for model in [Page, *snippets]:
        rows = model._default_manager.filter(live=True, expire_at__lte=now)
        for row in rows.order_by("expire_at", "pk"):
            yield f"{model._meta.label} {row.pk}", _unpublish(row)


def publications(now: datetime.datetime) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield how to publish the revisions that have waited for their time."""
    due = Revision.objects.filter(approved_go_live_at__lte=now)
    for revision in due.order_by("approved_go_live_at", "pk"):
        yield f"revision {revision.pk}", _publish(revision)


def _unpublish(row: DraftStateMixin) -> Callable[[], object]:
    return lambda: row.unpublish(
        set_expired=True, log_action="wagtail.unpublish.scheduled"
    )


def _publish(revision: Revision) -> Callable[[], object]:
    return lambda: revision.publish(log_action="wagtail.publish.scheduled")


def _done(what: str, job: Callable[[], object]) -> bool:
    try:
        with content_transaction():
            job()
    except Exception:
        logger.exception("What was scheduled for %s could not be done.", what)
        return False
    return True
