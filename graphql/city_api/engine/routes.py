"""What stands at a path of a city site, with a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, SlugField
from graphql import GraphQLResolveInfo
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from city_api.engine import ids
from city_api.engine.columns import list_columns
from city_api.engine.pages import public_at
from city_api.engine.peers import Node, Peers, nodes
from cms.plugins import registry
from cms.selectors.links import fetch, narrowed
from cms.selectors.reader import Reader
from cms.statements import Param


@dataclass(frozen=True)
class RedirectTo:
    """Another place to look at."""

    to: str
    status: int
    is_external: bool = False


@dataclass(frozen=True)
class Routed:
    """Something of a plugin, who reads it, and the dotted path of its GraphQL type."""

    value: Any
    type: str
    reader: Reader


def route(reader: Reader, path: str) -> Any:
    """Return the page, the redirect or the plugin's thing at a path, or None.

    The path decides about the language; a path without one leads to the default.
    """
    parts = [part for part in path.split("?", maxsplit=1)[0].split("/") if part]
    if not parts:
        return RedirectTo(f"/{reader.city.languages[0]}/", 302)
    locale = reader.city.locale(parts[0])
    if locale is not None:
        reader = in_locale(reader, locale)
        found = _page_at(reader, parts[1:])
        if found is not None:
            return found
    return _redirect(reader, path) or _routed(reader, f"/{'/'.join(parts)}/")


def in_locale(reader: Reader, locale: Any) -> Reader:
    """Return the reader of the same city in another of its languages."""
    if locale == reader.locale:
        return reader
    return Reader(reader.city, locale, reader.clock, reader.base_url, reader.preview)


def _page_at(reader: Reader, slugs: list[str]) -> Node | RedirectTo | None:
    below = "".join(f"{slug}/" for slug in slugs)
    if is_previewed_at(reader, below):
        return next(iter(nodes(reader, [reader.preview])))
    addresses = [home.url_path + below for home in reader.city.homes.values()]
    found = public_at(reader, "url_path", addresses)
    if not found:
        return None
    page = min(found, key=lambda row: reader.ranks[row.locale_id])
    if page.locale_id == reader.locale.pk:
        return next(iter(nodes(reader, [page])))
    return _translated(reader, page)


def is_previewed_at(reader: Reader, below: str) -> bool:
    """Return whether a page under edit lies at a path below the reader's home."""
    page = reader.preview
    if not isinstance(page, Page) or page.locale_id != reader.locale.pk:
        return False
    home = reader.city.homes.get(page.locale_id)
    return home is not None and page.url_path == home.url_path + below


def _translated(reader: Reader, page: Page) -> Node | RedirectTo:
    """Return a page that was asked for under the address of another language."""
    same = public_at(reader, "translation_key", [page.translation_key])
    best = reader.first_choice(same)[page.translation_key]
    if best.pk != page.pk and best.locale_id == reader.locale.pk:
        return RedirectTo(reader.path_of(best), 302)
    return next(iter(nodes(reader, [page])))


def _redirect(reader: Reader, path: str) -> RedirectTo | None:
    try:
        old_path = Redirect.normalise_path(path)
    except ValueError:
        return None
    found = (
        Redirect.objects.filter(old_path=old_path)
        .filter(Q(site=reader.site_id) | Q(site=None))
        .order_by(F("site_id").desc(nulls_last=True))
        .first()
    )
    if found is None:
        return None
    status = 301 if found.is_permanent else 302
    if not found.redirect_page_id:
        return RedirectTo(found.redirect_link, status, _is_external(found))
    target = fetch(reader, Page, {found.redirect_page_id})
    page = target.get(found.redirect_page_id)
    return RedirectTo(reader.path_of(page), status) if page else None


def _is_external(redirect: Redirect) -> bool:
    link = str(redirect.redirect_link)
    return not link.startswith("/") or link.startswith("//")


def _routed(reader: Reader, path: str) -> Routed | None:
    disabled = reader.city.settings.disabled_features
    for part, kind in registry.route_kinds():
        if registry.enabled_for(part.plugin, disabled):
            found = part.value(reader, path)
            if found is not None:
                return Routed(found, kind.type, reader)
    return None


def page_by_id(reader: Reader, text: str) -> Node | None:
    """Return a page by its id or its translation key, in the reader's language.

    Raises:
        ApiError: BAD_ID, if the text is neither.
    """
    try:
        rows = reader.pages().filter(translation_key=UUID(text))
        page = next(iter(reader.first_choice(rows).values()), None)
    except ValueError:
        pk = ids.decode("Page", text)
        page = fetch(reader, Page, {pk}).get(pk)
    return next(iter(nodes(reader, [page]))) if page else None


def page_by_slug(
    reader: Reader, info: GraphQLResolveInfo, model: type[Page], slug: str
) -> Node | None:
    """Return a page of a kind by its slug, in whichever language it has that slug."""

    def rows() -> QuerySet[Any]:
        named = reader.pages_named(model, Param("slug", slug, SlugField()))
        same = named.order_by().values("translation_key")
        return narrowed(reader.pages(model).filter(translation_key__in=same), columns)

    columns = list_columns(info, model)
    found = reader.rows(("at slug", model, columns), rows, slug=slug)
    chosen = reader.first_choice(found)
    best = min(
        chosen.values(), key=lambda row: reader.ranks[row.locale_id], default=None
    )
    return Peers(reader, [best]).read_together().node(best) if best else None
