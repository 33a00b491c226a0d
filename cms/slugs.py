"""Slugs for titles in any script."""

from anyascii import anyascii
from django.utils.text import slugify


def romanised(text: str) -> str:
    """Return a slug of ASCII letters, digits and hyphens.

    "Реєстрація місця" gives "reiestratsiya-mistsya", "Návody" gives "navody".
    Empty where the text holds no letter or digit.
    """
    return slugify(anyascii(text))[:255].strip("-")
