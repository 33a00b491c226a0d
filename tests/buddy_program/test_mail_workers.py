"""Real workers and a real mail server: killed at whatever point, no mail is lost."""

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
from django.utils import timezone
from wagtail.models import Site

from buddy_program.messages import MessageKind
from buddy_program.models import Message
from buddy_program.services.outbox import message_note
from tests.buddy_program import factories
from tests.support.mail_server import MailServer, mail_serving
from tests.support.processes import ROOT, is_ours

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

    def execute(self, sql: str) -> list[tuple[object, ...]]:
        if connection.vendor == "sqlite":
            with sqlite3.connect(self.file, timeout=20) as opened:
                return opened.execute(sql).fetchall()
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def states(self) -> list[tuple[object, ...]]:
        return self.execute(
            "SELECT state, attempts FROM buddy_program_message ORDER BY id"
        )

    def end_leases(self) -> None:
        past = "leased_until = '2026-01-01 00:00:00'"
        self.execute(
            f"UPDATE buddy_program_message SET {past} "  # noqa: S608
            "WHERE state = 'leased'"
        )

    def work(self, port: int) -> subprocess.Popen[bytes]:
        """Start a worker as an installation does."""
        clean = {key: value for key, value in os.environ.items() if not is_ours(key)}
        hub = {
            "DATABASE_URL": self.url,
            "VITEJ_VAR_DIR": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "tests.support.smtp_settings",
            "MAIL_PORT": str(port),
        }
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "send_buddy_mail"],
            cwd=ROOT,
            env=clean | hub,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.workers.append(worker)
        return worker

    def ready(self, worker: subprocess.Popen[bytes]) -> None:
        """Wait until a worker looks for mails, and hears when it is told to stop."""
        assert worker.stdout is not None
        assert worker.stdout.readline() == b"Sending.\n"

    def stop(self, worker: subprocess.Popen[bytes]) -> str:
        """Tell a worker to stop; it notes what it was about to. Return what it said."""
        worker.send_signal(signal.SIGTERM)
        _out, said = worker.communicate(timeout=SECONDS)
        assert worker.returncode == 0, said
        return said.decode()


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with mail_serving() as server:
        yield server


@pytest.fixture
def count() -> int:
    """How many mails wait."""
    return 1


@pytest.fixture
def outbox(ostrava: Site, count: int, tmp_path: Path) -> Iterator[Outbox]:
    factories.programme(ostrava)
    for _number in range(count):
        message_note(
            kind=MessageKind.PERSONAL_LINK,
            to=factories.newcomer(ostrava),
            now=timezone.now(),
        )
    shared = Outbox(tmp_path)
    yield shared
    for worker in shared.workers:
        worker.kill()
        worker.communicate()


def test_a_worker_killed_before_it_sends_is_made_up_for(
    outbox: Outbox, mail_server: MailServer
) -> None:
    # Nobody speaks at the door: the worker has its lease and gets no further.
    with socket.create_server(("127.0.0.1", 0)) as silent:
        worker = outbox.work(silent.getsockname()[1])
        silent.settimeout(SECONDS)
        reached, _address = silent.accept()
        worker.kill()
        worker.wait()
        reached.close()
    assert outbox.states() == [("leased", 1)]

    outbox.end_leases()
    again = outbox.work(mail_server.port)
    mail_server.wait_for(1)
    outbox.stop(again)

    assert mail_server.ids == [f"<{Message.objects.get().message_id}@localhost>"]
    assert outbox.states() == [("sent", 2)]


def test_a_worker_killed_before_it_notes_the_answer_is_made_up_for(
    outbox: Outbox, mail_server: MailServer
) -> None:
    def kill(_content: str) -> str:
        worker.kill()
        worker.wait()
        return "250 OK"

    mail_server.on_mail = kill
    worker = outbox.work(mail_server.port)
    mail_server.wait_for(1)
    assert worker.wait(SECONDS) == -signal.SIGKILL
    assert outbox.states() == [("leased", 1)]

    mail_server.on_mail = lambda _content: "250 OK"
    outbox.end_leases()
    again = outbox.work(mail_server.port)
    mail_server.wait_for(2)
    said = outbox.stop(again)

    message = Message.objects.get()
    assert mail_server.ids == [f"<{message.message_id}@localhost>"] * 2
    assert outbox.states() == [("sent", 2)]
    twice = f"may arrive twice, as <{message.message_id}>"
    assert said.count(twice) == 1


@pytest.mark.parametrize("count", [12])
def test_workers_side_by_side_send_each_mail_once(
    outbox: Outbox, mail_server: MailServer, count: int
) -> None:
    workers = [outbox.work(mail_server.port) for _ in range(2)]
    for worker in workers:
        outbox.ready(worker)
    mail_server.wait_for(count)
    for worker in workers:
        outbox.stop(worker)

    assert len(set(mail_server.ids)) == len(mail_server.ids) == count
    assert outbox.states() == [("sent", 1)] * count
