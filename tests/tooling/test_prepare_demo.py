"""The demo prepares itself, and only where invented people are welcome."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cms.management.commands import prepare_demo
from tests.support.processes import manage
from tests.tooling.test_production_settings import COMPLETE


def test_the_demo_refuses_production_settings(tmp_path: Path) -> None:
    done = manage("prepare_demo", env=COMPLETE | {"VITEJ_VAR_DIR": str(tmp_path)})

    assert done.returncode == 1
    assert "cms.settings.production" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_does_not_answer_is_named(tmp_path: Path) -> None:
    env = {
        "VITEJ_VAR_DIR": str(tmp_path),
        "DATABASE_URL": "postgres://hub@127.0.0.1:1/hub",
    }

    done = manage("prepare_demo", env=env)

    assert done.returncode == 1
    assert done.stderr.startswith("CommandError: The database can't be opened: ")
    assert "Traceback" not in done.stderr


@pytest.mark.django_db
def test_nothing_is_migrated_that_has_been_already(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    called: list[str] = []
    monkeypatch.setattr(
        prepare_demo, "call_command", lambda name, **_options: called.append(name)
    )

    call_command("prepare_demo")

    assert called == ["load_demo"]


@pytest.mark.django_db
def test_starting_over_says_what_it_deletes_and_can_be_declined(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], settings: Any
) -> None:
    def keep() -> None:
        pytest.fail("deleted without consent")

    monkeypatch.setattr(prepare_demo, "empty_database", keep)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _question: "n")

    with pytest.raises(CommandError, match=r"Nothing was deleted\."):
        call_command("prepare_demo", "--fresh")

    said = capsys.readouterr().out
    assert str(connection.settings_dict["NAME"]) in said
    assert str(settings.MEDIA_ROOT) in said
