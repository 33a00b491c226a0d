"""Scalars and enumerations in the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphql import (
    GRAPHQL_MAX_INT,
    GRAPHQL_MIN_INT,
    GraphQLBoolean,
    GraphQLID,
    GraphQLInt,
    GraphQLLeafType,
    GraphQLString,
    Undefined,
)
from graphql.pyutils import inspect

from city_api.engine.compiled.run import Leaf

# Values of exactly these types are already what the scalar makes of them.
UNCHANGED: dict[Any, type] = {GraphQLBoolean: bool, GraphQLID: str, GraphQLString: str}


class Nothing:
    """The type of no value."""


def unchanged_type(leaf_type: Any) -> type:
    """Return the type of the values that a scalar leaves as they are."""
    return UNCHANGED.get(leaf_type, Nothing)


def complete_leaf(leaf_type: GraphQLLeafType, on_null: Callable[[], None]) -> Leaf:
    """Return what turns a resolver's value into that of a scalar or enumeration."""
    serialize = leaf_type.serialize

    def complete(value: Any) -> Any:
        if isinstance(value, Exception):
            raise value
        if value is None or value is Undefined:
            return on_null()
        serialized = serialize(value)
        if serialized is None or serialized is Undefined:
            raise _nothing_serialized(leaf_type, value, serialized)
        return serialized

    return _quick_integer(complete) if leaf_type is GraphQLInt else complete


def _quick_integer(complete: Leaf) -> Leaf:
    def complete_integer(value: Any) -> Any:
        if type(value) is int and GRAPHQL_MIN_INT <= value <= GRAPHQL_MAX_INT:
            return value
        return complete(value)

    return complete_integer


def _nothing_serialized(
    leaf_type: GraphQLLeafType, value: Any, serialized: Any
) -> TypeError:
    return TypeError(
        f"Expected `{inspect(leaf_type)}.serialize({inspect(value)})`"
        f" to return non-nullable value, returned: {inspect(serialized)}"
    )
