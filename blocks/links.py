"""Ways on: one link, a button, cards that lead to pages."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock

from blocks.base import ContentBlock, is_blank
from blocks.fields import CharBlock, EmailAddressBlock, PhoneBlock, WebAddressBlock


class LinkBlock(ContentBlock):
    """Leads to exactly one target."""

    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    url = WebAddressBlock(label=_("Web address"), required=False)
    document = DocumentChooserBlock(label=_("File"), required=False)
    email = EmailAddressBlock(label=_("E-mail address"), required=False)
    phone = PhoneBlock(label=_("Phone number"), required=False)

    def clean(self, value: Any) -> Any:
        link = super().clean(value)
        first, *others = [
            name for name, target in link.items() if not is_blank(target)
        ] or [None]
        if first is None and not self.is_deferred_validation:
            message = _("Choose a page, or fill in one of the fields below it.")
            raise StructBlockValidationError(
                block_errors={"page": ValidationError(message)}
            )
        if others:
            message = _("A link has one target: remove this, or “%(field)s”.")
            params = {"field": self.child_blocks[first].label}
            raise StructBlockValidationError(
                block_errors={
                    name: ValidationError(message, params=params) for name in others
                }
            )
        return link

    class Meta:
        icon = "link"
        label = _("Link")
        help_text = _("Fill in exactly one.")
        description = _("Leads to a page, an address, a file, a mailbox or a phone.")
        preview_value = {"url": "https://example.com/"}


class ButtonBlock(ContentBlock):
    """The one thing to do next."""

    label = CharBlock(
        label=_("Label"),
        max_length=60,
        help_text=_("Say what happens: “Book a consultation”, not “Click here”."),
    )
    link = LinkBlock(label=_("Link"))
    style = blocks.ChoiceBlock(
        label=_("Weight"),
        choices=[("primary", _("Main action")), ("secondary", _("Other action"))],
        default="primary",
        search_index=False,
    )

    class Meta:
        icon = "link"
        label = _("Button")
        label_format = "{label}"
        description = _("The one thing to do next.")
        preview_value = {
            "label": _("Book a consultation"),
            "link": {"url": "https://example.com/book/"},
            "style": "primary",
        }


class LinkCardBlock(ContentBlock):
    """A card that leads to a page of the city."""

    page = blocks.PageChooserBlock(label=_("Page"))
    title = CharBlock(
        label=_("Title"),
        required=False,
        max_length=120,
        help_text=_("Left empty, the page's own title is used."),
    )
    summary = CharBlock(label=_("Summary"), required=False, max_length=250)

    class Meta:
        icon = "doc-empty-inverse"
        label = _("Card")
        label_format = "{title}"
        preview_value = {"page": None, "title": _("Health insurance")}


class LinkCardsBlock(ContentBlock):
    """Cards that lead to pages."""

    title = CharBlock(
        label=pgettext_lazy("above a block", "Title"), required=False, max_length=160
    )
    cards = blocks.ListBlock(LinkCardBlock(), label=_("Cards"), min_num=1)

    class Meta:
        icon = "grip"
        label = _("Cards to pages")
        label_format = "{title}"
        description = _("Leads to a few pages, each with a sentence about it.")
        preview_value = {
            "title": _("First things first"),
            "cards": [
                {
                    "page": None,
                    "title": _("Health insurance"),
                    "summary": _("Who insures you, and from which day."),
                },
                {
                    "page": None,
                    "title": _("Finding a flat"),
                    "summary": _("What a fair lease looks like."),
                },
            ],
        }
