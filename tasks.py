#!/usr/bin/env python3
"""Everything a developer does with the hub, on a machine with Python and git only.

`python3 tasks.py --help` lists the tasks. The script needs nothing but the standard
library: it makes `.tools/` (uv) and `.venv/` (the locked dependencies) by itself and
brings them up to date when the lock file has changed.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - says so before anything newer is used
    sys.exit(
        "Vítej needs Python 3.11 or newer, this is %d.%d.\n"  # noqa: UP031
        "Run tasks.py with a newer one, for example: python3.12 tasks.py demo"
        % sys.version_info[:2]
    )

import argparse
import contextlib
import hashlib
import io
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements-dev.lock"
PROJECT = ROOT / "pyproject.toml"
SCHEMA = ROOT / "graphql" / "schema.graphql"
MANIFEST = ROOT / "graphql" / "operations" / "manifest.json"
STAMP = VENV / "vitej-sync"
BENCH_VENV = ROOT / ".venv-bench"
BENCH_LOCK = ROOT / "requirements-bench.lock"
UNFINISHED = "unfinished"
UV = "uv==0.13.9"

CITIES = ("ostrava", "brno", "praha")
ACCOUNTS = ("admin", "ostrava-editor", "brno-editor", "ostrava-moderator")
BUDDY_ROLES = ("coordinator", "safeguarding")
POSTGRES = ("TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
REDIS = ("TEST_REDIS_URL", "redis://127.0.0.1:6379/15")


class Failure(Exception):
    """A task can't go on; the message says why and what to do."""


# --- running other programs ---------------------------------------------------------


def program(folder: Path, name: str) -> str:
    """Return the path of an installed program in a virtual environment."""
    if os.name == "nt":
        return str(folder / "Scripts" / f"{name}.exe")
    return str(folder / "bin" / name)


def child_environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment for a child: UTF-8, and no other virtual environment."""
    environment = {**os.environ, "PYTHONUTF8": "1", **(extra or {})}
    environment.pop("VIRTUAL_ENV", None)
    environment.pop("PYTHONHOME", None)
    return environment


def run(command: Sequence[str], env: Mapping[str, str] | None = None) -> int:
    """Run a command in the project's folder and return its exit code."""
    sys.stdout.flush()
    with stopped_with_us(
        subprocess.Popen(command, cwd=ROOT, env=child_environment(env))
    ) as child:
        return exit_code(child.wait())


def run_and_watch(
    command: Sequence[str], env: Mapping[str, str] | None = None
) -> tuple[int, str]:
    """Run a command, show what it prints, and return its exit code and output."""
    sys.stdout.flush()
    child = subprocess.Popen(
        command,
        cwd=ROOT,
        env=child_environment(env),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    seen = bytearray()
    with stopped_with_us(child):
        assert child.stdout is not None  # noqa: S101 - a pipe was asked for
        while piece := os.read(child.stdout.fileno(), 65536):
            seen += piece
            sys.stdout.write(piece.decode("utf-8", "replace"))
            sys.stdout.flush()
        return exit_code(child.wait()), seen.decode("utf-8", "replace")


@contextlib.contextmanager
def stopped_with_us(
    child: subprocess.Popen[bytes],
) -> Iterator[subprocess.Popen[bytes]]:
    """Let no child outlive this script, however the script is ended."""
    try:
        yield child
    except KeyboardInterrupt:
        # Ctrl-C in a terminal has reached the child too: let it tidy up first.
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=8)
        raise
    finally:
        for stop in (child.terminate, child.kill):
            if child.poll() is None:
                stop()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.wait(timeout=10)


def exit_code(returncode: int) -> int:
    """Return a child's exit code as a shell would: 128 + n when a signal ended it."""
    return returncode if returncode >= 0 else 128 - returncode


def must(command: Sequence[str], why: str) -> None:
    """Run a command that has to succeed."""
    if code := run(command):
        raise Failure(f"{why} (exit code {code}: {' '.join(command[:4])} ...)")


def python(*arguments: str) -> list[str]:
    return [program(VENV, "python"), *arguments]


def manage(*arguments: str) -> list[str]:
    return python("manage.py", *arguments)


# --- setting up ---------------------------------------------------------------------


@dataclass(frozen=True)
class Environment:
    """A virtual environment, the lock file it follows, and what was last done to it."""

    venv: Path
    lock: Path
    stamp: Path


