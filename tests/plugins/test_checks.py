"""Each wrong set-up is a system check that names the plugin at fault."""

from typing import Any

import pytest
from django.core.checks import run_checks
from pytest_django.fixtures import Settings

from cms.plugins.contract import Block, PageType, RouteKind, SearchKind
from tests.plugins.conftest import Describe
from tests.plugins.packages import Packages

HERE = "tests.plugins.samples"
GENTLE = Block("gentle", f"{HERE}.Gentle", f"{HERE}.GentleType")


def found() -> list[tuple[str, str]]:
    """Return (id, message) of the plugins' checks."""
    messages = run_checks(tags=["vitej.plugins"])
    return [
        (str(message.id).removeprefix("vitej.plugins."), str(message.msg))
        for message in messages
    ]


def test_the_bundled_plugins_are_right() -> None:
    assert found() == []


def test_a_plugin_that_uses_every_part_rightly_is_right(describe: Describe) -> None:
    describe(
        blocks=(GENTLE,),
        site_fields=(f"{HERE}.SiteFields",),
        page_types=(PageType("wagtailcore.Page", f"{HERE}.GentleType"),),
        types=(f"{HERE}.GentleType",),
        route_kinds=(RouteKind(f"{HERE}.GentleType", f"{HERE}.find"),),
        search_kinds=(
            SearchKind("wagtailcore.Page", f"{HERE}.GentleType", f"{HERE}.find"),
        ),
        sitemap=(f"{HERE}.sitemap",),
        operations="use_it_map",
        urls=HERE,
        content_models=("wagtailcore.Page",),
        personal_data=HERE,
        image_presets=f"{HERE}.PRESETS",
        bench=f"{HERE}.find",
        mutations=(f"{HERE}.Mutations",),
        demo=f"{HERE}.find",
    )

    assert found() == []


