"""System checks of the persisted operations.

Ids: `city_api.E001` an operation that can't run, `E002` a name taken twice, `E003` a
name that can't be one, `E004` a folder that is none, `E005` not one operation a file.
Each stands in `docs/reference/city-api.md`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from graphql import OperationDefinitionNode

from city_api.execution import Refused, prepared
from city_api.operations import files, has_name, read


def check_operations(**_kwargs: Any) -> list[CheckMessage]:
    """Find persisted operations that can't be asked for, and say who brings them."""
    return [*_check_folder(), *_check_names(), *_check_files()]


def _check_folder() -> Iterator[CheckMessage]:
    folder = settings.CITY_API_OPERATIONS
    if folder and not Path(folder).is_dir():
        yield _error(
            "E004",
            f"VITEJ_API_OPERATIONS names {folder}, which is no folder.",
            "Name a folder with .graphql files, or leave the variable out.",
        )


def _check_names() -> Iterator[CheckMessage]:
    taken: dict[str, str] = {}
    for source, file in files():
        if not has_name(file):
            yield _error(
                "E003",
                f"{file} of {source} has a name that no operation can have.",
                "Begin with a letter; go on with letters, digits, - and _.",
            )
        elif file.stem in taken:
            yield _error(
                "E002",
                f"{source} brings an operation “{file.stem}”, as does"
                f" {taken[file.stem]}.",
                f"Give {file} another name.",
            )
        else:
            taken[file.stem] = source


def _check_files() -> Iterator[CheckMessage]:
    for source, file in files():
        try:
            document = prepared(read(file).document)
        except (OSError, UnicodeDecodeError) as error:
            yield _error("E001", f"{file} of {source} can't be read: {error}", "")
        except Refused as refused:
            first = refused.errors[0]
            yield _error(
                "E001",
                f"{file} of {source} can't run: {first.message}",
                "It must fit the schema (graphql/schema.graphql) and the limits.",
            )
        else:
            kinds = [type(each) for each in document.definitions]
            if kinds.count(OperationDefinitionNode) != 1:
                yield _error(
                    "E005",
                    f"{file} of {source} doesn't hold exactly one operation.",
                    "Give each operation a file of its own.",
                )


def _error(number: str, problem: str, hint: str) -> Error:
    return Error(problem, hint=hint or None, id=f"city_api.{number}")
