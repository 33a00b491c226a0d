"""An operation, compiled as far as its data has asked for it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from time import monotonic
from typing import Any

from graphql import (
    ExecutionContext,
    FieldNode,
    GraphQLField,
    GraphQLObjectType,
    TypeNameMetaFieldDef,
)
from graphql.execution.collect_fields import collect_fields, collect_sub_fields
from graphql.execution.execute import get_field_def, invalid_return_type_error
from graphql.pyutils import Path

from city_api.engine.budget import TimeIsUp
from city_api.engine.compiled.asked import Asked
from city_api.engine.compiled.completion import Select
from city_api.engine.compiled.fields import constant, field_of
from city_api.engine.compiled.run import Execute, Field, Run


class Plan:
    """What an operation does, whatever the values of its variables.

    Only those in `@skip` and `@include` count (`conditions`): a plan holds for one
    set of their values. Nothing else of the first execution is kept.
    """

    def __init__(self, context: ExecutionContext, conditions: Collection[str]) -> None:
        values = context.variable_values
        self._variables = {name: values[name] for name in conditions if name in values}
        self._schema = context.schema
        self._fragments = context.fragments
        self._field_resolver = context.field_resolver
        self._type_resolver = context.type_resolver
        self._middleware = context.middleware_manager
        self._root = self._root_fields(context)

    def execute(self, run: Run, root: Any) -> dict[str, Any]:
        """Run the operation on a root value and return its data.

        Raises:
            GraphQLError: if null would have to stand for all of it.
        """
        return {key: field(run, root, None) for key, field in self._root}

    def _root_fields(self, context: ExecutionContext) -> list[tuple[str, Field]]:
        operation = context.operation
        root_type = self._schema.get_root_type(operation.operation)
        if root_type is None:
            raise TypeError(f"The schema has no {operation.operation.value}.")
        collected = collect_fields(
            self._schema,
            self._fragments,
            self._variables,
            root_type,
            operation.selection_set,
        )
        return self._fields(root_type, collected)

    def _fields(
        self, parent: GraphQLObjectType, collected: dict[str, list[FieldNode]]
    ) -> list[tuple[str, Field]]:
        fields = []
        for key, nodes in collected.items():
            definition: GraphQLField | None
            definition = get_field_def(self._schema, parent, nodes[0])
            if definition is not None:
                fields.append((key, self._field(key, nodes, parent, definition)))
        return fields

    def _field(
        self,
        key: str,
        nodes: list[FieldNode],
        parent: GraphQLObjectType,
        definition: GraphQLField,
    ) -> Field:
        if definition is TypeNameMetaFieldDef and not self._middleware:
            return constant(parent.name)
        asked = Asked(key, nodes, parent, definition)
        resolve = self._resolver(definition)
        return field_of(asked, resolve, self._selection(asked), self._type_resolver)

    def _resolver(self, definition: GraphQLField) -> Callable[..., Any]:
        resolve = definition.resolve or self._field_resolver
        if self._middleware:
            return self._middleware.get_field_resolver(resolve)
        return resolve

    def _selection(self, asked: Asked) -> Select:
        def select(kind: GraphQLObjectType) -> Execute:
            collected = collect_sub_fields(
                self._schema, self._fragments, self._variables, kind, asked.nodes
            )
            return _checked(asked, kind, _execution(self._fields(kind, collected)))

        return select


def _execution(fields: list[tuple[str, Field]]) -> Execute:
    def execute(run: Run, value: Any, path: Path, _field_path: Path) -> dict[str, Any]:
        if monotonic() > run.deadline:
            raise TimeIsUp
        results = {}
        for key, field in fields:
            results[key] = field(run, value, path)
        return results

    return execute


def _checked(asked: Asked, kind: GraphQLObjectType, execute: Execute) -> Execute:
    """Return what also asks the type whether the value is one of its own."""
    is_type_of = kind.is_type_of
    if is_type_of is None:
        return execute

    def checked(run: Run, value: Any, path: Path, field_path: Path) -> dict[str, Any]:
        if not is_type_of(value, asked.info(run, field_path)):
            raise invalid_return_type_error(kind, value, asked.nodes)
        return execute(run, value, path, field_path)

    return checked