def development() -> Environment:
    return Environment(VENV, LOCK, STAMP)


def setup(place: Environment | None = None) -> None:
    """Bring `.venv` to what the lock file says; does nothing when it is there already.

    The stamp says "unfinished" while packages are moved about. Where a run was
    interrupted there, the next one starts from an empty environment.
    """
    place = place or development()
    python = program(place.venv, "python")
    wanted = fingerprint(place.lock)
    found = read_stamp(place.stamp)
    if found == wanted and works(python):
        return
    print("Setting up (only when the lock file has changed) ...", flush=True)
    uv = find_uv()
    if found == UNFINISHED or not same_python(python):
        must(
            [uv, "venv", "-q", "--clear", "--python", sys.executable, str(place.venv)],
            f"The virtual environment {place.venv.name} could not be made",
        )
    place.stamp.write_text(UNFINISHED, encoding="utf-8")
    install_locked(uv, place)
    place.stamp.write_text(wanted, encoding="utf-8")


def install_locked(uv: str, place: Environment) -> None:
    """Install the locked packages, then the project, which the sync has removed."""
    target = ["--python", program(place.venv, "python")]
    must(
        [uv, "pip", "sync", "-q", *target, "--require-hashes", str(place.lock)],
        f"The packages of {place.lock.name} could not be installed; "
        "is a package index reachable?",
    )
    editable = ["--no-deps", "--no-build-isolation", "-e", str(ROOT)]
    must(
        [uv, "pip", "install", "-q", *target, *editable],
        "The project itself could not be installed",
    )


def fingerprint(lock: Path | None = None) -> str:
    """Return a text that changes whenever the installed packages have to."""
    digest = hashlib.sha256()
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    for part in ((lock or LOCK).read_bytes(), PROJECT.read_bytes(), str(ROOT).encode()):
        digest.update(hashlib.sha256(part).digest())
    return f"{version} {digest.hexdigest()}"


def read_stamp(stamp: Path | None = None) -> str:
    """Return what the last set-up wrote, or nothing where there was none."""
    try:
        return (stamp or STAMP).read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        return ""


def works(command: str, *arguments: str) -> bool:
    """Say whether a program is there and runs."""
    try:
        return quiet(command, *(arguments or ("--version",))).returncode == 0
    except OSError:
        return False


def same_python(command: str) -> bool:
    """Say whether a Python runs and is of the version that runs this script."""
    wanted = tuple(sys.version_info[:2])
    return works(
        command, "-c", f"import sys; sys.exit(sys.version_info[:2] != {wanted})"
    )


def quiet(*command: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        command, capture_output=True, check=False, env=child_environment()
    )


def find_uv() -> str:
    """Return uv of `.tools`, put there by pip when missing, or the one on the path."""
    own = program(TOOLS, "uv")
    if works(own):
        return own
    problem = install_uv()
    if problem and (other := shutil.which("uv")):
        return other
    if problem:
        raise Failure(
            f"{UV} could not be installed into .tools/:\n{problem}\n"
            "The tasks need Python's venv and pip (on Debian: apt-get install "
            "python3-venv) and a package index, or a uv on the PATH."
        )
    return own


def install_uv() -> str:
    """Put uv into `.tools`; return what went wrong, or nothing."""
    for command in (
        [sys.executable, "-m", "venv", "--clear", str(TOOLS)],
        [program(TOOLS, "python"), "-m", "pip", "install", "-q", UV],
    ):
        done = quiet(*command)
        if done.returncode:
            return (done.stderr + done.stdout).decode("utf-8", "replace").strip()
    return ""


# --- demo and serve -----------------------------------------------------------------


def demo(options: argparse.Namespace) -> int:
    """Set up, migrate, load the demo content, serve."""
    if options.serve:
        refuse_taken_port(options.port)
    setup()
    flags = ["--fresh"] * options.fresh + ["--yes"] * options.yes
    if code := run(manage("prepare_demo", f"--port={options.port}", *flags)):
        return code
    print(welcome(options.port, serving=options.serve))
    return run_server(server(options.port), options.port) if options.serve else 0


def serve(options: argparse.Namespace) -> int:
    """Serve for development: the server restarts when the code changes."""
    refuse_taken_port(options.port)
    setup()
    return run_server(manage("runserver", f"127.0.0.1:{options.port}"), options.port)


