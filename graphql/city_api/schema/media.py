"""Images and documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import graphene
from django.utils.translation import gettext as _

from city_api.engine import ids
from city_api.engine.errors import ApiError
from city_api.engine.peers import Node
from city_api.schema.enums import ImageFormat, ImagePreset, Licence
from city_api.schema.fields import from_row, many, maybe, one, string
from city_api.schema.scalars import LanguageCode
from cms.images import WIDTHS, ImageSize, image_size, presets, width_spec
from cms.rich_text import document_url


class Rendition(graphene.ObjectType):
    """An image in a size."""

    url = string("Where to download it; it is drawn on the first download and kept.")
    width = one(graphene.Int, "Its width in pixels.")
    height = one(graphene.Int, "Its height in pixels.")


class FocalPoint(graphene.ObjectType):
    """The part of an image that must stay visible when it is cut."""

    x = one(graphene.Int, "Its centre, in pixels from the left.")
    y = one(graphene.Int, "Its centre, in pixels from the top.")
    width = one(graphene.Int, "Its width in pixels.")
    height = one(graphene.Int, "Its height in pixels.")


class Image(graphene.ObjectType):
    """A picture with its words and rights."""

    id = one(graphene.ID, "Its opaque id.")
    alt = string("What it shows, in the reader's language or along the fallbacks.")
    credit = string("Whom to name beside it.")
    licence = one(Licence, "Under which licence others may use it.")
    source_url = string("Where it was found, if on the web.")
    width = one(graphene.Int, "The width of the original, in pixels.")
    height = one(graphene.Int, "The height of the original, in pixels.")
    focal_point = maybe(FocalPoint, "What must stay visible; null where not set.")
    rendition = one(
        Rendition,
        "The image in a named size.",
        preset=graphene.Argument(
            ImagePreset, required=True, description="The name of the size."
        ),
    )
    src_set = many(
        Rendition,
        "The image in several widths, for the attribute `srcset`. Widths above the"
        " original's are left out, except for the smallest.",
        widths=graphene.Argument(
            graphene.List(graphene.NonNull(graphene.Int)),
            required=True,
            description="Among 160, 320, 480, 640, 800, 960, 1280, 1600 and 1920.",
        ),
        image_format=graphene.Argument(
            ImageFormat, name="format", description="Null: the original's format."
        ),
    )

    class Meta:
        default_resolver = from_row

    @staticmethod
    def resolve_id(node: Node, _info: Any) -> str:
        return ids.encode("Image", node.row.pk)

    @staticmethod
    def resolve_alt(node: Node, _info: Any) -> str:
        return str(node.row.alt_in(node.reader.languages))

    @staticmethod
    def resolve_focal_point(node: Node, _info: Any) -> dict[str, int] | None:
        point = node.row.get_focal_point()
        if point is None:
            return None
        x, y = point.centroid
        return {
            "x": round(x),
            "y": round(y),
            "width": int(point.width),
            "height": int(point.height),
        }

    @staticmethod
    def resolve_rendition(node: Node, _info: Any, preset: Any) -> ImageSize:
        spec = presets()[preset.value]
        return image_size(node.row, spec, base_url=node.reader.base_url)

    @staticmethod
    def resolve_src_set(
        node: Node, _info: Any, widths: Sequence[int], image_format: Any = None
    ) -> list[ImageSize]:
        wrong = [width for width in widths if width not in WIDTHS]
        if wrong:
            message = _("%(width)d is none of the widths: %(widths)s.")
            choices = ", ".join(map(str, WIDTHS))
            raise ApiError(
                "IMAGE_WIDTH", message % {"width": wrong[0], "widths": choices}
            )
        asked = sorted(set(widths))
        wide = [width for width in asked if width <= node.row.width] or asked[:1]
        extension = image_format.value if image_format else None
        return [
            image_size(
                node.row, width_spec(width, extension), base_url=node.reader.base_url
            )
            for width in wide
        ]


class Document(graphene.ObjectType):
    """A file to download."""

    id = one(graphene.ID, "Its opaque id.")
    title = string("Its title.")
    url = string("Where to download it.")
    filename = string("The name of the file.")
    file_size = maybe(graphene.Int, "Its size in bytes; null where not known.")
    language = maybe(LanguageCode, "The language it is written in, if it is known.")
    credit = string("Whom to name beside it.")
    licence = one(Licence, "Under which licence others may use it.")

    class Meta:
        default_resolver = from_row

    @staticmethod
    def resolve_id(node: Node, _info: Any) -> str:
        return ids.encode("Document", node.row.pk)

    @staticmethod
    def resolve_url(node: Node, _info: Any) -> str:
        return document_url(node.reader.base_url, node.row)

    @staticmethod
    def resolve_language(node: Node, _info: Any) -> str | None:
        return node.row.language or None
