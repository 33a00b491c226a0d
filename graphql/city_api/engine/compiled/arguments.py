"""The arguments of a field: read once where they are constant, else once a run."""

from __future__ import annotations

import datetime as dt
import decimal
import enum
import uuid
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from graphql import Node, VariableNode, get_argument_values

from city_api.engine.compiled.asked import Asked
from city_api.engine.compiled.run import Run

Values: TypeAlias = Mapping[str, Any]
Arguments: TypeAlias = Callable[[Run], Values]

# What two resolvers can share, because neither can change it.
UNCHANGING = (
    str, int, float, bytes, type(None), enum.Enum, decimal.Decimal,
    dt.date, dt.time, dt.timedelta, uuid.UUID,
)  # fmt: skip


class NotCopied(Exception):
    """A value is of a type that may hold anything."""


def arguments_of(asked: Asked) -> Arguments | None:
    """Return what gives a field's arguments; None if it has none.

    Each call gives lists and input objects of its own: a resolver may change them.
    """
    if not asked.definition.args:
        return None
    if any(has_variables(each) for each in asked.nodes[0].arguments):
        return _once_a_run(asked)
    return _constant(asked)


def has_variables(node: Node) -> bool:
    """Tell whether a variable occurs in a part of a document."""
    if isinstance(node, VariableNode):
        return True
    parts = (getattr(node, key) for key in node.keys if key != "loc")
    return any(
        has_variables(each)
        for part in parts
        for each in (part if isinstance(part, tuple) else (part,))
        if isinstance(each, Node)
    )


def _constant(asked: Asked) -> Arguments:
    try:
        give = _giver(asked, {})
    except Exception:  # noqa: BLE001 (it is raised again where it belongs)
        return lambda run: _read(asked, run.variables)
    return lambda _run: give()


def _once_a_run(asked: Asked) -> Arguments:
    def arguments(run: Run) -> Values:
        give = run.arguments.get(asked)
        if give is None:
            give = run.arguments[asked] = _giver(asked, run.variables)
        return give()

    return arguments


def _giver(asked: Asked, variables: dict[str, Any]) -> Callable[[], Values]:
    """Read the arguments, and return what gives them again and again."""
    values = _read(asked, variables)
    if all(isinstance(each, UNCHANGING) for each in values.values()):
        return lambda: values
    try:
        kept = copied(values)
    except NotCopied:
        return lambda: _read(asked, variables)
    return lambda: copied(kept)


def _read(asked: Asked, variables: dict[str, Any]) -> dict[str, Any]:
    return get_argument_values(asked.definition, asked.nodes[0], variables)


def copied(value: Any) -> Any:
    """Return a value, with the lists and dictionaries in it copied.

    Raises:
        NotCopied: if there is anything else in it that could be changed.
    """
    if isinstance(value, UNCHANGING):
        return value
    if type(value) is list:
        return [copied(each) for each in value]
    if type(value) is dict:
        return {key: copied(each) for key, each in value.items()}
    raise NotCopied
