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
from django.utils.translation import gettext as _

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
            raise CommandError(_("%(path)s is no folder.") % {"path": directory})
        if target.exists():
            message = _("%(path)s exists already; nothing was written.")
            raise CommandError(message % {"path": target})
        try:
            _write(name, target)
        except OSError as error:
            message = _("%(path)s can't be written: %(error)s")
            raise CommandError(message % {"path": target, "error": error}) from error
        self.stdout.write(
            _("The plugin %(name)s is in %(path)s. Install it and run its test:")
            % {"name": name, "path": target}
            + f"\n  cd {target}\n"
            "  uv pip install --no-build-isolation --no-deps --editable .\n"
            "  pytest"
        )


def _refuse_bad_name(name: str) -> None:
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        message = _(
            "“%(name)s” is no name for a plugin: use lower-case letters, digits and "
            "single underscores, a letter first, at most %(longest)d characters."
        )
        raise CommandError(message % {"name": name, "longest": LONGEST_NAME})
    if keyword.iskeyword(name) or keyword.issoftkeyword(name):
        message = _("“%(name)s” is a word of Python; choose another name.")
        raise CommandError(message % {"name": name})
    if name in apps.app_configs or find_spec(name):
        message = _("“%(name)s” is taken by an app or a Python module.")
        raise CommandError(message % {"name": name})


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
