"""One execution of a compiled operation, and the shapes of what it is compiled to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from graphql import ExecutionContext
from graphql.pyutils import Path

from city_api.engine.budget import ENDLESS

if TYPE_CHECKING:
    from city_api.engine.compiled.asked import Asked


class Run:
    """What changes from one execution of an operation to the next.

    `known` is the end of every `GraphQLResolveInfo`, `arguments` are those that hold
    variables: they are read once for all the rows that a field is asked of. `deadline`
    is when to stop, on the monotonic clock, if the context value has one.
    """

    __slots__ = ("arguments", "context", "deadline", "known", "variables")

    def __init__(self, context: ExecutionContext) -> None:
        self.context = context
        self.variables = context.variable_values
        self.deadline: float = getattr(context.context_value, "deadline", ENDLESS)
        self.arguments: dict[Asked, Callable[[], Mapping[str, Any]]] = {}
        self.known = (
            context.schema,
            context.fragments,
            context.root_value,
            context.operation,
            context.variable_values,
            context.context_value,
            context.is_awaitable,
        )


# (run, source, path of the source) → what the resolver returns
Call: TypeAlias = Callable[[Run, Any, Path | None], Any]
# (run, source, path of the source) → the field's value in the answer
Field: TypeAlias = Callable[[Run, Any, Path | None], Any]
# (run, value, path of the value, path of its field) → the value in the answer
Complete: TypeAlias = Callable[[Run, Any, Path, Path], Any]
# (value) → a scalar's or an enumeration's value in the answer
Leaf: TypeAlias = Callable[[Any], Any]
# (run, object, path of the object, path of its field) → its fields in the answer
Execute: TypeAlias = Callable[[Run, Any, Path, Path], dict[str, Any]]
