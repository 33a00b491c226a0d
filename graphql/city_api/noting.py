"""What an operation leaves for the request's line in the log (`cms.request_log`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest
from graphql import DocumentNode, get_operation_ast

from cms.request_log import ERRORS, OPERATION, OPERATION_HASH


def note_document(request: HttpRequest, sha256: str) -> None:
    """Note which document came, before it is known to be one."""
    request.META[OPERATION_HASH] = sha256


def note_operation(
    request: HttpRequest, document: DocumentNode, operation_name: str | None
) -> None:
    """Note the name of the operation that runs, as its document gives it."""
    operation = get_operation_ast(document, operation_name)
    if operation and operation.name:
        request.META[OPERATION] = operation.name.value


def note_errors(request: HttpRequest, errors: Iterable[Mapping[str, Any]]) -> None:
    """Note the codes of the errors that are answered."""
    request.META[ERRORS] = [
        str(error.get("extensions", {}).get("code", "")) for error in errors
    ]
