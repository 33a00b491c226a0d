"""Writes a post on a city's blog whose body shows places of its map."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

from django.utils import timezone

from cms.models import BlogIndexPage, BlogPage, CitySettings
from cms.slugs import romanised
from use_it_map.demo.entities import LANGUAGES, Post
from use_it_map.demo.pages import Press, pages_publish
from use_it_map.demo.places import References
from use_it_map.demo.translations import translations_note
from use_it_map.models import PlacePage


def add_post(
    press: Press,
    settings: CitySettings,
    post: Post,
    places: Mapping[str, PlacePage],
    known: References,
) -> None:
    """Add the post in every language, where the city has a blog in all of them."""
    source = BlogIndexPage.objects.child_of(settings.site.root_page).first()
    if source is None:
        return
    blogs: dict[str, Any] = {
        code: source
        if locale.pk == source.locale_id
        else source.get_translation_or_none(locale)
        for code, locale in press.locales.items()
    }
    if None in blogs.values():
        return
    key = uuid4()
    day = timezone.localdate(press.now) - dt.timedelta(days=post.days_ago)
    made = {
        code: BlogPage(
            title=post.title[code],
            slug=romanised(post.title[code]),
            intro=post.intro[code],
            date=day,
            hero_image=known.pictures.get(post.picture),
            body=json.dumps(_body(settings, post, places, code)),
            locale=press.locales[code],
            translation_key=key,
        )
        for code in LANGUAGES
    }
    pages_publish(press, blogs, list(made.values()))
    translations_note(press, [made])


def _body(
    settings: CitySettings, post: Post, places: Mapping[str, PlacePage], code: str
) -> list[dict[str, Any]]:
    """Return the stored blocks; places keep those of the source, as editors' do."""

    def block(kind: str, name: str, value: Any) -> dict[str, Any]:
        path = f"vitej:use_it_map:{settings.slug}/{name}"
        return {"type": kind, "id": str(uuid5(NAMESPACE_URL, path)), "value": value}

    chosen = [
        block(
            "item",
            f"list/{item['place']}",
            {"place": places[item["place"]].pk, "note": item["note"][code]},
        )
        for item in post.list["places"]
    ]
    part = {
        "categories": [],
        "languages": "",
        "wheelchair": [],
        "open_now": False,
        "benefit": False,
        "without_commercial": False,
        **post.part,
        "title": post.part["title"][code],
    }
    card = {
        "place": places[post.card["place"]].pk,
        "note": post.card["note"][code],
    }
    listed = {"title": post.list["title"][code], "places": chosen}
    return [
        block("use_it_map_places", "list", listed),
        block("use_it_map_map", "part", part),
        block("use_it_map_place", "card", card),
    ]
