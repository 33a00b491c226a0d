"""The search of a city site."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from microsite.context import Frame, same_view
from microsite.reading import LocaleNotOffered, read
from microsite.responses import city_view, rendered
from microsite.views.pages import missing

LONGEST = 200
"""Characters of a question that are looked for."""


@city_view
def search(request: HttpRequest, language: str) -> HttpResponse:
    """Show what a city's pages say about the visitor's words."""
    words = " ".join(request.GET.get("q", "").split())[:LONGEST]
    try:
        site = read(
            request,
            "search",
            locale=language,
            query=words,
            asked=bool(words),
            after=request.GET.get("after") or None,
        )
    except LocaleNotOffered:
        return missing(request, read(request, "route", path=request.path_info))
    found = site.get("search")
    more = ""
    if found and found["pageInfo"]["hasNextPage"]:
        more = "?" + urlencode({"q": words, "after": found["pageInfo"]["endCursor"]})
    query = "?" + urlencode({"q": words}) if words else ""
    frame = Frame(
        path=request.path_info,
        languages=same_view(site, "microsite:search", query),
        index=False,
        query=words,
    )
    return rendered(
        request,
        template="microsite/search.html",
        site=site,
        frame=frame,
        words=words,
        found=found,
        more=more,
        suggestions=site.get("suggestions") or [],
    )
