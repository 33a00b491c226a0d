"""Sends the buddy programme's mails, as a process that goes on until it is stopped."""

from __future__ import annotations

import logging
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from buddy_program.models import Message
from buddy_program.services.mail import message_send_next, messages_send

PAUSE_S = 1.0
"""How often the outbox is looked into while it is empty."""
TROUBLE_S = 5.0
"""How long to wait for a database that is away."""

logger = logging.getLogger("vitej.buddies")


class Command(BaseCommand):
    help = (
        "Send the mails of the buddy programme as they become due, until it is told "
        "to stop. Several may run side by side."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="Send what is due now, then end."
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Count what is due, send nothing."
        )

    def handle(self, *, once: bool, dry_run: bool, **options: Any) -> None:
        if dry_run:
            due = Message.objects.due(timezone.now()).count()
            self.stdout.write(f"Would send {due} mails.")
        elif once:
            self.stdout.write(f"Tried {messages_send()} mails.")
        else:
            stop = threading.Event()
            for each in (signal.SIGINT, signal.SIGTERM):
                signal.signal(each, lambda *_: stop.set())
            self.stdout.write("Sending.")
            self.stdout.flush()
            work(stop)


def work(stop: threading.Event) -> None:
    """Send one after the other; what goes wrong here ends no worker."""
    while not stop.is_set():
        pause = PAUSE_S
        try:
            close_old_connections()
            while not stop.is_set() and message_send_next():
                pass
        except DatabaseError:
            logger.warning("The database can't be reached.")
            pause = TROUBLE_S
        stop.wait(pause)
    connection.close()
