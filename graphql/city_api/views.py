"""GraphQL over HTTP: what may be asked by whom, and what is answered."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from contextlib import nullcontext
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import RequestDataTooBig
from django.db import Error, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    OperationType,
    get_operation_ast,
)

from city_api import persisted
from city_api.answers.offering import offer
from city_api.context import Context
from city_api.cors import cors_headers
from city_api.database import RETRY_AFTER_S, any_away, database_away, is_away
from city_api.engine.errors import ApiError
from city_api.engine.limits import asks_for_schema
from city_api.execution import (
    Refused,
    answer,
    formatted,
    graphql_schema,
    prepared_for,
    run,
)
from city_api.http_answer import answered, media_type
from city_api.http_request import GET_METHODS, JSON, asked_by, too_large
from city_api.mutations import check_mutation
from city_api.noting import note_document, note_errors, note_operation
from city_api.operations import manifest
from cms.models import CitySettings
from cms.statements import for_stranger

METHODS = "GET, HEAD, POST, OPTIONS"
SUGGESTION = re.compile(r" Did you mean .*\?$", re.DOTALL)
ONE_DAY = 86_400


@transaction.non_atomic_requests  # A query needs none, a mutation has its own.
@csrf_exempt  # The session admits to the explorer and no further: nothing to forge.
def graphql(request: HttpRequest) -> HttpResponse:
    """Answer an operation; show the API explorer to a browser that asks for none."""
    if request.method == "OPTIONS":
        return preflight(request)
    if request.method == "GET" and not request.GET and wants_html(request):
        return explorer(request)
    media = media_type(request.headers.get("Accept"))
    if media is None:
        message = _("Take application/graphql-response+json or application/json.")
        return respond(request, refusal([ApiError("NOT_ACCEPTABLE", message)]), JSON)
    sites: Collection[int] | None = None
    try:
        body, sites = executed(request)
    except ApiError as error:
        body = refusal([error])
    except Refused as refused:
        body = refusal(refused.errors, suggest=may_explore(request))
    except Error as error:
        if not is_away(error):
            raise
        body = refusal([database_away()])
    return respond(request, body, media, sites)


def executed(request: HttpRequest) -> tuple[dict[str, Any], Collection[int] | None]:
    """Return the body of the answer to a request, and the cities it was read from.

    Raises:
        ApiError, Refused: if its operation may not run or never began.
    """
    asked = asked_by(
        request.method or "",
        request.META.get("QUERY_STRING", ""),
        request.META.get("CONTENT_TYPE", ""),
        body_of(request),
    )
    text, sha256 = persisted.document_of(asked)
    note_document(request, sha256)
    check_persisted(request, sha256)
    document = admitted(request, prepared_for(text, sha256), asked.operation_name)
    note_operation(request, document, asked.operation_name)
    persisted.keep(asked)
    check_mutation(
        request, graphql_schema(), document, asked.operation_name, asked.variables
    )
    context = Context(
        base_url=request.build_absolute_uri("/").rstrip("/"), request=request
    )
    with nullcontext() if sha256 in manifest().by_hash else for_stranger():
        result = run(
            document, asked.variables, asked.operation_name, context, limit_sql=True
        )
    if any_away(result.errors):
        raise database_away()
    if not has_started(result):
        raise Refused(result.errors or [])
    if not result.errors:
        offer(request, context, asked=asked, document=document, sha256=sha256)
    return answer(result), context.sites


def check_persisted(request: HttpRequest, sha256: str) -> None:
    """Refuse what isn't in the manifest, where nothing else is allowed.

    Staff may ask anything, for the explorer.

    Raises:
        ApiError: OPERATION_NOT_PERSISTED.
    """
    if not settings.CITY_API_ONLY_PERSISTED or sha256 in manifest().by_hash:
        return
    if not is_staff(request):
        message = _("Only persisted operations may be asked for here.")
        raise ApiError("OPERATION_NOT_PERSISTED", message)


def admitted(
    request: HttpRequest, document: DocumentNode, operation_name: str | None
) -> DocumentNode:
    """Return the document, if this client may run it by this method.

    Raises:
        ApiError: METHOD_NOT_ALLOWED or INTROSPECTION_REFUSED.
    """
    operation = get_operation_ast(document, operation_name)
    queries = operation is None or operation.operation is OperationType.QUERY
    if request.method in GET_METHODS and not queries:
        message = _("A mutation must be sent with POST.")
        raise ApiError("METHOD_NOT_ALLOWED", message)
    if asks_for_schema(document) and not may_explore(request):
        message = _("Only staff may ask for the schema here.")
        raise ApiError("INTROSPECTION_REFUSED", message)
    return document


def may_explore(request: HttpRequest) -> bool:
    """Return whether a client may ask for the schema; the session says who is staff."""
    return settings.CITY_API_EXPLORER_FOR_ALL or is_staff(request)


def is_staff(request: HttpRequest) -> bool:
    """Return whether the session is that of somebody who may open the admin."""
    return bool(request.user.has_perm("wagtailadmin.access_admin"))


def preflight(request: HttpRequest) -> HttpResponse:
    """Tell a browser what scripts of other sites may send."""
    response = HttpResponse(status=204)
    response["Allow"] = METHODS
    response["Access-Control-Allow-Methods"] = "GET, POST"
    response["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
    response["Access-Control-Max-Age"] = str(ONE_DAY)
    return with_cors(request, response, None)


def with_cors(
    request: HttpRequest, response: HttpResponse, sites: Collection[int] | None
) -> HttpResponse:
    """Add the headers that let a script of another site read an answer."""
    for name, value in cors_headers(request.headers.get("Origin"), sites).items():
        if name == "Vary":
            patch_vary_headers(response, [value])
        else:
            response[name] = value
    return response


def explorer(request: HttpRequest) -> HttpResponse:
    """Show the API explorer, with a query of the hub's first city to begin with."""
    if not may_explore(request):
        return redirect_to_login(request.path, reverse("wagtailadmin_login"))
    slug = CitySettings.objects.order_by("pk").values_list("slug", flat=True).first()
    context = {"endpoint": request.path, "site_slug": slug or ""}
    return render(request, "city_api/graphiql.html", context)


