"""Rich text for readers: links lead where they lead in this city and language."""

from __future__ import annotations

import html as html_module
import re
from functools import cache
from typing import Any
from urllib.parse import quote

from django.urls import reverse
from django.utils.html import escape
from wagtail.documents import get_document_model
from wagtail.models import Page
from wagtail.rich_text.rewriters import FIND_A_TAG, extract_attrs

from cms.selectors.links import References

BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|blockquote)>|<br\s*/?>")
TAG = re.compile(r"<[^>]+>")


def public_html(html: str, references: References) -> str:
    """Return stored rich text with its links resolved.

    A link to what the reader may not see keeps its words and loses its target.
    """

    def link(match: re.Match[str]) -> str:
        attrs = extract_attrs(match.group(1))
        href = _href(attrs, references)
        return f'<a href="{escape(href)}">' if href else "<a>"

    return FIND_A_TAG.sub(link, html)


def _href(attrs: dict[str, str], references: References) -> str:
    kind, pk = attrs.get("linktype"), attrs.get("id", "")
    if kind is None:
        return attrs.get("href", "")
    if kind == "page" and pk.isdecimal():
        page = references.get(Page, int(pk))
        return references.reader.path_of(page) if page else ""
    if kind == "document" and pk.isdecimal():
        document = references.get(get_document_model(), int(pk))
        return document_url(references.reader.base_url, document) if document else ""
    return ""


def document_url(base_url: str, document: Any) -> str:
    """Return the address of a document, at the hub."""
    filename = quote(document.filename, safe="!$&'()*+,;=/~:@")
    return f"{base_url}{_documents()}{document.pk}/{filename}"


@cache
def _documents() -> str:
    """Return where the addresses of documents begin; `reverse` takes long."""
    return reverse("wagtaildocs_serve", args=[0, "a"]).removesuffix("0/a")


def plain_text(html: str) -> str:
    """Return rich text without its markup, a line for each block of it."""
    text = TAG.sub("", BLOCK_END.sub("\n", html))
    return html_module.unescape(text).strip()
