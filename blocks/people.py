"""Whom to ask."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks.struct_block import StructBlockValidationError

from blocks.base import ContentBlock
from blocks.fields import CharBlock, SourceSnippetChooserBlock


class ContactCardBlock(ContentBlock):
    """A person, an organisation, or a person at an organisation."""

    person = SourceSnippetChooserBlock("cms.Person", label=_("Person"), required=False)
    organisation = SourceSnippetChooserBlock(
        "cms.Organisation", label=_("Organisation"), required=False
    )
    note = CharBlock(
        label=_("Note"),
        required=False,
        max_length=250,
        help_text=_("What to turn to them with."),
    )

    def clean(self, value: Any) -> Any:
        contact = super().clean(value)
        nobody = contact["person"] is None and contact["organisation"] is None
        if nobody and not self.is_deferred_validation:
            message = _("Choose a person or an organisation.")
            raise StructBlockValidationError(
                block_errors={"person": ValidationError(message)}
            )
        return contact

    class Meta:
        icon = "user"
        label = _("Contact")
        label_format = "{note}"
        description = _(
            "Whom to ask, with the public contact details kept in one place."
        )
        preview_value = {
            "person": None,
            "organisation": None,
            "note": _("Questions about residence and work permits"),
        }
