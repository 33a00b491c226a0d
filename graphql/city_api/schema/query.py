"""Where every query begins."""

from __future__ import annotations

from typing import Any

import graphene
from django.utils.translation import gettext as _

from city_api.context import Context
from city_api.engine.errors import ApiError
from city_api.engine.planner import Planner
from city_api.schema.scalars import LanguageCode
from city_api.schema.site import SiteSummary
from cms.selectors.city import City, cities, city_by_hostname, city_by_slug
from cms.selectors.reader import Reader


def query_type(site_type: Any) -> Any:
    """Return the type `Query` over a type `Site`."""
    return type(
        "Query",
        (graphene.ObjectType,),
        {
            "site": graphene.Field(
                site_type,
                description="The city that is served at a hostname or known by a slug.",
                resolver=resolve_site,
                hostname=graphene.Argument(
                    graphene.String, description="Such as ostrava.example."
                ),
                slug=graphene.Argument(
                    graphene.String, description="Its short name, such as ostrava."
                ),
                locale=graphene.Argument(
                    LanguageCode,
                    description="The language to read in; null: the city's default.",
                ),
            ),
            "sites": graphene.List(
                graphene.NonNull(SiteSummary),
                required=True,
                description="All cities, each in its default language.",
                resolver=resolve_sites,
            ),
            "Meta": {"description": "Where every query begins."},
        },
    )


def resolve_site(
    _root: Any,
    info: graphene.ResolveInfo,
    hostname: str | None = None,
    slug: str | None = None,
    locale: str | None = None,
) -> Reader:
    """Return the reader of the asked city and language.

    Raises:
        ApiError: SITE_ARGUMENTS, SITE_NOT_FOUND or LOCALE_NOT_OFFERED.
    """
    if bool(hostname) == bool(slug):
        raise ApiError(
            "SITE_ARGUMENTS", _("Name the site by `hostname` or by `slug`, by one.")
        )
    city = city_by_hostname(hostname) if hostname else city_by_slug(slug or "")
    if city is None or not city.locales:
        message = _("There is no site “%(name)s” here.")
        raise ApiError(
            "SITE_NOT_FOUND", message % {"name": (hostname or slug or "")[:80]}
        )
    info.context.note_site(city.site.pk)
    reader = _reader(city, locale, info.context)
    Planner(info).load(reader)
    return reader


def resolve_sites(_root: Any, info: graphene.ResolveInfo) -> list[Reader]:
    """Return the readers of all cities."""
    info.context.reads_hub()
    return [_reader(city, None, info.context) for city in cities() if city.locales]


def _reader(city: City, code: str | None, context: Context) -> Reader:
    locale = city.locale(code) if code else city.locales[0]
    if locale is None:
        message = _("The site offers %(offered)s, not “%(code)s”.")
        offered = ", ".join(city.languages)
        raise ApiError(
            "LOCALE_NOT_OFFERED", message % {"offered": offered, "code": code}
        )
    context.reads_site(city.site.pk)
    preview = context.preview_in(city.site.pk)
    return Reader(city, locale, context.clock, context.base_url, preview)