def refuse_taken_port(port: int) -> None:
    """Say before any work that another program listens on the port.

    Raises:
        Failure: if it is taken, or if this user may not listen on it.
    """
    with socket.socket() as probe:
        if os.name != "nt":  # on Windows this would share the port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise Failure(
                f"Port {port} needs more rights than you have; choose another one "
                "with --port 8001."
            ) from None
        except OSError:
            raise Failure(
                f"Port {port} is taken by another program; stop that one or choose "
                f"another port with --port {port + 1 if port < 65535 else 8000}."
            ) from None


def server(port: int) -> list[str]:
    """Return the command that serves the demo, as an installation would."""
    granian = [program(VENV, "granian"), "--interface", "wsgi", "--no-ws"]
    address = ["--host", "127.0.0.1", "--port", str(port), "--log-level", "warning"]
    work = ["--workers", "1", "--blocking-threads", "4", "--backpressure", "64"]
    # A worker that is still starting doesn't hear that it should stop.
    end = ["--workers-kill-timeout", "3"]
    return [*granian, *address, *work, *end, "cms.wsgi:application"]


def run_server(command: Sequence[str], port: int) -> int:
    """Serve until Ctrl-C, which is the right way to end it."""
    env = {
        "DJANGO_SETTINGS_MODULE": settings_module(),
        "VITEJ_BASE_URL": os.environ.get("VITEJ_BASE_URL", f"http://localhost:{port}"),
    }
    try:
        return run(command, env)
    except KeyboardInterrupt:
        print("\nStopped.")
        return 0


def settings_module() -> str:
    return os.environ.get("DJANGO_SETTINGS_MODULE", "cms.settings.dev")


def welcome(port: int, *, serving: bool) -> str:
    """Return what to open and how to log in."""
    hub = f"http://localhost:{port}"
    places = {
        "Start page": f"{hub}/",
        "Admin": f"{hub}/admin/",
        "API explorer": f"{hub}/graphql/",
        **{city.capitalize(): f"http://{city}.localhost:{port}/" for city in CITIES},
    }
    lines = [f"  {name:<13} {address}" for name, address in places.items()]
    end = (
        "Ctrl-C stops the server."
        if serving
        else f"Serve it with: python3 tasks.py demo --port {port}"
    )
    accounts = ", ".join(ACCOUNTS)
    buddies = [", ".join(f"{city}-{role}" for city in CITIES) for role in BUDDY_ROLES]
    links = f"{program(VENV, 'python')} manage.py demo_buddy_links"
    return "\n".join(
        [
            "",
            "The hub is ready.",
            "",
            *lines,
            "",
            f"  Log in as     {accounts}",
            *(f"  Buddies       {names}" for names in buddies),
            "  Password      vitej-demo (all of them)",
            "",
            "  Mails go to nobody: manage.py send_buddy_mail --once prints them.",
            "  Links to personal areas of the buddy programme:",
            f"                {links}",
            "",
            end,
            "",
        ]
    )


# --- test and check -----------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """One part of `test`; `needs` are addresses that have to answer first."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    needs: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Outcome:
    step: str
    seconds: float
    code: int
    closing: str = ""


TEST_SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "cms.settings.test",
    "DATABASE_URL": "",
    "CACHE_URL": "",
}


def test(options: argparse.Namespace) -> int:
    """Run every check, then the tests; go on after a failure, fail at the end."""
    setup()
    steps = [*static_steps(), *test_steps(options.pytest)]
    if options.all:
        steps += further_test_steps(options.pytest)
    return run_steps(steps)


def check(_options: argparse.Namespace) -> int:
    """Run every check but the tests."""
    setup()
    return run_steps(static_steps())


def static_steps() -> list[Step]:
    def step(name: str, *command: str) -> Step:
        return Step(name, [program(VENV, command[0]), *command[1:]], TEST_SETTINGS)

    return [
        step("lint", "ruff", "check", "."),
        step("format", "ruff", "format", "--check", "."),
        step("types", "mypy"),
        step("imports", "lint-imports"),
        step("settings", "python", "manage.py", "check"),
        step(
            "migrations",
            *("python", "manage.py", "makemigrations", "--check", "--dry-run"),
        ),
        step("translations", "python", "manage.py", "catalogues", "--check"),
        step("schema", "python", "manage.py", "schema", "--check", str(SCHEMA)),
        step(
            "operations",
            *("python", "manage.py", "operations", "--check", str(MANIFEST)),
        ),
    ]


