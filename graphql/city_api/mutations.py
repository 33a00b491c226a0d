"""Who may send a mutation, and how often; looked at before any of it runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    get_argument_values,
    get_operation_ast,
)
from graphql.execution.collect_fields import collect_fields
from graphql.execution.values import get_variable_values

from city_api.client import client_key
from city_api.cors import is_own, may_send
from city_api.engine.errors import ApiError
from city_api.rates import seconds_to_wait


def check_mutation(
    request: HttpRequest,
    schema: GraphQLSchema,
    document: DocumentNode,
    operation_name: str | None,
    variables: Mapping[str, Any] | None,
) -> None:
    """Refuse a mutation from a foreign web site, and one too many.

    Each field of the mutation counts, for the client's address and for the city that
    it names, whatever becomes of it.

    Raises:
        ApiError: ORIGIN_REFUSED or RATE_LIMIT.
    """
    operation = get_operation_ast(document, operation_name)
    if operation is None or operation.operation is not OperationType.MUTATION:
        return
    slugs = list(_cities(schema, document, operation, dict(variables or {})))
    _check_origin(request, {slug for slug in slugs if slug})
    most = settings.CITY_API_MUTATIONS_PER_ADDRESS
    _count(f"address.{client_key(request.META)}", most, by=max(1, len(slugs)))
    for slug in sorted({slug for slug in slugs if slug}):
        most = settings.CITY_API_MUTATIONS_PER_SITE
        _count(f"site.{slug[:40]}", most, by=slugs.count(slug))


def _cities(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    given: dict[str, Any],
) -> Iterator[str | None]:
    """Yield, for each field of a mutation, the short name of the city in its input."""
    mutation = schema.mutation_type
    variables = get_variable_values(schema, operation.variable_definitions or (), given)
    if mutation is None or isinstance(variables, list):
        return  # it won't run
    fragments = {
        each.name.value: each
        for each in document.definitions
        if isinstance(each, FragmentDefinitionNode)
    }
    fields = collect_fields(
        schema, fragments, variables, mutation, operation.selection_set
    )
    for nodes in fields.values():
        yield _city(mutation, nodes[0], variables)


def _city(
    mutation: GraphQLObjectType, node: Any, variables: dict[str, Any]
) -> str | None:
    field = mutation.fields.get(node.name.value)
    if field is None:
        return None
    try:
        given = get_argument_values(field, node, variables).get("input")
    except GraphQLError:
        return None  # execution will say so
    slug = given.get("site") if isinstance(given, Mapping) else None
    return slug if isinstance(slug, str) else None


def _check_origin(request: HttpRequest, slugs: set[str]) -> None:
    origin = request.headers.get("Origin")
    if origin is None or is_own(request, origin) or may_send(origin, slugs):
        return
    message = _("This web site may not send anything to this city.")
    raise ApiError("ORIGIN_REFUSED", message)


def _count(key: str, most: int, *, by: int) -> None:
    seconds = seconds_to_wait(key, most, by=by)
    if seconds:
        message = _("Too many changes were sent. Wait %(seconds)d seconds.")
        error = ApiError("RATE_LIMIT", message % {"seconds": seconds})
        error.extensions = {"code": "RATE_LIMIT", "retryAfter": seconds}
        raise error