def has_started(result: ExecutionResult) -> bool:
    """Return whether execution began; wrong variables are refused before."""
    return result.data is not None or any(error.path for error in result.errors or ())


def wants_html(request: HttpRequest) -> bool:
    """Return whether a person's browser asks."""
    return "text/html" in request.headers.get("Accept", "")


def body_of(request: HttpRequest) -> bytes:
    """Return the body of a POST request; a large one isn't read to its end.

    Raises:
        ApiError: DOCUMENT_TOO_LARGE or UNSUPPORTED_MEDIA_TYPE.
    """
    if request.method != "POST":
        return b""
    if request.headers.get("Content-Encoding", "identity") != "identity":
        message = _("Send the operation without compression.")
        raise ApiError("UNSUPPORTED_MEDIA_TYPE", message)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdigit() and int(length[:12]) > settings.CITY_API_MAX_BYTES:
        raise too_large()
    try:
        return request.body
    except RequestDataTooBig as error:  # Django has a limit of its own.
        raise too_large() from error


def refusal(errors: Sequence[GraphQLError], *, suggest: bool = False) -> dict[str, Any]:
    """Return the body that says why an operation never ran.

    graphql-core suggests names that are like a wrong one; who may not see the schema
    would learn it from them.
    """
    told = [formatted(error) for error in errors]
    if not suggest:
        told = [
            {**error, "message": SUGGESTION.sub("", error["message"])} for error in told
        ]
    return {"errors": told}


def respond(
    request: HttpRequest,
    body: dict[str, Any],
    media: str,
    sites: Collection[int] | None = None,
) -> HttpResponse:
    """Return an answer with the headers that its readers need."""
    errors = body.get("errors", ())
    note_errors(request, errors)
    response = answered(body, media)
    if response.status_code == 405:
        # What may be done here depends on the operation: a mutation needs POST.
        response["Allow"] = "POST" if request.method in GET_METHODS else METHODS
    if response.status_code == 429:
        response["Retry-After"] = str(errors[0]["extensions"]["retryAfter"])
    if response.status_code == 503:
        response["Retry-After"] = str(RETRY_AFTER_S)
    if "data" not in body:
        response["Cache-Control"] = "no-store"
    if request.method == "HEAD":
        response["Content-Length"] = str(len(response.content))
        response.content = b""
    patch_vary_headers(response, ["Accept"])
    return with_cors(request, response, sites)
