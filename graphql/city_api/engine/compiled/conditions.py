"""The variables that decide which fields of a document are asked for."""

from __future__ import annotations

from collections.abc import Iterator

from graphql import DirectiveNode, Node, VariableNode


def condition_names(*nodes: Node) -> list[str]:
    """Return the names of the variables in all `@skip` and `@include` of nodes."""
    return sorted({name for node in nodes for name in _conditions(node)})


def _conditions(node: Node) -> Iterator[str]:
    """Yield the names of the variables in all `@skip` and `@include` below a node."""
    for key in node.keys:
        part = getattr(node, key)
        for each in part if isinstance(part, tuple) else (part,):
            if isinstance(each, DirectiveNode):
                yield from _variables(each)
            elif isinstance(each, Node):
                yield from _conditions(each)


def _variables(directive: DirectiveNode) -> Iterator[str]:
    if directive.name.value in ("include", "skip"):
        for argument in directive.arguments:
            if isinstance(argument.value, VariableNode):
                yield argument.value.name.value
