"""A field from its resolver's call to its value in the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphql import (
    GraphQLNonNull,
    GraphQLTypeResolver,
    default_field_resolver,
    is_leaf_type,
)
from graphql.pyutils import Path

from city_api.engine.compiled.asked import Asked, new_tuple
from city_api.engine.compiled.calls import call_of
from city_api.engine.compiled.completion import Completion, Select, allow, refuse
from city_api.engine.compiled.info import reads_info
from city_api.engine.compiled.leaves import complete_leaf, unchanged_type
from city_api.engine.compiled.run import Call, Field, Leaf, Run


def field_of(
    asked: Asked,
    resolve: Callable[..., Any],
    select: Select,
    type_resolver: GraphQLTypeResolver,
) -> Field:
    """Return what gives a field of an object."""
    kind = asked.definition.type
    named = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    if not is_leaf_type(named):
        return _composite(asked, resolve, Completion(asked, select, type_resolver))
    if asked.definition.args:
        return _leaf(asked, call_of(asked, resolve), named)
    if resolve is default_field_resolver:
        return _property_leaf(asked, named)
    if reads_info(resolve):
        return _leaf(asked, call_of(asked, resolve), named)
    return _bare_leaf(asked, resolve, named)


def constant(value: str) -> Field:
    """Return a field that is the same in every object."""
    return lambda _run, _source, _above: value


def _composite(
    asked: Asked, resolve: Callable[..., Any], completion: Completion
) -> Field:
    call = call_of(asked, resolve)
    complete = completion.of(asked.definition.type)
    key, parent, required = asked.key, asked.parent.name, asked.required

    def field(run: Run, source: Any, above: Path | None) -> Any:
        path = new_tuple(Path, (above, key, parent))
        try:
            return complete(run, call(run, source, above), path, path)
        except Exception as error:  # noqa: BLE001 (a resolver raises anything)
            return asked.fail(run, error, path, required=required)

    return field


# The three below differ in how they come by the value only. Nearly all fields are
# leaves, so each of them saves a call of a function.


def _leaf(asked: Asked, call: Call, leaf_type: Any) -> Field:
    unchanged, complete = unchanged_type(leaf_type), _completed(asked, leaf_type)

    def field(run: Run, source: Any, above: Path | None) -> Any:
        try:
            value = call(run, source, above)
            return value if type(value) is unchanged else complete(value)
        except Exception as error:  # noqa: BLE001 (a resolver raises anything)
            return asked.fail(run, error, asked.path(above), required=asked.required)

    return field


def _bare_leaf(asked: Asked, resolve: Callable[..., Any], leaf_type: Any) -> Field:
    unchanged, complete = unchanged_type(leaf_type), _completed(asked, leaf_type)

    def field(run: Run, source: Any, above: Path | None) -> Any:
        try:
            value = resolve(source, None)
            return value if type(value) is unchanged else complete(value)
        except Exception as error:  # noqa: BLE001 (a resolver raises anything)
            return asked.fail(run, error, asked.path(above), required=asked.required)

    return field


def _property_leaf(asked: Asked, leaf_type: Any) -> Field:
    unchanged, complete = unchanged_type(leaf_type), _completed(asked, leaf_type)
    call, name = call_of(asked, default_field_resolver), asked.nodes[0].name.value

    def field(run: Run, source: Any, above: Path | None) -> Any:
        try:
            value = source.get(name) if type(source) is dict else None
            if type(value) is unchanged:
                return value
            return complete(call(run, source, above))
        except Exception as error:  # noqa: BLE001 (a resolver raises anything)
            return asked.fail(run, error, asked.path(above), required=asked.required)

    return field


def _completed(asked: Asked, leaf_type: Any) -> Leaf:
    return complete_leaf(leaf_type, refuse(asked) if asked.required else allow)
