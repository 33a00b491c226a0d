"""The blocks that every body of the core offers, in the order of the block picker."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import Block

from blocks.guide import (
    ChecklistBlock,
    CostsBlock,
    RequiredDocumentsBlock,
    StepsBlock,
)
from blocks.links import ButtonBlock, LinkCardsBlock
from blocks.media import DownloadBlock, GalleryBlock, ImageBlock, VideoBlock
from blocks.people import ContactCardBlock
from blocks.places import MapPointBlock
from blocks.table import TableBlock
from blocks.text import (
    CalloutBlock,
    FaqBlock,
    HeadingBlock,
    QuoteBlock,
    RichTextBlock,
)

TEXT = _("Text")
PROCEDURE = _("How to")
MEDIA = _("Pictures, videos, files")
LINKS = _("Links")
CONTACTS = _("People and places")


def core_blocks() -> list[tuple[str, Block]]:
    """Return (name, new block) of the whole vocabulary.

    The names are stored with the content: a name once released stays.
    """
    return [
        ("heading", HeadingBlock(group=TEXT)),
        ("rich_text", RichTextBlock(group=TEXT)),
        ("quote", QuoteBlock(group=TEXT)),
        ("callout", CalloutBlock(group=TEXT)),
        ("faq", FaqBlock(group=TEXT)),
        ("table", TableBlock(group=TEXT)),
        ("steps", StepsBlock(group=PROCEDURE)),
        ("checklist", ChecklistBlock(group=PROCEDURE)),
        ("required_documents", RequiredDocumentsBlock(group=PROCEDURE)),
        ("costs", CostsBlock(group=PROCEDURE)),
        ("image", ImageBlock(group=MEDIA)),
        ("gallery", GalleryBlock(group=MEDIA)),
        ("video", VideoBlock(group=MEDIA)),
        ("download", DownloadBlock(group=MEDIA)),
        ("button", ButtonBlock(group=LINKS)),
        ("link_cards", LinkCardsBlock(group=LINKS)),
        ("contact_card", ContactCardBlock(group=CONTACTS)),
        ("map_point", MapPointBlock(group=CONTACTS)),
    ]
