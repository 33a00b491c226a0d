"""The tasks of a developer: what they decide, without doing it."""

import importlib.util
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

from tests.support.processes import ROOT


def load_tasks() -> ModuleType:
    spec = importlib.util.spec_from_file_location("tasks", ROOT / "tasks.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["tasks"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


tasks = load_tasks()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project whose set-up notes what it would run."""
    for name, file in (("LOCK", "requirements-dev.lock"), ("PROJECT", "project.toml")):
        monkeypatch.setattr(tasks, name, tmp_path / file)
        (tmp_path / file).write_text("first")
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(tasks, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(tasks, "STAMP", tmp_path / ".venv" / "stamp")
    monkeypatch.setattr(tasks, "find_uv", lambda: "uv")
    monkeypatch.setattr(tasks, "works", lambda *_command: True)
    monkeypatch.setattr(tasks, "same_python", lambda _command: True)
    return tmp_path


@pytest.fixture
def ran(project: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The subcommands of uv that a set-up has run."""
    commands: list[str] = []

    def note(command: list[str], _why: str) -> None:
        commands.append(" ".join(part for part in command[1:3] if part[0] != "-"))

    monkeypatch.setattr(tasks, "must", note)
    return commands


def test_a_second_setup_does_nothing(ran: list[str]) -> None:
    tasks.setup()
    tasks.setup()

    assert ran == ["pip sync", "pip install"]


def test_a_changed_lock_file_is_installed(ran: list[str], project: Path) -> None:
    tasks.setup()
    (project / "requirements-dev.lock").write_text("second")
    tasks.setup()

    assert ran == ["pip sync", "pip install"] * 2


def test_an_interrupted_setup_starts_from_an_empty_environment(
    ran: list[str], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_command: list[str], _why: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(tasks, "must", interrupted)
        with pytest.raises(KeyboardInterrupt):
            tasks.setup()
    tasks.setup()

    assert ran == ["venv", "pip sync", "pip install"]
    assert tasks.read_stamp() == tasks.fingerprint()


def test_a_python_of_another_version_makes_the_environment_anew(
    ran: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "same_python", lambda _command: False)

    tasks.setup()

    assert ran[0] == "venv"


def test_without_pip_another_uv_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "works", lambda *_command: False)
    monkeypatch.setattr(tasks, "install_uv", lambda: "No module named pip")
    monkeypatch.setattr(tasks.shutil, "which", lambda _name: "/opt/uv")

    assert tasks.find_uv() == "/opt/uv"


def test_without_any_uv_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tasks, "works", lambda *_command: False)
    monkeypatch.setattr(tasks, "install_uv", lambda: "No module named pip")
    monkeypatch.setattr(tasks.shutil, "which", lambda _name: None)

    with pytest.raises(tasks.Failure, match="No module named pip") as caught:
        tasks.find_uv()

    assert "python3-venv" in str(caught.value)


@pytest.mark.parametrize("task", ["demo", "serve"])
def test_a_taken_port_is_refused_before_any_work(
    task: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tasks, "setup", lambda: pytest.fail("worked too early"))
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        code = tasks.main([task, "--port", str(port)])

    assert code == 1
    assert f"Port {port} is taken" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "٨٠"])
def test_a_port_that_cannot_be_is_a_usage_error(port: str) -> None:
    with pytest.raises(SystemExit) as caught:
        tasks.main(["demo", f"--port={port}"])

    assert caught.value.code == 2


def test_no_port_is_needed_where_nothing_is_served(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tasks, "setup", lambda: None)
    monkeypatch.setattr(tasks, "run", lambda _command: 0)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()

        port = other.getsockname()[1]
        assert tasks.main(["demo", "--no-serve", "--port", str(port)]) == 0


def test_a_demo_that_fails_passes_its_exit_code_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tasks, "setup", lambda: None)
    monkeypatch.setattr(tasks, "run", lambda _command: 3)

    assert tasks.main(["demo", "--no-serve"]) == 3


def test_the_welcome_says_where_everything_is() -> None:
    text = tasks.welcome(8123, serving=True)

    for address in (
        "http://localhost:8123/",
        "http://localhost:8123/admin/",
        "http://localhost:8123/graphql/",
        "http://ostrava.localhost:8123/",
        "http://brno.localhost:8123/",
        "http://praha.localhost:8123/",
    ):
        assert f" {address}\n" in text
    assert "admin, ostrava-editor, brno-editor, ostrava-moderator" in text
    assert "ostrava-coordinator, brno-coordinator, praha-coordinator" in text
    assert "ostrava-safeguarding, brno-safeguarding, praha-safeguarding" in text
    assert "manage.py demo_buddy_links\n" in text
    assert "vitej-demo" in text


def step(name: str, code: str, **options: object) -> object:
    return tasks.Step(name, [sys.executable, "-c", code], {}, **options)


