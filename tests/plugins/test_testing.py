"""`check_plugin` finds what is wrong with a plugin, and says all of it at once."""

from pathlib import Path
from typing import Any

import pytest

from cms.plugins.contract import Block
from cms.plugins.testing import check_plugin
from tests.plugins.conftest import Describe

HERE = "tests.plugins.samples"
GENTLE = Block("gentle", f"{HERE}.Gentle", f"{HERE}.GentleType")

pytestmark = pytest.mark.django_db


def problems(name: str = "use_it_map", **arguments: Any) -> list[str]:
    with pytest.raises(AssertionError) as raised:
        check_plugin(name, **arguments)
    return str(raised.value).split("\n")


@pytest.fixture
def package(tmp_path: Path, describe: Describe, monkeypatch: Any) -> Path:
    """Return the folder of a plugin's package, which may be filled with faults."""
    folder = tmp_path / "use_it_map"
    folder.mkdir()
    (folder / "__init__.py").write_text('"""Bare."""\n')
    monkeypatch.setattr(describe(), "path", str(folder))
    return folder


@pytest.mark.parametrize("name", ["buddy_program", "use_it_map"])
def test_the_bundled_plugins_are_right(name: str) -> None:
    check_plugin(name)


def test_a_plugin_that_is_not_there_is_missed() -> None:
    assert problems("nobody") == [
        "No plugin nobody is loaded: is its package installed, with an entry point?"
    ]


def test_system_checks_of_this_plugin_are_problems(describe: Describe) -> None:
    describe("buddy_program", contract=3)
    describe(contract=2)

    assert problems() == [
        (
            "The plugin “use_it_map” keeps version 2 of the contract; this hub keeps "
            "version 1. Install a release of the plugin that fits this hub. "
            "(vitej.plugins.E003)"
        )
    ]


def test_an_init_that_does_something_is_a_problem(package: Path) -> None:
    (package / "__init__.py").write_text("import json\n")

    assert problems() == [
        f"{package}/__init__.py must hold a docstring and nothing else."
    ]


@pytest.mark.parametrize(
    ("line", "internal"),
    [
        ("from cms.models import City", None),
        ("from cms.plugins.contract import Plugin", None),
        ("from city_api.schema.page import Page", None),
        ("import cmsx.demo", None),
        ("from cms.demo.loader import demo_load", "cms.demo.loader.demo_load"),
        ("import microsite.views", "microsite.views"),
        ("from cms.models import _secret", "cms.models._secret"),
    ],
)
def test_only_what_is_internal_to_the_hub_may_not_be_imported(
    package: Path, line: str, internal: str | None
) -> None:
    (package / "deep").mkdir()
    file = package / "deep" / "module.py"
    file.write_text(f"def late():\n    {line}\n")

    if internal is None:
        check_plugin("use_it_map")
    else:
        assert problems() == [
            f"{file} imports {internal}, which is internal to the hub."
        ]


def test_a_block_that_changes_what_is_stored_is_a_problem(describe: Describe) -> None:
    describe(blocks=(GENTLE,))
    kept = {"texts": [{"type": "gone", "value": 1, "id": "a"}]}

    check_plugin("use_it_map", block_values={"gentle": [kept]})

    assert problems(block_values={"gentle": [{"texts": [], "extra": 1}], "x": []}) == [
        "There is no block x.",
        "The block gentle turns {'texts': [], 'extra': 1} into {'texts': []}.",
    ]


def test_operations_must_be_valid(package: Path, describe: Describe) -> None:
    describe(operations="use_it_map/operations")
    folder = package / "operations"
    folder.mkdir()
    (folder / "a.graphql").write_text("query A { sites { slug } }")
    check_plugin("use_it_map")

    (folder / "b.graphql").write_text("query B {")
    (folder / "c.graphql").write_text("query C { sites { nothing } }")

    unparsed, unknown = problems()
    assert unparsed.startswith(f"{folder}/b.graphql cannot be parsed: Syntax Error")
    assert unknown == (
        f"{folder}/c.graphql is not valid:"
        " Cannot query field 'nothing' on type 'SiteSummary'."
    )


def test_operations_are_valid_with_what_they_import(
    package: Path, describe: Describe
) -> None:
    describe(operations="use_it_map/operations")
    folder = package / "operations"
    (folder / "fragments").mkdir(parents=True)
    (folder / "fragments" / "city.graphql").write_text(
        "fragment City on SiteSummary { slug }"
    )
    imported = '#import "fragments/city.graphql"\n'
    (folder / "a.graphql").write_text(f"query A {{ sites {{ ...City }} }}\n{imported}")
    check_plugin("use_it_map")

    (folder / "b.graphql").write_text(f"query B {{ sites {{ name }} }}\n{imported}")

    (unused,) = problems()
    assert unused == f"{folder}/b.graphql is not valid: Fragment 'City' is never used."
