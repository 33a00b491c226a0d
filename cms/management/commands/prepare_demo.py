"""Makes the demo ready: one process for all of it, as starting Django takes longest."""

import shutil
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor


class Command(BaseCommand):
    help = "Migrate and load the demo content; does again only what is missing."
    requires_system_checks = []  # the migrations run them where they matter

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--fresh", action="store_true", help="Delete the data first; says what."
        )
        parser.add_argument(
            "--yes", action="store_true", help="Don't ask before deleting."
        )

        parser.add_argument(
            "--port", type=int, default=8000, help="Where the cities will be served."
        )

    def handle(self, *, fresh: bool, yes: bool, port: int, **options: Any) -> None:
        if not settings.VITEJ_DEMO_ALLOWED:
            raise CommandError(
                f"The demo has known passwords, so it doesn't run with the settings "
                f"{settings.SETTINGS_MODULE}. Unset DJANGO_SETTINGS_MODULE."
            )
        try:
            connection.ensure_connection()
        except OperationalError as error:
            raise CommandError(f"The database can't be opened: {error}") from error
        if fresh:
            self.start_over(ask=not yes)
        if count := migrations_to_do():
            self.stderr.write(f"Database: {count} migrations …")
            call_command("migrate", interactive=False, verbosity=0)
        call_command("load_demo", port=port, places=False)

    def start_over(self, *, ask: bool) -> None:
        """Delete database and media, after saying so."""
        media = Path(settings.MEDIA_ROOT)
        self.stdout.write(f"Starting over deletes:\n  {database()}\n  {media}")
        if ask and sys.stdin.isatty() and input("Delete? [y/N] ").lower() != "y":
            raise CommandError("Nothing was deleted.")
        empty_database()
        shutil.rmtree(media, ignore_errors=True)


def database() -> str:
    """Return where the content is kept, in words."""
    config = connection.settings_dict
    if connection.vendor == "sqlite":
        return str(config["NAME"])
    place = config["HOST"] or "localhost"
    return f"every table in the database {config['NAME']} at {place}"


def empty_database() -> None:
    """Delete the file of SQLite; the tables of PostgreSQL, as its owner may."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        return
    connection.close()
    for ending in ("", "-wal", "-shm"):
        Path(f"{connection.settings_dict['NAME']}{ending}").unlink(missing_ok=True)


def migrations_to_do() -> int:
    """Return how many migrations of the installed apps haven't been applied yet."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
