"""Rows that are made once and put back for every test that wants them.

Making a city takes half a second and a thousand queries, and most tests want one or
two. What it is made of is remembered by what it was asked for and by what the database
held then; where both are the same again, its rows are inserted as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection, transaction
from wagtail.models import Site

from cms.models import ContentVersion
from cms.models.content_version import new_token

IGNORED = ("cms_user", "django_session", "wagtailusers_", "django_migrations")
"""Tables that say nothing of content: who is there, and who is logged in."""
MOST = 100

Row = tuple[Any, ...]
Rows = dict[Row, Row]


@dataclass(frozen=True)
class Recording:
    """The rows that came into the database or were changed, by their tables."""

    rows: dict[str, Rows]
    changed: dict[str, list[Row]]
    result: int


_recordings: dict[Any, Recording] = {}


def replayed(key: Any, make: Callable[[], Site]) -> Site:
    """Return what `make` returns, without calling it where its rows are known."""
    where = (key, connection.vendor, _fingerprint())
    known = _recordings.get(where)
    if known is None:
        before = _everything()
        made = make()
        if len(_recordings) < MOST:
            _recordings[where] = _difference(before, _everything(), made.pk)
        return made
    with transaction.atomic(), _unwatched():
        _put_back(known)
        _renew_tokens(known)
    Site.clear_site_root_paths_cache()
    return Site.objects.get(pk=known.result)


@contextmanager
def _unwatched() -> Iterator[None]:
    """Let nobody take the rows for a change of content that is to be told."""
    watching = connection.execute_wrappers
    connection.execute_wrappers = []
    yield
    connection.execute_wrappers = watching


@cache
def _tables() -> dict[str, tuple[list[str], list[int]]]:
    """Return the columns of each table and where its key stands among them."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table in _virtual() or table.startswith(IGNORED):
                continue
            described = connection.introspection.get_table_description(cursor, table)
            columns = [column.name for column in described]
            keys = connection.introspection.get_primary_key_columns(cursor, table)
            if keys:
                found[table] = (columns, [columns.index(key) for key in keys])
    return found


@cache
def _virtual() -> frozenset[str]:
    """Return SQLite's virtual tables and those they keep themselves in."""
    if connection.vendor != "sqlite":
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        tables = dict(cursor.fetchall())
    virtual = [name for name, sql in tables.items() if "VIRTUAL TABLE" in str(sql)]
    return frozenset(
        name
        for name in tables
        if any(name == each or name.startswith(f"{each}_") for each in virtual)
    )


@cache
def _counting() -> str:
    """Return a query for how many rows there are and which were made last."""
    name = connection.ops.quote_name
    asked = []
    for table, (columns, keys) in _tables().items():
        asked.append(f"(SELECT count(*) FROM {name(table)})")  # noqa: S608
        if columns[keys[0]] == "id":
            asked.append(f"(SELECT max(id) FROM {name(table)})")  # noqa: S608
    return f"SELECT {', '.join(asked)}"


def _fingerprint() -> Row:
    with connection.cursor() as cursor:
        cursor.execute(_counting())
        numbers: Row = cursor.fetchone()
        cursor.execute("SELECT id, language_code FROM wagtailcore_locale ORDER BY id")
        return (*numbers, *cursor.fetchall())


def _everything() -> dict[str, Rows]:
    found = {}
    with connection.cursor() as cursor:
        for table, (columns, keys) in _tables().items():
            cursor.execute(f"SELECT {_listed(columns)} FROM {table}")  # noqa: S608
            found[table] = {
                tuple(row[key] for key in keys): row for row in cursor.fetchall()
            }
    return found


def _difference(
    before: dict[str, Rows], after: dict[str, Rows], result: int
) -> Recording:
    recording = Recording({}, {}, result)
    for table, rows in after.items():
        known = before[table]
        found = {key: row for key, row in rows.items() if known.get(key) != row}
        if found:
            recording.rows[table] = found
            recording.changed[table] = [key for key in found if key in known]
    return recording


def _put_back(recording: Recording) -> None:
    name = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table, rows in recording.rows.items():
            columns, keys = _tables()[table]
            which = " AND ".join(f"{name(columns[key])} = %s" for key in keys)
            places = ", ".join(["%s"] * len(columns))
            # Changed rows may have changed places: all go before any comes.
            cursor.executemany(
                f"DELETE FROM {table} WHERE {which}",  # noqa: S608
                recording.changed[table],
            )
            cursor.executemany(
                f"INSERT INTO {table} ({_listed(columns)}) VALUES ({places})",  # noqa: S608
                list(rows.values()),
            )
    _raise_sequences(recording)


def _raise_sequences(recording: Recording) -> None:
    """Let no key that was put back be given out again.

    PostgreSQL's sequences don't hear of keys that are inserted, and one that was set
    back since the rows were made would come to theirs.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for table, rows in recording.rows.items():
            columns, keys = _tables()[table]
            if [columns[key] for key in keys] == ["id"] and isinstance(
                next(iter(rows))[0], int
            ):
                cursor.execute(
                    "SELECT setval(name, GREATEST(nextval(name), %s)) FROM "
                    "pg_get_serial_sequence(%s, 'id') AS name WHERE name IS NOT NULL",
                    [max(key for (key,) in rows), table],
                )


def _listed(columns: Iterable[str]) -> str:
    return ", ".join(connection.ops.quote_name(column) for column in columns)


def _renew_tokens(recording: Recording) -> None:
    """Give what was put back tokens of its own: nothing kept elsewhere is of it."""
    for (key,) in recording.rows.get(ContentVersion._meta.db_table, ()):
        ContentVersion.objects.filter(pk=key).update(token=new_token())
