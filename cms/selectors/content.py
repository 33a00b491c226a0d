"""Which content cities publish, by the tokens that name it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, Q, QuerySet

from cms.models import ContentVersion
from cms.pending_changes import pending
from cms.selectors.schedule import next_instant
from cms.statements import Param, prepared

__all__ = ["known", "next_instant", "version_at", "versions"]


def versions() -> dict[int | None, int]:
    """Return the token of each city by site id and, under None, of what they share.

    One query. A city without a token is not known: keep nothing of it. That is also
    so within a transaction that has changed the city and has given it no token yet.
    """
    return known(ContentVersion.objects.values_list("site_id", "token"))


def version_at(where: str, value: str) -> dict[int | None, int]:
    """Return the same of one city, found by a path to a column from its site."""

    def rows() -> QuerySet[Any]:
        city = Q(**{f"site__{where}": Param("value", value, CharField())})
        known = ContentVersion.objects.filter(
            Q(site=None) | city & Q(site__citysettings__isnull=False)
        )
        return known.values_list("site_id", "token")

    return known(prepared(("version", where), rows, value=value))


def known(tokens: Iterable[tuple[int | None, int]]) -> dict[int | None, int]:
    """Return the tokens without those that the surrounding transaction outdates."""
    changes = pending()
    return {site_id: token for site_id, token in tokens if not changes.hold(site_id)}
