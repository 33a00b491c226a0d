"""What stands at a path: a page with its breadcrumbs and translations."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from benchmarks.floor.city import CityFacts, public_pages

COLUMNS = ("pk", "title", "path", "url_path", "locale_id", "translation_key")
TYPES = {
    "cityhomepage": "HomePage",
    "standardpage": "StandardPage",
    "guideindexpage": "GuideIndex",
    "guidepage": "Guide",
    "blogindexpage": "BlogIndex",
    "blogpage": "BlogPost",
}


def route(city: CityFacts, path: str) -> dict[str, Any] | None:
    """Return the page at a path in the reader's language."""
    home = city.languages[0]
    url_path = home.url_path + path.removeprefix(f"/{home.code}/")
    pages = public_pages(city, Page, city.languages)
    page = (
        pages.filter(url_path=url_path, locale=home.locale_id)
        .values(*COLUMNS, "content_type__model")
        .first()
    )
    if page is None:
        return None
    own = city.path_of(page["url_path"], page["locale_id"])
    return {
        "__typename": TYPES[page["content_type__model"]],
        "title": page["title"],
        "path": own,
        "url": city.root_url + own,
        "breadcrumbs": breadcrumbs(city, page),
        "translations": translations(city, page),
    }


def breadcrumbs(city: CityFacts, page: dict[str, Any]) -> list[dict[str, str]]:
    step = Page.steplen
    above = [page["path"][:end] for end in range(2 * step, len(page["path"]), step)]
    pages = public_pages(city, Page, city.languages).filter(path__in=above)
    return [
        {"title": title, "path": city.path_of(url_path, locale)}
        for title, url_path, locale in pages.order_by("path").values_list(
            "title", "url_path", "locale_id"
        )
    ]


def translations(city: CityFacts, page: dict[str, Any]) -> list[dict[str, Any]]:
    pages = public_pages(city, Page, city.languages).filter(
        translation_key=page["translation_key"]
    )
    rows = list(pages.values_list("url_path", "locale_id"))
    return [
        {"locale": {"code": each.code}, "path": city.own_path_of(url_path, locale)}
        for each in city.languages
        for url_path, locale in rows
        if locale == each.locale_id
    ]
