"""Prints the manifest of the persisted operations."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from city_api.operations import manifest, operations_folder, read


class Command(BaseCommand):
    help = (
        "Print the manifest of the persisted operations: name and SHA-256 as JSON."
        " The hub's own, unless all are asked for."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--all",
            action="store_true",
            help="Add those of the plugins and of VITEJ_API_OPERATIONS.",
        )
        parser.add_argument(
            "--check",
            type=Path,
            metavar="FILE",
            help="Print nothing; fail if the file holds another manifest.",
        )

    def handle(self, *, all: bool, check: Path | None, **_options: Any) -> None:  # noqa: A002
        hashes = known() if all else own()
        text = json.dumps(hashes, indent=2, sort_keys=True) + "\n"
        if check is None:
            self.stdout.write(text, ending="")
        elif not check.exists() or check.read_text(encoding="utf-8") != text:
            message = (
                f"{check} is not the manifest of the operations. "
                "Run `python3 tasks.py operations` and look at what changed."
            )
            raise CommandError(message)


def own() -> dict[str, str]:
    """Return the hashes of the hub's own operations by name."""
    operations = map(read, operations_folder().glob("*.graphql"))
    return {operation.name: operation.sha256 for operation in operations}


def known() -> dict[str, str]:
    """Return the hashes of all persisted operations of this installation by name."""
    return {name: each.sha256 for name, each in manifest().by_name.items()}
