"""Where content is kept from one run to the next: by what it was made from."""

from __future__ import annotations

import hashlib
import os
import shutil
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "var" / "benchmarks"
PREFIX = "vitej_bench_"
APPS = ("cms", "buddy_program", "use_it_map")


@cache
def fingerprint() -> str:
    """Return a text that changes with the generator, the tables or the packages."""
    digest = hashlib.sha256()
    made_from = [
        ROOT / "requirements.lock",
        *sorted((ROOT / "benchmarks" / "content").glob("*.py")),
        *(
            path
            for app in APPS
            for path in sorted((ROOT / app).glob("migrations/*.py"))
        ),
    ]
    for path in made_from:
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def folder() -> Path:
    """Return the folder of this fingerprint's content; those of others are removed."""
    mine = KEPT / fingerprint()
    for other in KEPT.iterdir() if KEPT.exists() else ():
        if other.is_dir() and other != mine:
            shutil.rmtree(other)
    mine.mkdir(parents=True, exist_ok=True)
    return mine


def environment(set_name: str, backend: str, postgres_url: str = "") -> dict[str, str]:
    """Return the environment in which Django finds a set of content."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "VITEJ_VAR_DIR": str(folder()),
        "DATABASE_URL": database_url(set_name, backend, postgres_url),
        "CACHE_URL": "",
        "VITEJ_API_OPERATIONS": str(ROOT / "benchmarks" / "operations"),
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": str(ROOT),
    }


def database_url(set_name: str, backend: str, postgres_url: str) -> str:
    """Return the address of the database that holds a set."""
    if backend == "sqlite":
        return f"sqlite:///{(folder() / f'{set_name}.sqlite3').as_posix()}"
    name = f"/{postgres_name(set_name)}"
    return urlunsplit((*urlsplit(postgres_url)[:2], name, "", ""))


def postgres_name(set_name: str) -> str:
    return f"{PREFIX}{set_name.replace('-', '_')}_{fingerprint()}"
