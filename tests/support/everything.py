"""A query for everything that a schema offers, made from the schema itself.

It keeps up with the schema: a new field is asked for as soon as it is there, and
a new required argument has to be given a value here before the tests pass again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graphql import (
    GraphQLInterfaceType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_composite_type,
)

Arguments = Mapping[str, Sequence[str]]


class Everything:
    """Writes the query; types that only wrap others take no depth.

    `arguments` gives, by `Type.field`, the argument lists to ask a field with; a
    field with several is asked for once with each, under names of their own.
    """

    def __init__(self, schema: GraphQLSchema, arguments: Arguments) -> None:
        self.schema = schema
        self.arguments = arguments
        self.fragments: dict[str, str] = {}

    def document(self, root: str, depth: int) -> str:
        """Return the query; `root` is a field of `Query` with its arguments."""
        fragment = self.fragment("Site", depth)
        return "\n".join(
            [f"{{ {root} {{ ...{fragment} }} }}", *self.fragments.values()]
        )

    def fragment(self, name: str, depth: int) -> str:
        """Return the name of a fragment that asks a type for all its fields."""
        fragment = f"{name}_{depth}"
        if fragment not in self.fragments:
            self.fragments[fragment] = ""  # A type may lead to itself.
            body = " ".join(self.selections(self.schema.type_map[name], depth))
            self.fragments[fragment] = f"fragment {fragment} on {name} {{ {body} }}"
        return fragment

    def selections(self, kind: Any, depth: int) -> list[str]:
        """Return what to ask a type for."""
        if isinstance(kind, GraphQLInterfaceType | GraphQLUnionType):
            possible = self.schema.get_possible_types(kind)
            return [
                "__typename",
                *(f"...{self.fragment(each.name, depth)}" for each in possible),
            ]
        assert isinstance(kind, GraphQLObjectType)
        found = ["__typename"]
        for name, field in kind.fields.items():
            selection = self.selection(field, depth)
            if selection is not None:
                found += self.asked(kind.name, name, field, selection)
        return found

    def selection(self, field: Any, depth: int) -> str | None:
        """Return the selection below a field, or None where it leads too deep."""
        target = get_named_type(field.type)
        if not is_composite_type(target):
            return ""
        wraps = target.name.endswith(("Connection", "Edge")) or not hasattr(
            target, "fields"
        )
        below = depth if wraps else depth - 1
        return f"{{ ...{self.fragment(target.name, below)} }}" if below >= 0 else None

    def asked(self, kind: str, name: str, field: Any, selection: str) -> list[str]:
        """Return a field with each of the argument lists that it is asked with."""
        lists = self.arguments.get(f"{kind}.{name}")
        if lists is None:
            required = [
                argument
                for argument, given in field.args.items()
                if isinstance(given.type, GraphQLNonNull)
            ]
            assert not required, f"Say what to ask {kind}.{name}({required}) with."
            lists = ["(first: 100)" if "first" in field.args else ""]
        return [
            f"{name}_{number}: {name}{each} {selection}"
            for number, each in enumerate(lists)
        ]
