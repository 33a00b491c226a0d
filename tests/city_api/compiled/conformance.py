"""Runs graphql-core's own execution tests on the compiled context.

The tests come with the source distribution of the installed version only. It is
fetched into `build/`, with the two plugins of pytest that its tests are written for:

    python -m tests.city_api.compiled.conformance
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from tests.support.processes import ROOT, run

HERE = Path(__file__).parent
FOLDER = ROOT / "build" / "conformance"
PACKAGE = f"graphql-core=={version('graphql-core')}"
SOURCES = FOLDER / f"graphql_core-{version('graphql-core')}"
PLUGINS = FOLDER / "plugins"
PLUGIN_PACKAGES = ("pytest-describe==3.2.0", "pytest-asyncio==1.5.0")
OFF = ("django", "randomly", "xdist", "cacheprovider")


@dataclass(frozen=True)
class Count:
    """What one of graphql-core's tests did.

    `compiled` and `fallen_back` count its operations by the way they took.
    """

    name: str
    synchronous: bool
    passed: bool
    compiled: int
    fallen_back: int


def is_fetched() -> bool:
    return SOURCES.exists() and PLUGINS.exists()


def fetch() -> None:
    """Fetch graphql-core's sources and what its tests need.

    Raises:
        subprocess.CalledProcessError: if the package index can't be reached.
    """
    no_wheel = ("--no-binary", "graphql-core", PACKAGE)
    pip("download", "--no-deps", "--dest", str(FOLDER), *no_wheel)
    pip("install", "--no-deps", "--target", str(PLUGINS), *PLUGIN_PACKAGES)
    with tarfile.open(f"{SOURCES}.tar.gz") as archive:
        archive.extractall(FOLDER, filter="data")


def pip(*arguments: str) -> None:
    # The project's own environment has none.
    there = importlib.util.find_spec("pip")
    ours = [sys.executable, "-m", "pip"] if there else [shutil.which("pip3") or "pip"]
    subprocess.run([*ours, *arguments, "--quiet"], check=True)


def counts() -> list[Count]:
    """Run the tests and return what each did."""
    written = FOLDER / "counts.json"
    written.unlink(missing_ok=True)
    paths = [str(PLUGINS), str(HERE)]
    finished = run(
        *("-m", "pytest", "tests/execution", "-q", "-p", "counting_plugin"),
        *("-o", "addopts=", "--rootdir", "."),
        *(each for name in OFF for each in ("-p", f"no:{name}")),
        env={"COUNTS": str(written), "PYTHONPATH": os.pathsep.join(paths)},
        cwd=SOURCES,
        timeout=600,
    )
    assert written.exists(), finished.stdout + finished.stderr
    return [Count(**each) for each in json.loads(written.read_text("utf-8"))]


if __name__ == "__main__":
    fetch()
