"""Prints the schema of the City API."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from graphql import print_schema

from city_api.execution import graphql_schema


class Command(BaseCommand):
    help = "Print the schema of the City API in the schema definition language."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check",
            type=Path,
            metavar="FILE",
            help="Print nothing; fail if the schema differs from the file.",
        )

    def handle(self, *, check: Path | None, **_options: Any) -> None:
        text = print_schema(graphql_schema()) + "\n"
        if check is None:
            self.stdout.write(text, ending="")
        elif not check.exists() or check.read_text(encoding="utf-8") != text:
            message = (
                f"{check} is not the schema of the code. "
                "Run `python3 tasks.py schema` and look at what changed."
            )
            raise CommandError(message)
