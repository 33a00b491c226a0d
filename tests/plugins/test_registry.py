"""The registry hands out what loaded plugins bring, in a stable order."""

import logging
from pathlib import Path

import pytest

from cms.plugins import registry
from cms.plugins.contract import Block, PageType, RouteKind, SearchKind
from tests.plugins import samples
from tests.plugins.conftest import Describe

HERE = "tests.plugins.samples"
GENTLE = Block("gentle", f"{HERE}.Gentle", f"{HERE}.GentleType")


def test_plugins_come_in_the_order_of_their_names() -> None:
    assert [config.label for config in registry.all_plugins()] == [
        "buddy_program",
        "use_it_map",
    ]
    assert [name for name, _title in registry.feature_choices()] == [
        "buddy_program",
        "use_it_map",
    ]


def test_an_app_that_is_no_plugin_is_not_found() -> None:
    assert registry.plugin("cms") is None
    assert registry.plugin("nobody") is None
    assert registry.plugin("use_it_map") in registry.all_plugins()


def test_a_plugin_is_on_unless_the_city_has_it_off() -> None:
    assert registry.enabled_for("use_it_map", [])
    assert registry.enabled_for("use_it_map", ["buddy_program"])
    assert not registry.enabled_for("use_it_map", ["use_it_map"])
    assert not registry.enabled_for("nobody", [])


def test_a_plugin_that_brings_nothing_costs_nothing(describe: Describe) -> None:
    for config in registry.all_plugins():
        describe(config.label)

    assert registry.plugin_blocks() == []
    assert registry.site_fields() == registry.types() == registry.mutations() == []
    assert registry.route_kinds() == []
    assert registry.search_kinds() == []
    assert registry.content_models() == []
    assert registry.operations() == []
    assert registry.personal_data() == registry.url_modules() == []
    assert registry.image_presets() == {}
    assert registry.parts("demo") == registry.parts("bench") == []


def test_every_part_is_handed_out(describe: Describe) -> None:
    kind = RouteKind(f"{HERE}.GentleType", f"{HERE}.find")
    search = SearchKind("wagtailcore.Page", f"{HERE}.GentleType", f"{HERE}.find")
    describe("buddy_program")
    describe(
        blocks=(GENTLE, Block("within", GENTLE.path, GENTLE.type, inner=True)),
        site_fields=(f"{HERE}.SiteFields",),
        page_types=(PageType("wagtailcore.Page", f"{HERE}.GentleType"),),
        types=(f"{HERE}.GentleType",),
        route_kinds=(kind,),
        search_kinds=(search,),
        sitemap=(f"{HERE}.sitemap",),
        operations="use_it_map",
        urls=HERE,
        content_models=("wagtailcore.Page",),
        personal_data=HERE,
        image_presets=f"{HERE}.PRESETS",
        mutations=(f"{HERE}.Mutations",),
        demo=f"{HERE}.find",
    )

    part = registry.Part
    assert [(n, type(b)) for n, b in registry.block_definitions()] == [
        ("gentle", samples.Gentle)
    ]
    assert registry.block_types() == [
        ("gentle", samples.GentleType),
        ("within", samples.GentleType),
    ]
    assert registry.site_fields() == [samples.SiteFields]
    assert registry.page_types() == [("wagtailcore.Page", samples.GentleType)]
    assert registry.types() == [samples.GentleType]
    assert registry.mutations() == [samples.Mutations]
    assert registry.route_kinds() == [(part("use_it_map", samples.find), kind)]
    assert registry.search_kinds() == [(part("use_it_map", samples.find), search)]
    assert registry.search_types() == [("wagtailcore.Page", samples.GentleType)]
    assert registry.parts("sitemap") == [part("use_it_map", samples.sitemap)]
    assert registry.parts("demo") == [part("use_it_map", samples.find)]
    assert registry.operations() == [
        part("use_it_map", Path(__file__).parents[2] / "use_it_map")
    ]
    assert registry.url_modules() == [("use_it_map", samples)]
    assert registry.personal_data() == [part("use_it_map", samples)]
    assert registry.image_presets() == {"sample": "fill-40x30"}
    assert [model.__name__ for model in registry.content_models()] == ["Page"]
    assert registry.plugin_of(samples.SiteFields) == "use_it_map"
    assert registry.plugin_of(samples.Mutations) == "use_it_map"
    with pytest.raises(LookupError):
        registry.plugin_of(samples.OtherSiteFields)


def test_a_part_that_cannot_be_used_is_left_out_and_logged(
    describe: Describe, caplog: pytest.LogCaptureFixture
) -> None:
    describe("buddy_program")
    describe(
        blocks=(Block("boom", f"{HERE}.Explodes", f"{HERE}.Nothing"), GENTLE),
        site_fields=("nowhere.SiteFields", f"{HERE}.SiteFields"),
        content_models=("nowhere.Model",),
        operations="nowhere",
    )

    with caplog.at_level(logging.ERROR, logger="cms.plugins.registry"):
        assert [name for name, _block in registry.block_definitions()] == ["gentle"]
        assert registry.site_fields() == [samples.SiteFields]
    assert [record.getMessage() for record in caplog.records] == [
        f"A plugin names {HERE}.Explodes, which cannot be used.",
        "A plugin names nowhere.SiteFields, which cannot be used.",
    ]
    assert registry.content_models() == []
    assert registry.operations() == []
