"""Deletes what was delivered, or given up, long ago."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from cms.services.outbox import deliveries_delete_old


class Command(BaseCommand):
    help = "Delete deliveries that were over VITEJ_OUTBOX_DAYS ago."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="Count, delete nothing."
        )

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        with transaction.atomic():
            deleted = deliveries_delete_old(now=timezone.now())
            transaction.set_rollback(dry_run)
        verb = "Would delete" if dry_run else "Deleted"
        self.stdout.write(f"{verb} {deleted} deliveries.")
