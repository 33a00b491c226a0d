"""A field as an operation asks it of one type."""

from __future__ import annotations

from dataclasses import dataclass, field

from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLObjectType,
    GraphQLResolveInfo,
    is_non_null_type,
    located_error,
)
from graphql.pyutils import Path

from city_api.engine.compiled.run import Run

# A named tuple's own constructor takes three times as long.
new_tuple = tuple.__new__


@dataclass(slots=True, eq=False)
class Asked:
    """A field, its type and all places in the document that ask for it."""

    key: str
    nodes: list[FieldNode]
    parent: GraphQLObjectType
    definition: GraphQLField
    required: bool = field(init=False)
    title: str = field(init=False)
    _head: tuple[object, ...] = field(init=False)

    def __post_init__(self) -> None:
        name = self.nodes[0].name.value
        self.required = is_non_null_type(self.definition.type)
        self.title = f"{self.parent.name}.{name}"
        self._head = (name, self.nodes, self.definition.type, self.parent)

    def path(self, above: Path | None) -> Path:
        """Return the path of the field of an object."""
        return new_tuple(Path, (above, self.key, self.parent.name))

    def info(self, run: Run, path: Path) -> GraphQLResolveInfo:
        """Return what a resolver may know besides its object and arguments."""
        return new_tuple(GraphQLResolveInfo, (*self._head, path, *run.known))

    def fail(self, run: Run, error: Exception, path: Path, *, required: bool) -> None:
        """Note an error, so that null stands at its place.

        Raises:
            GraphQLError: the error with its place, where null may not stand.
        """
        located = located_error(error, self.nodes, path.as_list())
        if required:
            raise located
        run.context.collected_errors.add(located, path)
