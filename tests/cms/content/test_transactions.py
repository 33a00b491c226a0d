"""Tokens in transactions that really commit; side by side on PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from wagtail.models import Page, Site

from cms.models import Topic
from cms.selectors.content import versions
from cms.services.content import content_changed, content_transaction
from tests import factories
from tests.cms.content.test_versions import renewed

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

side_by_side = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer at a time"
)
PATIENCE_S = 20


def two_sites() -> tuple[int, int]:
    root = Page.get_first_root_node()
    sites = [
        Site.objects.create(hostname=f"{name}.example.com", root_page=root)
        for name in ("first", "second")
    ]
    return sites[0].pk, sites[1].pk


class Worker(threading.Thread):
    """Runs a function with a database connection of its own, and keeps its error."""

    def __init__(self, job: Callable[[], Any]) -> None:
        super().__init__(daemon=True)
        self.job = job
        self.error: BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            self.job()
        except BaseException as error:  # noqa: BLE001  shown by `finish`
            self.error = error
        finally:
            connection.close()

    def finish(self) -> None:
        self.join(PATIENCE_S)
        assert not self.is_alive()
        assert self.error is None, self.error


def test_a_write_without_signal_and_transaction_commits_with_its_token() -> None:
    topic = factories.topic("Before")
    before = versions()
    blocks = []

    def watch(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith("UPDATE"):
            blocks.append(connection.in_atomic_block)
        return execute(sql, *rest)

    connection.execute_wrappers.append(watch)  # Called within the hub's own.
    try:
        Topic.objects.filter(pk=topic.pk).update(name="After")
    finally:
        connection.execute_wrappers.remove(watch)

    assert renewed(before) == {None}
    assert blocks == [True, True]
    assert not connection.in_atomic_block


@side_by_side
def test_others_see_the_old_token_until_the_change_is_committed() -> None:
    first, _second = two_sites()
    before = versions()
    seen = []
    with content_transaction():
        content_changed(site_ids=[first])
        reader = Worker(lambda: seen.append(versions()))
        reader.finish()
    assert seen == [before]
    assert renewed(before) == {first}


@side_by_side
def test_two_changes_of_a_city_wait_for_each_other() -> None:
    first, _second = two_sites()
    before = versions()
    started, tokens = threading.Event(), []

    def change() -> None:
        started.set()
        content_changed(site_ids=[first])
        tokens.append(versions()[first])

    with transaction.atomic():
        content_changed(site_ids=[first])
        mine = versions()[first]
        worker = Worker(change)
        started.wait(PATIENCE_S)
    worker.finish()

    assert len({before[first], mine, *tokens}) == 3
    assert versions()[first] == tokens[0]


@side_by_side
@pytest.mark.parametrize("many", ["at once", "one after the other"])
def test_opposite_orders_do_not_lock_each_other_out(many: str) -> None:
    first, second = two_sites()
    before = versions()
    together = threading.Barrier(2)

    def change(order: list[int]) -> None:
        for _ in range(20):
            with content_transaction():
                together.wait(PATIENCE_S)
                if many == "at once":
                    content_changed(site_ids=order, shared=True)
                else:
                    for site_id in order:
                        content_changed(site_ids=[site_id])
                        content_changed(shared=True)

    workers = [
        Worker(lambda: change([first, second])),
        Worker(lambda: change([second, first])),
    ]
    for worker in workers:
        worker.finish()

    assert renewed(before) == {None, first, second}
