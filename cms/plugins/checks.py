"""System checks that name the plugin at fault.

Ids: `E001` entry point, `E002` description, `E003` contract version, `E004` dotted
path, `E005` name taken twice, `E006` unknown model, `E007` URLs, `E008` operations
folder, `E009` shape of a part, `E010` stream that would lose content; `W001` unknown
name in `VITEJ_DISABLED_PLUGINS`. Each stands in `docs/reference/plugin-contract.md`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import fields
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register  # noqa: A004
from django.utils.module_loading import import_string

from cms.plugins.contract import (
    CONTRACT,
    Block,
    PageType,
    Plugin,
    PluginConfig,
    RouteKind,
    SearchKind,
)
from cms.plugins.discovery import discover
from cms.plugins.registry import find_model, operations_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MEMBERS: dict[str, type] = {
    "blocks": Block,
    "site_fields": str,
    "page_types": PageType,
    "types": str,
    "route_kinds": RouteKind,
    "search_kinds": SearchKind,
    "sitemap": str,
    "content_models": str,
    "mutations": str,
}
"""The parts that are tuples, and of what."""

DOTTED: dict[str, Any] = {
    "blocks.path": type,
    "blocks.type": type,
    "site_fields": type,
    "page_types.type": type,
    "types": type,
    "route_kinds.type": type,
    "route_kinds.find": Callable,
    "search_kinds.type": type,
    "search_kinds.public": Callable,
    "sitemap": Callable,
    "image_presets": Mapping,
    "bench": Callable,
    "mutations": type,
    "demo": Callable,
    "next_instant": Callable,
}
"""The parts that are dotted paths, and what they must name."""

MODELS = {"content_models", "page_types.model", "search_kinds.model"}
GRAPHQL_TYPES = {"types", "blocks.type", "page_types.type", "route_kinds.type"}
MOUNTED = {"site_fields": "site field", "mutations": "mutation"}
PERSONAL_DATA: dict[str, Any] = {
    "DATA_MAP": Mapping,
    "export": Callable,
    "erase": Callable,
}


@register("vitej.plugins")
def check_plugins(
    app_configs: Sequence[Any] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Check the entry points and every loaded plugin."""
    messages = list(check_entry_points(settings.VITEJ_DISABLED_PLUGINS))
    sound = []
    for config in apps.get_app_configs():
        if isinstance(config, PluginConfig):
            found = check_config(config)
            messages += found
            if not found:
                sound.append(config)
    return messages + list(check_names_taken_twice(sound))


def check_entry_points(disabled: Iterable[str]) -> Iterator[CheckMessage]:
    discovery = discover(disabled)
    for fault in discovery.faults:
        yield Error(
            f"The plugin “{fault.name}” ({fault.value}) is left out: {fault.reason}.",
            hint=f"Mend or uninstall the package of “{fault.name}”, "
            f"or add {fault.name} to VITEJ_DISABLED_PLUGINS.",
            id="vitej.plugins.E001",
        )
    for name in discovery.unknown:
        yield Warning(
            f"VITEJ_DISABLED_PLUGINS names “{name}”, which is not installed.",
            hint="A plugin's name is its entry point's name in vitej.plugins.",
            id="vitej.plugins.W001",
        )


def check_config(config: PluginConfig) -> list[CheckMessage]:
    """Check one plugin; later checks rely on what earlier ones found right."""
    description = getattr(config, "plugin", None)
    if not isinstance(description, Plugin):
        return [
            _error(config, "E002", "has no description", "Set plugin = Plugin(...).")
        ]
    if description.contract != CONTRACT:
        return [
            _error(
                config,
                "E003",
                f"keeps version {description.contract} of the contract; "
                f"this hub keeps version {CONTRACT}",
                "Install a release of the plugin that fits this hub.",
            )
        ]
    if wrong_shapes := list(_check_shapes(config)):
        return wrong_shapes
    return [
        *_check_paths(config),
        *_check_models(config),
        *_check_urls(config),
        *_check_operations(config),
        *_check_blocks(config),
    ]


def check_names_taken_twice(sound: Iterable[PluginConfig]) -> Iterator[CheckMessage]:
    """Look for names of blocks, fields, types and presets that two parts claim."""
    claims: dict[tuple[str, str], list[PluginConfig | None]] = defaultdict(list)
    for claim in _claims_of_the_core():
        claims[claim].append(None)
    for config in sorted(sound, key=lambda config: config.label):
        for claim in _claims(config):
            claims[claim].append(config)
    for (kind, name), owners in claims.items():
        for owner in filter(None, owners[1:]):
            first = f"“{owners[0].label}”" if owners[0] else "the core"
            yield _error(
                owner,
                "E005",
                f"brings the {kind} “{name}”, which {first} has already",
                "Choose a name that starts with the plugin's own.",
            )


def _check_shapes(config: PluginConfig) -> Iterator[CheckMessage]:
    for field in fields(config.plugin):
        value = getattr(config.plugin, field.name)
        if field.name in {"title", "contract"}:  # the title may be lazy
            continue
        if member := MEMBERS.get(field.name):
            wanted = f"a tuple of {member.__name__}; a tuple of one ends with a comma"
            right = isinstance(value, tuple) and all(
                isinstance(item, member) for item in value
            )
        else:
            wanted = "a string"
            right = isinstance(value, str)
        if not right:
            yield _error(
                config,
                "E009",
                f"gives {value!r} as {field.name}",
                f"{field.name} must be {wanted}.",
            )


