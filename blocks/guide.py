"""What a guide is made of: steps, papers, costs and sources, one or many.

Guides use the single structs (`StepBlock`, `RequiredDocumentBlock`, `CostBlock`,
`SourceBlock`) in streams of their own; the body of any page uses the lists.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from blocks import clock
from blocks.base import ContentBlock, is_blank
from blocks.fields import (
    BooleanBlock,
    CharBlock,
    DateBlock,
    DecimalBlock,
    WebAddressBlock,
    rich_text,
)


class StepBlock(ContentBlock):
    """One step of a procedure."""

    title = CharBlock(label=_("What to do"), max_length=160)
    text = rich_text(label=_("How to do it"))

    class Meta:
        icon = "order-down"
        label = _("Step")
        label_format = "{title}"
        description = _("One thing to do, and how.")
        preview_value = {
            "title": _("Report your address"),
            "text": _(
                "<p>Bring your passport and the confirmation of accommodation.</p>"
            ),
        }


class StepsBlock(ContentBlock):
    """Steps to take in this order."""

    steps = blocks.ListBlock(StepBlock(), label=_("Steps"), min_num=1)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        description = _("What to do, in order, each step with its explanation.")
        preview_value = {
            "steps": [
                {
                    "title": _("Get the confirmation of accommodation"),
                    "text": _("<p>Your landlord signs it; no notary is needed.</p>"),
                },
                {
                    "title": _("Report your address"),
                    "text": _("<p>Bring your passport and the confirmation.</p>"),
                },
            ]
        }


class ChecklistBlock(ContentBlock):
    """Things to tick off, in any order."""

    title = CharBlock(
        label=pgettext_lazy("above a block", "Title"), required=False, max_length=160
    )
    items = blocks.ListBlock(
        CharBlock(label=_("Item"), max_length=250), label=_("Items"), min_num=1
    )

    class Meta:
        icon = "tasks"
        label = _("Checklist")
        label_format = "{title}"
        description = _("Things to tick off, in any order.")
        preview_value = {
            "title": _("Before you sign the lease"),
            "items": [
                _("You have seen the flat"),
                _("The deposit is written in the lease"),
                _("You know what the service charges cover"),
            ],
        }


class RequiredDocumentBlock(ContentBlock):
    """A paper that an office asks for."""

    name = CharBlock(label=pgettext_lazy("a paper", "Document"), max_length=160)
    note = CharBlock(label=_("Note"), required=False, max_length=250)
    original = BooleanBlock(
        label=_("Original needed"),
        required=False,
        help_text=_("A copy is not accepted."),
    )
    link = WebAddressBlock(
        label=_("Where to get it"),
        required=False,
        help_text=_("The address of the form or of the office that issues it."),
    )

    class Meta:
        icon = "doc-full"
        label = _("Required document")
        label_format = "{name}"
        description = _("A paper that the office asks for.")
        preview_value = {
            "name": _("Passport"),
            "note": _("valid for at least three more months"),
            "original": True,
        }


class RequiredDocumentsBlock(ContentBlock):
    """The papers to bring."""

    title = CharBlock(
        label=pgettext_lazy("above a block", "Title"), required=False, max_length=160
    )
    documents = blocks.ListBlock(
        RequiredDocumentBlock(), label=pgettext_lazy("papers", "Documents"), min_num=1
    )

    class Meta:
        icon = "folder-open-1"
        label = _("Required documents")
        label_format = "{title}"
        description = _("The papers to bring, and which of them as originals.")
        preview_value = {
            "title": _("Bring with you"),
            "documents": [
                {
                    "name": _("Passport"),
                    "note": _("valid for at least three more months"),
                    "original": True,
                },
                {"name": _("Confirmation of accommodation")},
            ],
        }


class CostBlock(ContentBlock):
    """What something costs: an amount, a note instead of it, or both."""

    label = CharBlock(label=_("What for"), max_length=160)
    amount = DecimalBlock(
        label=_("Amount"),
        required=False,
        min_value=0,
        max_digits=10,
        decimal_places=2,
        help_text=_("0 means free of charge. Left empty, the note says it."),
    )
    currency = blocks.ChoiceBlock(
        label=_("Currency"),
        choices=[("CZK", _("Czech koruna (CZK)")), ("EUR", _("Euro (EUR)"))],
        default="CZK",
        search_index=False,
    )
    note = CharBlock(label=_("Note"), required=False, max_length=250)

    def clean(self, value: Any) -> Any:
        cost = super().clean(value)
        unsaid = cost["amount"] is None and is_blank(cost["note"])
        if unsaid and not self.is_deferred_validation:
            message = _("Give an amount, or say in the note what it depends on.")
            raise StructBlockValidationError(
                block_errors={"amount": ValidationError(message)}
            )
        return cost

    class Meta:
        icon = "tag"
        label = _("Cost")
        label_format = "{label}"
        description = _("A fee or price.")
        preview_value = {
            "label": _("Residence card"),
            "amount": "200.00",
            "currency": "CZK",
            "note": _("paid in cash or by card at the office"),
        }


class CostsBlock(ContentBlock):
    """Fees and prices."""

    title = CharBlock(
        label=pgettext_lazy("above a block", "Title"), required=False, max_length=160
    )
    items = blocks.ListBlock(CostBlock(), label=_("Costs"), min_num=1)

    class Meta:
        icon = "tag"
        label = _("Costs")
        label_format = "{title}"
        description = _("What it costs, item by item.")
        preview_value = {
            "title": _("Fees"),
            "items": [
                {"label": _("Residence card"), "amount": "200.00"},
                {"label": _("Translation"), "note": _("by agreement")},
            ],
        }


class SourceBlock(ContentBlock):
    """Where a guide's facts come from, and when somebody last looked there."""

    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[("law", _("Act or decree")), ("official", _("Official page"))],
        default="official",
        search_index=False,
    )
    title = CharBlock(label=_("Title"), max_length=200)
    url = WebAddressBlock(label=_("Address"))
    reference = CharBlock(
        label=_("Reference"),
        required=False,
        max_length=160,
        help_text=_("Such as: Act No. 326/1999 Coll., s. 93."),
    )
    checked_on = DateBlock(
        label=_("Checked on"), help_text=_("The day somebody last read it.")
    )

    def clean(self, value: Any) -> Any:
        source = super().clean(value)
        if source["checked_on"] and source["checked_on"] > clock.today():
            message = _("The day lies in the future: nobody can have read it then.")
            raise StructBlockValidationError(
                block_errors={"checked_on": ValidationError(message)}
            )
        return source

    class Meta:
        icon = "link-external"
        label = _("Source")
        label_format = "{title}"
        description = _("An act or official page that the text relies on.")
        preview_value = {
            "kind": "law",
            "title": _("Act on the Residence of Foreign Nationals"),
            "url": "https://example.com/act-326-1999",
            "reference": _("Act No. 326/1999 Coll., s. 93"),
            "checked_on": dt.date(2026, 1, 15),
        }
