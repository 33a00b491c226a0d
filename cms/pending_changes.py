"""What a transaction has changed so far and gives new tokens to at its end."""

from __future__ import annotations

from collections.abc import Collection
from contextvars import ContextVar


class PendingChanges:
    """The cities whose content has changed, and whether what they share has."""

    def __init__(self) -> None:
        self.site_ids: set[int] = set()
        self.shared = False

    def __bool__(self) -> bool:
        return self.shared or bool(self.site_ids)

    def add(self, site_ids: Collection[int], *, shared: bool) -> None:
        """Note that these have changed."""
        self.site_ids.update(site_ids)
        self.shared = self.shared or shared

    def hold(self, site_id: int | None) -> bool:
        """Return whether a city has changed; without an id, what cities share."""
        return self.shared if site_id is None else site_id in self.site_ids

    def take(self) -> tuple[frozenset[int], bool]:
        """Return everything noted, and forget it."""
        taken = frozenset(self.site_ids), self.shared
        self.site_ids, self.shared = set(), False
        return taken


collecting: ContextVar[PendingChanges | None] = ContextVar("collecting", default=None)
"""Where changes are noted within `cms.services.content.content_transaction`."""


def pending() -> PendingChanges:
    """Return what the surrounding transaction has changed and not yet named anew."""
    changes = collecting.get()
    return PendingChanges() if changes is None else changes
