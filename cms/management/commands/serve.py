"""Serves the hub as a public installation does."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

LOG = Path(__file__).resolve().parents[2] / "server_log.json"
WAITING_PER_THREAD = 16
"""How many requests a worker takes on for each thread; others wait in the backlog."""


class Command(BaseCommand):
    help = "Serve the hub with granian until it is told to stop (SIGTERM)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--workers", type=int, default=os.cpu_count() or 1, help="processes"
        )
        parser.add_argument(
            "--threads",
            type=int,
            default=4,
            help="threads of a process; each holds a connection to the database",
        )
        parser.add_argument(
            "--stop-within",
            type=int,
            default=30,
            metavar="SECONDS",
            help="how long requests may take to end once it is told to stop",
        )

    def handle(self, **options: Any) -> None:
        """Become granian, so that a service manager's signals reach it directly."""
        self.stdout.flush()
        arguments = granian(**{name: options[name] for name in OPTIONS})
        os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606 - no shell


OPTIONS = ("host", "port", "workers", "threads", "stop_within")


def granian(
    *, host: str, port: int, workers: int, threads: int, stop_within: int
) -> list[str]:
    """Return the arguments for Python that run the server.

    The hub writes a line for each request itself, so granian's access log stays off.
    """
    return [
        *("-m", "granian", "--interface", "wsgi", "--no-ws"),
        *("--host", host, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", str(threads)),
        *("--backpressure", str(threads * WAITING_PER_THREAD)),
        *("--workers-kill-timeout", str(stop_within), "--respawn-failed-workers"),
        *("--log-config", str(LOG), "--log-level", "info"),
        "cms.wsgi:application",
    ]
