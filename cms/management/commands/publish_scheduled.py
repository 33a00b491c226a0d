"""Publishes and unpublishes what is due; takes the place of Wagtail's command."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from wagtail.management.commands import publish_scheduled

from cms.services.scheduling import scheduled_apply


class Command(publish_scheduled.Command):
    help = (
        "Publish and unpublish what editors have set a time for. Each thing changes "
        "in a transaction of its own; what fails stays due and holds nothing else up."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dryrun"]:
            super().handle(*args, **options)
        elif failed := scheduled_apply(now=timezone.now()):
            raise CommandError(f"{failed} could not be done; the log says why.")
