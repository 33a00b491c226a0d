"""Bodies that hold every block of the core, with references of every kind."""

from __future__ import annotations

import uuid
from typing import Any

from cms.models import Document, Image, Organisation, Person


def items(*values: Any) -> list[dict[str, Any]]:
    """Return a stored list."""
    return [
        {"id": str(uuid.uuid4()), "type": "item", "value": value} for value in values
    ]


def every_block(
    *,
    page: int,
    image: Image,
    document: Document,
    person: Person,
    organisation: Organisation,
) -> list[dict[str, Any]]:
    """Return a stored body with each block of the core once."""
    text = (
        f'<p>See <a linktype="page" id="{page}">the page</a> and '
        f'<a linktype="document" id="{document.pk}">the form</a>.</p>'
    )
    picture = {"image": image.pk, "alt": "", "decorative": False, "caption": "Tram"}
    values: list[tuple[str, Any]] = [
        ("heading", {"text": "Úřad práce", "level": "3"}),
        ("rich_text", text),
        (
            "quote",
            {"text": "Welcome!", "attribution": "Jana", "source_url": ""},
        ),
        ("callout", {"kind": "tip", "title": "Come early", "text": text}),
        ("faq", {"items": items({"question": "When?", "answer": text})}),
        (
            "table",
            {
                "data": [["Day", "Hours"], ["Monday", None]],
                "first_row_is_table_header": True,
                "first_col_is_header": False,
                "table_caption": "Hours",
            },
        ),
        ("steps", {"steps": items({"title": "Go there", "text": text})}),
        ("checklist", {"title": "Before", "items": items("Passport", "Photo")}),
        (
            "required_documents",
            {
                "title": "Bring",
                "documents": items(
                    {"name": "Passport", "note": "", "original": True, "link": ""}
                ),
            },
        ),
        (
            "costs",
            {
                "title": "Fees",
                "items": items(
                    {"label": "Card", "amount": "200.50", "currency": "CZK", "note": ""}
                ),
            },
        ),
        ("image", picture),
        ("gallery", {"images": items(picture, picture)}),
        (
            "video",
            {
                "url": "https://www.youtube.com/watch?v=abcdefghijk",
                "title": "Welcome",
                "poster": image.pk,
                "transcript": text,
            },
        ),
        ("download", {"document": document.pk, "title": ""}),
        (
            "button",
            {
                "label": "Read on",
                "link": {
                    "page": page,
                    "url": "",
                    "document": None,
                    "email": "",
                    "phone": "",
                },
                "style": "primary",
            },
        ),
        (
            "link_cards",
            {
                "title": "More",
                "cards": items({"page": page, "title": "", "summary": "Short"}),
            },
        ),
        (
            "contact_card",
            {"person": person.pk, "organisation": organisation.pk, "note": "Ask us"},
        ),
        (
            "map_point",
            {
                "label": "Office",
                "latitude": "49.835000",
                "longitude": "18.292500",
                "address": "Technologická 372/2",
                "note": "",
            },
        ),
    ]
    return [
        {"id": str(uuid.uuid4()), "type": name, "value": value}
        for name, value in values
    ]


BLOCK_FIELDS = """
    __typename id blockType
    ... on HeadingBlock { text level anchor }
    ... on RichTextBlock { content { html text } }
    ... on QuoteBlock { text attribution sourceUrl }
    ... on CalloutBlock { calloutKind: kind title calloutText: text { html } }
    ... on FaqBlock { faq: items { question answer { html } } }
    ... on TableBlock { caption headerRow headerColumn rows }
    ... on StepsBlock { steps { title text { html } } }
    ... on ChecklistBlock { title checklist: items }
    ... on RequiredDocumentsBlock {
      title documents { name note original link }
    }
    ... on CostsBlock { title costs: items { label amount currency note } }
    ... on ImageBlock {
      image { alt rendition(preset: CARD) { url width height } }
      alt decorative imageCaption: caption
    }
    ... on GalleryBlock { images { alt caption decorative image { id } } }
    ... on VideoBlock {
      title provider videoId embedUrl watchUrl poster { id } transcript { html }
    }
    ... on DownloadBlock { title document { title url } }
    ... on ButtonBlock { label style link { url path isExternal } }
    ... on LinkCardsBlock { title cards { title summary page { title path } } }
    ... on ContactCardBlock {
      person { name photo { alt } } organisation { name logo { alt } } note
    }
    ... on MapPointBlock {
      label latitude longitude address note openStreetMapUrl geoUri
    }
"""