def test_a_failing_step_does_not_hide_the_next_one(
    capfd: pytest.CaptureFixture[str],
) -> None:
    steps = [step("one", "raise SystemExit(3)"), step("two", "print('1 passed in 2s')")]

    code = tasks.run_steps(steps)

    assert code == 1
    lines = capfd.readouterr().out.splitlines()
    assert lines[-4].split() == ["one", lines[-4].split()[1], "s", "FAILED", "(3)"]
    assert lines[-3].split()[-1] == "ok"
    assert lines[-2:] == ["1 of 2 failed.", "two: 1 passed in 2s"]


def test_a_service_that_does_not_answer_is_named_by_its_variable(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"redis://127.0.0.1:{free.getsockname()[1]}/15"

        code = tasks.run_steps([step("tests", "", needs=[("TEST_REDIS_URL", url)])])

    assert code == 1
    assert "set TEST_REDIS_URL to where it runs" in capfd.readouterr().out


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("..\n12 passed in 3.41s\n", "12 passed in 3.41s"),
        (
            "== 1 failed, 2 passed, 3 warnings in 61.20s (0:01:01) ==\n",
            "1 failed, 2 passed, 3 warnings in 61.20s (0:01:01)",
        ),
        ("\x1b[32m\x1b[1m5 passed\x1b[0m in 1.0s\x1b[0m\n", "5 passed in 1.0s"),
        ("no tests ran in 0.01s\n", "no tests ran in 0.01s"),
        ("All checks passed!\n", ""),
    ],
)
def test_the_closing_line_of_pytest_is_found(output: str, expected: str) -> None:
    assert tasks.closing_line(output) == expected


def test_arguments_after_two_dashes_are_for_pytest() -> None:
    assert tasks.split_at_dashes(["test", "--all", "--", "-k", "--", "x"]) == (
        ["test", "--all"],
        ["-k", "--", "x"],
    )
    assert tasks.split_at_dashes(["check"]) == (["check"], [])


def test_all_adds_the_services_and_the_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_POSTGRES_URL", "postgres://db.example.com/x")
    monkeypatch.delenv("TEST_REDIS_URL", raising=False)

    services, browser = tasks.further_test_steps(["-x"])

    assert services.env["DATABASE_URL"] == "postgres://db.example.com/x"
    assert services.env["CACHE_URL"] == "redis://127.0.0.1:6379/15"
    assert "not browser and not pure" in services.command
    assert services.command[-1] == "-x"
    assert browser.command[-3:] == ["-m", "browser", "-x"]
    assert browser.env["DATABASE_URL"] == ""


def test_a_child_speaks_utf8_and_knows_no_other_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("VIRTUAL_ENV", "/elsewhere")

    environment = tasks.child_environment({"A": "b"})

    assert "VIRTUAL_ENV" not in environment
    assert environment["PYTHONUTF8"] == "1"
    assert environment["A"] == "b"


def test_an_interrupt_ends_the_child_too(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    child = (
        "import os, pathlib, time;"
        f"pathlib.Path({str(pid_file)!r}).write_text(str(os.getpid()));"
        "time.sleep(60)"
    )
    parent = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); import signal, tasks;"
        "signal.signal(signal.SIGTERM, tasks.end_on_signal);"
        f"tasks.run([sys.executable, '-c', {child!r}])"
    )
    process = subprocess.Popen([sys.executable, "-c", parent])
    deadline = time.monotonic() + 20
    while not pid_file.exists() or not pid_file.read_text():
        assert time.monotonic() < deadline
        time.sleep(0.05)

    process.send_signal(signal.SIGTERM)

    assert process.wait(timeout=20) == 128 + signal.SIGTERM
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid_file.read_text()), 0)


def test_the_benchmarks_run_in_an_environment_of_their_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    places: list[str] = []
    commands: list[list[str]] = []

    def note(command: list[str]) -> int:
        commands.append(command)
        return 0

    monkeypatch.setattr(tasks, "setup", lambda place: places.append(place.venv.name))
    monkeypatch.setattr(tasks, "run", note)

    code = tasks.main(["bench", "--only", "api", "--quick", "--json", "out.json"])

    assert code == 0
    assert places == [".venv-bench"]
    python, *arguments = commands[0]
    assert python == tasks.program(tasks.BENCH_VENV, "python")
    assert " ".join(arguments) == "-m benchmarks --quick --only=api --json=out.json"


def test_an_old_python_is_told_what_to_do() -> None:
    code = (
        "import sys, runpy; sys.version_info = (3, 10, 0);"
        f"runpy.run_path({str(ROOT / 'tasks.py')!r})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert done.stderr.startswith("Vítej needs Python 3.11 or newer, this is 3.10.")


@pytest.mark.parametrize(
    "name",
    ["requirements.lock", "requirements-dev.lock", "requirements-bench.lock"],
)
def test_lock_files_hold_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text()

    assert "://" not in text
    assert "index" not in text
    assert "--hash=sha256:" in text
