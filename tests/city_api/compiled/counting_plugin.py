"""A pytest plugin: graphql-core's tests run on the compiled context, and are counted.

It runs in the process of `conformance.py`, whose tests are graphql-core's own. A test
that is no coroutine can't await anything, so what it executes is executed as
`execute_sync` does, though many of them say `execute`.
"""

from __future__ import annotations

import inspect
import json
import os
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from graphql.execution.execute import assume_not_awaitable

from city_api.engine.compiled.context import CompiledContext
from city_api.engine.compiled.plan import Plan

# No coroutines, and yet they execute what would have to be awaited.
AWAITING = (
    "handles_sync_errors_combined_with_async_ones",
    "throws_if_encountering_async_execution_with_check_sync_without_loop",
    "throws_if_encountering_async_operation_with_check_sync_without_loop",
)
# The place of `is_awaitable` among the arguments of `build` after the document.
IS_AWAITABLE = 9

ways: Counter[str] = Counter()
tests: list[dict[str, Any]] = []


def is_synchronous(item: pytest.Item) -> bool:
    function = getattr(item, "obj", None)
    return not inspect.iscoroutinefunction(function) and item.name not in AWAITING


class CountedContext(CompiledContext):
    """Counts which way each operation takes."""

    synchronous = True

    @classmethod
    def build(cls, schema: Any, document: Any, *args: Any, **kwargs: Any) -> Any:
        given = list(args)
        if given[IS_AWAITABLE] is None and cls.synchronous:
            given[IS_AWAITABLE] = assume_not_awaitable
        return super().build(schema, document, *given, **kwargs)

    def plan(self, operation: Any) -> Plan | None:
        plan = super().plan(operation)
        ways["compiled" if plan else "fallen_back"] += 1
        return plan


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    ways.clear()
    CountedContext.synchronous = is_synchronous(item)
    passed = False
    try:
        yield
        passed = True
    finally:
        tests.append(
            {
                "name": item.name,
                "synchronous": CountedContext.synchronous,
                "passed": passed,
                "compiled": ways["compiled"],
                "fallen_back": ways["fallen_back"],
            }
        )


def pytest_sessionfinish() -> None:
    Path(os.environ["COUNTS"]).write_text(json.dumps(tests), encoding="utf-8")


# `execute` takes its default context from here.
vars(import_module("graphql.execution.execute"))["ExecutionContext"] = CountedContext
