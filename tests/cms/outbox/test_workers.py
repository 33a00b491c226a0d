"""Real workers: killed at whatever point, and several side by side."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection
from wagtail.models import Site

from cms.models import Delivery, WebhookEndpoint
from cms.services.content import content_changed
from tests.support.processes import ROOT, is_ours
from tests.support.receiver import Received, Receiver

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

SECONDS = 90


class Outbox:
    """A database that other processes work on, too."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "hub.sqlite3"
        self.workers: list[subprocess.Popen[bytes]] = []
        if connection.vendor == "sqlite":
            # The tests' own database is in memory, where no other process gets at it.
            with sqlite3.connect(self.file) as copy:
                connection.ensure_connection()
                connection.connection.backup(copy)

    @property
    def url(self) -> str:
        if connection.vendor == "sqlite":
            return f"sqlite:///{self.file}"
        parts = {key: str(value) for key, value in connection.settings_dict.items()}
        who = f"{quote(parts['USER'])}:{quote(parts['PASSWORD'])}"
        return f"postgres://{who}@{parts['HOST']}:{parts['PORT']}/{parts['NAME']}"

    def execute(self, sql: str) -> None:
        if connection.vendor == "sqlite":
            with sqlite3.connect(self.file, timeout=20) as opened:
                opened.execute(sql)
        else:
            with connection.cursor() as cursor:
                cursor.execute(sql)

    def states(self) -> list[tuple[object, ...]]:
        sql = "SELECT state, attempts FROM cms_delivery ORDER BY id"
        if connection.vendor == "sqlite":
            with sqlite3.connect(self.file, timeout=20) as opened:
                return opened.execute(sql).fetchall()
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()

    def end_leases(self) -> None:
        self.execute("UPDATE cms_delivery SET leased_until = '2026-01-01 00:00:00'")

    def work(self) -> subprocess.Popen[bytes]:
        """Start a worker as an installation does."""
        clean = {key: value for key, value in os.environ.items() if not is_ours(key)}
        hub = {"DATABASE_URL": self.url, "VITEJ_VAR_DIR": str(self.folder)}
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "deliver", "--threads", "2"],
            cwd=ROOT,
            env=clean | hub,
            stdout=subprocess.PIPE,
        )
        self.workers.append(worker)
        return worker

    def ready(self, worker: subprocess.Popen[bytes]) -> None:
        """Wait until a worker begins to send."""
        assert worker.stdout is not None
        assert worker.stdout.readline() == b"Sending, 2 at a time.\n"

    def stop(self, worker: subprocess.Popen[bytes]) -> None:
        """Tell a worker to stop; it notes what it was about to."""
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(SECONDS) == 0


@pytest.fixture
def web_sites() -> int:
    """How many webhooks the city has."""
    return 1


@pytest.fixture
def outbox(
    ostrava: Site, web_site: Receiver, web_sites: int, tmp_path: Path
) -> Iterator[Outbox]:
    # Emptying SQLite, table by table, is a change to tell of, too.
    Delivery.objects.all().delete()
    for number in range(web_sites):
        WebhookEndpoint.objects.create(site=ostrava, url=f"{web_site.url}/{number}")
    content_changed(site_ids=[ostrava.pk])
    shared = Outbox(tmp_path)
    yield shared
    for worker in shared.workers:
        worker.kill()
        worker.communicate()


def test_a_worker_killed_before_it_sends_is_made_up_for(
    outbox: Outbox, web_site: Receiver
) -> None:
    # Nobody speaks at the door: the worker has its lease and gets no further.
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        lead_to(outbox, f"http://127.0.0.1:{port}/")
        worker = outbox.work()
        silent.settimeout(SECONDS)
        reached, _address = silent.accept()
        worker.kill()
        worker.wait()
        reached.close()
    assert outbox.states() == [("leased", 1)]

    lead_to(outbox, web_site.url)
    outbox.end_leases()
    again = outbox.work()
    web_site.wait_for(1)
    outbox.stop(again)

    assert web_site.ids == [str(Delivery.objects.get().message_id)]
    assert outbox.states() == [("delivered", 2)]


def lead_to(outbox: Outbox, url: str) -> None:
    outbox.execute(f"UPDATE cms_webhookendpoint SET url = '{url}'")  # noqa: S608


def test_a_worker_killed_before_it_notes_the_answer_is_made_up_for(
    outbox: Outbox, web_site: Receiver
) -> None:
    def kill(_received: Received) -> int:
        worker.kill()
        worker.wait()
        return 204

    web_site.answer = kill
    worker = outbox.work()
    web_site.wait_for(1)
    assert worker.wait(SECONDS) == -signal.SIGKILL
    assert outbox.states() == [("leased", 1)]

    web_site.answer = lambda _received: 204
    outbox.end_leases()
    again = outbox.work()
    web_site.wait_for(2)
    outbox.stop(again)

    assert web_site.ids == [str(Delivery.objects.get().message_id)] * 2
    assert outbox.states() == [("delivered", 2)]


@pytest.mark.parametrize("web_sites", [20])
def test_workers_side_by_side_send_each_delivery_once(
    outbox: Outbox, web_site: Receiver
) -> None:
    outbox.execute("UPDATE cms_delivery SET next_try_at = '2999-01-01 00:00:00'")
    workers = [outbox.work(), outbox.work()]
    for worker in workers:
        outbox.ready(worker)

    outbox.execute("UPDATE cms_delivery SET next_try_at = '2026-01-01 00:00:00'")
    web_site.wait_for(20)
    for worker in workers:
        outbox.stop(worker)

    expected = sorted(f"/{number}" for number in range(20))
    assert sorted(each.path for each in web_site.requests) == expected
    assert len(set(web_site.ids)) == 20
    assert outbox.states() == [("delivered", 1)] * 20