def test_steps(arguments: Sequence[str]) -> list[Step]:
    command = python("-m", "pytest", "-q", *in_parallel(), *arguments)
    return [Step("tests", command, TEST_SETTINGS)]


def further_test_steps(arguments: Sequence[str]) -> list[Step]:
    """Return what uses services on PostgreSQL and Redis, and the tests in a browser."""
    needs = [(name, os.environ.get(name, usual)) for name, usual in (POSTGRES, REDIS)]
    (_, database), (_, cache) = needs
    services = {**TEST_SETTINGS, "DATABASE_URL": database, "CACHE_URL": cache}
    chosen = ["-m", "not browser and not pure"]
    options = ["-q", "--create-db", *chosen, *in_parallel()]
    tests = python("-m", "pytest", *options, *arguments)
    browser = python("-m", "pytest", "-q", "-m", "browser", *arguments)
    return [
        Step("tests on PostgreSQL and Redis", tests, services, needs),
        Step("tests in a browser", browser, TEST_SETTINGS),
    ]


def in_parallel() -> list[str]:
    """Return pytest's options for one process a core, up to four.

    The tests of a file stay together: what they load once, they load once.
    """
    processes = min(os.cpu_count() or 1, 4)
    if processes == 1:
        return []
    # In their order: tests that empty the database come last, however many they are.
    return ["-n", str(processes), "--dist", "loadfile", "--no-loadscope-reorder"]


def run_steps(steps: Sequence[Step]) -> int:
    """Run all steps, print what came of them, and return 1 if any failed."""
    outcomes: list[Outcome] = []
    try:
        outcomes.extend(run_step(step) for step in steps)  # kept when interrupted
    finally:
        print(summary(outcomes), flush=True)
    return 1 if any(outcome.code for outcome in outcomes) else 0


def run_step(step: Step) -> Outcome:
    print(f"\n=== {step.name} ===", flush=True)
    started = time.monotonic()
    if problem := unreachable(step.needs):
        print(problem)
        return Outcome(step.name, 0, 1)
    code, output = run_and_watch(step.command, step.env)
    return Outcome(step.name, time.monotonic() - started, code, closing_line(output))


def unreachable(needs: Sequence[tuple[str, str]]) -> str:
    """Return which of the needed services doesn't answer, or nothing."""
    for variable, url in needs:
        parts = urlsplit(url)
        port = parts.port or {"redis": 6379}.get(parts.scheme, 5432)
        try:
            socket.create_connection((parts.hostname or "127.0.0.1", port), 5).close()
        except OSError as error:
            return (
                f"Nothing answers at {parts.hostname}:{port} ({error}).\n"
                f"Start the service, or set {variable} to where it runs."
            )
    return ""


def closing_line(output: str) -> str:
    """Return pytest's last line ("12 passed in 3.4s"), or nothing where it has none."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", output)
    found = re.findall(
        r"^=*\s*((?:\d+ \w+(?:, )?)+ in [\d.]+s.*?|no tests ran in .*?)\s*=*$",
        plain,
        re.MULTILINE,
    )
    return found[-1] if found else ""


def summary(outcomes: Sequence[Outcome]) -> str:
    """Return a table of steps, and pytest's closing lines below it."""
    width = max((len(outcome.step) for outcome in outcomes), default=0)
    rows = [
        f"  {outcome.step:<{width}} {outcome.seconds:8.1f} s  "
        + (f"FAILED ({outcome.code})" if outcome.code else "ok")
        for outcome in outcomes
    ]
    closings = [
        f"{outcome.step}: {outcome.closing}" for outcome in outcomes if outcome.closing
    ]
    failed = sum(1 for outcome in outcomes if outcome.code)
    verdict = f"{failed} of {len(outcomes)} failed" if failed else "All passed"
    return "\n".join(["", "=== summary ===", *rows, f"{verdict}.", *closings])


# --- generated files ----------------------------------------------------------------


def schema(_options: argparse.Namespace) -> int:
    """Write the published GraphQL schema anew from the code."""
    return write_anew(SCHEMA, "schema")


def operations(_options: argparse.Namespace) -> int:
    """Write the manifest of the persisted operations anew."""
    return write_anew(MANIFEST, "operations")


