"""A loaded plugin that says about itself what a test wants."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps

from cms.plugins.contract import Plugin, PluginConfig

Describe = Callable[..., PluginConfig]


@pytest.fixture
def describe(monkeypatch: pytest.MonkeyPatch) -> Describe:
    """Give a bundled plugin another description for the time of the test."""

    def describe(name: str = "use_it_map", **parts: Any) -> PluginConfig:
        config = apps.get_app_config(name)
        assert isinstance(config, PluginConfig)
        whole: dict[str, Any] = {"title": "A plugin", "contract": 1} | parts
        description = Plugin(**whole)
        monkeypatch.setattr(config, "plugin", description, raising=False)
        return config

    return describe
