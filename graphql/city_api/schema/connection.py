"""Relay connections."""

from __future__ import annotations

from typing import Any

import graphene

from city_api.engine.connections import Connection
from city_api.schema.fields import many, maybe, one, string


class PageInfo(graphene.ObjectType):
    """Where a page of a list stands in it."""

    has_next_page = one(graphene.Boolean, "Whether more follows.")
    has_previous_page = one(graphene.Boolean, "Whether something comes before.")
    start_cursor = maybe(graphene.String, "The cursor of the first node.")
    end_cursor = maybe(graphene.String, "The cursor of the last; give it as `after`.")

    @staticmethod
    def resolve_start_cursor(connection: Connection, _info: Any) -> str | None:
        return connection.edges[0].cursor if connection.edges else None

    @staticmethod
    def resolve_end_cursor(connection: Connection, _info: Any) -> str | None:
        return connection.edges[-1].cursor if connection.edges else None


def resolve_nodes(connection: Connection, _info: Any) -> list[Any]:
    """Return the nodes of a page, without their cursors."""
    return [edge.node for edge in connection.edges]


def resolve_itself(connection: Connection, _info: Any) -> Connection:
    """Return what is already there."""
    return connection


def resolve_count(connection: Connection, _info: Any) -> int:
    """Count all nodes, on this page or not."""
    return connection.count()


def connection_type(node_type: Any, of: str, **further: Any) -> Any:
    """Return the connection type of a node type; `of` names the nodes in plural.

    `further` are fields beside those of every connection, with their resolvers.
    """
    name = node_type._meta.name
    edge = type(
        f"{name}Edge",
        (graphene.ObjectType,),
        {
            "node": one(node_type, "What is listed."),
            "cursor": string("Give it as `after` to continue behind this node."),
            "Meta": {"description": "A node of a list and its cursor."},
        },
    )
    return type(
        f"{name}Connection",
        (graphene.ObjectType,),
        {
            "edges": many(edge, "The nodes of this page with their cursors."),
            "nodes": many(node_type, "The nodes of this page.", resolver=resolve_nodes),
            "page_info": one(
                PageInfo, "Where this page stands.", resolver=resolve_itself
            ),
            "total_count": one(
                graphene.Int,
                "How many there are on all pages; counted only when asked for.",
                resolver=resolve_count,
            ),
            **further,
            "Meta": {"description": f"{of}, a page at a time."},
        },
    )


def paging() -> dict[str, Any]:
    """Return the arguments of every connection."""
    return {
        "first": graphene.Argument(
            graphene.Int, default_value=20, description="How many; 1 to 100."
        ),
        "after": graphene.Argument(
            graphene.String, description="The cursor to continue behind."
        ),
    }