def write_anew(file: Path, command: str) -> int:
    """Write what a command of the hub prints into a file."""
    setup()
    done = subprocess.run(
        manage(command),
        cwd=ROOT,
        env=child_environment(TEST_SETTINGS),
        stdout=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        return exit_code(done.returncode)
    file.write_bytes(done.stdout)
    print(f"Wrote {file.relative_to(ROOT)}.")
    return 0


def lock(options: argparse.Namespace) -> int:
    """Resolve the dependencies anew into the lock files, without addresses."""
    uv = find_uv()
    common = [
        *["--universal", "--python-version", "3.11", "--generate-hashes"],
        *["--no-annotate", "--no-emit-index-url", "--no-emit-find-links", "-q"],
        *["--custom-compile-command", "python3 tasks.py lock"],
        *["--upgrade"] * options.upgrade,
    ]
    for target, groups in (
        ("requirements.lock", []),
        ("requirements-dev.lock", ["--group", "dev"]),
        ("requirements-bench.lock", ["--group", "bench"]),
    ):
        command = [uv, "pip", "compile", *common, PROJECT.name, *groups, "-o", target]
        must(command, f"{target} could not be made")
    return 0


def messages(_options: argparse.Namespace) -> int:
    """Bring the translation catalogues up to date and compile them."""
    setup()
    return run(manage("catalogues"), TEST_SETTINGS)


# --- benchmarks ---------------------------------------------------------------------


def bench(options: argparse.Namespace) -> int:
    """Measure the City API beside a hand-written view and other APIs."""
    place = Environment(BENCH_VENV, BENCH_LOCK, BENCH_VENV / STAMP.name)
    setup(place)
    flags = [f"--{name}" for name in ("quick", "write") if getattr(options, name)]
    values = [
        f"--{name}={value}"
        for name in ("only", "json")
        if (value := getattr(options, name))
    ]
    return run([program(place.venv, "python"), "-m", "benchmarks", *flags, *values])


# --- the command line ---------------------------------------------------------------


def port_number(text: str) -> int:
    """Return a TCP port from the command line.

    Raises:
        argparse.ArgumentTypeError: if it is no number from 1 to 65535.
    """
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port (1 to 65535)")
    return int(text)


def command_line() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tasks.py", description="What a developer does with the hub."
    )
    tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")

    def task(job: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        told = (job.__doc__ or "").splitlines()[0]
        added = tasks.add_parser(job.__name__, help=told, description=told)
        added.set_defaults(job=job)
        return added

    shown = task(demo)
    shown.add_argument("--port", type=port_number, default=8000)
    shown.add_argument(
        "--no-serve", dest="serve", action="store_false", help="only prepare"
    )
    shown.add_argument(
        "--fresh", action="store_true", help="delete the data first, after saying what"
    )
    shown.add_argument("--yes", action="store_true", help="don't ask before deleting")
    task(serve).add_argument("--port", type=port_number, default=8000)
    tested = task(test)
    tested.add_argument(
        "--all", action="store_true", help="also on PostgreSQL, Redis, in a browser"
    )
    tested.epilog = "What stands after -- goes to pytest: tasks.py test -- -k guide -x"
    task(check)
    task(schema)
    task(operations)
    task(messages)
    measured = task(bench)
    measured.add_argument(
        "--only", metavar="PART", help="`api`, or a plugin's name or a word of it"
    )
    measured.add_argument("--json", metavar="PATH", help="write the records there")
    measured.add_argument(
        "--quick", action="store_true", help="SQLite, few rounds, no large content"
    )
    measured.add_argument(
        "--write", action="store_true", help="write docs/reference/performance.md"
    )
    task(lock).add_argument(
        "--upgrade", action="store_true", help="take the newest versions allowed"
    )
    return parser


def main(arguments: Sequence[str]) -> int:
    """Do the task that the command line names and return its exit code."""
    ours, pytest_arguments = split_at_dashes(arguments)
    options = command_line().parse_args(ours)
    options.pytest = pytest_arguments
    job: Callable[[argparse.Namespace], int] = options.job
    try:
        return job(options)
    except Failure as failure:
        print(f"{options.task}: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted. Run the same command again to go on.", file=sys.stderr)
        return 130


def split_at_dashes(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return what stands before and after the first `--`."""
    before = list(arguments)
    if "--" not in before:
        return before, []
    place = before.index("--")
    return before[:place], before[place + 1 :]


def end_on_signal(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    signal.signal(signal.SIGTERM, end_on_signal)
    sys.exit(main(sys.argv[1:]))
