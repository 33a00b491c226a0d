"""What the map needs from time to time; run it every few minutes."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from use_it_map.models import OwnerLink
from use_it_map.selectors.verification import owners_to_ask
from use_it_map.services.import_jobs import imports_forget
from use_it_map.services.owner_links import (
    AskedAlready,
    NoAddress,
    owner_ask,
    owner_links_forget,
)
from use_it_map.services.owner_mail import owner_mails_send
from use_it_map.services.suggestions import suggestions_forget_people


class Command(BaseCommand):
    help = (
        "Ask the owners of places that are due, send the mails that wait, and delete "
        "addresses of people and files of imports that are needed no more."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="Count, write and send nothing."
        )
        parser.add_argument(
            "--no-reminders",
            action="store_true",
            help="Send only what editors have asked for.",
        )

    def handle(self, *, dry_run: bool, no_reminders: bool, **options: Any) -> None:
        now = timezone.now()
        due = owners_to_ask(now=now, today=timezone.localdate(now))
        if dry_run:
            waiting = OwnerLink.objects.to_send(now).count()
            asked = 0 if no_reminders else due.count()
            self.stdout.write(f"Would ask {asked} owners, and send {waiting} mails.")
            return
        asked = 0 if no_reminders else ask(due, now)
        sent = owner_mails_send(now=now)
        people = suggestions_forget_people(now=now)
        links = owner_links_forget(now=now)
        files = imports_forget(now=now)
        self.stdout.write(
            f"Asked {asked} owners, sent {sent} mails; "
            f"forgot {people} contacts, {links} old links and {files} files."
        )


def ask(places: Any, now: Any) -> int:
    """Ask the owners of these places, each on its own; return how many were asked."""
    count = 0
    for place in places:
        try:
            owner_ask(place=place, user=None, now=now)
            count += 1
        except (AskedAlready, NoAddress):
            continue
    return count
