"""The database is set up as the hub needs it."""

import json
from pathlib import Path

from tests.support.processes import run

PRAGMAS = {
    "journal_mode": "wal",
    "foreign_keys": 1,
    "synchronous": 1,  # NORMAL
}


def test_sqlite_runs_in_wal_mode(tmp_path: Path) -> None:
    code = (
        "import django, json; django.setup();"
        "from django.db import connection; cursor = connection.cursor();"
        f"print(json.dumps({{name: cursor.execute('PRAGMA ' + name).fetchone()[0] "
        f"for name in {list(PRAGMAS)}}}))"
    )
    env = {
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
        "VITEJ_VAR_DIR": str(tmp_path / "made"),
    }

    done = run("-c", code, env=env)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == PRAGMAS
    assert (tmp_path / "made" / "vitej.sqlite3").exists()
