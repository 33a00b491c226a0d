"""Finds the installed plugins before Django's settings exist."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING

from cms.plugins.contract import ENTRY_POINT_GROUP, PluginConfig

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Fault:
    """An entry point that is left out, and why."""

    name: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Discovery:
    """What the entry points of the group hold."""

    apps: tuple[str, ...]
    """Dotted paths of app configs for `INSTALLED_APPS`, by plugin name."""

    faults: tuple[Fault, ...]
    unknown: tuple[str, ...]
    """Names that were to be switched off and that no entry point has."""


def discovered_apps(disabled: Iterable[str] = ()) -> list[str]:
    """Return the app configs of all plugins that are installed and not disabled.

    They belong before the core's own apps: Django takes the first template that
    it finds, so a plugin can replace one of the core's.
    """
    return list(discover(disabled).apps)


def discover(disabled: Iterable[str] = ()) -> Discovery:
    """Look at every entry point; one that is broken is reported, never raised."""
    switched_off = {name.strip() for name in disabled} - {""}
    found = sorted(
        entry_points(group=ENTRY_POINT_GROUP),
        key=lambda entry: (entry.name, entry.value),
    )
    apps: dict[str, str] = {}
    faults = []
    for entry in found:
        if entry.name in switched_off:
            continue
        if reason := _fault(entry, taken=apps):
            faults.append(Fault(entry.name, entry.value, reason))
        else:
            apps[entry.name] = f"{entry.module}.{entry.attr}"
    unknown = switched_off - {entry.name for entry in found}
    return Discovery(tuple(apps.values()), tuple(faults), tuple(sorted(unknown)))


def _fault(entry: EntryPoint, *, taken: dict[str, str]) -> str:
    """Say why Django could not start with this entry point; empty if it can."""
    if entry.name in taken:
        return f"{taken[entry.name]} already has this name"
    try:
        config = entry.load()
    except Exception as error:  # noqa: BLE001  foreign code may raise anything
        return f"{type(error).__name__}: {error}"
    if not (isinstance(config, type) and issubclass(config, PluginConfig)):
        return "it names no subclass of cms.plugins.contract.PluginConfig"
    name = getattr(config, "name", "")
    label = getattr(config, "label", "") or name.rpartition(".")[2]
    if label != entry.name:
        return f"the app's label is {label!r}; both names must be the same"
    return ""
