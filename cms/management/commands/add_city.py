"""Adds a city from the command line."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cms.services.city import NewCity, city_add


class Command(BaseCommand):
    help = (
        "Add a city: its site, home pages in every language, settings, collection, "
        "and groups for editors and moderators. A city that exists is left alone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="Its short name, such as ostrava.")
        parser.add_argument("--name", required=True, help="Such as Ostrava.")
        parser.add_argument(
            "--hostname", required=True, help="Such as ostrava.example.com."
        )
        parser.add_argument(
            "--region", required=True, help="By ISO 3166-2, such as CZ-80."
        )
        parser.add_argument(
            "--municipality-code", required=True, help="Six digits, from RÚIAN."
        )
        parser.add_argument(
            "--languages",
            default="en,cs,uk",
            help="Codes, the default language first; en,cs,uk if left out.",
        )
        parser.add_argument("--port", type=int, default=80, help="80 if left out.")
        parser.add_argument(
            "--dry-run", action="store_true", help="Check everything, add nothing."
        )

    def handle(self, *, dry_run: bool, languages: str, **options: Any) -> None:
        names = ("slug", "name", "hostname", "region", "municipality_code", "port")
        city = NewCity(
            **{name: options[name] for name in names},
            languages=[code.strip() for code in languages.split(",") if code.strip()],
        )
        try:
            with transaction.atomic():
                site = city_add(city=city)
                transaction.set_rollback(dry_run)
        except ValidationError as error:
            raise CommandError(_by_field(error)) from None
        verb = "Would add" if dry_run else "Added"
        codes = ", ".join(city.languages)
        self.stdout.write(f"{verb} {site.site_name} at {site.hostname}: {codes}.")


def _by_field(error: ValidationError) -> str:
    """Return the messages of an error, each after its option's name."""
    lines = []
    for field, messages in error.message_dict.items():
        option = field if field == "slug" else f"--{field.replace('_', '-')}"
        lines += [f"{option}: {message}" for message in messages]
    return "\n".join(lines)
