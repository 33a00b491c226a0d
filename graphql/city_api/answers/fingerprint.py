"""Tells installations, releases and configurations of the hub apart.

Redis outlives the hub's processes. What another release has answered to the same
question, or the same release with other settings or plugins, must not be taken for
an answer of this one.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings

READ = frozenset({".py", ".mo", ".json", ".graphql", ".csv", ".txt", ".toml"})
"""What code and data of ours is made of."""
PACKAGES = frozenset({"site-packages", "dist-packages"})
CONTAINERS = (list, tuple, set, frozenset)


@cache
def fingerprint() -> str:
    """Return a text that differs where the same question may have another answer."""
    digest = hashlib.sha256()
    for part in (plain(_settings()).encode(), *_packages(), *_sources()):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()[:16]


def _settings() -> dict[str, Any]:
    return {name: getattr(settings, name) for name in dir(settings) if name.isupper()}


def plain(value: Any) -> str:
    """Return a text for a setting's value, the same in every process."""
    if isinstance(value, Mapping):
        pairs = sorted(f"{plain(key)}: {plain(each)}" for key, each in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, CONTAINERS):
        parts = [plain(each) for each in value]
        unordered = isinstance(value, set | frozenset)
        return f"[{', '.join(sorted(parts) if unordered else parts)}]"
    if value is None or isinstance(value, str | bytes | int | float | Path):
        return repr(value)
    return f"{type(value).__module__}.{type(value).__qualname__}"


def _packages() -> Iterator[bytes]:
    """Yield the name and version of each package, and the hashes of its files."""
    yield repr(sys.version_info[:3]).encode()
    for folder in sorted({Path(each) for each in sys.path if each}):
        for entry in sorted(folder.glob("*.dist-info")):
            yield entry.name.encode()
            record = entry / "RECORD"
            if record.is_file():
                yield record.read_bytes()


def _sources() -> Iterator[bytes]:
    """Yield the code and the data of the apps that run from a checkout."""
    roots = sorted({Path(config.path) for config in apps.get_app_configs()})
    for root in roots:
        if PACKAGES.isdisjoint(root.parts):
            for path in sorted(root.rglob("*")):
                if path.suffix in READ and path.is_file():
                    yield path.name.encode() + b"\0" + path.read_bytes()
