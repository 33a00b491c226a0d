"""Runs an operation of the City API."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from graphql import (
    ExecutionResult,
    GraphQLError,
    GraphQLFormattedError,
    GraphQLSchema,
    OperationType,
    execute_sync,
    get_operation_ast,
    parse,
    validate,
)
from wagtail.models import Page

from city_api.context import Context
from city_api.engine.errors import ApiError

logger = logging.getLogger(__name__)
MOST_TOKENS = 2_000


class Refused(Exception):
    """The document never ran; `errors` says why."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__(errors)
        self.errors = errors


def graphql_schema() -> GraphQLSchema:
    """Return the schema; it is built when it is first asked for."""
    from city_api.schema.build import schema  # noqa: PLC0415 (needs all apps)

    built: GraphQLSchema = schema.graphql_schema
    return built


def execute(
    document: str,
    variables: Mapping[str, Any] | None = None,
    *,
    operation_name: str | None = None,
    request: HttpRequest | None = None,
    preview: Page | None = None,
) -> dict[str, Any]:
    """Run an operation in process and return `{"data": …}`, with `"errors"` if any.

    `preview` is a page under edit, shown in place of what is published at its path.
    """
    base_url = request.build_absolute_uri("/").rstrip("/") if request else ""
    context = Context(base_url=base_url, preview=preview, request=request)
    try:
        result = run(document, variables, operation_name, context)
    except Refused as refused:
        return {"errors": [formatted(error) for error in refused.errors]}
    return answer(result)


def run(
    document: str,
    variables: Mapping[str, Any] | None,
    operation_name: str | None,
    context: Context,
    *,
    queries_only: bool = False,
) -> ExecutionResult:
    """Parse, validate and execute a document.

    Raises:
        Refused: if it can't be parsed, isn't valid or is a mutation where only
            queries are allowed.
    """
    schema = graphql_schema()
    try:
        parsed = parse(document, max_tokens=MOST_TOKENS)
    except GraphQLError as error:
        raise Refused([error]) from error
    errors = validate(schema, parsed)
    if errors:
        raise Refused(errors)
    operation = get_operation_ast(parsed, operation_name)
    if queries_only and operation and operation.operation is not OperationType.QUERY:
        message = _("A mutation must be sent with POST.")
        raise Refused([ApiError("METHOD_NOT_ALLOWED", message)])
    return execute_sync(
        schema,
        parsed,
        context_value=context,
        variable_values=dict(variables or {}),
        operation_name=operation_name,
    )


def answer(result: ExecutionResult) -> dict[str, Any]:
    """Return a result as it is sent, with its errors masked."""
    body: dict[str, Any] = {"data": result.data}
    if result.errors:
        body["errors"] = [formatted(error) for error in result.errors]
    return body


def formatted(error: GraphQLError) -> GraphQLFormattedError:
    """Return an error as readers may see it: a bug shows nothing but a number."""
    original = error.original_error
    if original is None or isinstance(original, GraphQLError):
        shown = error.formatted
        source = original if isinstance(original, GraphQLError) else error
        extensions = {"code": "BAD_REQUEST", **(source.extensions or {})}
        return {**shown, "extensions": extensions}
    number = uuid.uuid4().hex[:12]
    logger.error("A resolver failed (%s) at %s.", number, error.path, exc_info=original)
    return {
        "message": f"Something went wrong here (number {number}).",
        "locations": error.formatted.get("locations", []),
        "path": list(error.path or ()),
        "extensions": {"code": "INTERNAL_ERROR", "number": number},
    }
