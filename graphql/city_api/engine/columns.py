"""Which columns of a row an operation reads."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from graphene.utils.str_converters import to_snake_case
from graphql import GraphQLResolveInfo
from wagtail.models import Page, TranslatableMixin

from city_api.engine import pages
from city_api.engine.needs import needs_of
from city_api.engine.selection import AskedField, asked_field

# What the path, the language and the type of a page are told from.
EVERY_PAGE = (
    "id", "path", "depth", "url_path", "title", "slug",
    "locale", "translation_key", "content_type",
)  # fmt: skip
EVERY_SNIPPET = ("locale", "translation_key")


def columns_of(
    model: type[Model], fields: Iterable[AskedField], also: Iterable[str] = ()
) -> frozenset[str]:
    """Return the columns of a model's rows that resolvers of these fields read."""
    read = {*_always(model), *also}
    for asked in fields:
        needs = needs_of(asked.resolve)
        read |= needs.read if needs else {to_snake_case(asked.name)}
    return frozenset(name for name in read if _has_column(model, name))


def _always(model: type[Model]) -> tuple[str, ...]:
    if issubclass(model, Page):
        return EVERY_PAGE
    return EVERY_SNIPPET if issubclass(model, TranslatableMixin) else ()


@cache
def _has_column(model: type[Model], name: str) -> bool:
    """Return whether a model has a column of that name, its own or its parents'."""
    try:
        field = model._meta.get_field(name.removesuffix("_id"))
    except FieldDoesNotExist:
        return False
    return bool(getattr(field, "concrete", False)) and not field.many_to_many


def are_plain(fields: Iterable[AskedField]) -> bool:
    """Return whether the table that all pages share answers all the fields."""
    return all(
        needs.plain
        if (needs := needs_of(asked.resolve))
        else _has_column(Page, to_snake_case(asked.name))
        for asked in fields
    )


def fields_for(model: type[Model], asked: Iterable[AskedField]) -> list[AskedField]:
    """Return the fields that are asked of rows of a model, the values of some fields.

    A field whose value is the row itself is replaced by those below it.
    """
    found = []
    for each in asked:
        for name in pages.types_of(model, each.types):
            for below in each.below(name):
                needs = needs_of(below.resolve)
                itself = needs is not None and needs.itself
                found += fields_for(model, [below]) if itself else [below]
    return found


def node_fields(asked: AskedField) -> list[AskedField]:
    """Return the fields of a connection that show its nodes."""
    shown = []
    for connection in asked.types:
        for below in asked.below(connection):
            if below.name == "nodes":
                shown.append(below)
            elif below.name == "edges":
                edges = [each for name in below.types for each in below.below(name)]
                shown += [each for each in edges if each.name == "node"]
    return shown


def list_columns(
    info: GraphQLResolveInfo, model: type[Model], also: Iterable[str] = ()
) -> frozenset[str]:
    """Return the columns of a list's rows that are asked for below its field."""
    asked = asked_field(info)
    if model not in asked.columns:
        shown = node_fields(asked) or [asked]
        asked.columns[model] = columns_of(model, fields_for(model, shown), also)
    return asked.columns[model]
