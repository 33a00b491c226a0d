"""Text: heading, rich text, quote, call-out, questions and answers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from blocks.base import ContentBlock, PreviewedBlock
from blocks.fields import (
    TEXT_FEATURES,
    CharBlock,
    TextBlock,
    WebAddressBlock,
    rich_text,
)


class HeadingBlock(ContentBlock):
    """A heading inside the text. Level 1 is the page's title."""

    text = CharBlock(label=_("Text"), max_length=160)
    level = blocks.ChoiceBlock(
        label=_("Level"),
        choices=[
            ("2", _("Section")),
            ("3", _("Subsection")),
            ("4", _("Part of a subsection")),
        ],
        default="2",
        search_index=False,
        help_text=_("Don't skip a level: screen readers use it to find their way."),
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        label_format = "{text}"
        description = _("Starts a section, so that a long page can be skimmed.")
        preview_value = {"text": _("Before you arrive"), "level": "2"}


class RichTextBlock(PreviewedBlock, blocks.RichTextBlock):
    """Paragraphs, lists and links."""

    def __init__(self, features: list[str] | None = None, **kwargs: object) -> None:
        super().__init__(features=features or TEXT_FEATURES, **kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs with lists, links, bold and italic.")
        preview_value = _(
            "<p>Within <b>three working days</b> of your arrival, report your "
            "address to the foreign police.</p>"
        )


class QuoteBlock(ContentBlock):
    """Somebody's words, and whose they are."""

    text = TextBlock(label=_("Quote"), rows=3, max_length=1000)
    attribution = CharBlock(label=_("Who said it"), required=False, max_length=160)
    source_url = WebAddressBlock(
        label=_("Where it comes from"),
        required=False,
        help_text=_("The address of the article or interview."),
    )

    class Meta:
        icon = "openquote"
        label = _("Quote")
        label_format = "{text}"
        description = _("Somebody's own words, with their name.")
        preview_value = {
            "text": _("I came for the job and stayed for the people."),
            "attribution": _("Amara, newcomer from Lagos"),
        }


class CalloutBlock(ContentBlock):
    """A short text that must not be overlooked."""

    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[
            ("info", _("Information")),
            ("tip", _("Tip")),
            ("warning", _("Warning")),
            ("important", _("Important")),
        ],
        default="info",
        search_index=False,
    )
    title = CharBlock(
        label=pgettext_lazy("above a block", "Title"), required=False, max_length=120
    )
    text = rich_text(label=_("Text"))

    class Meta:
        icon = "warning"
        label = _("Call-out")
        label_format = "{title}"
        description = _("Sets a tip, a warning or a deadline apart from the text.")
        preview_value = {
            "kind": "important",
            "title": _("Mind the deadline"),
            "text": _(
                "<p>A late report can be fined. Go even without an appointment.</p>"
            ),
        }


class QuestionBlock(ContentBlock):
    """One question and its answer."""

    question = CharBlock(label=_("Question"), max_length=200)
    answer = rich_text(label=_("Answer"))

    class Meta:
        icon = "help"
        label = _("Question")
        label_format = "{question}"
        preview_value = {
            "question": _("Do I need an appointment?"),
            "answer": _("<p>No, but with one you wait less.</p>"),
        }


class FaqBlock(ContentBlock):
    """Questions people ask, each with its answer."""

    items = blocks.ListBlock(QuestionBlock(), label=_("Questions"), min_num=1)

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        description = _("Questions people really ask, each opening to its answer.")
        preview_value = {
            "items": [
                {
                    "question": _("Do I need an appointment?"),
                    "answer": _("<p>No, but with one you wait less.</p>"),
                },
                {
                    "question": _("May somebody interpret for me?"),
                    "answer": _("<p>Yes, bring a friend or ask us.</p>"),
                },
            ]
        }
