"""Images, galleries, videos and files."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from blocks.base import ContentBlock
from blocks.fields import BooleanBlock, CharBlock, WebAddressBlock, rich_text
from blocks.video import UnknownVideo, video_embed


class ImageBlock(ContentBlock):
    """An image in the text, described for those who don't see it."""

    image = ImageChooserBlock(label=_("Image"))
    alt = CharBlock(
        label=_("Description"),
        required=False,
        max_length=250,
        help_text=_(
            "What the image tells here, for people who don't see it. "
            "Left empty, the image's own description is used."
        ),
    )
    decorative = BooleanBlock(
        label=_("Only decoration"),
        required=False,
        help_text=_("The image tells nothing: screen readers skip it."),
    )
    caption = CharBlock(label=_("Caption"), required=False, max_length=250)

    def clean(self, value: Any) -> Any:
        image = super().clean(value)
        if image["decorative"] and image["alt"]:
            message = _("Only decoration has no description: remove one of the two.")
            raise StructBlockValidationError(
                block_errors={"alt": ValidationError(message)}
            )
        return image

    class Meta:
        icon = "image"
        label = _("Image")
        label_format = "{caption}"
        description = _("One image with its description and caption.")
        preview_value = {
            "image": None,
            "alt": _("A tram crosses a square in the morning sun"),
            "caption": _("Line 8 takes you from the station to the centre."),
        }


class GalleryBlock(ContentBlock):
    """Several images of one occasion."""

    images = blocks.ListBlock(ImageBlock(), label=_("Images"), min_num=1)

    class Meta:
        icon = "copy"
        label = _("Gallery")
        description = _("Several images of one occasion, side by side.")
        preview_value = {
            "images": [
                {"image": None, "caption": _("Welcome Day, the morning")},
                {"image": None, "caption": _("Welcome Day, the concert")},
            ]
        }


def validate_video(url: str) -> None:
    """Refuse an address that isn't that of one video."""
    try:
        video_embed(url)
    except UnknownVideo as error:
        raise ValidationError(
            _(
                "This is not the address of a video on YouTube or Vimeo. "
                "Copy it from the page that plays the video."
            )
        ) from error


class VideoAddressBlock(WebAddressBlock):
    """The address of a video, as a browser shows it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.field.validators = [validate_video]


class VideoBlock(ContentBlock):
    """A video of YouTube or Vimeo that loads only when the reader asks."""

    url = VideoAddressBlock(
        label=_("Address of the video"),
        help_text=_("From YouTube or Vimeo, as your browser shows it."),
    )
    title = CharBlock(label=_("Title"), max_length=160)
    poster = ImageChooserBlock(
        label=_("Picture before it plays"),
        required=False,
        help_text=_(
            "Until somebody plays the video, nothing is asked of its provider."
        ),
    )
    transcript = rich_text(
        label=_("Transcript"),
        required=False,
        help_text=_(
            "What is said and shown, for those who don't hear or see it, "
            "and for search."
        ),
    )

    class Meta:
        icon = "media"
        label = _("Video")
        label_format = "{title}"
        description = _("A video that follows nobody: it loads only when played.")
        preview_value = {
            "url": "https://www.youtube.com/watch?v=aaaaaaaaaaa",
            "title": _("Your first day at the foreign police"),
            "poster": None,
            "transcript": _(
                "<p>Good morning! Today we go together to report an address.</p>"
            ),
        }


class DownloadBlock(ContentBlock):
    """A file to take away."""

    document = DocumentChooserBlock(label=_("File"))
    title = CharBlock(
        label=_("Title"),
        required=False,
        max_length=160,
        help_text=_("Left empty, the file's own title is used."),
    )

    class Meta:
        icon = "download"
        label = _("Download")
        label_format = "{title}"
        description = _("A form or leaflet to download, with its kind and size.")
        preview_value = {
            "document": None,
            "title": _("Confirmation of accommodation (form)"),
        }
