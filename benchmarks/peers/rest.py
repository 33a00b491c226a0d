"""What Wagtail's own APIs, v2 and v3, show of a post."""

from __future__ import annotations

from typing import Any

from rest_framework.fields import Field
from wagtail.api import APIField
from wagtail.images.api.fields import ImageRenditionField

from cms.models import BlogPage

PRESET = "fill-640x360"


class Authors(Field):
    """The names of the authors, in their order."""

    def to_representation(self, links: Any) -> list[str]:
        rows = links.select_related("person")
        return [link.person.name for link in rows]


BlogPage.api_fields = [
    APIField("date"),
    APIField("intro"),
    APIField("tags"),
    APIField("authors", serializer=Authors(source="author_links")),
    APIField("hero_image", serializer=ImageRenditionField(PRESET)),
    APIField("body"),
]
