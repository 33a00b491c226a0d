"""`manage.py startplugin NAME`: a new plugin that works and has a passing test."""

from __future__ import annotations

import keyword
import re
import shutil
import tempfile
from argparse import ArgumentParser
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

import cms.plugins

TEMPLATE = Path(cms.plugins.__file__).parent / "template"
SUFFIX = "-tpl"  # keeps linters and test runners off the template
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
LONGEST_NAME = 40


class Command(BaseCommand):
    help = "Write a new plugin: a package of its own, with a model, a block and a test."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "name", help="The plugin's name, such as language_cafe: also its package's."
        )
        parser.add_argument(
            "--directory",
            type=Path,
            default=Path(),
            help="The folder in which the plugin's folder is made; the current one.",
        )

    def handle(self, *, name: str, directory: Path, **options: Any) -> None:
        _refuse_bad_name(name)
        target = directory / name
        if not directory.is_dir():
            raise CommandError(f"{directory} is no folder.")
        if target.exists():
            raise CommandError(f"{target} exists already; nothing was written.")
        try:
            _write(name, target)
        except OSError as error:
            raise CommandError(f"{target} can't be written: {error}") from error
        self.stdout.write(
            f"The plugin {name} is in {target}. Install it and run its test:\n"
            f"  cd {target}\n"
            "  pip install --no-build-isolation --no-deps --editable .\n"
            "  pytest"
        )


def _refuse_bad_name(name: str) -> None:
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        raise CommandError(
            f"“{name}” is no name for a plugin: use lower-case letters, digits and "
            f"single underscores, a letter first, at most {LONGEST_NAME} characters."
        )
    if keyword.iskeyword(name) or keyword.issoftkeyword(name):
        raise CommandError(f"“{name}” is a word of Python; choose another name.")
    if name in apps.app_configs or find_spec(name):
        raise CommandError(f"“{name}” is taken by an app or a Python module.")


def _write(name: str, target: Path) -> None:
    """Write the plugin beside its place first: it is there whole or not at all."""
    draft = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=target.parent))
    try:
        for source in sorted(TEMPLATE.rglob(f"*{SUFFIX}")):
            place = str(source.relative_to(TEMPLATE)).removesuffix(SUFFIX)
            file = draft / _filled(place, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            text = source.read_text(encoding="utf-8")
            file.write_text(_filled(text, name), encoding="utf-8")
        draft.chmod(0o755)
        draft.rename(target)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def _filled(text: str, name: str) -> str:
    """Put the plugin's name in, in each way that a name is written."""
    words = name.split("_")
    camel = "".join(word.capitalize() for word in words)
    ways = {
        "plugin_name": name,
        "plugin-name": "-".join(words),
        "Plugin title": " ".join(words).capitalize(),
        "PluginName": camel,
        "pluginName": camel[0].lower() + camel[1:],
    }
    for placeholder, written in ways.items():
        text = text.replace(placeholder, written)
    return text
