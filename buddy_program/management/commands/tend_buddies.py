"""What the buddy programme needs from time to time; run it every hour or so."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from buddy_program.models import Message
from buddy_program.services.mail import messages_send
from buddy_program.services.tending import tend


class Command(BaseCommand):
    help = (
        "Let proposals expire, remind, ask how pairs are doing, delete and anonymise "
        "what isn't needed any more, and send the mails that wait."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="Count, change and send nothing."
        )

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        now = timezone.now()
        tended = tend(now=now, dry_run=dry_run)
        for each in tended:
            failed = f", {each.failed} failed" if each.failed else ""
            self.stdout.write(f"{each.step}: {each.done}{failed}")
        due = Message.objects.due(now).count() if dry_run else messages_send()
        self.stdout.write(f"mails {'due' if dry_run else 'tried'}: {due}")
        if dry_run:
            self.stdout.write("Nothing was changed.")
        if failures := sum(each.failed for each in tended):
            raise CommandError(f"{failures} things failed; they stay due.")