def test_an_entry_point_that_cannot_start_is_an_error(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    Packages(tmp_path).add("unlucky", apps="raise RuntimeError('no luck')")

    assert found() == [
        (
            "E001",
            (
                "The plugin “unlucky” (unlucky.apps:Config) is left out: "
                "RuntimeError: no luck."
            ),
        )
    ]


def test_a_disabled_plugin_that_nobody_has_is_a_warning(
    settings: Settings,
) -> None:
    settings.VITEJ_DISABLED_PLUGINS = ["use_it_mapp"]

    assert found() == [
        ("W001", "VITEJ_DISABLED_PLUGINS names “use_it_mapp”, which is not installed.")
    ]


def test_a_plugin_needs_a_description(
    describe: Describe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(describe(), "plugin", {"title": "A plugin"})

    assert found() == [("E002", "The plugin “use_it_map” has no description.")]


@pytest.mark.parametrize(
    ("parts", "error"),
    [
        (
            {"contract": 2},
            ("E003", "keeps version 2 of the contract; this hub keeps version 1"),
        ),
        (
            {"blocks": (Block("gentle", f"{HERE}.Lost", f"{HERE}.GentleType"),)},
            (
                "E004",
                (
                    f"names {HERE}.Lost in blocks.path, which cannot be imported: "
                    f'ImportError: Module "{HERE}" does not define a "Lost" '
                    "attribute/class"
                ),
            ),
        ),
        (
            {"blocks": (Block("gentle", f"{HERE}.Gentle", f"{HERE}.find"),)},
            ("E004", f"names {HERE}.find in blocks.type, which is no type"),
        ),
        (
            {"site_fields": ("nowhere.SiteFields",)},
            (
                "E004",
                (
                    "names nowhere.SiteFields in site_fields, "
                    "which cannot be imported: "
                    "ModuleNotFoundError: No module named 'nowhere'"
                ),
            ),
        ),
        (
            {"types": (f"{HERE}.PRESETS",)},
            ("E004", f"names {HERE}.PRESETS in types, which is no type"),
        ),
        (
            {"mutations": (f"{HERE}.PRESETS",)},
            ("E004", f"names {HERE}.PRESETS in mutations, which is no type"),
        ),
        (
            {"route_kinds": (RouteKind(f"{HERE}.GentleType", f"{HERE}.PRESETS"),)},
            ("E004", f"names {HERE}.PRESETS in route_kinds.find, which is no callable"),
        ),
        (
            {"sitemap": (f"{HERE}.PRESETS",)},
            ("E004", f"names {HERE}.PRESETS in sitemap, which is no callable"),
        ),
        (
            {"image_presets": f"{HERE}.find"},
            ("E004", f"names {HERE}.find in image_presets, which is no mapping"),
        ),
        (
            {"bench": f"{HERE}.PRESETS"},
            ("E004", f"names {HERE}.PRESETS in bench, which is no callable"),
        ),
        (
            {"demo": f"{HERE}.PRESETS"},
            ("E004", f"names {HERE}.PRESETS in demo, which is no callable"),
        ),
        (
            {"personal_data": "nowhere"},
            (
                "E004",
                (
                    "names nowhere in personal_data, which cannot be imported: "
                    "ModuleNotFoundError: No module named 'nowhere'"
                ),
            ),
        ),
        (
            {"content_models": ("use_it_map.Nothing",)},
            (
                "E006",
                (
                    "names the model use_it_map.Nothing in content_models, "
                    "which does not exist"
                ),
            ),
        ),
        (
            {"page_types": (PageType("a.B", f"{HERE}.GentleType"),)},
            ("E006", "names the model a.B in page_types.model, which does not exist"),
        ),
        (
            {"content_models": ("no label",)},
            (
                "E006",
                "names the model no label in content_models, which does not exist",
            ),
        ),
        (
            {
                "search_kinds": (
                    SearchKind("a.B", f"{HERE}.GentleType", f"{HERE}.find"),
                )
            },
            ("E006", "names the model a.B in search_kinds.model, which does not exist"),
        ),
        (
            {"urls": "nowhere"},
            (
                "E007",
                (
                    "names nowhere in urls, which cannot be imported: "
                    "ModuleNotFoundError: No module named 'nowhere'"
                ),
            ),
        ),
        (
            {"urls": "tests.plugins.packages"},
            ("E007", "names tests.plugins.packages in urls, which has no urlpatterns"),
        ),
        (
            {"operations": "use_it_map/nowhere"},
            ("E008", "names use_it_map/nowhere in operations, which is no folder"),
        ),
        (
            {"site_fields": f"{HERE}.SiteFields"},
            ("E009", f"gives '{HERE}.SiteFields' as site_fields"),
        ),
        (
            {"blocks": ("gentle",)},
            ("E009", "gives ('gentle',) as blocks"),
        ),
        (
            {"demo": None},
            ("E009", "gives None as demo"),
        ),
        (
            {"blocks": (Block("forget", f"{HERE}.Forgetful", f"{HERE}.GentleType"),)},
            (
                "E010",
                (
                    "has a plain StreamBlock at forget.rows.item.cells; "
                    "it would lose blocks of plugins that are uninstalled"
                ),
            ),
        ),
        (
            {"blocks": (Block("boom", f"{HERE}.Explodes", f"{HERE}.GentleType"),)},
            (
                "E004",
                (
                    f"names {HERE}.Explodes in blocks.path, which cannot be made "
                    "without arguments: RuntimeError: not made"
                ),
            ),
        ),
    ],
)
def test_a_wrong_part_is_named(
    describe: Describe, parts: dict[str, Any], error: tuple[str, str]
) -> None:
    describe(**parts)

    number, problem = error
    assert found() == [(number, f"The plugin “use_it_map” {problem}.")]


def test_the_personal_data_module_must_hold_all_that_is_asked(
    describe: Describe,
) -> None:
    describe(personal_data="tests.plugins.packages")

    assert found() == [
        (
            "E009",
            f"The plugin “use_it_map” has no {name} in tests.plugins.packages.",
        )
        for name in ("DATA_MAP", "export", "erase")
    ]


@pytest.mark.parametrize(
    ("first", "second", "claim"),
    [
        (
            {"blocks": (GENTLE,)},
            {"blocks": (Block("gentle", f"{HERE}.Gentle", "graphene.ObjectType"),)},
            "the block “gentle”",
        ),
        (
            {"types": (f"{HERE}.GentleType",)},
            {"types": (f"{HERE}.GentleType",)},
            "the GraphQL type “SampleGentle”",
        ),
        (
            {"site_fields": (f"{HERE}.SiteFields",)},
            {"site_fields": (f"{HERE}.OtherSiteFields",)},
            "the site field “samples”",
        ),
        (
            {"mutations": (f"{HERE}.Mutations",)},
            {"mutations": (f"{HERE}.Mutations",)},
            "the mutation “add_sample”",
        ),
        (
            {"image_presets": f"{HERE}.PRESETS"},
            {"image_presets": f"{HERE}.PRESETS"},
            "the image preset “sample”",
        ),
    ],
)
def test_the_second_who_takes_a_name_is_at_fault(
    describe: Describe, first: dict[str, Any], second: dict[str, Any], claim: str
) -> None:
    describe("buddy_program", **first)
    describe("use_it_map", **second)

    assert found() == [
        (
            "E005",
            (
                f"The plugin “use_it_map” brings {claim}, "
                "which “buddy_program” has already."
            ),
        )
    ]


@pytest.mark.parametrize(
    ("parts", "claim"),
    [
        (
            {"blocks": (Block("heading", f"{HERE}.Gentle", f"{HERE}.GentleType"),)},
            "block “heading”",
        ),
        ({"types": (f"{HERE}.CoreType",)}, "GraphQL type “Guide”"),
        ({"image_presets": f"{HERE}.CORE_PRESETS"}, "image preset “card”"),
        ({"site_fields": (f"{HERE}.CoreSiteFields",)}, "site field “guides”"),
    ],
)
def test_a_plugin_cannot_take_a_name_of_the_core(
    describe: Describe, parts: dict[str, Any], claim: str
) -> None:
    describe(**parts)

    problem = f"brings the {claim}, which the core has already"
    assert found() == [("E005", f"The plugin “use_it_map” {problem}.")]
