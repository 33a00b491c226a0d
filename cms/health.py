"""Tells a load balancer whether this process lives, and whether it can answer.

Load balancers ask by plain HTTP and by IP address, so the two addresses are answered
before anything looks at the host or redirects to HTTPS.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from functools import cache

from django.core.cache import caches
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from cms.models import Delivery
from cms.postgresql.patience import SHORT_S, patience
from cms.request_log import ROUTE

LIVE = "/health/live"
READY = "/health/ready"
OUTBOX_LATE = dt.timedelta(minutes=10)
"""How long something may be due before it is told that nobody seems to send it."""

logger = logging.getLogger(__name__)


class HealthMiddleware:
    """Answers the two addresses at any host; stands first among the middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info not in {LIVE, READY}:
            return self.get_response(request)
        request.META[ROUTE] = request.path_info.strip("/").replace("/", "-")
        if request.method not in {"GET", "HEAD"}:
            return _uncached(JsonResponse({"status": "method not allowed"}, status=405))
        return live() if request.path_info == LIVE else ready()


def live() -> HttpResponse:
    """Answer that the process runs; nothing else is asked."""
    return _uncached(JsonResponse({"status": "live"}))


def ready() -> HttpResponse:
    """Answer 200 where visitors can be sent here, else 503, with what was looked at.

    A cache that can't be reached makes answers slow, not wrong: that is told, but it
    takes no process out of service, as all of them would go at once.
    """
    passed: dict[str, bool] = {}
    for name, check in (NEEDED | HELPFUL).items():
        in_vain = name in ASK_DATABASE and not passed["database"]
        passed[name] = not in_vain and _passes(name, check)
    status = "ready" if all(passed[name] for name in NEEDED) else "unavailable"
    if status == "ready" and not all(passed.values()):
        status = "degraded"
    checks = {name: "ok" if ok else "failed" for name, ok in passed.items()}
    code = 503 if status == "unavailable" else 200
    return _uncached(JsonResponse({"status": status, "checks": checks}, status=code))


def _uncached(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response


def _passes(name: str, check: Callable[[], bool]) -> bool:
    try:
        with patience(SHORT_S):
            return check()
    except Exception:
        logger.warning("The check of the %s failed.", name, exc_info=True)
        return False


def database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def migrations_are_applied() -> bool:
    """Compare what this version's code needs with what the database has had.

    The files are read once a process; later it is one query.
    """
    applied = MigrationRecorder(connection).migration_qs.values_list("app", "name")
    return newest_migrations() <= set(applied)


@cache
def newest_migrations() -> frozenset[tuple[str, str]]:
    """Return the last migration of each app, as (app, name)."""
    loader = MigrationLoader(None)
    return frozenset(loader.graph.leaf_nodes())


def cache_answers() -> bool:
    caches["default"].get("vitej.health")
    return True


def outbox_is_emptied() -> bool:
    """Say whether somebody sends what is due; where nothing is, nobody has to."""
    now = timezone.now()
    return not Delivery.objects.due(now - OUTBOX_LATE).exists()


NEEDED: dict[str, Callable[[], bool]] = {
    "database": database_answers,
    "migrations": migrations_are_applied,
}
HELPFUL: dict[str, Callable[[], bool]] = {
    "cache": cache_answers,
    "outbox": outbox_is_emptied,
}
ASK_DATABASE = frozenset({"migrations", "outbox"})
"""What would only wait once more for a database that doesn't answer."""
