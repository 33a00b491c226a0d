"""GraphQL over HTTP.

Source: GraphQL over HTTP, working draft, https://graphql.github.io/graphql-over-http/
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from graphql import DocumentNode, ExecutionResult, OperationType, get_operation_ast

from city_api.context import Context
from city_api.engine.errors import ApiError
from city_api.engine.limits import asks_for_schema
from city_api.execution import Refused, answer, formatted, prepared, run
from cms.models import CitySettings

GRAPHQL_JSON = "application/graphql-response+json"
ONE_DAY = 86_400


@dataclass(frozen=True)
class Asked:
    """The parameters of a request."""

    query: str
    variables: dict[str, Any]
    operation_name: str | None


@csrf_exempt  # No session is read here, so there is nothing to forge.
@require_http_methods(["GET", "POST", "OPTIONS"])
def graphql(request: HttpRequest) -> HttpResponse:
    """Answer an operation; show the API explorer to a browser that asks for none."""
    if request.method == "OPTIONS":
        return preflight()
    if request.method == "GET" and "query" not in request.GET and wants_html(request):
        return explorer(request)
    try:
        asked = asked_by(request)
        document = admitted(request, prepared(asked.query), asked.operation_name)
        context = Context(
            base_url=request.build_absolute_uri("/").rstrip("/"), request=request
        )
        result = run(document, asked.variables, asked.operation_name, context)
    except ApiError as error:
        return respond(request, {"errors": [formatted(error)]}, started=False)
    except Refused as refused:
        errors = [formatted(error) for error in refused.errors]
        return respond(request, {"errors": errors}, started=False)
    return respond(request, answer(result), started=has_started(result))


def admitted(
    request: HttpRequest, document: DocumentNode, operation_name: str | None
) -> DocumentNode:
    """Return the document, if this client may run it by this method.

    Raises:
        ApiError: METHOD_NOT_ALLOWED or INTROSPECTION_REFUSED.
    """
    operation = get_operation_ast(document, operation_name)
    queries = operation is None or operation.operation is OperationType.QUERY
    if request.method == "GET" and not queries:
        message = _("A mutation must be sent with POST.")
        raise ApiError("METHOD_NOT_ALLOWED", message)
    if asks_for_schema(document) and not may_explore(request):
        message = _("Only staff may ask for the schema here.")
        raise ApiError("INTROSPECTION_REFUSED", message)
    return document


def may_explore(request: HttpRequest) -> bool:
    """Return whether a client may ask for the schema; the session says who is staff."""
    if settings.CITY_API_EXPLORER_FOR_ALL:
        return True
    return bool(request.user.has_perm("wagtailadmin.access_admin"))


def preflight() -> HttpResponse:
    """Tell a browser what scripts of other sites may send."""
    response = HttpResponse(status=204)
    response["Access-Control-Allow-Origin"] = settings.CITY_API_ALLOW_ORIGIN
    response["Access-Control-Allow-Methods"] = "GET, POST"
    response["Access-Control-Allow-Headers"] = "Content-Type"
    response["Access-Control-Max-Age"] = str(ONE_DAY)
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


def asked_by(request: HttpRequest) -> Asked:
    """Return the parameters of a request.

    Raises:
        ApiError: BAD_REQUEST or DOCUMENT_TOO_LARGE.
    """
    if request.method == "GET":
        variables = request.GET.get("variables") or "{}"
        return _asked(
            request.GET.get("query"),
            _json(variables.encode()),
            request.GET.get("operationName"),
        )
    if request.content_type not in {"application/json", GRAPHQL_JSON}:
        raise ApiError("BAD_REQUEST", _("Send the operation as application/json."))
    body = _json(_body(request))
    if not isinstance(body, dict):
        raise ApiError("BAD_REQUEST", _("Send one operation as a JSON object."))
    return _asked(body.get("query"), body.get("variables"), body.get("operationName"))


def _body(request: HttpRequest) -> bytes:
    most = settings.CITY_API_MAX_BYTES
    try:
        if len(request.body) <= most:
            return request.body
    except RequestDataTooBig:  # Django has a limit of its own.
        pass
    message = _("A request takes at most %(most)d bytes.")
    raise ApiError("DOCUMENT_TOO_LARGE", message % {"most": most})


def _json(text: bytes) -> Any:
    try:
        # Given bytes, it would also take what is no UTF-8.
        return json.loads(text.decode())
    except (ValueError, RecursionError) as error:
        raise ApiError("BAD_REQUEST", _("The request holds no valid JSON.")) from error


def _asked(query: Any, variables: Any, operation_name: Any) -> Asked:
    if not isinstance(query, str) or not query.strip():
        raise ApiError("BAD_REQUEST", _("The request names no operation in `query`."))
    if variables is not None and not isinstance(variables, dict):
        raise ApiError("BAD_REQUEST", _("`variables` must be a JSON object."))
    if operation_name is not None and not isinstance(operation_name, str):
        raise ApiError("BAD_REQUEST", _("`operationName` must be a string."))
    return Asked(query, variables or {}, operation_name or None)


def respond(
    request: HttpRequest, body: dict[str, Any], *, started: bool
) -> HttpResponse:
    """Return the answer in the media type that the client prefers."""
    plain = GRAPHQL_JSON not in request.headers.get("Accept", "")
    response = JsonResponse(
        body,
        status=200 if started or (plain and "data" in body) else 400,
        content_type="application/json" if plain else GRAPHQL_JSON,
        json_dumps_params={"ensure_ascii": False, "separators": (",", ":")},
    )
    response["Vary"] = "Accept, Origin"
    response["Access-Control-Allow-Origin"] = settings.CITY_API_ALLOW_ORIGIN
    return response
