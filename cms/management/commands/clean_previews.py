"""Deletes previews that have expired."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from cms.services.preview import preview_delete_expired


class Command(BaseCommand):
    help = "Delete previews that have expired, and the unsaved words in them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="Count, delete nothing."
        )

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        with transaction.atomic():
            deleted = preview_delete_expired(now=timezone.now())
            transaction.set_rollback(dry_run)
        verb = "Would delete" if dry_run else "Deleted"
        self.stdout.write(f"{verb} {deleted} expired previews.")
