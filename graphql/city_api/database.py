"""Tells a database that is away from a bug, so that the answer can say which it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _
from graphql import GraphQLError

from city_api.engine.errors import ApiError

RETRY_AFTER_S = 2


def is_away(error: BaseException | None) -> bool:
    """Return whether an error says that the database can't be asked at the moment.

    SQLite's driver calls a mistake in a statement by the same name; its code differs.
    """
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    return bool(code != sqlite3.SQLITE_ERROR)


def any_away(errors: Iterable[GraphQLError] | None) -> bool:
    """Return whether a resolver found the database away."""
    return any(is_away(error.original_error) for error in errors or ())


def database_away() -> ApiError:
    """Return what is answered while the database is away."""
    message = _("The hub can't reach its database. Ask again in a moment.")
    return ApiError("UNAVAILABLE", message)
