"""The persisted operations that the microsite asks the City API.

The texts lie in `graphql/operations/`, for every developer of a microsite to read.
A plugin that draws its own blocks or pages here lays the fields it needs beside its
template: `microsite/blocks/PlacesBlock.graphql` beside `PlacesBlock.html`, with one
fragment on that type. They join the operation `route`, so that one request still
renders any address.

A page's file may also declare variables for its fragment, in the head of an anonymous
operation: `query ($category: [String!], $open: Boolean) { __typename }`. The query
string of the page's address gives their values, under the same names.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.apps import apps
from graphql import (
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    NameNode,
    OperationDefinitionNode,
    parse,
    print_ast,
)

from city_api.operations import operations_folder
from microsite.apps import MicrositeConfig

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graphql import DefinitionNode, DocumentNode, VariableDefinitionNode

EXTENDED = {"blocks": "AnyBlock", "pages": "AnyRoute"}
"""Folders of templates, and the fragment of `route` that their types are added to."""


class BadFragment(Exception):
    """A plugin's `.graphql` file doesn't hold what this module asks for."""


def text(name: str) -> str:
    """Return a persisted operation as it lies in `graphql/operations/`."""
    return (operations_folder() / f"{name}.graphql").read_text(encoding="utf-8")


@cache
def document(name: str) -> str:
    """Return what the microsite sends: an operation with the plugins' fragments.

    Raises:
        BadFragment: if a plugin's file can't be added; it names the file.
    """
    found = list(_fragment_files()) if name == "route" else []
    if not found:
        return text(name)
    joined = parse(text(name), no_location=True)
    for folder, file in found:
        _add(joined, EXTENDED[folder], file)
    return print_ast(joined)


@cache
def plugin_variables() -> tuple[VariableDefinitionNode, ...]:
    """Return what plugins have added to the variables of `route`."""
    own = _operation(parse(text("route"))).variable_definitions
    names = {each.variable.name.value for each in own}
    joined = _operation(parse(document("route"))).variable_definitions
    return tuple(each for each in joined if each.variable.name.value not in names)


def _operation(document: DocumentNode) -> OperationDefinitionNode:
    (found,) = (
        each
        for each in document.definitions
        if isinstance(each, OperationDefinitionNode)
    )
    return found


def _fragment_files() -> Iterator[tuple[str, Path]]:
    for app in apps.get_app_configs():
        if isinstance(app, MicrositeConfig):
            continue
        for folder in EXTENDED:
            templates = Path(app.path) / "templates" / "microsite" / folder
            for file in sorted(templates.glob("*.graphql")):
                yield folder, file


def _add(document: DocumentNode, extended: str, file: Path) -> None:
    try:
        added = parse(file.read_text(encoding="utf-8"), no_location=True).definitions
    except GraphQLError as error:
        raise BadFragment(f"{file}: {error.message}") from error
    fragment = _fragment(added, file)
    fragments = {
        node.name.value: node
        for node in document.definitions
        if isinstance(node, FragmentDefinitionNode)
    }
    if fragment.name.value in fragments:
        raise BadFragment(f"{file}: {fragment.name.value} is a fragment already")
    selection = fragments[extended].selection_set
    spread = FragmentSpreadNode(name=NameNode(value=fragment.name.value), directives=())
    selection.selections = (*selection.selections, spread)
    document.definitions = (*document.definitions, fragment)
    for each in added:
        if isinstance(each, OperationDefinitionNode):
            _declare(_operation(document), each, file)


def _fragment(added: Iterable[DefinitionNode], file: Path) -> FragmentDefinitionNode:
    """Return the one fragment of a file; a head with variables may stand beside it."""
    fragments, heads = [], 0
    for each in added:
        if isinstance(each, FragmentDefinitionNode):
            fragments.append(each)
        elif isinstance(each, OperationDefinitionNode) and each.name is None:
            heads += 1
    if len(fragments) != 1 or heads > 1:
        raise BadFragment(f"{file}: it must hold exactly one fragment")
    if fragments[0].type_condition.name.value != file.stem:
        raise BadFragment(f"{file}: the fragment must be on {file.stem}")
    return fragments[0]


def _declare(
    operation: OperationDefinitionNode, head: OperationDefinitionNode, file: Path
) -> None:
    """Add the variables of a file; plugins may share one that they declare alike."""
    known = {each.variable.name.value: each for each in operation.variable_definitions}
    for each in head.variable_definitions:
        same = known.setdefault(each.variable.name.value, each)
        if print_ast(same) != print_ast(each):
            raise BadFragment(f"{file}: {print_ast(same)} is a variable already")
    operation.variable_definitions = tuple(known.values())
