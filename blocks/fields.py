"""Single fields that blocks are made of.

Each says how it is stored as JSON and what a translator may do with it: strings
are translated, addresses, choosers and phone numbers can be replaced for a
language, choices, numbers and dates are the same in every language.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock
from wagtail_localize.segments import OverridableSegmentValue

TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class CharBlock(blocks.CharBlock):
    """A line of text; empty is an empty string, never null."""

    class Meta:
        default = ""


class TextBlock(blocks.TextBlock):
    """Lines of text; empty is an empty string, never null."""

    class Meta:
        default = ""


class BooleanBlock(blocks.BooleanBlock):
    """Yes or no, never null."""

    class Meta:
        default = False


class OverridableMixin:
    """Keeps its value in a translation unless the translator replaces it."""

    field: Any

    def get_translatable_segments(self, value: Any) -> list[OverridableSegmentValue]:
        return [OverridableSegmentValue("", value)] if value else []

    def restore_translated_segments(self, value: Any, segments: list[Any]) -> Any:
        """Return the replacement, or the source's value where it is not valid."""
        try:
            return self.field.clean(segments[0].data)
        except ValidationError:
            return value


class WebAddressBlock(OverridableMixin, blocks.URLBlock):
    """An address of the web; other schemes, such as javascript:, are refused."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.field.validators = [URLValidator(schemes=["http", "https"])]
        self.field.error_messages["invalid"] = _(
            "Enter a web address that starts with https:// or http://."
        )

    class Meta:
        default = ""


class EmailAddressBlock(OverridableMixin, blocks.EmailBlock):
    """An e-mail address."""

    class Meta:
        default = ""


class FixedTextBlock(OverridableMixin, CharBlock):
    """A short text that is the same in every language, such as a street address."""


class PhoneBlock(FixedTextBlock):
    """A phone number, best with its country code."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=30, **kwargs)
        self.field.validators.append(
            RegexValidator(
                r"^\+?[0-9][0-9 ()/.-]{1,28}\Z",
                message=_("Enter a phone number such as +420 123 456 789."),
            )
        )

    class Meta:
        icon = "mobile-alt"


class DecimalBlock(blocks.DecimalBlock):
    """A decimal number, stored as a string so that no digit is lost."""

    def to_python(self, value: Any) -> Decimal | None:
        return None if is_nothing(value) else Decimal(value)

    def get_prep_value(self, value: Any) -> str | None:
        return None if is_nothing(value) else format(Decimal(value), "f")


class DateBlock(blocks.DateBlock):
    """A date, stored as an ISO 8601 string."""

    def get_prep_value(self, value: Any) -> str | None:
        return value.isoformat() if isinstance(value, dt.date) else value


class SourceSnippetChooserBlock(SnippetChooserBlock):
    """A snippet of the source language.

    Translations keep pointing at it: whoever reads finds the reader's language by
    the translation key, so a snippet translated later needs no page saved again.
    """

    def get_translatable_segments(self, value: Any) -> list[Any]:
        return []

    def restore_translated_segments(self, value: Any, segments: list[Any]) -> Any:
        return value


def is_nothing(value: Any) -> bool:
    """Say whether a stored number is absent."""
    return value is None or value == ""


def rich_text(**kwargs: Any) -> blocks.RichTextBlock:
    """Return a rich text with the features that every text of the core offers."""
    return blocks.RichTextBlock(features=TEXT_FEATURES, **kwargs)
