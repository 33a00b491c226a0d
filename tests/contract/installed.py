"""Packages as `pip install` leaves them, in a folder of their own, without network."""

import zipfile
from pathlib import Path

from tests.support import processes
from tests.support.processes import ROOT

EXAMPLE = ROOT / "tests" / "contract" / "vitej_example"


def install(project: Path, target: Path) -> Path:
    """Build a project's wheel and unpack it into `target`; return `target`."""
    run("-m", "hatchling", "build", "-t", "wheel", "-d", str(target), cwd=project)
    (wheel,) = target.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    wheel.unlink()
    return target


def run(
    *arguments: str, path: Path | str = "", database: str = "", cwd: Path = ROOT
) -> str:
    """Run Python with the test settings; return what it printed.

    Args:
        arguments: Python's own.
        path: where more packages are installed.
        database: a `DATABASE_URL`; without one, a developer's own.
        cwd: where to run it.

    Raises:
        AssertionError: with its output, if it failed.
    """
    environment = {
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "PYTHONPATH": str(path),
        "DATABASE_URL": database,
    }
    process = processes.run(*arguments, env=environment, cwd=cwd, timeout=300)
    output = process.stdout + process.stderr
    assert process.returncode == 0, output
    return output
