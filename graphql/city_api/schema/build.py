"""Puts the schema together: the core's types and those of the installed plugins."""

from __future__ import annotations

from typing import Any

import graphene

from city_api.schema.blocks.catalogue import block_types
from city_api.schema.features import switchable
from city_api.schema.page import OtherPage, register_page_type
from city_api.schema.query import query_type
from city_api.schema.search import PageSearchResult
from city_api.schema.site import SiteBase
from cms.plugins import registry


def site_type() -> Any:
    """Return the type `Site` with the fields of the plugins."""
    mixins = [switchable(mixin) for mixin in registry.site_fields()]
    return type(
        "Site",
        (*mixins, SiteBase, graphene.ObjectType),
        {"Meta": {"description": SiteBase.__doc__}},
    )


def mutation_type() -> Any:
    """Return the type `Mutation` with the fields of the plugins; None without any."""
    mixins = registry.mutations()
    if not mixins:
        return None
    return type(
        "Mutation",
        (*mixins, graphene.ObjectType),
        {"Meta": {"description": "Where every change begins."}},
    )


def plugin_types() -> list[Any]:
    """Register the page types of the plugins and return all their types.

    The type of a page names its model: `model = "app_label.Model"`.
    """
    found = registry.types()
    for each in found:
        if getattr(each, "model", None):
            register_page_type(each.model, each)
    return found


schema = graphene.Schema(
    query=query_type(site_type()),
    mutation=mutation_type(),
    types=[*block_types(), *plugin_types(), OtherPage, PageSearchResult],
)
