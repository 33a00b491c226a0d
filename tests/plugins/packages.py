"""Installed packages, as far as entry points go: a folder and its dist-info."""

from pathlib import Path

WORKING = """
from cms.plugins.contract import Plugin, PluginConfig

class Config(PluginConfig):
    name = "{name}"
    plugin = Plugin(title="{name}", contract=1)
"""


class Packages:
    """Installs packages into a folder on the path."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, name: str, *, apps: str = WORKING, entry: str = "") -> None:
        """Install the package `name`, with `apps` as its `apps.py`."""
        package = self.folder / name
        package.mkdir()
        (package / "__init__.py").touch()
        (package / "apps.py").write_text(apps.replace("{name}", name))
        info = self.folder / f"{name}-1.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n"
        )
        (info / "entry_points.txt").write_text(
            f"[vitej.plugins]\n{entry or name} = {name}.apps:Config\n"
        )
