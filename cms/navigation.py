"""Menus of a city site, kept in its settings."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.translated_text import TranslatedTextBlock


class MenuLinkBlock(blocks.StructBlock):
    """A link to a page of the site or to an address elsewhere."""

    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    url = blocks.URLBlock(
        label=_("Address"), required=False, help_text=_("For a link to another site.")
    )
    label = TranslatedTextBlock(
        label=_("Label"),
        required=False,
        help_text=_("Empty: the page's title in the reader's language."),
    )

    class Meta:
        icon = "link"
        label = _("Link")

    def clean(self, value: Any) -> Any:
        link = super().clean(value)
        errors: dict[str, ValidationError] = {}
        if bool(link["page"]) == bool(link["url"]):
            errors["page"] = ValidationError(_("Choose a page or give an address."))
        elif link["url"] and not link["label"]:
            errors["label"] = ValidationError(_("A link elsewhere needs a label."))
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return link


class MenuItemBlock(MenuLinkBlock):
    """A link with further links below it."""

    children = blocks.ListBlock(
        MenuLinkBlock(), label=_("Links below"), default=[], required=False
    )

    class Meta:
        icon = "list-ul"
        label = _("Menu item")


class MenuBlock(blocks.StreamBlock):
    """A menu: items in their order."""

    item = MenuItemBlock()
