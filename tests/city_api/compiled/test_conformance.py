"""graphql-core's own execution tests pass, and the synchronous ones run compiled."""

from __future__ import annotations

import os

import pytest

from tests.city_api.compiled import conformance

# Synchronous, and rightly left to graphql-core.
NOT_COMPILED = {
    # A subscription's operation.
    "uses_the_subscription_schema_for_subscriptions",
    # No operation is executed: the schema has none of its kind.
    "resolves_to_an_error_if_schema_does_not_support_operation",
    # No operation is executed: it is nested too deeply.
    "execute_sync_returns_a_result_with_the_error",
    "execute_returns_a_result_with_the_error",
    "execute_does_not_keep_the_frames_of_the_recursion_alive",
    # `check_sync=True` asks to look for awaitables.
    "does_not_return_an_awaitable_for_sync_execution",
    "does_not_throw_if_not_encountering_async_operation_with_check_sync",
}


def test_the_tests_of_graphql_core_pass_on_the_compiled_path() -> None:
    if os.environ.get("CI") == "true" and not conformance.is_fetched():
        conformance.fetch()
    if not conformance.is_fetched():
        pytest.skip(
            "graphql-core's tests aren't here: they come with its sources only."
            " Fetch them: python -m tests.city_api.compiled.conformance"
        )

    counts = conformance.counts()

    failed = [each.name for each in counts if not each.passed]
    assert not failed
    assert len(counts) == 307
    synchronous = [each for each in counts if each.synchronous]
    fallen_back = {each.name for each in synchronous if each.fallen_back}
    assert fallen_back <= NOT_COMPILED
    assert sum(each.compiled for each in synchronous) == 155
