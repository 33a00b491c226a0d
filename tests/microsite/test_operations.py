"""The persisted operations and what plugins add to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.http import QueryDict
from graphql import GraphQLInterfaceType, parse, validate

from city_api.execution import graphql_schema
from microsite import operations
from microsite.operations import BadFragment, document, plugin_variables, text
from microsite.plugin_filters import plugin_filters

NAMES = ["feed", "route", "search", "site", "sitemap"]
FRAGMENT = re.compile(r"^fragment (\w+) on .*?^}\n", re.MULTILINE | re.DOTALL)


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    document.cache_clear()
    plugin_variables.cache_clear()
    yield
    document.cache_clear()
    plugin_variables.cache_clear()


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of an installed plugin's templates."""
    monkeypatch.setattr(apps.get_app_config("use_it_map"), "path", str(tmp_path))
    bare = str(tmp_path / "bare")
    monkeypatch.setattr(apps.get_app_config("buddy_program"), "path", bare)
    folder = tmp_path / "templates" / "microsite"
    (folder / "blocks").mkdir(parents=True)
    (folder / "pages").mkdir()
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_every_operation_fits_the_schema(name: str) -> None:
    assert validate(graphql_schema(), parse(document(name))) == []


def test_shared_fragments_are_the_same_everywhere() -> None:
    route = {found[1]: found[0] for found in FRAGMENT.finditer(text("route"))}
    search = {found[1]: found[0] for found in FRAGMENT.finditer(text("search"))}

    assert search == {name: route[name] for name in search}


def test_every_block_of_the_core_has_a_template_and_its_fields() -> None:
    schema = graphql_schema()
    interface = schema.type_map["Block"]
    assert isinstance(interface, GraphQLInterfaceType)
    names = {block.name for block in schema.get_possible_types(interface)}
    core = {name for name in names if f"... on {name} {{" in text("route")}
    templates = settings.BASE_DIR / "microsite/templates/microsite/blocks"

    assert {path.stem for path in templates.glob("*.html")} == {
        *core,
        "UnavailableBlock",
    }
    assert len(core) == 18


def test_without_plugins_the_text_is_sent_as_it_lies_there(plugin: Path) -> None:
    assert document("route") == text("route")


def test_a_plugins_block_joins_the_blocks_of_every_page(plugin: Path) -> None:
    (plugin / "blocks" / "HeadingBlock.graphql").write_text(
        "fragment PluginHeading on HeadingBlock { anchor }"
    )

    joined = document("route")

    assert validate(graphql_schema(), parse(joined)) == []
    blocks = joined[joined.index("fragment AnyBlock") :]
    assert "...PluginHeading" in blocks[: blocks.index("\nfragment")]


def test_a_plugins_page_joins_the_route(plugin: Path) -> None:
    (plugin / "pages" / "OtherPage.graphql").write_text(
        "fragment PluginPage on OtherPage { slug }"
    )

    joined = document("route")

    assert validate(graphql_schema(), parse(joined)) == []
    route = joined[joined.index("fragment AnyRoute") :]
    assert "...PluginPage" in route[: route.index("\nfragment")]


def test_a_plugins_page_may_declare_variables(plugin: Path) -> None:
    (plugin / "pages" / "OtherPage.graphql").write_text(
        "query ($few: Int, $after: String) { __typename }"
        "fragment PluginPage on OtherPage { children(first: $few) { nodes { slug } } }"
    )

    assert validate(graphql_schema(), parse(document("route"))) == []
    assert [each.variable.name.value for each in plugin_variables()] == ["few"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {}),
        ("word=%20two%20%20words&word=last", {"word": "last"}),
        ("word=%22%27", {}),
        (f"word={'x' * 300}", {"word": "x" * 200}),
        ("yes=1&no=0&no=perhaps", {"yes": True}),
        ("yes=off", {"yes": False}),
        ("few=12", {"few": 12}),
        ("few=-1&many=A", {"many": ["A"]}),
        ("many=A&many=&many=B", {"many": ["A", "B"]}),
        ("code=cs&code=%3Cb%3E", {}),
        ("kind=HOME", {"kind": "HOME"}),
        ("kind=home", {}),
        ("path=/en/&hostname=brno.localhost", {}),
    ],
)
def test_the_query_string_gives_plugins_variables_their_values(
    plugin: Path, query: str, found: dict[str, object]
) -> None:
    (plugin / "pages" / "OtherPage.graphql").write_text(
        "query ($word: String, $yes: Boolean, $no: Boolean, $few: Int,"
        " $many: [String!], $code: [LanguageCode!], $kind: PageKind) { __typename }"
        "fragment PluginPage on OtherPage { slug }"
    )

    assert plugin_filters(QueryDict(query)) == found


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("fragment {", "Expected"),
        ("query { sites { slug } }", "exactly one fragment"),
        ("fragment A on Guide { slug }", "must be on PlacesBlock"),
        ("fragment AnyBlock on PlacesBlock { id }", "is a fragment already"),
        ("query Q { site }", "exactly one fragment"),
        (
            "query ($after: Int) { a } fragment A on PlacesBlock { id }",
            "\\$after: String is a variable already",
        ),
    ],
)
def test_a_bad_file_is_named(plugin: Path, written: str, complaint: str) -> None:
    (plugin / "blocks" / "PlacesBlock.graphql").write_text(written)

    with pytest.raises(BadFragment, match=complaint) as refused:
        document("route")

    assert "PlacesBlock.graphql" in str(refused.value)


def test_only_blocks_and_pages_are_extended() -> None:
    assert operations.EXTENDED == {"blocks": "AnyBlock", "pages": "AnyRoute"}
