"""The plans of a document, kept with it: the last used ones."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterator
from threading import Lock
from typing import Any

from graphql import (
    DirectiveNode,
    DocumentNode,
    ExecutionContext,
    MiddlewareManager,
    Node,
    Undefined,
    VariableNode,
)

from city_api.engine.compiled.plan import Plan

ATTRIBUTE = "_compiled_plans"
MOST_PLANS = 16
# What a variable of a condition may be; the last two lead to an error.
CONDITIONS = (True, False, None, Undefined)


class Plans:
    """Up to 16 plans of one document, by what they depend on.

    A document must not be changed once it has been executed.
    """

    def __init__(self, document: DocumentNode) -> None:
        self.conditions = sorted(set(_conditions(document)))
        self._kept: OrderedDict[Hashable, tuple[Plan, Any]] = OrderedDict()
        self._lock = Lock()

    def get(self, context: ExecutionContext) -> Plan | None:
        """Return the plan for an execution; it is compiled when it is first asked for.

        None if a condition is no boolean: such a document was never validated.

        Raises:
            GraphQLError: if the fields to ask for can't be told.
            RecursionError: if the selections are nested too deeply.
        """
        variables = context.variable_values
        values = [variables.get(name, Undefined) for name in self.conditions]
        if any(value not in CONDITIONS for value in values):
            return None
        lasting = _lasting(context)
        key = (*map(id, lasting), *values)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key][0]
        plan = Plan(context, self.conditions)
        self._keep(key, plan, lasting)
        return plan

    def _keep(self, key: Hashable, plan: Plan, lasting: Any) -> None:
        with self._lock:
            # With what its key names: the id of a living thing isn't given twice.
            self._kept[key] = (plan, lasting)
            while len(self._kept) > MOST_PLANS:
                self._kept.popitem(last=False)

    def __len__(self) -> int:
        return len(self._kept)


def plans_of(document: DocumentNode) -> Plans:
    """Return what is kept with a document."""
    kept: Plans | None = getattr(document, ATTRIBUTE, None)
    if kept is None:
        kept = Plans(document)
        setattr(document, ATTRIBUTE, kept)
    return kept


def _lasting(context: ExecutionContext) -> list[Any]:
    """Return what a plan is made of and that outlives an execution."""
    manager = context.middleware_manager
    return [
        context.schema,
        context.operation,
        context.field_resolver,
        context.type_resolver,
        *(manager.middlewares if type(manager) is MiddlewareManager else [manager]),
    ]


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
