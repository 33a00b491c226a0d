"""What a request asks for, read from its method, address, media type and body alone.

The view and what answers in front of Django read requests with this one parser, so
that both mean the same by the same bytes. It knows no request object and no database.

Sources: GraphQL over HTTP, working draft (https://graphql.github.io/graphql-over-http/),
with its appendix on persisted documents; Apollo's automatic persisted queries
(https://www.apollographql.com/docs/apollo-server/performance/apq/).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn
from urllib.parse import parse_qsl

import orjson
from django.conf import settings
from django.utils.translation import gettext as _

from city_api.engine.errors import ApiError
from city_api.engine.limits import check_variables

JSON = "application/json"
SHA256 = re.compile(r"[0-9a-f]{64}")
MOST_PARAMETERS = 20
"""How many parameters an address may hold; the API knows five."""
GET_METHODS = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A request's parameters: a text, a hash or a name says which document is meant.

    With a text, `sha256` is what the client says that the text's hash is.
    """

    query: str | None = None
    sha256: str | None = None
    name: str | None = None
    variables: Mapping[str, Any] | None = None
    operation_name: str | None = None

    def canonical_variables(self) -> bytes:
        """Return the variables as JSON that is the same for the same values."""
        given = self.variables or {}
        try:
            return orjson.dumps(given, option=orjson.OPT_SORT_KEYS)
        except TypeError:  # numbers above 64 bits, half characters
            text = json.dumps(given, sort_keys=True, separators=(",", ":"))
            return text.encode()


def asked_by(method: str, query_string: str, content_type: str, body: bytes) -> Asked:
    """Return the parameters of a request.

    `query_string` and `content_type` are as WSGI has them: bytes shown as Latin-1.

    Raises:
        ApiError: BAD_REQUEST, DOCUMENT_TOO_LARGE, URI_TOO_LONG, DEPTH_LIMIT,
            VARIABLES_LIMIT, METHOD_NOT_ALLOWED or UNSUPPORTED_MEDIA_TYPE.
    """
    if method in GET_METHODS:
        return _asked(_from_address(query_string))
    if method != "POST":
        raise ApiError("METHOD_NOT_ALLOWED", _("Ask with GET or POST."))
    _check_media_type(content_type)
    most = settings.CITY_API_MAX_BYTES
    if len(body) > most:
        raise too_large()
    parameters = _json(body)
    if isinstance(parameters, list):
        raise ApiError("BATCHING_REFUSED", _("Send one operation a request."))
    if not isinstance(parameters, dict):
        _refuse(_("Send one operation as a JSON object."))
    return _asked(parameters)


def too_large() -> ApiError:
    """Return the refusal of a body that has too many bytes."""
    message = _("A request takes at most %(most)d bytes.")
    return ApiError(
        "DOCUMENT_TOO_LARGE", message % {"most": settings.CITY_API_MAX_BYTES}
    )


def hash_of(document: str) -> str:
    """Return the SHA-256 of a document in UTF-8, as 64 hexadecimal digits.

    Raises:
        ApiError: BROKEN_TEXT, for what is no text.
    """
    try:
        return hashlib.sha256(document.encode()).hexdigest()
    except UnicodeEncodeError as error:
        raise ApiError(
            "BROKEN_TEXT", _("A text holds a NUL or half of a character.")
        ) from error


def _from_address(query_string: str) -> dict[str, Any]:
    if len(query_string) > settings.CITY_API_MAX_BYTES:
        message = _("An address takes at most %(most)d bytes; use POST.")
        most = settings.CITY_API_MAX_BYTES
        raise ApiError("URI_TOO_LONG", message % {"most": most})
    try:
        text = query_string.encode("latin-1").decode()
        pairs = parse_qsl(
            text,
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_PARAMETERS,
        )
    except ValueError as error:
        raise _bad_request(
            _("The address is no UTF-8 or has too much in it.")
        ) from error
    parameters: dict[str, Any] = {}
    for name, value in pairs:
        if name in parameters:
            _refuse(_("The address names a parameter twice."))
        if value:  # an empty one says nothing
            parameters[name] = value
    for name in ("variables", "extensions"):
        if name in parameters:
            parameters[name] = _json(parameters[name].encode())
    return parameters


