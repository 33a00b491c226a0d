"""The programme in the bodies of pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from blocks.base import ContentBlock
from blocks.catalogue import CONTACTS
from blocks.fields import CharBlock, rich_text
from buddy_program.choices import Side

BOTH = "both"


class InvitationBlock(ContentBlock):
    """An invitation to the city's programme, which says by itself who may apply now."""

    title = CharBlock(label=pgettext_lazy("above a block", "Title"), max_length=160)
    text = rich_text(
        label=_("Text"),
        required=False,
        help_text=_("What it gives people. Whether they can apply is added by itself."),
    )
    invited = blocks.ChoiceBlock(
        label=_("Whom it invites"),
        choices=[
            (BOTH, _("Newcomers and locals")),
            (Side.NEWCOMER.value, _("Newcomers")),
            (Side.LOCAL.value, _("Locals")),
        ],
        default=BOTH,
        search_index=False,
    )

    class Meta:
        icon = "group"
        label = _("Invitation to the buddy programme")
        label_format = "{title}"
        group = CONTACTS
        description = _(
            "Invites to the city's buddy programme and says who can apply now; nothing"
            " is shown while the city has none."
        )
        preview_value = {
            "title": _("Somebody to discover the city with"),
            "text": _("<p>Meet a local over coffee, a walk or a film.</p>"),
            "invited": BOTH,
        }
