"""The execution context to give to `execute_sync`."""

from __future__ import annotations

from typing import Any

from graphql import (
    DocumentNode,
    ExecutionContext,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
)
from graphql.execution.execute import assume_not_awaitable

from city_api.engine.compiled.plan import Plan
from city_api.engine.compiled.plans import plans_of
from city_api.engine.compiled.run import Run


class CompiledContext(ExecutionContext):
    """Runs queries and mutations compiled, with the same result as graphql-core's own.

    Whether it does is decided before the first resolver runs. What graphql-core runs
    itself: subscriptions, all that may hold awaitables (`execute` rather than
    `execute_sync`), and what it refuses to run.
    """

    document: DocumentNode

    @classmethod
    def build(
        cls, schema: GraphQLSchema, document: DocumentNode, *args: Any, **kwargs: Any
    ) -> list[GraphQLError] | ExecutionContext:
        context = super().build(schema, document, *args, **kwargs)
        if isinstance(context, CompiledContext):
            context.document = document
        return context

    def execute_operation(
        self, operation: OperationDefinitionNode, root_value: Any
    ) -> Any:
        plan = self.plan(operation)
        if plan is None:
            return super().execute_operation(operation, root_value)
        return plan.execute(Run(self), root_value)

    def plan(self, operation: OperationDefinitionNode) -> Plan | None:
        """Return the plan of the operation; None if it isn't run compiled."""
        may_await = self.is_awaitable is not assume_not_awaitable
        if may_await or operation.operation is OperationType.SUBSCRIPTION:
            return None
        if self.schema.get_root_type(operation.operation) is None:
            return None
        try:
            return plans_of(self.document).get(self)
        except RecursionError:
            return None
