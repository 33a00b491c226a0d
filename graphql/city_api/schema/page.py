"""What all pages have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import graphene
from wagtail.models import Page as PageModel

from city_api.engine import pages
from city_api.engine.children import children_of
from city_api.engine.connections import Connection
from city_api.engine.ids import encode
from city_api.engine.needs import needs
from city_api.engine.peers import Node
from city_api.schema.connection import connection_type, paging
from city_api.schema.enums import Licence, PageKind
from city_api.schema.fields import many, maybe, one, string
from city_api.schema.locale import Locale
from city_api.schema.media import Image
from city_api.schema.people import fallback_of, locale_of
from cms.models import (
    BlogIndexPage,
    BlogPage,
    CityHomePage,
    GuideIndexPage,
    GuidePage,
    StandardPage,
)
from cms.models import Image as ImageModel

KINDS = {
    CityHomePage: "home",
    StandardPage: "standard",
    GuideIndexPage: "guide_index",
    GuidePage: "guide",
    BlogIndexPage: "blog_index",
    BlogPage: "blog_post",
}


class TranslationState(graphene.ObjectType):
    """How far a page is translated; a page in its first language is complete."""

    complete = one(graphene.Boolean, "Whether every part of it is translated.")
    share = one(graphene.Float, "The share of its parts that are, from 0 to 1.")
    behind_source = one(
        graphene.Boolean, "Whether the source has changed since it was translated."
    )


class PageTranslation(graphene.ObjectType):
    """A page in a language in which it can be read in its own words."""

    locale = one(Locale, "The language.")
    title = string("Its title in that language.")
    path = string("Its path in that language.")
    url = string("Its address in that language.")
    complete = one(graphene.Boolean, "Whether every part of it is translated.")

    @staticmethod
    @needs(plain=True)
    def resolve_locale(node: Node, _info: Any) -> Any:
        return locale_of(node)

    @staticmethod
    @needs(plain=True)
    def resolve_title(node: Node, _info: Any) -> str:
        return str(node.row.title)

    @staticmethod
    @needs(plain=True)
    def resolve_path(node: Node, _info: Any) -> str:
        return node.reader.own_path_of(node.row)

    @staticmethod
    @needs(plain=True)
    def resolve_url(node: Node, _info: Any) -> str:
        return node.reader.city.root_url + node.reader.own_path_of(node.row)

    @staticmethod
    @needs(loads=(pages.progress,), plain=True)
    def resolve_complete(node: Node, _info: Any) -> bool:
        return translation_state(node)["complete"]


class Seo(graphene.ObjectType):
    """What search engines and social channels show of a page."""

    title = string("The title for search engines.")
    description = string("The description for search engines, or empty.")
    canonical_url = string("Its address in the language that it is written in.")
    image = maybe(Image, "The picture for sharing, or its main picture.")
    share_text = string("What to write beside the link, or empty.")

    @staticmethod
    @needs("seo_title", plain=True)
    def resolve_title(node: Node, _info: Any) -> str:
        return str(node.row.seo_title or node.row.title)

    @staticmethod
    @needs("search_description", "intro", "summary", "lead")
    def resolve_description(node: Node, _info: Any) -> str:
        page = pages.own(node).row
        return str(
            page.search_description
            or next(
                (getattr(page, name, "") for name in ("intro", "summary", "lead")), ""
            )
        )

    @staticmethod
    @needs(plain=True)
    def resolve_canonical_url(node: Node, _info: Any) -> str:
        return node.reader.city.root_url + node.reader.own_path_of(node.row)

    @staticmethod
    @needs(links={"share_image_id": ImageModel, "hero_image_id": ImageModel})
    def resolve_image(node: Node, _info: Any) -> Node | None:
        page = pages.own(node)
        for column in ("share_image_id", "hero_image_id"):
            image = getattr(page.row, column, None) and page.linked(column, ImageModel)
            if image:
                return image
        return None

    @staticmethod
    @needs("share_text")
    def resolve_share_text(node: Node, _info: Any) -> str:
        return str(getattr(pages.own(node).row, "share_text", ""))


def translation_state(node: Node) -> dict[str, Any]:
    """Return how far a page is translated."""
    found = node.load(pages.progress)
    if found is None:
        return {"complete": True, "share": 1.0, "behind_source": False}
    return {
        "complete": found.complete,
        "share": found.share,
        "behind_source": found.behind_source,
    }


class Page(graphene.Interface):
    """A page of a city site, in the reader's language or along its fallbacks."""

    id = one(graphene.ID, "Its opaque id.")
    translation_key = one(graphene.ID, "The same in all its languages.")
    kind = one(PageKind, "What kind of page it is.")
    title = string("Its title.")
    slug = string("The last part of its path.")
    path = string("Its path in this city and language: `/<language>/<slugs…>/`.")
    url = string("Its whole address.")
    locale = one(Locale, "The language that it is written in.")
    fallback_from = maybe(
        Locale, "The asked language, if the page is not written in it; else null."
    )
    translation = one(TranslationState, "How far it is translated.")
    seo = one(Seo, "What search engines and social channels show.")
    licence = one(Licence, "Under which licence others may use the text.")
    breadcrumbs = many(
        lambda: Page, "The public pages above it, from the home to its parent."
    )
    parent = maybe(lambda: Page, "The page above it, if it is public.")
    children = one(
        lambda: PageConnection, "The public pages right below it.", **paging()
    )
    translations = many(
        PageTranslation, "The languages in which it can be read in its own words."
    )
    first_published_at = maybe(graphene.DateTime, "When it was first published.")
    last_published_at = maybe(graphene.DateTime, "When it was last published.")

    @classmethod
    def resolve_type(cls, node: Node, _info: Any) -> Any:
        return type_of(node)

    @staticmethod
    @needs(plain=True)
    def resolve_id(node: Node, _info: Any) -> str:
        return encode("Page", node.row.pk or 0)

    @staticmethod
    @needs(plain=True)
    def resolve_translation_key(node: Node, _info: Any) -> str:
        return str(node.row.translation_key)

    @staticmethod
    @needs(plain=True)
    def resolve_kind(node: Node, _info: Any) -> str:
        return KINDS.get(pages.model_of(node.row), "other")

    @staticmethod
    @needs(plain=True)
    def resolve_title(node: Node, _info: Any) -> str:
        return str(node.row.title)

    @staticmethod
    @needs(plain=True)
    def resolve_slug(node: Node, _info: Any) -> str:
        return str(node.row.slug)

    @staticmethod
    @needs(plain=True)
    def resolve_path(node: Node, _info: Any) -> str:
        return node.reader.path_of(node.row)

    @staticmethod
    @needs(plain=True)
    def resolve_url(node: Node, _info: Any) -> str:
        return node.reader.city.root_url + node.reader.path_of(node.row)

    @staticmethod
    @needs(plain=True)
    def resolve_locale(node: Node, _info: Any) -> Any:
        return locale_of(node)

    @staticmethod
    @needs(plain=True)
    def resolve_fallback_from(node: Node, _info: Any) -> Any:
        return fallback_of(node)

    @staticmethod
    @needs(loads=(pages.progress,), plain=True)
    def resolve_translation(node: Node, _info: Any) -> dict[str, Any]:
        return translation_state(node)

    @staticmethod
    @needs(itself=True)
    def resolve_seo(node: Node, _info: Any) -> Node:
        return node

    @staticmethod
    @needs("content_licence")
    def resolve_licence(node: Node, _info: Any) -> str:
        return str(getattr(pages.own(node).row, "content_licence", "CC-BY-4.0"))

    @staticmethod
    @needs(loads=(pages.ancestors,), plain=True)
    def resolve_breadcrumbs(node: Node, _info: Any) -> Sequence[Node]:
        return node.load(pages.ancestors) or []

    @staticmethod
    @needs(loads=(pages.ancestors,), plain=True)
    def resolve_parent(node: Node, _info: Any) -> Node | None:
        above = node.load(pages.ancestors) or []
        path = node.row.path[: -PageModel.steplen]
        return next((each for each in above if each.row.path == path), None)

    @staticmethod
    @needs(loads_for=children_of, plain=True)
    def resolve_children(node: Node, _info: Any, **page: Any) -> Connection:
        return node.load(children_of(**page)) or Connection()

    @staticmethod
    @needs(loads=(pages.translations,), plain=True)
    def resolve_translations(node: Node, _info: Any) -> list[Node]:
        return node.load(pages.translations) or []

    @staticmethod
    @needs("first_published_at", plain=True)
    def resolve_first_published_at(node: Node, _info: Any) -> Any:
        return node.row.first_published_at

    @staticmethod
    @needs("last_published_at", plain=True)
    def resolve_last_published_at(node: Node, _info: Any) -> Any:
        return node.row.last_published_at


PageConnection: Any = connection_type(Page, "Pages")

_types: dict[str, Any] = {}


def register_page_type(model: str, page_type: Any) -> None:
    """Say which GraphQL type shows the pages of a model, `app_label.Model`."""
    _types[model.lower()] = page_type
    pages.register_type_name(model, page_type._meta.name)


def type_of(node: Node) -> Any:
    """Return the GraphQL type of a page; pages of an unknown model are plain ones."""
    model = pages.model_of(node.row)
    return _types.get(model._meta.label_lower, OtherPage)


class OtherPage(graphene.ObjectType):
    """A page of a plugin that shows it no further."""

    class Meta:
        interfaces = (Page,)
