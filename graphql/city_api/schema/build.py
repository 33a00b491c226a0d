"""Puts the schema together: the core's types and those of the installed plugins."""

from __future__ import annotations

from typing import Any

import graphene

from city_api.schema.blocks.catalogue import block_types
from city_api.schema.features import switchable
from city_api.schema.mutations import through_city
from city_api.schema.page import OtherPage, register_page_type
from city_api.schema.preview import SitePreview
from city_api.schema.query import query_type
from city_api.schema.search import PageSearchResult, register_result_type
from city_api.schema.site import SiteBase
from cms.plugins import registry


def site_type() -> Any:
    """Return the type `Site` with the fields of the plugins."""
    mixins = [switchable(mixin) for mixin in registry.site_fields()]
    return type(
        "Site",
        (*mixins, SitePreview, SiteBase, graphene.ObjectType),
        {"Meta": {"description": SiteBase.__doc__}},
    )


def mutation_type() -> Any:
    """Return the type `Mutation` with the fields of the plugins; None without any."""
    mixins = [through_city(mixin) for mixin in registry.mutations()]
    if not mixins:
        return None
    return type(
        "Mutation",
        (*mixins, graphene.ObjectType),
        {"Meta": {"description": "Where every change begins."}},
    )


def plugin_types() -> list[Any]:
    """Register what shows the plugins' pages and finds; return all their types."""
    pages, finds = registry.page_types(), registry.search_types()
    for model, page_type in pages:
        register_page_type(model, page_type)
    for model, result_type in finds:
        register_result_type(model, result_type)
    shown = [*registry.types(), *(each for _model, each in [*pages, *finds])]
    return list(dict.fromkeys(shown))


schema = graphene.Schema(
    query=query_type(site_type()),
    mutation=mutation_type(),
    types=[*block_types(), *plugin_types(), OtherPage, PageSearchResult],
)
