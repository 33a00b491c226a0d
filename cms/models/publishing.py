"""Publishing as one change."""

from __future__ import annotations

from typing import Any

from django.utils.module_loading import import_string

ONE_CHANGE = "cms.services.content.content_transaction"
"""By name: it needs the models."""


class PublishedAtOnce:
    """Is published and unpublished in one transaction, with all that follows from it.

    Whoever publishes, the row, the search index and the content's token change
    together: wagtail-localize does so when its own transaction is over.
    """

    def publish(self, *args: Any, **kwargs: Any) -> Any:
        """Publish a revision; see Wagtail's `DraftStateMixin`."""
        with import_string(ONE_CHANGE)():
            return super().publish(*args, **kwargs)  # type: ignore[misc]

    def unpublish(self, *args: Any, **kwargs: Any) -> Any:
        """Take it out of what is public; see Wagtail's `DraftStateMixin`."""
        with import_string(ONE_CHANGE)():
            return super().unpublish(*args, **kwargs)  # type: ignore[misc]
