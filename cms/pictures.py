"""Prepares uploaded pictures: upright, and without the place they were taken at."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.images import ImageFile
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

QUALITY = 92


def connect() -> None:
    """Begin to listen."""
    from django.db.models.signals import pre_save  # noqa: PLC0415

    from cms.models import Image as ImageModel  # noqa: PLC0415

    pre_save.connect(prepare, sender=ImageModel)


def prepare(instance: Any, raw: bool = False, **_kwargs: Any) -> None:
    """Turn a new file upright and take the place out of it, before it is stored."""
    file = instance.file
    if raw or not file or file._committed:  # noqa: SLF001  as Django's own pre_save
        return
    file.open()
    content = prepared(file.read())
    file.seek(0)
    if content is None:
        return
    instance.file = ImageFile(io.BytesIO(content), name=file.name)
    instance._set_image_file_metadata()  # noqa: SLF001  as Wagtail's own forms


def prepared(content: bytes) -> bytes | None:
    """Return a picture upright and without its place; None where it is so already.

    Wagtail computes sizes from the file as it is stored, so a picture that only a
    tag turns would be offered with its width and height exchanged.
    """
    try:
        with Image.open(io.BytesIO(content)) as picture:
            return _prepared(picture)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None  # the form says what is wrong with it


def _prepared(picture: Image.Image) -> bytes | None:
    exif = picture.getexif()
    turned = exif.get(ExifTags.Base.Orientation, 1) not in (0, 1)
    placed = bool(exif.get_ifd(ExifTags.IFD.GPSInfo)) or b"GPS" in _xmp(picture)
    if getattr(picture, "is_animated", False) or not (turned or placed):
        return None
    options: dict[str, Any] = {"icc_profile": picture.info.get("icc_profile")}
    if picture.format in ("JPEG", "WEBP", "AVIF"):
        keep = picture.format == "JPEG" and not turned
        options["quality"] = "keep" if keep else QUALITY
    result = ImageOps.exif_transpose(picture) if turned else picture
    result.info.pop("xmp", None)
    result.info.pop("XML:com.adobe.xmp", None)
    exif = result.getexif()
    for tag in (ExifTags.Base.GPSInfo, ExifTags.Base.Orientation):
        exif.pop(tag, None)
    output = io.BytesIO()
    result.save(output, picture.format, exif=exif.tobytes(), **options)
    return output.getvalue()


def _xmp(picture: Image.Image) -> bytes:
    text = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
    return text.encode() if isinstance(text, str) else bytes(text)
