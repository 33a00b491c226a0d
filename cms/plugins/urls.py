"""The URLs of the plugins, each under its own name.

Include it last: `path("", include("cms.plugins.urls"))`. `PluginUrlsMiddleware`
closes them where a city has the plugin off. The namespace is the plugin's name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import URLResolver, include, path

from cms.plugins.registry import url_modules

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType


def mounted(modules: Iterable[tuple[str, ModuleType]]) -> list[URLResolver]:
    """Return the URLs of (plugin name, module with `urlpatterns`)."""
    return [
        path(f"{name}/", include((module, name), namespace=name))
        for name, module in modules
    ]


urlpatterns = mounted(url_modules())
