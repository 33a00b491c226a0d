"""Entry points are read before settings exist; a broken one stops nothing."""

from pathlib import Path

import pytest

from cms.plugins.discovery import Fault, discover, discovered_apps
from tests.plugins.packages import Packages

BUNDLED = [
    "buddy_program.apps.BuddyProgramConfig",
    "use_it_map.apps.UseItMapConfig",
]


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Packages:
    monkeypatch.syspath_prepend(tmp_path)
    return Packages(tmp_path)


def test_the_bundled_plugins_are_found_in_the_order_of_their_names() -> None:
    assert discovered_apps() == BUNDLED


def test_an_installed_package_is_found(packages: Packages) -> None:
    packages.add("found_by_name")

    discovery = discover()

    assert "found_by_name.apps.Config" in discovery.apps
    assert discovery.faults == ()


def test_a_disabled_plugin_is_not_even_imported(packages: Packages) -> None:
    packages.add("left_alone", apps="raise RuntimeError")

    discovery = discover(["left_alone", " use_it_map ", ""])

    assert discovery.apps == ("buddy_program.apps.BuddyProgramConfig",)
    assert discovery.faults == ()
    assert discovery.unknown == ()


def test_a_disabled_name_that_is_not_installed_is_reported() -> None:
    assert discover(["zoo", "use_it_map", "ark"]).unknown == ("ark", "zoo")


@pytest.mark.parametrize(
    ("name", "apps", "reason"),
    [
        ("raises", "raise RuntimeError('no luck')", "RuntimeError: no luck"),
        (
            "lacks_a_module",
            "import a_module_that_nobody_has",
            "ModuleNotFoundError: No module named 'a_module_that_nobody_has'",
        ),
        (
            "names_a_number",
            "Config = 7",
            "it names no subclass of cms.plugins.contract.PluginConfig",
        ),
        (
            "names_any_app",
            "from django.apps import AppConfig as Config",
            "it names no subclass of cms.plugins.contract.PluginConfig",
        ),
        (
            "has_two_names",
            (
                "from cms.plugins.contract import PluginConfig\n"
                "class Config(PluginConfig): name = 'another.name'"
            ),
            "the app's label is 'name'; both names must be the same",
        ),
    ],
)
def test_a_broken_plugin_is_left_out_with_its_reason(
    packages: Packages, name: str, apps: str, reason: str
) -> None:
    packages.add(name, apps=apps)

    discovery = discover()

    assert discovery.faults == (Fault(name, f"{name}.apps:Config", reason),)
    assert list(discovery.apps) == BUNDLED


def test_the_second_plugin_of_a_name_is_left_out(packages: Packages) -> None:
    packages.add("use_it_map_again", entry="use_it_map")

    discovery = discover()

    assert discovery.faults == (
        Fault(
            "use_it_map",
            "use_it_map_again.apps:Config",
            "use_it_map.apps.UseItMapConfig already has this name",
        ),
    )
    assert list(discovery.apps) == BUNDLED
