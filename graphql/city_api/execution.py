"""Runs an operation of the City API."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import lru_cache
from time import monotonic
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

from city_api.context import Context
from city_api.database import database_away
from city_api.documents import Documents
from city_api.engine.budget import TimeIsUp, statements_until
from city_api.engine.compiled.context import CompiledContext
from city_api.engine.errors import ApiError
from city_api.engine.limits import check_cost, check_document, check_tokens
from city_api.engine.texts import WholeValues, broken_text, is_whole
from city_api.mutations import check_mutation
from city_api.operations import manifest
from cms.postgresql.patience import gave_up
from cms.request_log import current_request_id, new_request_id
from cms.selectors.preview import Preview

logger = logging.getLogger(__name__)
strangers = Documents()
KEPT_DOCUMENTS = 64
"""How many of our own documents are kept prepared."""
MOST_ERRORS = 10
"""How many faults of a document are told; finding each takes time."""
MOST_CHARACTERS = 500
"""How much of a message is told: it may quote what came."""
TOO_DEEP = "nested too deeply"
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
    preview: Any = None,
) -> dict[str, Any]:
    """Run an operation in process and return `{"data": …}`, with `"errors"` if any.

    `preview` is a page or snippet under edit, shown in place of what is published.
    """
    base_url = request.build_absolute_uri("/").rstrip("/") if request else ""
    shown = Preview(preview) if preview is not None else None
    context = Context(base_url=base_url, preview=shown, request=request)
    try:
        result = run(prepared(document), variables, operation_name, context)
    except Refused as refused:
        return {"errors": [formatted(error) for error in refused.errors]}
    return answer(result)


def persisted(name: str) -> str:
    """Return the text of a persisted operation, for pages that ask in process.

    Raises:
        KeyError: if there is none of that name.
    """
    return manifest().by_name[name].document


@lru_cache(maxsize=KEPT_DOCUMENTS)
def prepared(document: str) -> DocumentNode:
    """Return one of our own documents, valid and within the limits; checked once.

    Raises:
        Refused: if it can't be parsed, is too large or isn't valid.
    """
    return checked(document)


def prepared_for(document: str, sha256: str) -> DocumentNode:
    """Return a client's document likewise; strangers' don't push out ours.

    Raises:
        Refused: if it can't be parsed, is too large or isn't valid.
    """
    if sha256 in manifest().by_hash:
        return prepared(document)
    kept = strangers.get(sha256)
    if kept is None:
        kept = checked(document)
        strangers.put(sha256, kept, document)
    return kept


def checked(document: str) -> DocumentNode:
    """Parse and validate a document.

    Raises:
        Refused: if it can't be parsed, is too large or isn't valid.
    """
    try:
        check_tokens(document)
        parsed = parse(document, max_tokens=settings.CITY_API_MAX_TOKENS)
        check_document(parsed)
        errors = validate(graphql_schema(), parsed, RULES, max_errors=MOST_ERRORS)
    except GraphQLSyntaxError as error:
        raise Refused([too_deep() if TOO_DEEP in error.message else error]) from error
    except ApiError as error:
        raise Refused([error]) from error
    except RecursionError as error:
        raise Refused([too_deep()]) from error
    if errors:
        raise Refused(errors)
    return parsed


def too_deep() -> ApiError:
    """Return the refusal of what nobody could follow to its end."""
    return ApiError("DEPTH_LIMIT", _("The operation is nested too deeply."))


def run(
    document: DocumentNode,
    variables: Mapping[str, Any] | None,
    operation_name: str | None,
    context: Context,
    *,
    limit_sql: bool = False,
) -> ExecutionResult:
    """Execute a prepared document.

    With `limit_sql`, PostgreSQL stops a single statement that takes too long.

    Raises:
        Refused: if its lists multiply to too much, a variable holds what is no text,
            the time is up or the database is silent; what a mutation had committed by
            then stays.
    """
    if not is_whole([operation_name, dict(variables or {})]):
        raise Refused([broken_text()])
    try:
        check_cost(document, variables or {})
    except ApiError as error:
        raise Refused([error]) from error
    seconds = settings.CITY_API_MAX_SECONDS
    context.deadline = monotonic() + seconds
    try:
        with statements_until(context.deadline, limit_s=seconds if limit_sql else 0):
            return execute_sync(
                graphql_schema(),
                document,
                context_value=context,
                variable_values=dict(variables or {}),
                operation_name=operation_name,
                execution_context_class=CompiledContext,
            )
    except TimeIsUp as error:
        if gave_up(error):
            raise Refused([database_away()]) from error
        message = _("The operation took longer than %(seconds)d seconds.")
        refusal = ApiError("TIME_LIMIT", message % {"seconds": seconds})
        raise Refused([refusal]) from error


def answer(result: ExecutionResult) -> dict[str, Any]:
    """Return a result as it is sent, with its errors masked."""
    body: dict[str, Any] = {"data": result.data}
    if result.errors:
        body["errors"] = [formatted(error) for error in result.errors]
    return body


def formatted(error: GraphQLError) -> GraphQLFormattedError:
    """Return an error as readers may see it: a bug shows the request's id only."""
    original = error.original_error
    if original is None or isinstance(original, GraphQLError):
        shown = error.formatted
        source = original if isinstance(original, GraphQLError) else error
        extensions = {"code": "BAD_REQUEST", **(source.extensions or {})}
        message = shown["message"][:MOST_CHARACTERS]
        return {**shown, "message": message, "extensions": extensions}
    if error.path is None:  # a scalar couldn't read what stands in the document
        logger.warning("A %s refused a value.", type(original).__name__)
        refusal = GraphQLError(
            _("A value is wrong."), error.nodes, extensions={"code": "BAD_REQUEST"}
        )
        return refusal.formatted
    request_id = current_request_id() or new_request_id()
    logger.error(
        "A resolver failed at %s.",
        error.path,
        exc_info=original,
        extra={"request_id": request_id},
    )
    return {
        "message": f"Something went wrong here (request {request_id}).",
        "locations": error.formatted.get("locations", []),
        "path": list(error.path or ()),
        "extensions": {"code": "INTERNAL_ERROR", "requestId": request_id},
    }


def submit(
    request: HttpRequest, document: str, variables: Mapping[str, Any]
) -> dict[str, Any]:
    """Run a mutation for a visitor of one of the hub's own pages.

    It is looked at and counted like one that comes over HTTP.

    Raises:
        ApiError: ORIGIN_REFUSED or RATE_LIMIT.
    """
    check_mutation(request, graphql_schema(), parse(document), None, variables)
    return execute(document, variables, request=request)
