"""Triggers that let no state follow upon one from which no path leads to it.

They are made anew after each `migrate`: SQLite makes a table anew to alter it, and its
triggers go with the old one.
"""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections

from buddy_program.paths import PAIR_PATHS, PARTICIPANT_PATHS, TAKING_BACK, Paths

GUARDED = {
    "buddy_program_participant": {
        before: after | TAKING_BACK.get(before, frozenset())
        for before, after in PARTICIPANT_PATHS.items()
    },
    "buddy_program_pair": PAIR_PATHS,
}


def raise_guards(*, sender: AppConfig, using: str, **_signal: Any) -> None:
    """Put the triggers on the tables, where the tables are there."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    statements = _STATEMENTS.get(connection.vendor)
    if statements is None:
        return
    with connection.cursor() as cursor:
        for table, paths in GUARDED.items():
            if table in tables:
                for statement in statements(table, paths):
                    cursor.execute(statement)


def _on_sqlite(table: str, paths: Paths) -> list[str]:
    name = f"{table}_path"
    return [
        f"DROP TRIGGER IF EXISTS {name}",
        (
            f"CREATE TRIGGER {name} BEFORE UPDATE OF state ON {table} "
            f"WHEN {_wrong(paths)} "
            f"BEGIN SELECT RAISE(ABORT, '{name}: no such transition'); END"
        ),
    ]


def _on_postgresql(table: str, paths: Paths) -> list[str]:
    name = f"{table}_path"
    return [
        (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$ BEGIN "
            f"IF {_wrong(paths)} THEN RAISE EXCEPTION '{name}: no such transition' "
            "USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$ "
            "LANGUAGE plpgsql"
        ),
        (
            f"CREATE OR REPLACE TRIGGER {name} BEFORE UPDATE OF state ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}()"
        ),
    ]


def _wrong(paths: Paths) -> str:
    ways = ", ".join(
        f"'{before}>{after}'"
        for before, found in sorted(paths.items())
        for after in sorted(found)
    )
    return f"OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN ({ways})"


_STATEMENTS = {"sqlite": _on_sqlite, "postgresql": _on_postgresql}
