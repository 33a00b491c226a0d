"""The plugins that are loaded, and what they bring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.module_loading import import_string

from cms.plugins.contract import Block, PluginConfig

if TYPE_CHECKING:
    from collections.abc import Collection


def all_plugins() -> list[PluginConfig]:
    """Return the loaded plugins in the order of their names."""
    loaded = [
        config for config in apps.get_app_configs() if isinstance(config, PluginConfig)
    ]
    return sorted(loaded, key=lambda config: config.label)


def plugin(name: str) -> PluginConfig | None:
    """Return the plugin with this name if it is loaded."""
    config = apps.app_configs.get(name)
    return config if isinstance(config, PluginConfig) else None


def enabled_for(name: str, disabled_features: Collection[str]) -> bool:
    """Tell whether a plugin is loaded and a city has not switched it off."""
    return plugin(name) is not None and name not in disabled_features


def plugin_blocks() -> list[Block]:
    """Return the blocks of all loaded plugins, in the order of the plugins."""
    return [block for config in all_plugins() for block in config.plugin.blocks]


def site_fields() -> list[type]:
    """Return the classes with the fields that plugins hang on the type `Site`."""
    return _imported("site_fields")


def types() -> list[type]:
    """Return the GraphQL types that plugins add and that no field names."""
    return _imported("types")


def mutations() -> list[type]:
    """Return the classes with the fields that plugins hang on the type `Mutation`."""
    return _imported("mutations")


def _imported(part: str) -> list[Any]:
    return [
        import_string(path)
        for config in all_plugins()
        for path in getattr(config.plugin, part)
    ]
