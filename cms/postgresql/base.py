"""The database backend, which Django looks for under this name."""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base

from cms.postgresql.patience import wait_patiently


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own; its connections wait for an answer as long as they are told to."""

    def get_new_connection(self, conn_params: Any) -> Any:
        connection = super().get_new_connection(conn_params)
        wait_patiently(connection)
        return connection
