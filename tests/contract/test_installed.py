"""A third-party package, installed as pip does, in hubs of their own processes."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.contract.installed import EXAMPLE, install, run
from tests.contract.life_of_a_page import BODY

STYLE = ("--select", "B,E,F,N,RUF,UP,W", "--ignore", "RUF012")
QUIET = ("-q", "-p", "no:cacheprovider")


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that holds the installed example plugin."""
    return install(EXAMPLE, tmp_path_factory.mktemp("site-packages"))


def test_the_example_works_where_it_is_installed(example: Path) -> None:
    output = run("-m", "pytest", "tests/contract/inside", *QUIET, path=example)

    assert " passed" in output
    assert "skipped" not in output


@pytest.mark.parametrize("installed", [True, False])
def test_no_migration_is_missing(
    example: Path, tmp_path: Path, *, installed: bool
) -> None:
    output = run(
        "manage.py",
        "makemigrations",
        "--check",
        "--dry-run",
        path=example if installed else "",
        database=f"sqlite:///{tmp_path / 'empty.sqlite3'}",
    )

    assert "No changes detected" in output


def test_a_page_outlives_the_plugin_of_its_blocks(
    example: Path, tmp_path: Path
) -> None:
    database = tmp_path / "hub.sqlite3"

    def step(name: str, *, installed: bool = False) -> None:
        code = f"from tests.contract.life_of_a_page import {name}; {name}()"
        run(
            *("manage.py", "shell", "--no-imports", "-c", code),
            path=example if installed else "",
            database=f"sqlite:///{database}",
        )

    def bodies() -> dict[str, Any]:
        """Return what is stored, past every block and field, by slug and intro."""
        with closing(sqlite3.connect(database)) as connection:
            rows = connection.execute(
                "SELECT p.slug, s.intro, s.body FROM cms_standardpage s"
                " JOIN wagtailcore_page p ON p.id = s.page_ptr_id"
            ).fetchall()
        return {f"{slug}: {intro}": json.loads(body) for slug, intro, body in rows}

    step("write", installed=True)
    assert bodies() == {"meet-us: ": BODY}

    step("save")
    assert bodies() == {"meet-us: Saved.": BODY}

    step("copy")
    assert bodies() == {
        "meet-us: ": BODY,
        "copy: Saved.": BODY,
        "potkejte-nas: Saved.": BODY,
    }

    step("save", installed=True)
    assert bodies()["meet-us: Saved."] == BODY


def test_startplugin_writes_a_plugin_that_passes_its_own_test(tmp_path: Path) -> None:
    run("manage.py", "startplugin", "city_tips", "--directory", str(tmp_path))
    project = tmp_path / "city_tips"
    packages = tmp_path / "site-packages"
    packages.mkdir()
    install(project, packages)

    output = run("-m", "pytest", *QUIET, path=packages, cwd=project)
    style = run("-m", "ruff", "check", "--isolated", *STYLE, cwd=project)

    assert "3 passed" in output
    assert "All checks passed" in style
