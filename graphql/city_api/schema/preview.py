"""What a request's preview token opens."""

from __future__ import annotations

from typing import Any

import graphene
from wagtail.models import Page as PageModel

from city_api.context import Context
from city_api.engine.peers import Node, nodes
from city_api.engine.routes import in_locale
from city_api.schema.fields import maybe, one
from city_api.schema.locale import Locale
from city_api.schema.page import type_of
from city_api.schema.people import Organisation, Person, Topic
from city_api.schema.route import page_types
from city_api.schema.site import MediaMention, Notice
from cms import models
from cms.selectors.reader import Reader

SNIPPET_TYPES: dict[type[Any], Any] = {
    models.CrisisNotice: Notice,
    models.MediaMention: MediaMention,
    models.Organisation: Organisation,
    models.Person: Person,
    models.Topic: Topic,
}


class Previewed(graphene.Union):
    """What may be seen before it is public: a page, or something that pages show."""

    class Meta:
        types = (*page_types(), *SNIPPET_TYPES.values())

    @classmethod
    def resolve_type(cls, node: Node, _info: Any) -> Any:
        if isinstance(node.row, PageModel):
            return type_of(node)
        return SNIPPET_TYPES[type(node.row)]


class Preview(graphene.ObjectType):
    """Something as it is being written; only the holder of a token sees it."""

    path = graphene.String(
        description="Where it will stand in the site; `route` shows it there."
        " Null where it has no page of its own."
    )
    locale = one(Locale, "The language that it is written in.")
    content = maybe(Previewed, "What is previewed; null for a kind the API can't show.")
    expires_at = one(graphene.DateTime, "Until when the token opens it.")

    @staticmethod
    def resolve_path(reader: Reader, _info: Any) -> str | None:
        page = reader.preview
        return reader.path_of(page) if isinstance(page, PageModel) else None

    @staticmethod
    def resolve_locale(reader: Reader, _info: Any) -> Any:
        return reader.locale

    @staticmethod
    def resolve_content(reader: Reader, _info: Any) -> Node | None:
        row = reader.preview
        if not isinstance(row, PageModel) and type(row) not in SNIPPET_TYPES:
            return None
        return next(iter(nodes(reader, [row])))

    @staticmethod
    def resolve_expires_at(_reader: Reader, info: Any) -> Any:
        context: Context = info.context
        return context.preview.expires_at if context.preview else None


class SitePreview:
    """The field of `Site` for what a preview token opens."""

    preview = maybe(
        Preview,
        "What the request's preview token opens in this city; without one, null."
        " Everything else stays as visitors see it.",
    )

    @staticmethod
    def resolve_preview(reader: Reader, info: Any) -> Reader | None:
        context: Context = info.context
        row = reader.preview
        if row is None or context.preview is None or not context.preview.expires_at:
            return None
        locale_id = getattr(row, "locale_id", None)
        offered = {each.pk: each for each in reader.city.locales}
        if locale_id is None:
            return reader
        locale = offered.get(locale_id)
        return in_locale(reader, locale) if locale else None
