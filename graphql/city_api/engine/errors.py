"""What the City API refuses, each with a code that programs can rely on."""

from __future__ import annotations

from typing import Any

from graphql import GraphQLError


class ApiError(GraphQLError):
    """A refusal that the caller can act on; its message may be shown."""

    def __init__(self, code: str, message: Any) -> None:
        super().__init__(str(message), extensions={"code": code})
