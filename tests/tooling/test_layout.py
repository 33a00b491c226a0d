"""The folder `graphql/` and the package `graphql` live side by side."""

import re
from importlib.metadata import version
from pathlib import Path

import graphql

import city_api
from tests.support.processes import ROOT, run


def test_the_graphql_folder_is_no_package() -> None:
    assert not (ROOT / "graphql" / "__init__.py").exists()


def test_graphql_is_graphql_core() -> None:
    assert graphql.version == version("graphql-core")
    assert Path(city_api.__file__).parent == ROOT / "graphql" / "city_api"


def test_graphql_is_graphql_core_in_the_projects_folder_too() -> None:
    done = run("-c", "import graphql; print(graphql.version)", env={})

    assert done.stdout.strip() == version("graphql-core")


def test_every_variable_that_the_settings_read_is_documented() -> None:
    sources = (ROOT / "cms" / "settings").glob("*.py")
    reading = re.compile(r"\benv\.\w+\(\s*\"([A-Z_]+)\"")
    read = {name for file in sources for name in reading.findall(file.read_text())}
    page = (ROOT / "docs" / "reference" / "settings.md").read_text()

    assert "DATABASE_URL" in read
    assert {name for name in read if f"`{name}`" not in page} == set()
