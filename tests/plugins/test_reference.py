"""The reference names every part of the contract and every system check."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from cms.plugins import checks, registry, testing
from cms.plugins.contract import Block, PageType, Plugin, RouteKind, SearchKind

DOCS = Path(__file__).parents[2] / "docs"
REFERENCE = (DOCS / "reference" / "plugin-contract.md").read_text(encoding="utf-8")


def test_every_part_has_a_row() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", REFERENCE, flags=re.MULTILINE)

    assert {part.name for part in fields(Plugin)} <= set(rows)


@pytest.mark.parametrize("kind", [Block, PageType, RouteKind, SearchKind])
def test_every_description_is_shown_with_its_details(kind: type) -> None:
    names = [part.name for part in fields(kind) if part.name != "inner"]

    assert f"`{kind.__name__}({', '.join(names)})`" in REFERENCE


def test_every_check_has_a_row() -> None:
    code = Path(checks.__file__).read_text(encoding="utf-8")
    used = set(re.findall(r'"(?:vitej\.plugins\.)?([EW]\d{3})"', code))
    rows = re.findall(r"^\| `([EW]\d{3})` \|", REFERENCE, flags=re.MULTILINE)

    assert sorted(used) == rows


def test_every_function_of_the_registry_is_named() -> None:
    functions = [
        name
        for name, value in vars(registry).items()
        if callable(value)
        and getattr(value, "__module__", "") == registry.__name__
        and not isinstance(value, type)
        and not name.startswith("_")
    ]

    missing = [name for name in functions if f"`{name}(" not in REFERENCE]
    assert missing == []


def test_what_plugins_may_import_is_named() -> None:
    listed = ", ".join(f"`{module}`" for module in testing.PUBLIC)

    assert listed in REFERENCE.replace("\n", " ")
