"""What the dashboard counts."""

from __future__ import annotations

from typing import Any

from wagtail.admin.site_summary import PagesSummaryItem
from wagtail.models import Page

from cms import access


class CityPagesSummaryItem(PagesSummaryItem):
    """The number of pages of the user's own cities, not of the whole hub."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        pages = Page.objects.filter(access.pages_of(self.request.user), depth__gt=1)
        return {**context, "total_pages": pages.count()}
