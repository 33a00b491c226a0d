"""The persisted operations: the hub's own, those of plugins, those of the installation.

One `.graphql` file holds one operation; the file's name is the operation's. Whoever
asks for it by that name or by the SHA-256 of its text sends no text.

What several operations have in common lies as fragments in a folder below theirs, and
a line `#import "fragments/area.graphql"` stands for that file. The operation's text is
what comes of it: whole by itself, and changed with each of its fragments.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.signals import setting_changed

from city_api.http_request import SHA256, hash_of
from cms.plugins import registry

logger = logging.getLogger(__name__)
PACKAGE = Path(__file__).parent
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
IMPORT = re.compile(r'^#import "([^"\n]*)"$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Operation:
    """A persisted operation; `sha256` is the hash of its text in UTF-8."""

    name: str
    document: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """All persisted operations, by name and by hash."""

    by_name: Mapping[str, Operation]
    by_hash: Mapping[str, Operation]


def operations_folder() -> Path:
    """Return the folder of the operations: in the wheel, or beside the package."""
    packed = PACKAGE / "operations"
    return packed if packed.is_dir() else PACKAGE.parent / "operations"


def folders() -> list[tuple[str, Path]]:
    """Return who brings operations, and the folder they lie in.

    The hub comes first, then the plugins, then what `VITEJ_API_OPERATIONS` names.
    """
    own = Path(settings.CITY_API_OPERATIONS) if settings.CITY_API_OPERATIONS else None
    return [
        ("the hub", operations_folder()),
        *(
            (f"the plugin “{part.plugin}”", part.value)
            for part in registry.operations()
        ),
        *([("VITEJ_API_OPERATIONS", own)] if own else []),
    ]


def files() -> Iterator[tuple[str, Path]]:
    """Yield who brings a file with an operation, and the file."""
    for source, folder in folders():
        for file in sorted(folder.glob("*.graphql")):
            yield source, file


def read(file: Path) -> Operation:
    """Return the operation in a file; lines end the same on every system.

    Raises:
        OSError, UnicodeDecodeError: if the file, or one that it imports, can't be read.
    """
    document = IMPORT.sub(
        lambda line: _imported(file.parent, line[1]), file.read_text(encoding="utf-8")
    )
    return Operation(file.stem, document, hash_of(document))


def _imported(folder: Path, name: str) -> str:
    """Return the text of a file of fragments.

    Raises:
        OSError, UnicodeDecodeError: if it doesn't lie below the operations.
    """
    file = (folder / name).resolve()
    if folder.resolve() not in file.parents:
        raise FileNotFoundError(f"“{name}” doesn't lie below {folder}")
    return file.read_text(encoding="utf-8").strip()


@cache
def manifest() -> Manifest:
    """Return the persisted operations; they are read once in a process.

    A name that is taken stays with the first, and what can't be read is left out;
    the system checks name both.
    """
    by_name: dict[str, Operation] = {}
    for _source, file in files():
        if not has_name(file):
            continue
        try:
            operation = read(file)
        except (OSError, UnicodeDecodeError):
            logger.exception("The operation %s can't be read.", file)
        else:
            by_name.setdefault(operation.name, operation)
    by_hash = {operation.sha256: operation for operation in by_name.values()}
    return Manifest(by_name, by_hash)


def has_name(file: Path) -> bool:
    """Tell whether the name of a file can be that of an operation."""
    return bool(NAME.fullmatch(file.stem)) and not SHA256.fullmatch(file.stem)


def _forget(*, setting: str, **_kwargs: object) -> None:
    if setting in {"CITY_API_OPERATIONS", "INSTALLED_APPS"}:
        manifest.cache_clear()


setting_changed.connect(_forget)
