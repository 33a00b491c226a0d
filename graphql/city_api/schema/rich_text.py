"""Formatted text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import graphene
from wagtail.models import Page

from city_api.engine.needs import needs
from city_api.engine.peers import Linked
from city_api.schema.fields import string
from cms.models import Document as DocumentModel
from cms.rich_text import plain_text, public_html


@dataclass(frozen=True, slots=True)
class StoredText:
    """Formatted text as it is stored, and what it links to."""

    html: str
    linked: Linked


class RichText(graphene.ObjectType):
    """Formatted text."""

    html = string(
        "As HTML: p, b, i, ul, ol, li, a, br. Links lead to the page in the reader's"
        " language, else along the fallbacks; to what isn't public they lead nowhere."
    )
    text = string("Without its markup, a line for each paragraph.")

    @staticmethod
    @needs(reaches=(Page, DocumentModel))
    def resolve_html(stored: StoredText, _info: Any) -> str:
        return public_html(stored.html, stored.linked)

    @staticmethod
    def resolve_text(stored: StoredText, _info: Any) -> str:
        return plain_text(stored.html)
