"""What the buddy programme needs from time to time; run it every hour or so."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django_tasks import TaskResultStatus

from buddy_program.models import Message
from buddy_program.services.mail import messages_send
from buddy_program.services.tending import Tended, tend
from buddy_program.tasks import tend_programmes


class Command(BaseCommand):
    help = (
        "Let proposals expire, remind, ask how pairs are doing, delete and anonymise "
        "what isn't needed any more, and send the mails that wait."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Say what would be done to what; change and send nothing.",
        )
        parser.add_argument(
            "--retention",
            action="store_true",
            help="Only delete and anonymise what isn't needed any more.",
        )
        parser.add_argument(
            "--enqueue",
            action="store_true",
            help="Let the queue of tasks do it, and end.",
        )

    def handle(
        self, *, dry_run: bool, retention: bool, enqueue: bool, **options: Any
    ) -> None:
        if enqueue:
            if dry_run:
                raise CommandError("A dry run is for reading: run it without a queue.")
            queued = tend_programmes.enqueue(retention_only=retention)
            self.stdout.write(f"Task {queued.id}: {queued.status.lower()}")
            if queued.status == TaskResultStatus.FAILED:
                raise CommandError("The task failed; what it left undone stays due.")
            return
        now = timezone.now()
        tended = tend(now=now, dry_run=dry_run, retention_only=retention)
        for each in tended:
            self._say(each, dry_run)
        if not retention:
            due = Message.objects.due(now).count() if dry_run else messages_send()
            self.stdout.write(f"mails {'due' if dry_run else 'tried'}: {due}")
        if dry_run:
            self.stdout.write("Nothing was changed.")
        if failures := sum(each.failed for each in tended):
            raise CommandError(f"{failures} things failed; they stay due.")

    def _say(self, tended: Tended, dry_run: bool) -> None:
        failed = f", {tended.failed} failed" if tended.failed else ""
        self.stdout.write(f"{tended.step}: {tended.done}{failed}")
        if dry_run:
            for thing in tended.things:
                self.stdout.write(f"  {thing}")
