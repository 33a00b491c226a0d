"""Keeps the translation catalogues in step with the code."""

from argparse import ArgumentParser
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.catalogues import LANGUAGES, problems, write_catalogue


class Command(BaseCommand):
    help = "Write and compile the translation catalogues of the project's own apps."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "apps", nargs="*", help="Names of apps; all of the project by default."
        )
        parser.add_argument(
            "--language",
            choices=LANGUAGES,
            action="append",
            help="Of which language, may be repeated; all by default.",
        )
        parser.add_argument(
            "--check",
            action="store_true",
            help="Write nothing; fail if a translation is missing or behind.",
        )

    def handle(
        self,
        *,
        apps: list[str],
        language: list[str] | None,
        check: bool,
        **options: Any,
    ) -> None:
        folders = [folder for folder in own_folders(apps) if folder.is_dir()]
        languages = language or LANGUAGES
        if check:
            self.check_catalogues(folders, languages)
            return
        for folder, code in product(folders, languages):
            catalogue = write_catalogue(folder, code)
            missing = len(catalogue.untranslated_entries())
            self.stdout.write(
                f"{folder.name} ({code}): {len(catalogue)} texts,"
                f" {missing} without translation"
            )

    def check_catalogues(self, folders: list[Path], languages: Sequence[str]) -> None:
        found = [
            problem
            for folder, code in product(folders, languages)
            for problem in problems(folder, code)
        ]
        if found:
            raise CommandError("\n".join([*found, f"{len(found)} problems."]))
        self.stdout.write(f"The translations ({', '.join(languages)}) are complete.")


def own_folders(names: list[str]) -> list[Path]:
    """Return the folders of the named apps, or of all that lie in the project.

    Raises:
        CommandError: if no app has one of the names.
    """
    configs = {config.name: Path(config.path) for config in apps.get_app_configs()}
    if unknown := set(names) - set(configs):
        raise CommandError(f"No such app: {', '.join(sorted(unknown))}.")
    root = settings.BASE_DIR
    parents = {root, root / "graphql"}
    return [
        folder
        for name, folder in sorted(configs.items())
        if (name in names if names else folder.parent in parents)
    ]
