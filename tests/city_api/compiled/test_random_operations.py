"""Whatever the schema, operation and data: the result is that of `execute_sync`."""

from __future__ import annotations

from random import Random
from typing import Any

from graphql import (
    ExecutionContext,
    ExecutionResult,
    execute_sync,
    parse,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from city_api.engine.compiled.context import CompiledContext
from tests.city_api.compiled import worlds

RUNS = 4


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(min_value=0, max_value=2**32))
def test_a_compiled_operation_answers_as_execute_sync_does(seed: int) -> None:
    world = World(Random(seed))  # noqa: S311 (nobody's secret)

    for _run in range(RUNS):
        # The later ones find plans of the earlier ones.
        world.next()
        assert world.told(CompiledContext) == world.told(ExecutionContext)


class World:
    """A schema, an operation and, one after another, data and variables."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.seen: list[Any] = []
        self.schema = worlds.build(rng, self.seen)
        self.document = parse(worlds.Writer(rng, self.schema).document())

    def next(self) -> None:
        fields = worlds.object_type(self.schema, "Query").fields
        self.root = worlds.Thing(self.rng.getrandbits(32), "Query", fields)
        self.variables = worlds.variables(self.rng)

    def told(self, context: type[ExecutionContext]) -> Any:
        """Return all that an execution answers, and all that its resolvers saw."""
        self.seen.clear()
        result = execute_sync(
            self.schema,
            self.document,
            self.root,
            context_value={"any": "context"},
            variable_values=self.variables,
            execution_context_class=context,
        )
        return ordered(result.data), errors(result), list(self.seen)


def ordered(data: Any) -> Any:
    """Return data in which the order of the keys counts, and 1 isn't True."""
    if isinstance(data, dict):
        return [(key, ordered(value)) for key, value in data.items()]
    if isinstance(data, list):
        return [ordered(each) for each in data]
    return repr(data)


def errors(result: ExecutionResult) -> list[Any]:
    return [
        (
            error.message,
            error.path,
            error.locations,
            error.extensions,
            type(error.original_error),
            str(error.original_error),
        )
        for error in result.errors or []
    ]