def _check_media_type(content_type: str) -> None:
    """Refuse a body that isn't JSON in UTF-8.

    What a form can send (`text/plain`, `application/x-www-form-urlencoded`,
    `multipart/form-data`) would come from any web site, without a preflight.
    """
    media_type, _semicolon, parameters = content_type.partition(";")
    charset = re.search(r'charset\s*=\s*"?([^";\s]*)', parameters, re.IGNORECASE)
    wrong_charset = charset and charset[1].lower() not in {"utf-8", "utf8"}
    if media_type.strip().lower() != JSON or wrong_charset:
        message = _("Send the operation as application/json in UTF-8.")
        raise ApiError("UNSUPPORTED_MEDIA_TYPE", message)


def _json(text: bytes) -> Any:
    try:
        # Given bytes, it would also take what is no UTF-8.
        return json.loads(text.decode(), parse_constant=_no_number)
    except ValueError as error:
        raise _bad_request(_("The request holds no valid JSON.")) from error
    except RecursionError as error:
        message = _("The variables are nested too deeply.")
        raise ApiError("DEPTH_LIMIT", message) from error


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _asked(parameters: Mapping[str, Any]) -> Asked:
    query = _text(parameters, "query")
    variables = _object(parameters, "variables")
    sha256 = _apollo_hash(_object(parameters, "extensions"))
    operation_name = _text(parameters, "operationName")
    identifier = _text(parameters, "documentId")
    name = None
    if identifier and (query or sha256):
        _refuse(_("Name the operation by `documentId`, or send it, not both."))
    if identifier:
        sha256, name = _identified(identifier)
    if not (query and query.strip()) and not sha256 and not name:
        _refuse(_("The request names no operation in `query` or `documentId`."))
    if variables:
        check_variables(variables)
    return Asked(query, sha256, name, variables, operation_name)


def _text(parameters: Mapping[str, Any], name: str) -> str | None:
    value = parameters.get(name)
    if value is not None and not isinstance(value, str):
        _refuse(_("`%(name)s` must be a string.") % {"name": name})
    return value or None


def _object(parameters: Mapping[str, Any], name: str) -> dict[str, Any] | None:
    value = parameters.get(name)
    if value is not None and not isinstance(value, dict):
        _refuse(_("`%(name)s` must be a JSON object.") % {"name": name})
    return value


def _identified(identifier: str) -> tuple[str | None, str | None]:
    """Return the hash or the name that an identifier of a document holds."""
    prefix, colon, payload = identifier.partition(":")
    if not colon:
        return (
            (identifier, None) if SHA256.fullmatch(identifier) else (None, identifier)
        )
    if prefix != "sha256" or not SHA256.fullmatch(payload):
        _refuse(_("`documentId` must be `sha256:` and 64 digits, or a name."))
    return payload, None


def _apollo_hash(extensions: Mapping[str, Any] | None) -> str | None:
    if not extensions or extensions.get("persistedQuery") is None:
        return None
    asked = extensions["persistedQuery"]
    if not isinstance(asked, dict) or asked.get("version") != 1:
        _refuse(_("`persistedQuery` must be an object of version 1."))
    sha256 = asked.get("sha256Hash")
    if not isinstance(sha256, str) or not SHA256.fullmatch(sha256):
        _refuse(_("`sha256Hash` must have 64 hexadecimal digits in lower case."))
    return sha256


def _refuse(message: str) -> NoReturn:
    raise _bad_request(message)


def _bad_request(message: str) -> ApiError:
    return ApiError("BAD_REQUEST", message)
