"""What an operation asks for below a field, type by type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db.models import Model
from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLObjectType,
    GraphQLResolveInfo,
    get_named_type,
    is_abstract_type,
    is_object_type,
)
from graphql.execution.collect_fields import collect_sub_fields
from graphql.execution.execute import get_field_def
from graphql.execution.values import get_argument_values

from city_api.engine.compiled.conditions import condition_names

ATTRIBUTE = "_selections"
MOST_KEPT = 16


class Operation:
    """What selections share: the schema, the fragments and the conditions' values."""

    def __init__(self, info: GraphQLResolveInfo, names: Sequence[str]) -> None:
        values = info.variable_values
        self.schema = info.schema
        self.fragments = info.fragments
        self.conditions = {name: values[name] for name in names if name in values}
        self._asked: dict[Any, AskedField] = {}

    def asked(
        self,
        parent: GraphQLObjectType,
        definition: GraphQLField,
        nodes: list[FieldNode],
    ) -> AskedField:
        """Return a field as it is asked, one for all types that share the resolver."""
        key = (definition.resolve, *map(id, nodes))
        if key not in self._asked:
            self._asked[key] = AskedField(self, parent, definition, nodes)
        return self._asked[key]


class AskedField:
    """A field that is asked of an object type, and all places that ask for it."""

    def __init__(
        self,
        operation: Operation,
        parent: GraphQLObjectType,
        definition: GraphQLField,
        nodes: list[FieldNode],
    ) -> None:
        self.parent = parent
        self.definition = definition
        self.nodes = nodes
        self.name = nodes[0].name.value
        self._operation = operation
        self._below: dict[str, Sequence[AskedField]] = {}
        self.columns: dict[type[Model], frozenset[str]] = {}
        """What `city_api.engine.columns.list_columns` found; kept as well."""
        self.reached: Any = None
        """What `city_api.engine.needs.reached` found; kept with the document."""
        self.choosing: Any = None
        """What `city_api.engine.needs.choosing` found; kept as well."""

    @property
    def resolve(self) -> Any:
        """The field's resolver, or None."""
        return self.definition.resolve

    def below(self, name: str) -> Sequence[AskedField]:
        """Return the fields that are asked of its values of an object type."""
        if name not in self._below:
            self._below[name] = self._collect(name)
        return self._below[name]

    def _collect(self, name: str) -> Sequence[AskedField]:
        schema = self._operation.schema
        kind: Any = schema.get_type(name)
        collected = collect_sub_fields(
            schema,
            self._operation.fragments,
            self._operation.conditions,
            kind,
            self.nodes,
        )
        found = []
        for nodes in collected.values():
            definition = get_field_def(schema, kind, nodes[0])
            if definition is not None:
                found.append(self._operation.asked(kind, definition, nodes))
        return tuple(found)

    @cached_property
    def types(self) -> Sequence[str]:
        """The names of the object types of its values; none for a scalar."""
        named: Any = get_named_type(self.definition.type)
        if is_abstract_type(named):
            possible = self._operation.schema.get_possible_types(named)
            return tuple(each.name for each in possible)
        return (named.name,) if is_object_type(named) else ()

    def arguments(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        """Return its arguments as the resolver takes them.

        Raises:
            GraphQLError: if one is missing or wrong.
        """
        return get_argument_values(self.definition, self.nodes[0], dict(variables))


def asked_field(info: GraphQLResolveInfo) -> AskedField:
    """Return the field that a resolver is asked for.

    It is kept with the document, for each set of values of the variables in `@skip`
    and `@include`.
    """
    definition = info.parent_type.fields[info.field_name]
    return _operation(info).asked(info.parent_type, definition, info.field_nodes)


def _operation(info: GraphQLResolveInfo) -> Operation:
    kept: dict[Any, Any] | None = getattr(info.operation, ATTRIBUTE, None)
    if kept is None:
        names = condition_names(info.operation, *info.fragments.values())
        kept = {None: names}
        setattr(info.operation, ATTRIBUTE, kept)
    names = kept[None]
    values = info.variable_values
    key = (id(info.schema), *(values.get(name) for name in names))
    if key not in kept:
        if len(kept) > MOST_KEPT:
            kept = {None: names}
            setattr(info.operation, ATTRIBUTE, kept)
        kept[key] = Operation(info, names)
    found: Operation = kept[key]
    return found
