"""Any page of a city site, from one operation of the City API."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.http import escape_leading_slashes

from cms.views import hub
from microsite import labels, structured_data
from microsite.context import Frame, homes, page_languages
from microsite.plugin_filters import in_addresses, plugin_filters
from microsite.reading import CityNotFound, LocaleNotOffered, Site, read
from microsite.responses import city_view, rendered

LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")


@city_view
def root(request: HttpRequest) -> HttpResponse:
    """Lead a visitor to the city's first language; without a city, show the hub."""
    try:
        site = read(request, "site")
    except CityNotFound:
        return hub(request)
    return redirect(f"/{site['defaultLocale']['code']}/")


@city_view
def page(request: HttpRequest, path: str = "") -> HttpResponse:
    """Show what lies at an address of a city: a page, a redirect or nothing."""
    path = request.path_info
    if not path.endswith("/") and "." not in path.rpartition("/")[2]:
        query = request.META.get("QUERY_STRING", "")
        target = escape_leading_slashes(f"{path}/") + (f"?{query}" if query else "")
        return redirect(target, permanent=True)
    site, chosen = _read(request, path)
    found = site["route"]
    if found is None:
        return missing(request, site)
    if found["__typename"] == "Redirect":
        return HttpResponse(status=found["status"], headers={"Location": found["to"]})
    return shown(request, site, path=path, chosen=chosen)


def _read(request: HttpRequest, path: str) -> tuple[Site, dict[str, Any]]:
    """Return the city with what lies at `path`, and the filters that were chosen."""
    first, _, rest = path.removeprefix("/").partition("/")
    chosen: dict[str, Any] = chosen_filters(request)
    of_plugins = plugin_filters(request.GET)
    variables = {
        "path": path,
        "after": request.GET.get("after") or None,
        "tag": chosen.get("tag"),
        "topic": chosen.get("topic"),
        "audience": [chosen["audience"]] if "audience" in chosen else None,
        "phase": chosen.get("phase"),
        **of_plugins,
    }
    locale = first if LANGUAGE.fullmatch(first) else None
    try:
        site = read(request, "route", locale=locale, home=not rest, **variables)
    except LocaleNotOffered:
        # What has no language may still be a redirect from an older site.
        site = read(request, "route", locale=None, **variables)
    return site, {**chosen, **in_addresses(of_plugins)}


def chosen_filters(request: HttpRequest) -> dict[str, str]:
    """Return the filters of the query string, without those that can't be."""
    asked = {
        name: request.GET.get(name, "").strip()
        for name in ("tag", "topic", "audience", "phase")
    }
    known = {"audience": labels.AUDIENCES, "phase": labels.PHASES}
    return {
        name: value
        for name, value in asked.items()
        if value and value in known.get(name, (value,))
    }


def in_any_language(chosen: dict[str, Any]) -> str:
    """Return the query that keeps what was chosen in another language of the page.

    Tags are words of one language.
    """
    kept = {name: value for name, value in chosen.items() if name != "tag"}
    return f"?{urlencode(kept, doseq=True)}" if kept else ""


def templates_for(type_name: str) -> list[str]:
    """Return the templates that can show a page of a type, the best first."""
    return [f"microsite/pages/{type_name}.html", "microsite/pages/Page.html"]


def shown(
    request: HttpRequest,
    site: Site,
    *,
    path: str,
    chosen: dict[str, Any] | None = None,
    preview: bool = False,
) -> HttpResponse:
    """Return the page that the City API found at a path of the site."""
    page = site["route"]
    chosen = chosen or {}
    if "seo" not in page:  # a plugin's kind that is no page
        page = {**UNTITLED, "path": path, "locale": site["locale"], **page}
    beyond_first = bool(request.GET.get("after"))
    empty_tag = "tag" in chosen and not page.get("posts", {"nodes": True})["nodes"]
    with translation.override(site["locale"]["code"]):
        frame = Frame(
            path=path,
            languages=page_languages(site, page, path, in_any_language(chosen)),
            title=page["seo"]["title"] or page["title"],
            canonical=page["seo"]["canonicalUrl"] or "",
            index=not (preview or page["fallbackFrom"] or chosen or beyond_first),
            preview=preview,
            home=page["kind"] == "HOME",
            structured=structured_data.of_page(site, page),
        )
    return rendered(
        request,
        template=templates_for(page["__typename"]),
        site=site,
        frame=frame,
        status=404 if empty_tag else 200,
        page=page,
        chosen=chosen,
        **_list_context(page, chosen, beyond_first=beyond_first),
    )


UNTITLED: dict[str, Any] = {
    "title": "",
    "kind": "OTHER",
    "seo": {
        "title": "",
        "description": "",
        "canonicalUrl": "",
        "image": None,
    },
    "fallbackFrom": None,
    "translation": {"complete": True, "behindSource": False},
    "translations": (),
    "breadcrumbs": (),
    "licence": "",
}
"""What the frame needs of a page, for a plugin's kind that isn't one."""


def _list_context(
    page: dict[str, Any], chosen: dict[str, Any], *, beyond_first: bool
) -> dict[str, Any]:
    """Return what lists show beside their items; plugins call theirs `listed`."""
    listed = page.get("guides") or page.get("posts") or page.get("listed")
    if not listed:
        return {}
    more = ""
    if listed["pageInfo"]["hasNextPage"]:
        more = "?" + urlencode(
            {**chosen, "after": listed["pageInfo"]["endCursor"]}, doseq=True
        )
    return {
        "listed": listed,
        "more": more,
        "beyond_first": beyond_first,
        "audiences": labels.AUDIENCES,
        "phases": labels.PHASES,
    }


def missing(request: HttpRequest, site: Site) -> HttpResponse:
    """Return the city's page for an address at which nothing lies."""
    frame = Frame(path="", languages=homes(site), index=False)
    return rendered(
        request, template="microsite/404.html", site=site, frame=frame, status=404
    )
