"""What a plugin checks in its own tests: `check_plugin("name")`.

Needs the hub's settings and a test database, such as pytest-django's.
"""

from __future__ import annotations

import ast
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management import call_command
from django.utils.module_loading import import_string

from cms.plugins.checks import check_config, check_names_taken_twice
from cms.plugins.discovery import discover
from cms.plugins.registry import (
    all_plugins,
    operations_folder,
    plugin,
    plugin_blocks,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cms.plugins.contract import PluginConfig

CORE = {"blocks", "city_api", "cms", "microsite"}
PUBLIC = (
    "blocks",
    "city_api.engine",
    "city_api.execution",
    "city_api.schema",
    "cms.access",
    "cms.choices",
    "cms.content_security",
    "cms.fields",
    "cms.forms",
    "cms.freshness",
    "cms.languages",
    "cms.memory",
    "cms.models",
    "cms.plugins",
    "cms.selectors",
    "cms.services",
    "cms.slugs",
    "cms.sorting",
    "cms.spreadsheets",
    "cms.statements",
)
"""What plugins may import of the hub; the rest changes without notice."""


def check_plugin(
    name: str, *, block_values: Mapping[str, Sequence[Any]] | None = None
) -> None:
    """Check everything that the contract asks of a plugin.

    Args:
        name: the plugin's name.
        block_values: stored values (as in JSON) by block name, to be read and
            written back beside each block's default.

    Raises:
        AssertionError: with everything that was found, one line each.
    """
    config = plugin(name)
    if config is None:
        raise AssertionError(_why_missing(name))
    problems = [
        *_contract_problems(config),
        *_migration_problems(),
        *_leaks(),
        *_import_problems(config),
        *_block_problems(config, block_values or {}),
        *_operation_problems(config),
    ]
    if problems:
        raise AssertionError("\n".join(problems))


def _why_missing(name: str) -> str:
    for fault in discover().faults:
        if fault.name == name:
            return f"{name} is left out: {fault.reason}."
    return f"No plugin {name} is loaded: is its package installed, with an entry point?"


def _contract_problems(config: PluginConfig) -> Iterator[str]:
    sound = [other for other in all_plugins() if not check_config(other)]
    for message in [*check_config(config), *check_names_taken_twice(sound)]:
        if message.obj is config:
            yield f"{message.msg} {message.hint} ({message.id})"


def _migration_problems() -> Iterator[str]:
    """Tell what `makemigrations` would write, in the plugin or in any other app."""
    output = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=output)
    except SystemExit:
        yield f"Migrations are missing: {output.getvalue().strip()}"


def _leaks() -> Iterator[str]:
    field = import_string("cms.fields.BodyField")()
    if field.deconstruct()[2] != [[]]:
        yield "Blocks would get into the hub's migrations."


def _import_problems(config: PluginConfig) -> Iterator[str]:
    root = Path(config.path)
    if any(not isinstance(node, ast.Expr) for node in _parsed(root / "__init__.py")):
        yield f"{root / '__init__.py'} must hold a docstring and nothing else."
    for file in sorted(root.rglob("*.py")):
        for module in _imported_modules(_parsed(file)):
            if module.partition(".")[0] in CORE and not _is_public(module):
                yield f"{file} imports {module}, which is internal to the hub."


def _parsed(file: Path) -> list[ast.stmt]:
    return ast.parse(file.read_text(encoding="utf-8"), str(file)).body


def _imported_modules(body: list[ast.stmt]) -> Iterator[str]:
    for node in ast.walk(ast.Module(body, [])):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _is_public(module: str) -> bool:
    inside = any(module == path or module.startswith(f"{path}.") for path in PUBLIC)
    return inside and not any(part.startswith("_") for part in module.split("."))


def _block_problems(
    config: PluginConfig, values: Mapping[str, Sequence[Any]]
) -> Iterator[str]:
    """Read and write values: what is stored must come back as it was."""
    offered = {block.name for block in plugin_blocks()}
    for name in sorted(set(values) - offered):
        yield f"There is no block {name}."
    for description in config.plugin.blocks:
        try:
            block = import_string(description.path)()
        except Exception:  # noqa: BLE001, S112  among the problems of the contract
            continue
        default = block.get_prep_value(block.get_default())
        for stored in (default, *values.get(description.name, ())):
            again = block.get_prep_value(block.to_python(stored))
            if again != stored:
                yield f"The block {description.name} turns {stored!r} into {again!r}."


def _operation_problems(config: PluginConfig) -> Iterator[str]:
    folder = operations_folder(config)
    if folder is None or not folder.is_dir():
        return
    schema = import_string("city_api.execution.graphql_schema")()
    for file in sorted(folder.glob("*.graphql")):
        try:
            text = import_string("city_api.operations.read")(file).document
            document = import_string("graphql.parse")(text)
        except (OSError, UnicodeDecodeError) as error:
            yield f"{file} cannot be read: {error}"
            continue
        except import_string("graphql.GraphQLError") as error:
            yield f"{file} cannot be parsed: {error.message}"
            continue
        for wrong in import_string("graphql.validate")(schema, document):
            yield f"{file} is not valid: {wrong.message}"
