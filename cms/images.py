"""Sizes in which images are served, and their signed addresses.

An address names the image, the size and a fingerprint of its content, and is signed,
so that nobody can make the server draw sizes that no page asked for. Nothing is drawn
when an address is made; a rendition is drawn when it is first downloaded, and kept.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac
from wagtail.images.models import AbstractImage, Filter

from cms.plugins.registry import image_presets

PRESETS: Mapping[str, str] = {
    "thumbnail": "fill-160x160",
    "card": "fill-640x360",
    "hero": "fill-1600x900",
    "square": "fill-480x480",
    "share": "fill-1200x630",
    "full": "max-1920x1920",
    "logo": "max-480x240",
}
WIDTHS = (160, 320, 480, 640, 800, 960, 1280, 1600, 1920)
FORMATS = ("jpeg", "png", "webp", "avif")


@dataclass(frozen=True)
class ImageSize:
    """A size of an image: its address and its size in pixels."""

    url: str
    width: int
    height: int


@cache
def presets() -> dict[str, str]:
    """Return the filter specs of the named sizes, the plugins' among them."""
    return {**image_presets(), **PRESETS}


def width_spec(width: int, image_format: str | None = None) -> str:
    """Return the filter spec of one of the widths, in a format if one is given."""
    spec = f"width-{width}"
    return f"{spec}|format-{image_format}" if image_format else spec


def is_offered(spec: str) -> bool:
    """Return whether a filter spec is a preset or an offered width and format."""
    return spec in offered_specs()


@cache
def offered_specs() -> frozenset[str]:
    """Return every filter spec that an address may name."""
    widths = (width_spec(width, each) for width in WIDTHS for each in (None, *FORMATS))
    return frozenset([*presets().values(), *widths])


def image_size(image: Any, spec: str, *, base_url: str = "") -> ImageSize:
    """Return an image in a size, without drawing it.

    Source of the size: Wagtail's own `Filter.get_transform`.
    """
    width, height = _drawn_size(image, spec)
    return ImageSize(f"{base_url}{image_path(image, spec)}", width, height)


def _drawn_size(image: Any, spec: str) -> tuple[int, int]:
    focal = (
        image.focal_point_x,
        image.focal_point_y,
        image.focal_point_width,
        image.focal_point_height,
    )
    original = _Original(image.width, image.height, image.is_svg(), *focal)
    return _size_of(original, spec)


@dataclass(frozen=True)
class _Original:
    """What decides how large an image is drawn."""

    width: int
    height: int
    svg: bool
    focal_point_x: int | None
    focal_point_y: int | None
    focal_point_width: int | None
    focal_point_height: int | None

    has_focal_point = AbstractImage.has_focal_point
    get_focal_point = AbstractImage.get_focal_point

    def is_svg(self) -> bool:
        return self.svg


@lru_cache(maxsize=10_000)
def _size_of(image: _Original, spec: str) -> tuple[int, int]:
    width, height = Filter(spec=spec).get_transform(image).size
    return max(1, int(width)), max(1, int(height))


def image_path(image: Any, spec: str) -> str:
    """Return the address of an image in a size, at the hub."""
    version = fingerprint(image)
    name = spec.replace("|", "_")
    signature = sign(image.pk, spec, version)
    return f"/images/{image.pk}/{name}/{version}/{signature}{extension(image, spec)}"


def extension(image: Any, spec: str) -> str:
    """Return the file extension that a drawn size has."""
    if "|format-" in spec:
        drawn = spec.rsplit("-", 1)[1]
        return f".{drawn}"
    return "." + image.file.name.rsplit(".", 1)[-1].lower()


def fingerprint(image: Any) -> str:
    """Return a short hash of what decides how a drawn size looks."""
    parts = (
        image.file_hash or image.file.name,
        image.focal_point_x,
        image.focal_point_y,
        image.focal_point_width,
        image.focal_point_height,
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]


def sign(pk: int, spec: str, version: str) -> str:
    """Return the signature of an address: 20 letters, digits, `-` and `_`."""
    digest = hmac.digest(
        _key(settings.SECRET_KEY), f"{pk}/{spec}/{version}".encode(), "sha256"
    )
    return base64.urlsafe_b64encode(digest[:15]).decode()


def is_signed(pk: int, spec: str, version: str, signature: str) -> bool:
    """Return whether an address was made here."""
    return hmac.compare_digest(sign(pk, spec, version), signature)


@cache
def _key(secret: str) -> bytes:
    return salted_hmac(
        "cms.images", "address", secret=secret, algorithm="sha256"
    ).digest()
