"""What is compiled, how long it is kept, and what is left to graphql-core."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLSchema,
    build_schema,
    execute,
    execute_sync,
    parse,
)

from city_api.engine.compiled.context import CompiledContext
from city_api.engine.compiled.info import reads_info
from city_api.engine.compiled.plans import MOST_PLANS, plans_of


@pytest.fixture
def schema() -> GraphQLSchema:
    return build_schema(
        """
        type Query {
          word(text: String, many: [Int], deep: Deep): String
          child: Query
          children: [Query!]
        }
        type Mutation { change: Int }
        input Deep { list: [Int] }
        """
    )


def run(
    schema: GraphQLSchema, document: DocumentNode, root: Any, **options: Any
) -> ExecutionResult:
    return execute_sync(
        schema, document, root, execution_context_class=CompiledContext, **options
    )


def resolving(schema: GraphQLSchema, resolve: Callable[..., Any]) -> None:
    """Let a resolver answer `word`."""
    assert schema.query_type
    schema.query_type.fields["word"].resolve = resolve


def test_an_operation_is_compiled_once_for_all_its_variables(
    schema: GraphQLSchema,
) -> None:
    document = parse("query ($text: String) { word(text: $text) }")
    root = {"word": lambda _info, text: text}

    answers = [
        run(schema, document, root, variable_values={"text": text}).data
        for text in ("a", "b")
    ]

    assert answers == [{"word": "a"}, {"word": "b"}]
    assert len(plans_of(document)) == 1


def test_conditions_have_a_plan_for_each_of_their_values(
    schema: GraphQLSchema,
) -> None:
    document = parse("query ($no: Boolean!) { word @skip(if: $no) child { word } }")
    root = {"word": "here"}

    answers = [
        run(schema, document, root, variable_values={"no": no}).data
        for no in (True, False, True)
    ]

    without, with_word = {"child": None}, {"word": "here", "child": None}
    assert answers == [without, with_word, without]
    assert len(plans_of(document)) == 2


def test_the_plans_used_last_are_kept(schema: GraphQLSchema) -> None:
    document = parse("{ word }")

    for number in range(MOST_PLANS + 5):

        def resolver(_source: Any, _info: Any, text: str = f"{number}") -> str:
            return text

        data = run(schema, document, None, field_resolver=resolver).data
        assert data == {"word": f"{number}"}

    assert len(plans_of(document)) == MOST_PLANS


def test_fragments_are_those_of_the_document_that_is_executed(
    schema: GraphQLSchema,
) -> None:
    one = parse("{ ...F } fragment F on Query { a: word }")
    other = parse("fragment F on Query { b: word }")
    mixed = DocumentNode(definitions=(one.definitions[0], *other.definitions))
    root = {"word": "here"}

    assert run(schema, one, root).data == {"a": "here"}
    assert run(schema, mixed, root).data == {"b": "here"}


def test_a_resolver_that_changes_its_arguments_changes_its_own_only(
    schema: GraphQLSchema,
) -> None:
    def resolve(_source: Any, _info: Any, many: list[int], deep: Any) -> str:
        many.append(2)
        deep["list"].append(3)
        return f"{many} {deep}"

    resolving(schema, resolve)
    document = parse("{ children { word(many: [1], deep: {list: []}) } }")
    root: dict[str, Any] = {"children": [{}, {}]}

    for _time in range(2):
        assert run(schema, document, root).data == {
            "children": [{"word": "[1, 2] {'list': [3]}"}] * 2
        }


def test_middleware_wraps_the_resolvers(schema: GraphQLSchema) -> None:
    def loud(next_: Any, source: Any, info: Any, **arguments: Any) -> Any:
        value = next_(source, info, **arguments)
        return value.upper() if isinstance(value, str) else value

    document = parse("{ __typename word }")
    root = {"word": "here"}

    for _time in range(2):
        result = run(schema, document, root, middleware=[loud])
        assert result.data == {"__typename": "QUERY", "word": "HERE"}
    assert run(schema, document, root).data == {"__typename": "Query", "word": "here"}
    assert len(plans_of(document)) == 2


def test_nothing_of_a_request_outlives_it(schema: GraphQLSchema) -> None:
    document = parse("query ($text: String) { word(text: $text) }")
    resolving(schema, lambda _source, info, text: info.context[text])

    run(schema, document, None, variable_values={"text": "a"}, context_value={"a": "1"})
    result = run(
        schema, document, None, variable_values={"text": "b"}, context_value={"b": "2"}
    )

    assert result.data == {"word": "2"}


def test_awaitables_are_left_to_graphql_core(schema: GraphQLSchema) -> None:
    async def word(_info: Any) -> str:
        return "awaited"

    async def main() -> Any:
        return await execute(  # type: ignore[misc]
            schema,
            document,
            {"word": word},
            execution_context_class=CompiledContext,
        )

    document = parse("{ word }")
    assert asyncio.run(main()).data == {"word": "awaited"}
    assert len(plans_of(document)) == 0


def test_a_condition_that_is_no_boolean_is_left_to_graphql_core(
    schema: GraphQLSchema,
) -> None:
    document = parse("query ($some: [Int]) { word @skip(if: $some) child { word } }")

    result = run(schema, document, {"word": "here"}, variable_values={"some": [1]})

    assert result.data == {"child": None}
    assert len(plans_of(document)) == 0


class Resolvers:
    def method(self, _source: Any, info: Any) -> Any:
        return info

    def quiet_method(self, _source: Any, _info: Any) -> Any:
        return self


def prefixed(_name: str, _default: Any, source: Any, info: Any) -> Any:
    return source, info


def quietly_prefixed(_name: str, _default: Any, source: Any, _info: Any) -> Any:
    return source


def enclosing(_source: Any, info: Any) -> Any:
    return lambda: info


def looking_around(_source: Any, info: Any) -> Any:
    return locals()


@pytest.mark.parametrize(
    ("resolver", "reads"),
    [
        (lambda source, _info: source, False),
        (lambda source, _info, **arguments: (source, arguments), False),
        (lambda _source, info: info.path, True),
        (lambda *arguments: arguments, True),
        (lambda source, *rest: (source, rest), True),
        (enclosing, True),
        (looking_around, True),
        (partial(prefixed, "name", None), True),
        (partial(quietly_prefixed, "name", None), False),
        (Resolvers().method, True),
        (Resolvers().quiet_method, False),
        (str, True),
    ],
)
def test_the_code_of_a_resolver_says_whether_it_reads_its_info(
    resolver: Callable[..., Any], *, reads: bool
) -> None:
    assert reads_info(resolver) is reads
