"""What programs read from a city site: colours, robots.txt, sitemap, feed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext

from microsite import colours
from microsite.context import index_path
from microsite.reading import CityNotFound, LocaleNotOffered, Site, read
from microsite.responses import city_view

SITEMAP_LIMIT = 50_000
"""Addresses in one sitemap, by its protocol."""


@city_view
def brand(request: HttpRequest, primary: str, accent: str) -> HttpResponse:
    """Return the colours of a city; the address holds them, so it never changes."""
    css = colours.stylesheet(f"#{primary}", f"#{accent}")
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    patch_cache_control(response, public=True, max_age=31_536_000, immutable=True)
    return response


@city_view
def robots(request: HttpRequest) -> HttpResponse:
    """Return what crawlers may read, and where the sitemap is."""
    try:
        site = read(request, "site")
    except CityNotFound:
        lines = ["User-agent: *", "Disallow: /"]
    else:
        lines = [
            "User-agent: *",
            *(f"Disallow: /{locale['code']}/search/" for locale in site["locales"]),
            f"Sitemap: {site['url']}/sitemap.xml",
        ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@city_view
def sitemap(request: HttpRequest) -> HttpResponse:
    """Return every public address of a city, with its languages."""
    entries: list[dict[str, Any]] = []
    after = None
    while len(entries) < SITEMAP_LIMIT:
        site = read(request, "sitemap", after=after, begin=after is None)
        entries += site["sitemap"]["nodes"]
        entries += [
            {**entry, "url": f"{site['url']}{entry['path']}"}
            for entry in site.get("pluginSitemap") or ()
        ]
        info = site["sitemap"]["pageInfo"]
        if not info["hasNextPage"]:
            break
        after = info["endCursor"]
    xml = render_to_string("microsite/sitemap.xml", {"entries": entries})
    return HttpResponse(xml, content_type="application/xml")


class Posts(Feed[dict[str, Any], Site]):
    """The newest posts of a city in one language."""

    feed_type = Rss201rev2Feed

    def get_object(self, request: HttpRequest, language: str) -> Site:
        """Return the city with its posts.

        Raises:
            Http404: if the city has no blog in that language.
        """
        try:
            site = read(request, "feed", locale=language)
        except (CityNotFound, LocaleNotOffered) as error:
            raise Http404(str(error)) from error
        if not index_path(site, "BLOG_INDEX"):
            raise Http404(gettext("This city has no blog."))
        return site

    def get_feed(self, obj: Site, request: HttpRequest) -> Any:
        """Return the feed, written in the language of the city."""
        with translation.override(obj["locale"]["code"]):
            return super().get_feed(obj, request)

    def title(self, obj: Site) -> str:
        """Return the name of the blog and its city."""
        return f"{_blog(obj)['title']} · {obj['name']}"

    def link(self, obj: Site) -> str:
        """Return the address of the blog."""
        return f"{obj['url']}{_blog(obj)['path']}"

    def description(self, obj: Site) -> str:
        """Return what the blog is about."""
        return _blog(obj).get("intro") or str(obj["tagline"])

    def items(self, obj: Site) -> list[dict[str, Any]]:
        """Return the newest posts, the newest first."""
        return list(obj["blogPosts"]["nodes"])

    def item_title(self, item: dict[str, Any]) -> str:
        """Return the title of a post."""
        return str(item["title"])

    def item_description(self, item: dict[str, Any]) -> str:
        """Return the introduction of a post."""
        return str(item["intro"])

    def item_link(self, item: dict[str, Any]) -> str:
        """Return the address of a post."""
        return str(item["url"])

    def item_author_name(self, item: dict[str, Any]) -> str:
        """Return who wrote a post."""
        return ", ".join(author["name"] for author in item["authors"])

    def item_categories(self, item: dict[str, Any]) -> list[str]:
        """Return the tags of a post."""
        return [tag["name"] for tag in item["tags"]]

    def item_pubdate(self, item: dict[str, Any]) -> dt.datetime | None:
        """Return the day of a post, as the start of that day."""
        day = parse_date(item["date"])
        if day is None:
            return None
        return dt.datetime.combine(day, dt.time(), tzinfo=get_current_timezone())

    def item_updateddate(self, item: dict[str, Any]) -> dt.datetime | None:
        """Return when a post was last published."""
        return parse_datetime(item["lastPublishedAt"] or "")


def _blog(site: Site) -> dict[str, Any]:
    pages = site["home"]["children"]["nodes"]
    blog: dict[str, Any] = next(page for page in pages if page["kind"] == "BLOG_INDEX")
    return blog
