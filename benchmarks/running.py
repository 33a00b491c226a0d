"""What is run, and the processes that it is run in."""

from __future__ import annotations

import argparse
import json
import platform
import re
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from os import cpu_count
from typing import Any
from urllib.parse import urlsplit

from benchmarks.content.store import environment
from benchmarks.serving import generator

PACKAGES = ("Django", "wagtail", "graphql-core", "granian")


@dataclass
class Plan:
    """What is measured, for how long, on which databases.

    `seconds` are for each case in process; a round over HTTP lasts one of
    `http_rounds` times `http_seconds` for each subject.
    """

    backends: Sequence[str]
    postgres_url: str
    cases: Sequence[str] | None
    seconds: float
    http_rounds: int
    http_seconds: float
    large: bool
    facts: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, options: argparse.Namespace, postgres_url: str) -> Plan:
        """Return the plan of a command line."""
        quick = options.quick
        backends = options.backend or (
            ["sqlite"] if quick else ["sqlite", "postgresql"]
        )
        if "postgresql" in backends and not answers(postgres_url):
            say("No PostgreSQL answers at TEST_POSTGRES_URL: measuring without it.")
            backends = [each for each in backends if each != "postgresql"]
        return cls(
            backends=backends,
            postgres_url=postgres_url,
            cases=options.case,
            seconds=1 if quick else 6,
            http_rounds=1 if quick else 3,
            http_seconds=1,
            large=not quick and not options.case,
            facts=machine(),
        )

    def environment(self, set_name: str, backend: str) -> dict[str, str]:
        return environment(set_name, backend, self.postgres_url)


def machine() -> dict[str, str]:
    """Return what the numbers depend on: cores and versions, nothing that names it."""
    return {
        "cores": str(cpu_count()),
        "Python": platform.python_version(),
        **{name: version(name) for name in PACKAGES},
        "load by": generator(),
    }


def answers(url: str) -> bool:
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname or "", parts.port or 5432), 5).close()
    except OSError:
        return False
    return True


def say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def child(env: Mapping[str, str], module: str, *arguments: str) -> Any:
    """Run a module in a process of its own; return the JSON that it prints, if any.

    Raises:
        CalledProcessError: if it fails; it has said why.
    """
    done = subprocess.run(  # noqa: S603 (our own modules)
        [sys.executable, "-m", module, *arguments],
        env=dict(env),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    # What comes before the JSON are notices of packages.
    found = re.search(r"^[\[{].*", done.stdout, re.MULTILINE | re.DOTALL)
    return json.loads(found[0]) if found else None