def _check_paths(config: PluginConfig) -> Iterator[CheckMessage]:
    for part, path in config.plugin.named():
        if part not in DOTTED:
            continue
        try:
            value = import_string(path)
        except Exception as error:  # noqa: BLE001  foreign code may raise anything
            problem = f"cannot be imported: {type(error).__name__}: {error}"
        else:
            if isinstance(value, DOTTED[part]):
                continue
            problem = f"is no {DOTTED[part].__name__.lower()}"
        yield _error(
            config,
            "E004",
            f"names {path} in {part}, which {problem}",
            f"Correct the path in {type(config).__module__}.",
        )
    yield from _check_personal_data(config)


def _check_personal_data(config: PluginConfig) -> Iterator[CheckMessage]:
    if not (path := config.plugin.personal_data):
        return
    module, problem = _module(path)
    if module is None:
        yield _error(
            config,
            "E004",
            f"names {path} in personal_data, which {problem}",
            f"Correct the path in {type(config).__module__}.",
        )
        return
    for name, wanted in PERSONAL_DATA.items():
        if not isinstance(getattr(module, name, None), wanted):
            yield _error(
                config,
                "E009",
                f"has no {name} in {path}",
                f"personal_data needs {', '.join(PERSONAL_DATA)}.",
            )


def _check_models(config: PluginConfig) -> Iterator[CheckMessage]:
    for part, label in config.plugin.named():
        if part in MODELS and find_model(label) is None:
            yield _error(
                config,
                "E006",
                f"names the model {label} in {part}, which does not exist",
                "Write app_label.Model.",
            )


def _check_urls(config: PluginConfig) -> Iterator[CheckMessage]:
    if not (path := config.plugin.urls):
        return
    module, problem = _module(path)
    if module is not None and not isinstance(
        getattr(module, "urlpatterns", None), list
    ):
        problem = "has no urlpatterns"
    if problem:
        yield _error(
            config,
            "E007",
            f"names {path} in urls, which {problem}",
            "Name a module with urlpatterns.",
        )


def _check_operations(config: PluginConfig) -> Iterator[CheckMessage]:
    folder = operations_folder(config)
    if folder and not folder.is_dir():
        yield _error(
            config,
            "E008",
            f"names {config.plugin.operations} in operations, which is no folder",
            f"It must lie beside or in the package and ship with it: {folder}",
        )


def _check_blocks(config: PluginConfig) -> Iterator[CheckMessage]:
    """Find blocks that cannot be made and streams that would lose content."""
    plain_streams = import_string("blocks.checks.plain_streams")
    for description in config.plugin.blocks:
        for class_ in _imported(description.path):
            try:
                block = class_()
            except Exception as error:  # noqa: BLE001  foreign code may raise anything
                yield _error(
                    config,
                    "E004",
                    f"names {description.path} in blocks.path, which cannot be made "
                    f"without arguments: {type(error).__name__}: {error}",
                    "Give the block's arguments defaults.",
                )
                continue
            for path in plain_streams(block, description.name):
                yield _error(
                    config,
                    "E010",
                    f"has a plain StreamBlock at {path}; it would lose blocks of "
                    "plugins that are uninstalled",
                    "Use blocks.preserving.PreservingStreamBlock.",
                )


def _claims_of_the_core() -> Iterator[tuple[str, str]]:
    """Yield (kind, name) of what the core has; by path, to lie below all of it."""
    for name, _block in import_string("blocks.catalogue.core_blocks")():
        yield "block", name
    for name in import_string("cms.images.PRESETS"):
        yield "image preset", name
    for name in _graphene_fields(import_string("city_api.schema.site.SiteBase")):
        yield "site field", name
    yield from (("GraphQL type", name) for name in ("Query", "Mutation", "Site"))
    for type_ in _subclasses(import_string("graphene.types.base.BaseType")):
        if type_.__module__.startswith("city_api."):
            yield "GraphQL type", _graphql_name(type_)


def _subclasses(class_: type[Any]) -> Iterator[type[Any]]:
    subclass: type[Any]
    for subclass in class_.__subclasses__():
        yield subclass
        yield from _subclasses(subclass)


def _claims(config: PluginConfig) -> Iterator[tuple[str, str]]:
    """Yield (kind, name) of everything that must not be there twice."""
    seen = set()
    for part, text in config.plugin.named():
        if part == "blocks.name":
            yield "block", text
        elif part in GRAPHQL_TYPES and text not in seen:
            seen.add(text)  # a type may serve several parts of its plugin
            yield from (("GraphQL type", _graphql_name(t)) for t in _imported(text))
        elif part == "image_presets":
            yield from (("image preset", n) for p in _imported(text) for n in p)
        elif part in MOUNTED:
            for holder in _imported(text):
                yield from ((MOUNTED[part], name) for name in _graphene_fields(holder))


def _graphql_name(type_: type) -> str:
    return str(getattr(getattr(type_, "_meta", None), "name", type_.__name__))


def _graphene_fields(holder: type) -> list[str]:
    # Graphene orders what it mounts by a counter; nothing else in a class has one.
    return [
        name
        for name in dir(holder)
        if hasattr(getattr(holder, name), "creation_counter")
    ]


def _imported(path: str) -> list[Any]:
    try:
        return [import_string(path)]
    except Exception:  # noqa: BLE001  reported as E004
        return []


def _module(path: str) -> tuple[Any, str]:
    """Return the module and an empty text, or nothing and what is wrong with it."""
    try:
        return import_module(path), ""
    except Exception as error:  # noqa: BLE001  foreign code may raise anything
        return None, f"cannot be imported: {type(error).__name__}: {error}"


def _error(config: PluginConfig, number: str, problem: str, hint: str) -> Error:
    return Error(
        f"The plugin “{config.label}” {problem}.",
        hint=hint,
        obj=config,
        id=f"vitej.plugins.{number}",
    )
