"""Fields of plugins, which each city can switch off."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import graphene
from django.utils.translation import gettext as _

from city_api.engine.connections import Connection
from city_api.engine.errors import ApiError
from cms.plugins import registry
from cms.selectors.reader import Reader


def switchable(mixin: type) -> type:
    """Return a plugin's class of site fields, silent in cities that have it off."""
    plugin = registry.plugin_of(mixin)
    resolvers = {
        name: staticmethod(_switched(getattr(mixin, name), plugin, _field(mixin, name)))
        for name in dir(mixin)
        if name.startswith("resolve_")
    }
    return type(mixin.__name__, (mixin,), resolvers)


def _field(mixin: type, resolver: str) -> Any:
    return getattr(mixin, resolver.removeprefix("resolve_"), None)


def _switched(
    resolve: Callable[..., Any], plugin: str, field: Any
) -> Callable[..., Any]:
    @wraps(resolve)
    def resolver(reader: Reader, info: Any, **arguments: Any) -> Any:
        if registry.enabled_for(plugin, reader.city.settings.disabled_features):
            return resolve(reader, info, **arguments)
        return _nothing(field, plugin)

    return resolver


def _nothing(field: Any, plugin: str) -> Any:
    """Return what a field answers that holds nothing."""
    required = bool(getattr(field, "kwargs", {}).get("required"))
    if isinstance(field, graphene.List):
        return [] if required else None
    kind = getattr(field, "type", None) or getattr(field, "_type", None)
    if isinstance(kind, graphene.NonNull):
        kind, required = kind.of_type, True
    if not required:
        return None
    if str(kind).endswith("Connection"):
        return Connection()
    message = _("The feature “%(name)s” is switched off in this city.")
    raise ApiError("FEATURE_OFF", message % {"name": plugin})
