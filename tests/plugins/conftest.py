"""A loaded plugin that says about itself what a test wants."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from wagtail.fields import StreamField

from city_api.execution import graphql_schema
from city_api.operations import manifest
from cms.content.models import kinds
from cms.images import offered_specs
from cms.plugins.contract import Plugin, PluginConfig

Describe = Callable[..., PluginConfig]


@pytest.fixture(scope="session")
def as_installed() -> None:
    """Build what a process keeps of its plugins, while they are what they are.

    It is built when it is first asked for, and would else be of what a test describes.
    """
    for build in (graphql_schema, manifest, kinds, offered_specs):
        build()
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, StreamField):
                assert field.stream_block


@pytest.fixture
def describe(as_installed: None, monkeypatch: pytest.MonkeyPatch) -> Describe:
    """Give a bundled plugin another description for the time of the test."""

    def describe(name: str = "use_it_map", **parts: Any) -> PluginConfig:
        config = apps.get_app_config(name)
        assert isinstance(config, PluginConfig)
        whole: dict[str, Any] = {"title": "A plugin", "contract": 1} | parts
        description = Plugin(**whole)
        monkeypatch.setattr(config, "plugin", description, raising=False)
        return config

    return describe
