"""Runs an operation of the City API."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from graphql import (
    ASTValidationRule,
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    GraphQLFormattedError,
    GraphQLSchema,
    GraphQLSyntaxError,
    execute_sync,
    parse,
    specified_rules,
    validate,
)
from wagtail.models import Page

from city_api.context import Context
from city_api.engine.compiled.context import CompiledContext
from city_api.engine.errors import ApiError
from city_api.engine.limits import check_cost, check_document
from city_api.engine.texts import WholeValues, broken_text, is_whole

logger = logging.getLogger(__name__)
KEPT_DOCUMENTS = 64
"""How many documents are kept prepared; a large one takes about 1 MB with its plan."""
# Ours comes first: the others turn a number without end into a failure.
RULES: tuple[type[ASTValidationRule], ...] = (WholeValues, *specified_rules)


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
        result = run(prepared(document), variables, operation_name, context)
    except Refused as refused:
        return {"errors": [formatted(error) for error in refused.errors]}
    return answer(result)


@lru_cache(maxsize=KEPT_DOCUMENTS)
def prepared(document: str) -> DocumentNode:
    """Return a document that is valid and within the limits; checked once.

    Raises:
        Refused: if it can't be parsed, is too large or isn't valid.
    """
    try:
        parsed = parse(document, max_tokens=settings.CITY_API_MAX_TOKENS)
        check_document(parsed)
        errors = validate(graphql_schema(), parsed, RULES)
    except GraphQLSyntaxError as error:
        raise Refused([too_many_tokens(error) or error]) from error
    except ApiError as error:
        raise Refused([error]) from error
    except RecursionError as error:
        message = _("The operation is nested too deeply.")
        raise Refused([ApiError("DEPTH_LIMIT", message)]) from error
    if errors:
        raise Refused(errors)
    return parsed


def too_many_tokens(error: GraphQLSyntaxError) -> ApiError | None:
    """Return the refusal with its code, if that is what the parser says."""
    if "tokens. Parsing aborted" not in error.message:
        return None
    message = _("A document takes at most %(most)d tokens.")
    return ApiError("TOKEN_LIMIT", message % {"most": settings.CITY_API_MAX_TOKENS})


def run(
    document: DocumentNode,
    variables: Mapping[str, Any] | None,
    operation_name: str | None,
    context: Context,
) -> ExecutionResult:
    """Execute a prepared document.

    Raises:
        Refused: if its lists multiply to too much, or a variable holds what is no
            text.
    """
    if not is_whole([operation_name, dict(variables or {})]):
        raise Refused([broken_text()])
    try:
        check_cost(document, variables or {})
    except ApiError as error:
        raise Refused([error]) from error
    return execute_sync(
        graphql_schema(),
        document,
        context_value=context,
        variable_values=dict(variables or {}),
        operation_name=operation_name,
        execution_context_class=CompiledContext,
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
