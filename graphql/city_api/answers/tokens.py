"""Reads which content cities publish now: the one query that a kept answer costs.

The view's own connection won't do. For SQLite Django closes it after each request,
and a statement that somebody left unfinished would make it see the past. So each
thread has a second one, for nothing but this query, which is sent as it is.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, Error, connections

from city_api.answers.circuit import Circuit
from cms.models import ContentVersion
from cms.postgresql.patience import SHORT_S, gave_up, patience

logger = logging.getLogger(__name__)
Tokens = Mapping[int | None, int]
"""The token of each city by site id and, under None, of what cities share."""
PAUSE_S = 1.0
LONGEST_S = 60.0
"""After so long a connection is made anew, as the server may have moved."""


class DatabaseAway(Exception):
    """The database can't be asked at the moment."""


class TokenReader:
    """Reads tokens through a connection of its own for each thread."""

    def __init__(self) -> None:
        self.circuit = Circuit(PAUSE_S)
        self._threads = threading.local()

    def read(self, sites: frozenset[int] | None = None) -> Tokens:
        """Return the tokens of these cities and of what they share; None: of all.

        Raises:
            DatabaseAway: if it can't be asked, or couldn't a moment ago.
        """
        if not self.circuit.admits():
            raise DatabaseAway
        try:
            with patience(SHORT_S):
                found = self._rows(statement(sites))
        except Exception as error:
            if not isinstance(error, (Error, *driver_errors())):
                raise
            if self.circuit.failed():
                logger.warning("The database can't be asked.", exc_info=error)
            raise DatabaseAway from error
        if self.circuit.succeeded():
            logger.warning("The database can be asked again.")
        return dict(found)

    def _rows(self, sql: str) -> list[tuple[int | None, int]]:
        link: Link | None = getattr(self._threads, "link", None)
        if link is not None and time.monotonic() < link.expires:
            try:
                return link.rows(sql)
            except driver_errors() as error:
                if gave_up(error):
                    self.close()
                    raise
        # What it was connected to may be gone, and back.
        self.close()
        self._threads.link = Link()
        try:
            return self._threads.link.rows(sql)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close this thread's connection; the next query opens one."""
        link: Link | None = self._threads.__dict__.pop("link", None)
        if link is not None:
            link.close()


class Link:
    """A connection with a cursor that is used again and again."""

    def __init__(self) -> None:
        self.connection = connections[DEFAULT_DB_ALIAS].copy()
        self.connection.connect()
        self.expires = time.monotonic() + LONGEST_S
        self._cursor: Any = self.connection.connection.cursor()

    def rows(self, sql: str) -> list[tuple[int | None, int]]:
        """Return what a statement without parameters finds."""
        found: list[tuple[int | None, int]] = self._cursor.execute(sql).fetchall()
        return found

    def close(self) -> None:
        try:
            self.connection.close()
        except driver_errors():
            pass  # It was broken.


def driver_errors() -> tuple[type[Exception], ...]:
    """Return what the database's driver raises, which Django hasn't translated."""
    driver: Any = connections[DEFAULT_DB_ALIAS]
    return (driver.Database.Error,)


@lru_cache(maxsize=1_000)
def statement(sites: frozenset[int] | None) -> str:
    """Return the SQL that reads the tokens of these cities and the shared one."""
    table = connections[DEFAULT_DB_ALIAS].ops.quote_name(ContentVersion._meta.db_table)
    every = f"SELECT site_id, token FROM {table}"  # noqa: S608 (no input is in it)
    if sites is None:
        return every
    if not sites:
        return f"{every} WHERE site_id IS NULL"
    ids = ", ".join(str(int(site)) for site in sorted(sites))
    return f"{every} WHERE site_id IS NULL OR site_id IN ({ids})"
