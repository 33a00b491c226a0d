"""The plans of a document, kept with it: the last used ones."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionContext,
    MiddlewareManager,
    Undefined,
)

from city_api.engine.compiled.conditions import condition_names
from city_api.engine.compiled.plan import Plan
from city_api.engine.limits import FragmentCycle, fields_of

ATTRIBUTE = "_compiled_plans"
MOST_PLANS = 16
MOST_PLANNED_FIELDS = 4_000
# What a variable of a condition may be; the last two lead to an error.
CONDITIONS = (True, False, None, Undefined)


class Plans:
    """The plans of one document, by what they depend on: 16, of a large one fewer.

    A document must not be changed once it has been executed.
    """

    def __init__(self, document: DocumentNode) -> None:
        self.conditions = condition_names(document)
        self.most = most_plans(document)
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
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)

    def __len__(self) -> int:
        return len(self._kept)


def most_plans(document: DocumentNode) -> int:
    """Return how many plans of a document may be kept."""
    try:
        fields = fields_of(document)
    except (FragmentCycle, RecursionError):  # never validated
        return 1
    return max(1, min(MOST_PLANS, MOST_PLANNED_FIELDS // max(fields, 1)))


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
