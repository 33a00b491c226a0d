"""Headings, texts, quotes, call-outs, questions and tables."""

from __future__ import annotations

from typing import Any

import graphene

from city_api.schema.blocks.interface import Block, BlockValue
from city_api.schema.enums import CalloutKind
from city_api.schema.fields import many, one, stored, string
from city_api.schema.rich_text import RichText, StoredText
from city_api.schema.structs import Value
from cms.slugs import romanised


class HeadingBlock(graphene.ObjectType):
    """A heading within a page."""

    text = stored("text", "Its words.")
    level = one(graphene.Int, "2, 3 or 4; the page's title is level 1.")
    anchor = string("An id to link to.")

    class Meta:
        interfaces = (Block,)

    @staticmethod
    def resolve_level(block: BlockValue, _info: Any) -> int:
        return int(block.value.get("level") or 2)

    @staticmethod
    def resolve_anchor(block: BlockValue, _info: Any) -> str:
        return romanised(block.value.get("text") or "") or f"h-{block.id[:8]}"


class RichTextBlock(graphene.ObjectType):
    """Paragraphs and lists."""

    content = one(RichText, "The text.")

    class Meta:
        interfaces = (Block,)

    @staticmethod
    def resolve_content(block: BlockValue, _info: Any) -> StoredText:
        return StoredText(block.value or "", block.linked)


class QuoteBlock(graphene.ObjectType):
    """Somebody's words."""

    text = stored("text", "The words.")
    attribution = stored("attribution", "Whose they are, or empty.")
    source_url = stored("source_url", "Where they stand, or empty.")

    class Meta:
        interfaces = (Block,)


class CalloutBlock(graphene.ObjectType):
    """Something not to miss."""

    kind = one(CalloutKind, "What it is for.")
    title = stored("title", "Its title, or empty.")
    text = one(RichText, "Its text.")

    class Meta:
        interfaces = (Block,)

    @staticmethod
    def resolve_kind(block: BlockValue, _info: Any) -> str:
        return block.value.get("kind") or "info"

    @staticmethod
    def resolve_text(block: BlockValue, _info: Any) -> StoredText:
        return block.rich_text("text")


class FaqItem(graphene.ObjectType):
    """A question and its answer."""

    question = stored("question", "The question.")
    answer = one(RichText, "The answer.")

    @staticmethod
    def resolve_answer(item: Value, _info: Any) -> StoredText:
        return item.rich_text("answer")


class FaqBlock(graphene.ObjectType):
    """Frequent questions and their answers."""

    items = many(FaqItem, "The questions.")

    class Meta:
        interfaces = (Block,)

    @staticmethod
    def resolve_items(block: BlockValue, _info: Any) -> list[Value]:
        return block.structs("items")


def table_of(block: BlockValue) -> dict[str, Any]:
    """Return a stored table; one that nobody has filled yet is stored as nothing."""
    return block.value or {}


class TableBlock(graphene.ObjectType):
    """A table of plain texts."""

    caption = string(
        "What it shows, or empty.",
        resolver=lambda block, _info: table_of(block).get("table_caption") or "",
    )
    header_row = one(graphene.Boolean, "Whether the first row holds headers.")
    header_column = one(graphene.Boolean, "Whether the first column holds headers.")
    rows = graphene.List(
        graphene.NonNull(graphene.List(graphene.NonNull(graphene.String))),
        required=True,
        description="Its cells, row by row.",
    )

    class Meta:
        interfaces = (Block,)

    @staticmethod
    def resolve_header_row(block: BlockValue, _info: Any) -> bool:
        return bool(table_of(block).get("first_row_is_table_header"))

    @staticmethod
    def resolve_header_column(block: BlockValue, _info: Any) -> bool:
        return bool(table_of(block).get("first_col_is_header"))

    @staticmethod
    def resolve_rows(block: BlockValue, _info: Any) -> list[list[str]]:
        rows = table_of(block).get("data") or []
        return [["" if cell is None else str(cell) for cell in row] for row in rows]


TYPES = {
    "heading": HeadingBlock,
    "rich_text": RichTextBlock,
    "quote": QuoteBlock,
    "callout": CalloutBlock,
    "faq": FaqBlock,
    "table": TableBlock,
}
