"""What the descriptions in these tests name."""

from collections.abc import Iterator
from typing import Any

import graphene
from django.http import HttpRequest, HttpResponse
from django.urls import path
from wagtail import blocks

from blocks.preserving import PreservingStreamBlock

PRESETS = {"sample": "fill-40x30"}
CORE_PRESETS = {"card": "fill-40x30"}
DATA_MAP = {"use_it_map.Sample.email": "To answer; one year."}


class Gentle(blocks.StructBlock):
    """A block that keeps what it does not know."""

    texts = PreservingStreamBlock([("text", blocks.CharBlock())])


class Forgetful(blocks.StructBlock):
    """A block that would lose content."""

    rows = blocks.ListBlock(
        blocks.StructBlock([("cells", blocks.StreamBlock([("c", blocks.CharBlock())]))])
    )


class Explodes(blocks.StructBlock):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        raise RuntimeError("not made")


class GentleType(graphene.ObjectType):
    class Meta:
        name = "SampleGentle"

    text = graphene.String()


class CoreType(graphene.ObjectType):
    class Meta:
        name = "Guide"

    text = graphene.String()


class SiteFields:
    samples = graphene.List(graphene.String)


class OtherSiteFields:
    samples = graphene.String()


class CoreSiteFields:
    guides = graphene.String()


class Mutations:
    add_sample = graphene.String()


def find(site: Any, path: str) -> None:
    """Find nothing."""


def sitemap(site: Any, locale: str) -> Iterator[Any]:
    yield from ()


def export(email: str) -> dict[str, Any]:
    return {}


def erase(email: str) -> int:
    return 0


def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


urlpatterns = [path("sample/", view, name="sample")]
