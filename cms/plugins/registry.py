"""The plugins that are loaded, and what they bring.

A part that cannot be imported is left out here and reported by the system checks:
one faulty plugin must take neither the hub nor another plugin down.
"""

from __future__ import annotations

import logging
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from django.apps import apps
from django.utils.module_loading import import_string

from cms.plugins.contract import Block, Plugin, PluginConfig, RouteKind, SearchKind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from types import ModuleType

    from django.db.models import Model

logger = logging.getLogger(__name__)


class Part(NamedTuple):
    """Something that a plugin brings, and the plugin's name."""

    plugin: str
    value: Any


def all_plugins() -> list[PluginConfig]:
    """Return the loaded plugins in the order of their names."""
    loaded = [
        config
        for config in apps.get_app_configs()
        if isinstance(config, PluginConfig) and isinstance(config.plugin, Plugin)
    ]
    return sorted(loaded, key=lambda config: config.label)


def plugin(name: str) -> PluginConfig | None:
    """Return the plugin with this name if it is loaded."""
    return next((config for config in all_plugins() if config.label == name), None)


def enabled_for(name: str, disabled_features: Collection[str]) -> bool:
    """Tell whether a plugin is loaded and a city has not switched it off."""
    return plugin(name) is not None and name not in disabled_features


def feature_choices() -> list[tuple[str, Any]]:
    """Return (name, title) of the plugins, for a form that switches them."""
    return [(config.label, config.plugin.title) for config in all_plugins()]


def plugin_blocks() -> list[Block]:
    """Return the descriptions of all plugins' blocks, in the order of the plugins."""
    return [block for config in all_plugins() for block in config.plugin.blocks]


def block_definitions() -> list[tuple[str, Any]]:
    """Return (name, Wagtail block) of the plugins' blocks for bodies, made anew."""
    return [
        (block.name, definition)
        for block in plugin_blocks()
        if not block.inner
        for definition in _imported(block.path, load=_made)
    ]


def block_types() -> list[tuple[str, type]]:
    """Return (name, GraphQL type) of the plugins' blocks."""
    return [
        (block.name, type_)
        for block in plugin_blocks()
        for type_ in _imported(block.type)
    ]


def page_types() -> list[tuple[str, type]]:
    """Return (`app_label.Model`, GraphQL type) of the plugins' pages."""
    return [
        (page.model, type_)
        for config in all_plugins()
        for page in config.plugin.page_types
        for type_ in _imported(page.type)
    ]


def site_fields() -> list[type]:
    """Return the classes with the fields that plugins hang on the type `Site`."""
    return [part.value for part in parts("site_fields")]


def types() -> list[type]:
    """Return the GraphQL types that plugins add and that no field names."""
    return [part.value for part in parts("types")]


def mutations() -> list[type]:
    """Return the classes with the fields that plugins hang on the type `Mutation`."""
    return [part.value for part in parts("mutations")]


def plugin_of(value: object) -> str:
    """Return the name of the plugin that one of the values above comes from.

    Raises:
        LookupError: if no loaded plugin brings it.
    """
    for name in ("site_fields", "mutations", "types"):
        for part in parts(name):
            if part.value is value:
                return part.plugin
    raise LookupError(value)


def route_kinds() -> list[tuple[Part, RouteKind]]:
    """Return (plugin and `find` callable, description) of what plugins route."""
    return [
        (Part(config.label, find), kind)
        for config in all_plugins()
        for kind in config.plugin.route_kinds
        for find in _imported(kind.find)
    ]


def search_kinds() -> list[tuple[Part, SearchKind]]:
    """Return (plugin and `public` callable, description) of what plugins search."""
    return [
        (Part(config.label, public), kind)
        for config in all_plugins()
        for kind in config.plugin.search_kinds
        for public in _imported(kind.public)
    ]


def search_types() -> list[tuple[str, type]]:
    """Return (`app_label.Model`, GraphQL type) of what plugins let a search find."""
    return [
        (kind.model, type_)
        for _part, kind in search_kinds()
        for type_ in _imported(kind.type)
    ]


def parts(name: str) -> list[Part]:
    """Return what the dotted paths of a part name, such as "demo" or "blocks.path"."""
    return [
        Part(config.label, value)
        for config in all_plugins()
        for part, path in config.plugin.named()
        if part == name
        for value in _imported(path)
    ]


def operations() -> list[Part]:
    """Return the folders with the plugins' persisted operations, as `Path`s."""
    return [
        Part(config.label, folder)
        for config in all_plugins()
        if (folder := operations_folder(config)) and folder.is_dir()
    ]


def operations_folder(config: PluginConfig) -> Path | None:
    """Return where a plugin says that its operations are; it need not exist."""
    if not config.plugin.operations:
        return None
    # The package may be nested: `a.b` lies two folders below the one it counts from.
    package = Path(config.path)
    return package.parents[config.name.count(".")] / config.plugin.operations


def content_models() -> list[type[Model]]:
    """Return the models whose changes change what cities publish."""
    return [
        model
        for config in all_plugins()
        for label in config.plugin.content_models
        if (model := find_model(label))
    ]


def find_model(label: str) -> type[Model] | None:
    """Return the model `app_label.Model`, or nothing if there is none."""
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def image_presets() -> dict[str, str]:
    """Return the plugins' image presets: filter specs by preset name."""
    return {
        name: spec
        for part in parts("image_presets")
        for name, spec in part.value.items()
    }


def personal_data() -> list[Part]:
    """Return the plugins' modules about the personal data that they hold."""
    return [
        Part(config.label, module)
        for config in all_plugins()
        if config.plugin.personal_data
        for module in _imported(config.plugin.personal_data, load=import_module)
    ]


def url_modules() -> list[tuple[str, ModuleType]]:
    """Return (plugin name, module with `urlpatterns`) of the plugins that have URLs."""
    return [
        (config.label, module)
        for config in all_plugins()
        if config.plugin.urls
        for module in _imported(config.plugin.urls, load=import_module)
    ]


def _made(path: str) -> Any:
    return import_string(path)()


def _imported(path: str, load: Callable[[str], Any] = import_string) -> Iterator[Any]:
    """Yield what the path names, or nothing if it cannot be imported."""
    try:
        value = load(path)
    except Exception:
        logger.exception("A plugin names %s, which cannot be used.", path)
    else:
        yield value
