"""What stands at a path."""

from __future__ import annotations

from typing import Any

import graphene
from django.utils.module_loading import import_string

from city_api.engine.peers import Node
from city_api.engine.routes import RedirectTo, Routed
from city_api.schema.content_pages import CORE_PAGE_TYPES
from city_api.schema.fields import one, string
from city_api.schema.page import OtherPage, type_of
from cms.plugins import registry


class Redirect(graphene.ObjectType):
    """Another place to look at."""

    to = string("A path in this site, or a whole address.")
    status = one(graphene.Int, "The HTTP status to answer with: 301 or 302.")
    is_external = one(graphene.Boolean, "Whether it leaves this city's site.")


def page_types() -> list[Any]:
    """Return the types of all pages, the plugins' too."""
    plugins = dict.fromkeys(page_type for _model, page_type in registry.page_types())
    return [*CORE_PAGE_TYPES.values(), *plugins, OtherPage]


class Route(graphene.Union):
    """What stands at a path: a page, a redirect, or something of a plugin."""

    class Meta:
        types = (
            *page_types(),
            Redirect,
            *dict.fromkeys(part.value for part in registry.parts("route_kinds.type")),
        )

    @classmethod
    def resolve_type(cls, found: Any, _info: Any) -> Any:
        if isinstance(found, RedirectTo):
            return Redirect
        if isinstance(found, Routed):
            return import_string(found.type)
        assert isinstance(found, Node)  # noqa: S101
        return type_of(found)
