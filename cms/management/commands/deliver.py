"""Sends what the outbox holds: webhooks, and purges of the CDN."""

from __future__ import annotations

import logging
import signal
import socket
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from cms.models import Delivery
from cms.outside import ALTOGETHER_S
from cms.services.delivering import deliver_next

PAUSE_S = 1.0
"""How often the outbox is looked into while it is empty."""
TROUBLE_S = 5.0
"""How long to wait for a database that is away."""

logger = logging.getLogger("vitej.outbox")


class Command(BaseCommand):
    help = (
        "Send webhooks and purges as they become due, until it is told to stop. "
        "Several may run side by side."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="Send what is due now, then end."
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Count what is due, send nothing."
        )
        parser.add_argument(
            "--threads",
            type=int,
            default=4,
            help="How many are sent at the same time (4), so that no slow web site "
            "holds up the others.",
        )

    def handle(
        self, *, once: bool, dry_run: bool, threads: int, **options: Any
    ) -> None:
        if threads < 1:
            raise CommandError("It takes at least one thread.")
        if dry_run:
            due = Delivery.objects.due(timezone.now()).count()
            self.stdout.write(f"Would send {due} deliveries.")
        elif once:
            self.stdout.write(f"Tried {send_all()} deliveries.")
        else:
            # Wagtail's backends wait for a cache as long as sockets do.
            socket.setdefaulttimeout(ALTOGETHER_S)
            stop = stop_when_told()
            self.stdout.write(f"Sending, {threads} at a time.")
            self.stdout.flush()
            run(threads, stop)


def send_all() -> int:
    """Send what is due until nothing is left; return how many tries that were."""
    tries = 0
    while deliver_next():
        tries += 1
    return tries


def stop_when_told() -> threading.Event:
    """Return what is set once the process is told to stop."""
    stop = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: stop.set())
    return stop


def run(threads: int, stop: threading.Event) -> None:
    """Send in so many threads until `stop` is set; what was begun is ended first."""
    workers = [
        threading.Thread(target=work, args=[stop], name=f"deliver-{number}")
        for number in range(threads)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def work(stop: threading.Event) -> None:
    """Send one after the other; what goes wrong here ends no worker."""
    while not stop.is_set():
        pause = PAUSE_S
        try:
            close_old_connections()
            while not stop.is_set() and deliver_next():
                pass
        except DatabaseError:
            logger.warning("The database can't be reached.", exc_info=True)
            pause = TROUBLE_S
        except Exception:
            logger.exception("A delivery could not be tried.")
            pause = TROUBLE_S
        stop.wait(pause)
    connection.close()
