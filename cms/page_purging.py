"""Emptying a cache by address, of the pages that have changed.

For caches that know no surrogate keys: Wagtail's own backends ask them, once for each
address (`wagtail.contrib.frontend_cache`, `WAGTAILFRONTENDCACHE`). Its receivers would
ask in the middle of the transaction, so that app isn't installed: these note what has
to go, in the same transaction, and the outbox's worker has it done.
"""

from __future__ import annotations

import copy
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db.models.signals import pre_delete, pre_save
from wagtail.contrib.frontend_cache.tasks import purge_urls_from_cache_task
from wagtail.models import Page, get_page_models
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms.models import CitySettings
from cms.outside import Outcome
from cms.services.outbox import addresses_note

MOST_BELOW = 1000
"""Of how many pages below a moved one the addresses are purged."""

logger = logging.getLogger("wagtail.frontendcache")


def connect() -> None:
    """Begin to listen."""
    for model in get_page_models():
        page_published.connect(page_changed, sender=model)
        page_unpublished.connect(page_changed, sender=model)
        pre_save.connect(page_saved, sender=model)
        pre_delete.connect(page_deleted, sender=model)
    post_page_move.connect(page_moved)


def page_changed(instance: Page, **_kwargs: Any) -> None:
    """Purge a page, and the one above, which may list it."""
    if settings.WAGTAILFRONTENDCACHE:
        _purge([instance, instance.get_parent()])


def page_deleted(instance: Page, **_kwargs: Any) -> None:
    """Purge a page that was public, and the one above."""
    if instance.live:
        page_changed(instance)


def page_saved(instance: Page, raw: bool = False, **_kwargs: Any) -> None:
    """Purge a page that gets another slug, and all below it, at both addresses.

    Wagtail's own signal of that comes after the transaction.
    """
    if raw or not settings.WAGTAILFRONTENDCACHE:
        return
    before = Page.objects.filter(pk=instance.pk).first()
    if before is not None and before.url_path != instance.url_path:
        _purge([*_with_all_below(instance, before), instance.get_parent()])


def page_moved(
    instance: Page,
    url_path_before: str,
    url_path_after: str,
    parent_page_before: Page,
    parent_page_after: Page,
    **_kwargs: Any,
) -> None:
    """Purge a page and all below it, where they were and where they are."""
    if url_path_before == url_path_after or not settings.WAGTAILFRONTENDCACHE:
        return
    before, after = copy.copy(instance), copy.copy(instance)
    before.url_path, after.url_path = url_path_before, url_path_after
    parents = [parent_page_before, parent_page_after]
    _purge([*_with_all_below(after, before), *parents])


def purged(addresses: list[str]) -> Outcome:
    """Have the configured caches forget some addresses."""
    with _errors() as told:
        purge_urls_from_cache_task.call(addresses)
    return Outcome(reason="connection") if told else Outcome(status=200)


def _with_all_below(page: Page, before: Page) -> list[Page]:
    below = Page.objects.descendant_of(page).live().order_by("path")[:MOST_BELOW]
    found = [page, before]
    for each in below:
        moved = copy.copy(each)
        tail = each.url_path.removeprefix(page.url_path).removeprefix(before.url_path)
        each.url_path, moved.url_path = page.url_path + tail, before.url_path + tail
        found += [each, moved]
    return found


def _purge(pages: list[Page | None]) -> None:
    roots = dict(
        CitySettings.objects.exclude(microsite_url="").values_list(
            "site_id", "microsite_url"
        )
    )
    shared: dict[str, Any] = {}
    wanted: dict[int, dict[str, None]] = {}
    for page in pages:
        parts = page.get_url_parts(shared) if page else None
        if parts and parts[1] is not None and parts[2] is not None:
            root = roots.get(parts[0], parts[1]).rstrip("/")
            wanted.setdefault(parts[0], {})[root + parts[2]] = None
    for site_id, addresses in wanted.items():
        addresses_note(site_id=site_id, addresses=list(addresses))


@contextmanager
def _errors() -> Iterator[list[logging.LogRecord]]:
    """Collect what this thread logs as errors: Wagtail's backends raise none."""
    told: list[logging.LogRecord] = []

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.thread == threading.get_ident():
                told.append(record)

    handler = Collect(logging.ERROR)
    logger.addHandler(handler)
    try:
        yield told
    finally:
        logger.removeHandler(handler)
