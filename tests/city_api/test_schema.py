"""The published schema says what the code does, and describes all of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from graphql import (
    GraphQLEnumType,
    GraphQLNamedType,
    is_introspection_type,
    is_specified_scalar_type,
)

from city_api.execution import graphql_schema

SDL = Path(__file__).parents[2] / "graphql" / "schema.graphql"


def own_types() -> list[GraphQLNamedType]:
    types = graphql_schema().type_map.values()
    return [
        each
        for each in types
        if not is_introspection_type(each) and not is_specified_scalar_type(each)
    ]


def undescribed(named: GraphQLNamedType) -> Iterator[str]:
    """Yield the names of a type and its members that have no description."""
    if not named.description:
        yield named.name
    members = named.values if isinstance(named, GraphQLEnumType) else fields_of(named)
    for name, member in members.items():
        if not member.description:
            yield f"{named.name}.{name}"
        for argument, value in getattr(member, "args", {}).items():
            if not value.description:
                yield f"{named.name}.{name}({argument})"


def fields_of(named: GraphQLNamedType) -> Mapping[str, Any]:
    fields: Mapping[str, Any] = getattr(named, "fields", {})
    return fields


def test_everything_is_described() -> None:
    assert [name for each in own_types() for name in undescribed(each)] == []


def test_the_published_schema_is_that_of_the_code() -> None:
    call_command("schema", check=SDL)


def test_a_drift_is_named(tmp_path: Path) -> None:
    drifted = tmp_path / "schema.graphql"
    drifted.write_text(SDL.read_text(encoding="utf-8").replace("sites", "cities"))

    with pytest.raises(CommandError, match=r"schema\.graphql is not the schema"):
        call_command("schema", check=drifted)
