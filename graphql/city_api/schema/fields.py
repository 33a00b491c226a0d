"""Shorthand for fields that every type has."""

from __future__ import annotations

from typing import Any

import graphene


def string(description: str, /, **options: Any) -> Any:
    """Return a field of text that is never null; empty where nothing was written."""
    return graphene.String(required=True, description=description, **options)


def one(kind: Any, description: str, /, **options: Any) -> Any:
    """Return a field that is never null."""
    return graphene.Field(kind, required=True, description=description, **options)


def maybe(kind: Any, description: str, /, **options: Any) -> Any:
    """Return a field that may be null."""
    return graphene.Field(kind, description=description, **options)


def many(kind: Any, description: str, /, **options: Any) -> Any:
    """Return a field with a list; neither it nor its items are ever null."""
    return graphene.List(
        graphene.NonNull(kind), required=True, description=description, **options
    )


def from_row(name: str, default: Any, node: Any, _info: Any, **_args: Any) -> Any:
    """Resolve a field from the column of the same name of a node's row."""
    return getattr(node.row, name, default)


def stored(key: str, description: str) -> Any:
    """Return a field with a text of a stored block; empty where it was never filled."""
    return string(description, resolver=lambda each, _info: each.value.get(key) or "")
