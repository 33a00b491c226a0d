"""What wagtail-grapple shows: the same fields of posts and blocks as the City API."""

from __future__ import annotations

from typing import Any

import graphene
from grapple.helpers import register_streamfield_block
from grapple.models import (
    GraphQLBoolean,
    GraphQLCollection,
    GraphQLDocument,
    GraphQLField,
    GraphQLForeignKey,
    GraphQLImage,
    GraphQLPage,
    GraphQLRichText,
    GraphQLSnippet,
    GraphQLStreamfield,
    GraphQLString,
    GraphQLTag,
)

from blocks import guide, links, media, people, places, text
from cms.models import BlogPage, BlogPageAuthor, Image, Organisation, Person


def strings(*names: str) -> list[Any]:
    return [GraphQLString(name) for name in names]


def texts(name: str) -> Any:
    """Return a field with a list of texts."""
    return lambda: GraphQLField(name, graphene.String, is_list=True)


BlogPage.graphql_fields = [
    *strings("date", "intro"),
    GraphQLCollection(GraphQLForeignKey, "author_links", "cms.BlogPageAuthor"),
    GraphQLTag("tags"),
    GraphQLImage("hero_image"),
    GraphQLStreamfield("body"),
]
BlogPageAuthor.graphql_fields = [GraphQLSnippet("person", "cms.Person")]
Person.graphql_fields = [*strings("name", "job_title", "email"), GraphQLImage("photo")]
Organisation.graphql_fields = [*strings("name", "website"), GraphQLImage("logo")]
Image.graphql_fields = [GraphQLString("description")]

# `label` and `name` are taken by the blocks themselves.
FIELDS: dict[type, list[Any]] = {
    text.HeadingBlock: strings("text", "level"),
    text.QuoteBlock: strings("text", "attribution"),
    text.CalloutBlock: [*strings("kind", "title"), GraphQLRichText("text")],
    text.QuestionBlock: [*strings("question"), GraphQLRichText("answer")],
    text.FaqBlock: [GraphQLStreamfield("items")],
    guide.StepBlock: [*strings("title"), GraphQLRichText("text")],
    guide.StepsBlock: [GraphQLStreamfield("steps")],
    guide.ChecklistBlock: [*strings("title"), texts("items")],
    guide.RequiredDocumentBlock: [
        *strings("note", "link"),
        GraphQLBoolean("original"),
    ],
    guide.RequiredDocumentsBlock: [*strings("title"), GraphQLStreamfield("documents")],
    guide.CostBlock: strings("amount", "currency", "note"),
    guide.CostsBlock: [*strings("title"), GraphQLStreamfield("items")],
    media.ImageBlock: [*strings("alt", "caption"), GraphQLImage("image")],
    media.GalleryBlock: [GraphQLStreamfield("images")],
    media.VideoBlock: [
        *strings("url", "title"),
        GraphQLImage("poster"),
        GraphQLRichText("transcript"),
    ],
    media.DownloadBlock: [*strings("title"), GraphQLDocument("document")],
    links.LinkBlock: [GraphQLPage("page")],
    links.ButtonBlock: [
        *strings("style"),
        GraphQLStreamfield("link", is_list=False),
    ],
    links.LinkCardBlock: [*strings("title", "summary"), GraphQLPage("page")],
    links.LinkCardsBlock: [*strings("title"), GraphQLStreamfield("cards")],
    people.ContactCardBlock: [
        *strings("note"),
        GraphQLSnippet("person", "cms.Person"),
        GraphQLSnippet("organisation", "cms.Organisation"),
    ],
    places.MapPointBlock: strings("latitude", "longitude", "address"),
}
for block, fields in FIELDS.items():
    block.graphql_fields = fields  # type: ignore[attr-defined]
    register_streamfield_block(block)
