"""The filters of plugins' pages: variables whose values the query string gives."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from graphql import (
    GraphQLBoolean,
    GraphQLInt,
    GraphQLList,
    GraphQLNonNull,
    coerce_input_value,
    type_from_ast,
)

from city_api.execution import graphql_schema
from microsite.operations import plugin_variables

LONGEST = 200
"""Characters of a text that are looked for."""
MOST = 50
"""Values of one filter."""
YES = frozenset({"1", "true", "on"})
NO = frozenset({"0", "false", "off"})


def plugin_filters(query: QueryDict) -> dict[str, Any]:
    """Return the values of plugins' variables, without those that can't be."""
    schema = graphql_schema()
    found = {}
    for each in plugin_variables():
        name = each.variable.name.value
        kind = type_from_ast(schema, each.type)
        value = _value(query.getlist(name), kind)
        if value is not None and _fits(value, kind):
            found[name] = value
    return found


def _value(given: list[str], kind: Any) -> Any:
    """Return what was given for a variable as JSON has it; None for nothing."""
    if isinstance(kind, GraphQLNonNull):
        kind = kind.of_type
    if isinstance(kind, GraphQLList):
        inner = [_value([each], kind.of_type) for each in given[:MOST]]
        return [each for each in inner if each is not None] or None
    text = " ".join(given[-1].split())[:LONGEST] if given else ""
    if not any(each.isalnum() for each in text):
        return None
    if kind is GraphQLBoolean:
        return True if text in YES else False if text in NO else None
    if kind is GraphQLInt:
        return int(text) if text.isdecimal() and len(text) < 9 else None
    return text


def _fits(value: Any, kind: Any) -> bool:
    wrong: list[Any] = []
    coerce_input_value(value, kind, lambda *error: wrong.append(error))
    return not wrong


def in_addresses(values: dict[str, Any]) -> dict[str, Any]:
    """Return filters as addresses have them: 1 for yes, 0 for no."""
    said = {True: "1", False: "0"}
    return {
        name: said[value] if isinstance(value, bool) else value
        for name, value in values.items()
    }
