"""Pictures, videos and files."""

from __future__ import annotations

from typing import Any

import graphene

from blocks.video import UnknownVideo, VideoEmbed, video_embed
from city_api.engine.needs import needs
from city_api.engine.peers import Node
from city_api.schema.blocks.interface import Block, BlockValue
from city_api.schema.enums import VideoProvider
from city_api.schema.fields import many, maybe, one, stored, string
from city_api.schema.media import Document, Image
from city_api.schema.rich_text import RichText, StoredText
from city_api.schema.structs import Value
from cms.models import Document as DocumentModel
from cms.models import Image as ImageModel


class Pictured:
    """A picture in a text, with what the editor says of it there."""

    @staticmethod
    @needs(returns=(ImageModel,))
    def resolve_image(block: BlockValue | Value, _info: Any) -> Node | None:
        return block.linked.node(ImageModel, block.value.get("image"))

    @staticmethod
    @needs(reaches=(ImageModel,))
    def resolve_alt(block: BlockValue | Value, _info: Any) -> str:
        if block.value.get("decorative"):
            return ""
        image = block.linked.node(ImageModel, block.value.get("image"))
        own = image.row.alt_in(image.reader.languages) if image else ""
        return block.value.get("alt") or own

    @staticmethod
    def resolve_decorative(block: BlockValue | Value, _info: Any) -> bool:
        return bool(block.value.get("decorative"))


class ImageBlock(Pictured, graphene.ObjectType):
    """A picture in a text."""

    image = maybe(Image, "The picture; null if it isn't public.")
    alt = string("What it shows here; empty if it only decorates.")
    decorative = one(graphene.Boolean, "Whether it only decorates.")
    caption = stored("caption", "The words below it, or empty.")

    class Meta:
        interfaces = (Block,)


class GalleryImage(Pictured, graphene.ObjectType):
    """A picture in a gallery."""

    image = maybe(Image, "The picture; null if it isn't public.")
    alt = string("What it shows here; empty if it only decorates.")
    decorative = one(graphene.Boolean, "Whether it only decorates.")
    caption = stored("caption", "The words below it, or empty.")


class GalleryBlock(graphene.ObjectType):
    """Several pictures."""

    images = many(GalleryImage, "The pictures; public ones only.")

    class Meta:
        interfaces = (Block,)

    @staticmethod
    @needs(reaches=(ImageModel,))
    def resolve_images(block: BlockValue, _info: Any) -> list[Value]:
        return [
            each
            for each in block.structs("images")
            if block.linked.node(ImageModel, each.value.get("image"))
        ]


def _embed(block: BlockValue) -> VideoEmbed | None:
    try:
        return video_embed(block.value.get("url") or "")
    except UnknownVideo:
        return None


class VideoBlock(graphene.ObjectType):
    """A video; load its player only when the reader asks for it."""

    title = stored("title", "What it is called.")
    provider = maybe(VideoProvider, "Who serves it.")
    video_id = string("The provider's own id.")
    embed_url = string("The address of a player that sets no cookies.")
    watch_url = stored("url", "Where to watch it at the provider's.")
    poster = maybe(Image, "A picture to show before it is played.")
    transcript = one(RichText, "What is said in it; may be empty.")

    class Meta:
        interfaces = (Block,)

    @staticmethod
    def resolve_provider(block: BlockValue, _info: Any) -> str | None:
        embed = _embed(block)
        return embed.provider if embed else None

    @staticmethod
    def resolve_video_id(block: BlockValue, _info: Any) -> str:
        embed = _embed(block)
        return embed.video_id if embed else ""

    @staticmethod
    def resolve_embed_url(block: BlockValue, _info: Any) -> str:
        embed = _embed(block)
        return embed.embed_url if embed else ""

    @staticmethod
    @needs(returns=(ImageModel,))
    def resolve_poster(block: BlockValue, _info: Any) -> Node | None:
        return block.linked.node(ImageModel, block.value.get("poster"))

    @staticmethod
    def resolve_transcript(block: BlockValue, _info: Any) -> StoredText:
        return block.rich_text("transcript")


class DownloadBlock(graphene.ObjectType):
    """A file to download."""

    title = string("What to call it: the editor's words, else the file's title.")
    document = maybe(Document, "The file; null if it isn't public.")

    class Meta:
        interfaces = (Block,)

    @staticmethod
    @needs(reaches=(DocumentModel,))
    def resolve_title(block: BlockValue, _info: Any) -> str:
        document = DownloadBlock.resolve_document(block, _info)
        return block.value.get("title") or (document.row.title if document else "")

    @staticmethod
    @needs(returns=(DocumentModel,))
    def resolve_document(block: BlockValue, _info: Any) -> Node | None:
        return block.linked.node(DocumentModel, block.value.get("document"))


TYPES = {
    "image": ImageBlock,
    "gallery": GalleryBlock,
    "video": VideoBlock,
    "download": DownloadBlock,
}
