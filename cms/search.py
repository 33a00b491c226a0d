"""Search in the database that ignores diacritics, in suggestions too."""

from typing import Any

from django.db import connection
from django.utils.module_loading import import_string


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 (a name Wagtail sets)
    """Return the search backend of the database in use.

    SQLite's full-text search ignores diacritics as it is. PostgreSQL needs a
    text-search configuration, which a migration creates.
    """
    # By path: each backend's module can be loaded on its own database only.
    if connection.vendor == "postgresql":
        return import_string("cms.search_postgresql.PostgresSearchBackend")(params)
    return import_string("modelsearch.backends.database.SearchBackend")({})
