"""The editor's preview: what visitors would see if this were published now."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from wagtail.blocks import PageChooserBlock
from wagtail.models import Page, Site

from cms.access import cities_of
from cms.models import CrisisNotice, Document, Image, Person, StandardPage
from cms.selectors.preview import city_of as city_of_snippet
from cms.services.city import city_collection
from microsite.context import Frame, homes
from microsite.reading import LocaleNotOffered, read
from microsite.responses import rendered
from microsite.views.pages import missing, shown

HOME_DEPTH = 2
"""The root page has depth 1; the homes of the cities lie right below it."""


def preview(request: HttpRequest, obj: Any, mode_name: str) -> HttpResponse:
    """Show an unsaved page or snippet; nobody but this editor may see or keep it.

    `mode_name` is Wagtail's preview mode; there is one only.
    """
    show = _page if isinstance(obj, Page) else _snippet
    response = show(request, obj)
    response.headers.pop("Cache-Control", None)
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex"
    return response


def _page(request: HttpRequest, page: Page) -> HttpResponse:
    city, home = city_of(page)
    if page.locale_id is None:
        page.locale = home.locale
    code = page.locale.language_code
    page.url_path = page.url_path or home.url_path
    path = f"/{code}/{page.url_path[len(home.url_path) :]}"
    site = read(
        request,
        "route",
        preview=page,
        hostname=city.hostname,
        locale=code,
        path=path,
        home=page.depth == home.depth,
    )
    if site["route"] is None:
        return missing(request, site)
    return shown(request, site, path=path, preview=True)


def city_of(page: Page) -> tuple[Site, Page]:
    """Return the city that a page lies in, and its home in the page's language.

    A page that was never saved has a path already: the next below its parent.
    """
    home = Page.objects.select_related("locale").get(
        path=page.path[: Page.steplen * HOME_DEPTH]
    )
    family = Page.objects.filter(translation_key=home.translation_key)
    return Site.objects.get(root_page__in=family), home


def _snippet(request: HttpRequest, snippet: Any) -> HttpResponse:
    name = snippet._meta.model_name
    city = city_of_snippet(snippet, request.user)
    if city is None:
        return HttpResponse(_("Add a city first: this is shown on its pages."))
    asked = getattr(snippet, "locale", None)
    try:
        site = read(
            request,
            "route",
            hostname=city.hostname,
            locale=asked.language_code if asked else None,
            path="/",
        )
    except LocaleNotOffered:
        site = read(request, "route", hostname=city.hostname, path="/")
    if isinstance(snippet, CrisisNotice):
        site = {**site, "notices": [_notice(snippet), *site["notices"]]}
    return rendered(
        request,
        template=[f"microsite/snippets/{name}.html", "microsite/snippets/snippet.html"],
        site=site,
        frame=Frame(
            path="",
            languages=homes(site),
            title=str(snippet),
            index=False,
            preview=True,
        ),
        snippet=snippet,
    )


def _notice(notice: CrisisNotice) -> dict[str, Any]:
    """Return a notice as the City API would show it."""
    return {
        "id": "preview",
        "title": notice.title,
        "text": notice.text,
        "link": notice.link,
        "severity": notice.severity.upper(),
    }


SINGLE = {
    "step": ("steps", "steps"),
    "document": ("required_documents", "documents"),
    "fee": ("costs", "items"),
}
"""Blocks of a guide's own lists: the block that shows several, and its list."""


def example(request: HttpRequest, block: Any, value: Any) -> dict[str, Any] | None:
    """Return the city and the block with which the picker shows an example of a block.

    It is drawn as on a page, so it is asked of the City API as a page: one that is
    never saved. None without a city, or for a block that no page shows by itself.
    """
    city = next(iter(cities_of(request.user)[:1]), None)
    if city is None:
        return None
    home = city.root_page
    raw = filled(block, block.get_prep_value(value), city)
    kind, items = SINGLE.get(block.name, (block.name, ""))
    if items:
        raw = {items: [{"type": "item", "value": raw}]}
    page = StandardPage(
        title=str(block.label),
        slug="example",
        depth=home.depth + 1,
        path=f"{home.path}{'Z' * Page.steplen}",
        url_path=f"{home.url_path}example/",
        locale=home.locale,
        body=json.dumps(
            [{"type": kind, "id": "example", "value": raw}], cls=DjangoJSONEncoder
        ),
    )
    code = home.locale.language_code
    site = read(
        request,
        "route",
        preview=page,
        hostname=city.hostname,
        locale=code,
        path=f"/{code}/example/",
    )
    return {"site": site, "blocks": site["route"]["body"]}


def filled(block: Any, raw: Any, city: Site) -> Any:
    """Return an example with pictures, files and pages of the city where it has none.

    Examples are written without a database, and what has no picture shows nothing.
    """
    if isinstance(raw, list):
        inner = getattr(block, "child_block", None)
        return [filled(inner, item, city) for item in raw]
    if not isinstance(raw, dict):
        return raw
    if "email" in raw:  # a link, which leads to one thing only
        return raw
    if raw.get("type") == "item":
        return {**raw, "value": filled(block, raw["value"], city)}
    children = getattr(block, "child_blocks", {})
    return {
        key: _stand_in(key, children.get(key), city)
        if value is None
        else filled(children.get(key), value, city)
        for key, value in raw.items()
    }


def _stand_in(name: str, block: Any, city: Site) -> int | None:
    if isinstance(block, PageChooserBlock):
        pages = block.model_class.objects.descendant_of(city.root_page).live()
        return _first(pages)
    return STAND_INS[name](city) if name in STAND_INS else None


STAND_INS: dict[str, Callable[[Site], Any]] = {
    "image": lambda city: _first(
        Image.objects.filter(collection=city_collection(city))
    ),
    "poster": lambda city: _first(
        Image.objects.filter(collection=city_collection(city))
    ),
    "document": lambda city: _first(
        Document.objects.filter(collection=city_collection(city))
    ),
    "person": lambda city: _first(Person.objects.filter(site=city, live=True)),
}
"""What stands in for what an example leaves out, by the name of its field."""


def _first(rows: QuerySet[Any]) -> int | None:
    """Return the key of the first row, or None."""
    first: int | None = rows.order_by("pk").values_list("pk", flat=True).first()
    return first
