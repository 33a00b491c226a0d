"""Fills the database that the environment names, unless it is filled already.

A template with the tables and no content is made once for each kind of database:
migrating takes longer than filling.

`python -m benchmarks.content.load posts` writes one set.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import django
from django.core.management import call_command
from django.db import OperationalError, connection

from benchmarks.content.store import PREFIX, folder, postgres_name


def main(set_name: str) -> None:
    if connection.vendor == "sqlite":
        load_sqlite(set_name)
    else:
        load_postgresql(set_name)


def say(text: str) -> None:
    sys.stderr.write(f"  {text}\n")


def use(name: object) -> None:
    """Work in another database from here on."""
    connection.close()
    connection.settings_dict["NAME"] = str(name)


def migrate() -> None:
    say("Making the tables …")
    call_command("migrate", interactive=False, verbosity=0)


def fill(set_name: str) -> None:
    from benchmarks.content.sets import build  # noqa: PLC0415 (needs the apps)

    say(f"Writing the content “{set_name}” …")
    build(set_name, say)


# --- SQLite -------------------------------------------------------------------------


def load_sqlite(set_name: str) -> None:
    """Make the file, beside it first, so that an interrupted run leaves no half."""
    target = Path(connection.settings_dict["NAME"])
    if target.exists() and target.stat().st_size:  # connecting makes an empty file
        return
    template = folder() / "empty.sqlite3"
    if not template.exists():
        make_file(template, migrate)
    make_file(target, lambda: fill(set_name), like=template)


def make_file(
    target: Path, write: Callable[[], None], like: Path | None = None
) -> None:
    unfinished = target.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    if like is not None:
        shutil.copyfile(like, unfinished)
    use(unfinished)
    write()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    unfinished.rename(target)


# --- PostgreSQL ---------------------------------------------------------------------


def load_postgresql(set_name: str) -> None:
    """Make the database under another name, and give it its own when it is filled."""
    wanted, template = postgres_name(set_name), postgres_name("empty")
    names = databases()
    if wanted in names:
        return
    for name in names:
        if name.startswith(PREFIX) and not name.endswith(wanted.rsplit("_", 1)[1]):
            drop(name)
    if template not in names:
        make_database(template, migrate)
    make_database(wanted, lambda: fill(set_name), like=template)


def databases() -> list[str]:
    use("postgres")
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        return [name for (name,) in cursor.fetchall()]


def make_database(
    name: str, write: Callable[[], None], like: str = "template1"
) -> None:
    unfinished = f"{name}_unfinished"
    command(f'DROP DATABASE IF EXISTS "{unfinished}"')
    command(f'CREATE DATABASE "{unfinished}" TEMPLATE "{like}"')
    use(unfinished)
    write()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    command(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')


def drop(name: str) -> None:
    """Remove content of an older generator, unless somebody works with it."""
    try:
        command(f'DROP DATABASE "{name}"')
    except OperationalError as error:
        say(f"{name} stays: {error}")


def command(sql: str) -> None:
    """Run what needs a connection to another database."""
    use("postgres")
    with connection.cursor() as cursor:
        cursor.execute(sql)
    connection.close()


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1])
