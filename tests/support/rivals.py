"""Several who do something at the same moment, each with a connection of their own."""

from __future__ import annotations

import sqlite3
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from django.db import connection, connections

PATIENCE_S = 60

Job = Callable[[], Any]


class Rivals:
    """Runs jobs side by side, in the database that the test has filled.

    SQLite's is in memory, where two connections don't get at it as two processes do:
    jobs find its copy in a file, and what they have done is looked up there, too.
    """

    def race(self, *jobs: Job) -> list[Any]:
        """Return what each job returned or raised, in their order."""
        ready = threading.Barrier(len(jobs))
        runs = [_Run(job, ready) for job in jobs]
        for run in runs:
            run.join(PATIENCE_S)
            assert not run.is_alive(), run.place()
        return [run.outcome for run in runs]

    def look(self, job: Job) -> Any:
        """Return what a job finds now."""
        (found,) = self.race(job)
        if isinstance(found, BaseException):
            raise found
        return found


class _Run(threading.Thread):
    def __init__(self, job: Job, ready: threading.Barrier) -> None:
        super().__init__(daemon=True)
        self.job = job
        self.ready = ready
        self.outcome: Any = None
        self.start()

    def connect(self) -> None:
        try:
            connection.ensure_connection()
        except Exception:
            self.ready.abort()  # nobody waits for who won't come
            raise

    def place(self) -> str:
        """Return where the thread stands."""
        frame = sys._current_frames().get(self.ident or 0)
        return "".join(traceback.format_stack(frame)) if frame else "ended"

    def run(self) -> None:
        try:
            self.connect()
            self.ready.wait(PATIENCE_S)
            self.outcome = self.job()
        except BaseException as error:  # noqa: BLE001  it is the outcome
            self.outcome = error
        finally:
            connection.close()


@contextmanager
def rivals_in(folder: Path) -> Iterator[Rivals]:
    """Let jobs race in the test's database, or in a copy of it in a folder."""
    if connection.vendor != "sqlite":
        yield Rivals()
        return
    file = folder / "rivals.sqlite3"
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)
        # Two that connect would both switch to it, and one be told that it is locked.
        copy.execute("PRAGMA journal_mode=WAL")
    with mock.patch.dict(connections.settings["default"], NAME=str(file)):
        yield Rivals()
