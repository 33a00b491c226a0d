"""Blocks for the bodies of pages."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from blocks.preserving import PreservingStreamBlock
from blocks.text import CalloutBlock, HeadingBlock


class PhraseBlock(blocks.StructBlock):
    """A phrase to practise."""

    original = blocks.CharBlock(label=_("Phrase"))
    translation = blocks.CharBlock(label=_("Translation"))

    class Meta:
        icon = "openquote"
        label = _("Phrase")


class TopicsBlock(PreservingStreamBlock):
    """What to talk about: phrases of this plugin among blocks of the core."""

    vitej_example_phrase = PhraseBlock()
    heading = HeadingBlock()
    callout = CalloutBlock()


class TableForTwoBlock(blocks.StructBlock):
    """A table at a café: who sits there and what they talk about."""

    title = blocks.CharBlock(label=_("Title"), default="A table for two")
    languages = blocks.ListBlock(blocks.CharBlock(), label=_("Languages"))
    topics = TopicsBlock(label=_("Topics"), required=False)

    class Meta:
        icon = "group"
        label = _("Table at a language café")
