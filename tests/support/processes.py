"""Running the hub's programs as somebody at a command line would."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OURS = (
    "VITEJ_",
    "DATABASE_URL",
    "CACHE_URL",
    "EMAIL_URL",
    "SECRET_KEY",
    "DJANGO_",
    "OTEL_",
    "SENTRY_",
)


def run(
    *arguments: str, env: Mapping[str, str], cwd: Path = ROOT, timeout: float = 60
) -> subprocess.CompletedProcess[str]:
    """Run a Python program in an environment that holds `env` and no other settings."""
    clean = {key: value for key, value in os.environ.items() if not is_ours(key)}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env=clean | {"PYTHONUTF8": "1"} | dict(env),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=timeout,
        check=False,
    )


def is_ours(variable: str) -> bool:
    return variable.startswith(OURS)


def manage(*arguments: str, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return run("manage.py", *arguments, env=env)
