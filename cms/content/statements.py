"""Hears of writes that send no signal: bulk updates, bulk inserts, SQL by hand.

Whose rows those are is not known here, so they renew the token of what cities share,
which everything that is kept depends on.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from functools import cache
from types import CodeType, FrameType
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import Model
from django.db.models.deletion import Collector
from django.db.models.signals import post_migrate, pre_migrate
from django.dispatch import Signal
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page

from cms.content.models import kinds
from cms.services.content import content_changed, content_write

Execute = Callable[[str, Any, bool, dict[str, Any]], Any]

WRITE = re.compile(
    r"\s*(INSERT|UPDATE|DELETE)\s+(?:OR\s+\w+\s+)?(?:INTO\s+|FROM\s+|ONLY\s+)*[\"`]?(\w+)",
    re.IGNORECASE,
)
WRITTEN = re.compile(r"(\w+)[\"`]?\s*=")

ACCOUNTED_FOR: frozenset[CodeType] = frozenset(
    function.__code__
    for function in (
        Model.save_base,
        Collector.delete,
        MovePageAction._move_page,  # noqa: SLF001
        Page._update_descendant_url_paths,  # noqa: SLF001
        content_write,
    )
)
"""What sends a signal of its own for what it writes, or renews the tokens itself."""

SENDING = frozenset([Signal.send.__code__, Signal.send_robust.__code__])
"""Who is called from here writes on their own account."""

migrating: ContextVar[bool] = ContextVar("migrating", default=False)


def connect() -> None:
    """Begin to listen."""
    connection_created.connect(listen)
    pre_migrate.connect(fall_silent)
    post_migrate.connect(speak_again)
    for connection in connections.all(initialized_only=True):
        listen(connection)


def listen(connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    """Hear what a connection writes."""
    if hear not in connection.execute_wrappers:
        # First: who wraps for a while, as Django's context manager, takes the last off.
        connection.execute_wrappers.insert(0, hear)


def fall_silent(**_kwargs: Any) -> None:
    """Wait until the tables are there; what migrations change counts at their end."""
    migrating.set(True)


def speak_again(**_kwargs: Any) -> None:
    migrating.set(False)


def hear(
    execute: Execute, sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Run a statement, and renew the shared token if it writes what readers see."""
    if not writes_content(sql) or migrating.get() or is_accounted_for():
        return execute(sql, params, many, context)
    using = context["connection"].alias
    with transaction.atomic(using=using, savepoint=False):
        result = execute(sql, params, many, context)
        # SQLite counts inserted rows only once they have been fetched.
        if context["cursor"].rowcount != 0 or sql.lstrip()[:1] in "Ii":
            content_changed(shared=True)
    return result


def writes_content(sql: str) -> bool:
    """Return whether a statement writes columns that readers can see.

    A column that is only compared may be taken for one that is written.
    """
    found = WRITE.match(sql)
    if found is None:
        return False
    verb, table = found.group(1).upper(), found.group(2)
    columns = tables().get(table)
    if columns is None:
        return False
    if verb == "INSERT":
        return table not in unseen_when_new()
    if verb == "DELETE":
        return True
    head, where, _condition = sql[found.end() :].rpartition(" WHERE ")
    return not columns.isdisjoint(WRITTEN.findall(head if where else sql))


def is_accounted_for() -> bool:
    """Return whether whoever writes now sends a signal for it."""
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001
    while frame is not None:
        if frame.f_code in ACCOUNTED_FOR:
            return True
        if frame.f_code in SENDING:
            return False
        frame = frame.f_back
    return False


@cache
def tables() -> Mapping[str, frozenset[str]]:
    """Return the columns that readers can see, by table."""
    return {
        model._meta.db_table: frozenset(
            str(each.column)
            for each in model._meta.local_concrete_fields
            if each.attname in kind.watched
        )
        for model, kind in kinds().items()
    }


@cache
def unseen_when_new() -> frozenset[str]:
    """Return the tables whose new rows nobody sees until something refers to them."""
    return frozenset(
        model._meta.db_table
        for model, kind in kinds().items()
        if not kind.seen_when_new
    )
