"""Choosing a page of the city, for a team that needn't edit any.

Wagtail's chooser shows what its user may see in the tree: an editor's drafts, and to a
coordinator who edits nothing no page at all. Here everybody chooses among what the
public reads.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Site

Choices = list[tuple[str, list[tuple[int, str]]]]


def choosable_pages(site: Site) -> list[Page]:
    """Return the public pages of a city in its first language, in the tree's order.

    Readers get the page in their own language where it is translated.
    """
    home = site.root_page
    pages = Page.objects.descendant_of(home, inclusive=False).live().public()
    return list(pages.only("path", "title").order_by("path"))


class CityPageField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A page among those that a city's readers can open.

    What is set stays, also while it isn't published; then its title isn't told.
    """

    def offer(self, pages: list[Page], now: int | None) -> None:
        """Offer some pages, by the part of the site in which they lie."""
        keys = {page.pk for page in pages}
        allowed = keys | ({now} if now else set())
        self.queryset = Page.objects.filter(pk__in=allowed)
        choices: list[Any] = [("", _("none")), *_by_part(pages)]
        if now and now not in keys:
            choices.insert(1, (now, _("the page that is set now; it isn't published")))
        self.choices = choices


def _by_part(pages: list[Page]) -> Choices:
    """Return pages below the page of the second level that they belong to."""
    length = Page.steplen * 3
    parts = groupby(pages, key=lambda page: page.path[:length])
    return [
        (found[0].title, [(page.pk, page.title) for page in found])
        for found in (list(part) for _path, part in parts)
    ]
