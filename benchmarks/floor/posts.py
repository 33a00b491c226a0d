"""Posts: their columns, authors, tags and pictures, and their bodies if asked for."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from benchmarks.floor.bodies import collect, nothing, shown
from benchmarks.floor.city import CityFacts, best_pages, public_pages
from benchmarks.floor.things import Things
from cms.models import BlogPage, BlogPageAuthor, BlogPageTag

COLUMNS = ("pk", "title", "url_path", "locale_id", "hero_image_id")


def list20(city: CityFacts) -> Any:
    rows = best_pages(city, BlogPage).order_by("-date", "-pk")
    posts = list(rows.values(*COLUMNS)[:20])
    return {"blogPosts": {"nodes": cards(city, posts)}}


def full20(city: CityFacts) -> Any:
    rows = best_pages(city, BlogPage).order_by("-date", "-pk")
    return {"blogPosts": {"nodes": full(city, with_body(rows)[:20])}}


def one(city: CityFacts, slug: str) -> Any:
    keys = public_pages(city, BlogPage, city.languages).filter(slug=slug)
    rows = public_pages(city, BlogPage, city.languages).filter(
        translation_key__in=keys.values("translation_key")
    )
    found = sorted(with_body(rows), key=lambda row: city.rank(row["locale_id"]))
    return {"blogPost": full(city, found[:1])[0] if found else None}


def with_body(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.annotate(stored=Cast("body", TextField())).values(
        *COLUMNS, "date", "intro", "stored"
    )


def cards(city: CityFacts, posts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the posts without their bodies."""
    things = Things(city)
    links = author_links(posts)
    things.load_people({person for _post, person in links})
    things.load_images(post["hero_image_id"] for post in posts)
    return [
        {**card, "tags": tags}
        for card, tags in zip(
            shown_cards(posts, things, links), tags_of(posts), strict=True
        )
    ]


def full(city: CityFacts, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the posts with their bodies."""
    posts = list(rows)
    wanted = nothing()
    for post in posts:
        collect(post["stored"], wanted)
    things = Things(city)
    links = author_links(posts)
    things.load_people({person for _post, person in links} | wanted["person"])
    things.load_organisations(wanted["organisation"])
    things.load_pages(wanted["page"])
    things.load_documents(wanted["document"])
    things.load_images(
        [
            *wanted["image"],
            *(post["hero_image_id"] for post in posts),
            *(person["photo_id"] for person in things.people.values()),
            *(each["logo_id"] for each in things.organisations.values()),
        ]
    )
    heads = shown_cards(posts, things, links)
    return [
        {
            **head,
            "tags": tags,
            "date": post["date"].isoformat(),
            "intro": post["intro"],
            "body": shown(json.loads(post["stored"]), things),
        }
        for post, head, tags in zip(posts, heads, tags_of(posts), strict=True)
    ]


def author_links(posts: list[dict[str, Any]]) -> list[tuple[int, int]]:
    """Return (post, person) of the posts' authors, in their order."""
    return list(
        BlogPageAuthor.objects.filter(post__in=[post["pk"] for post in posts])
        .order_by("sort_order", "pk")
        .values_list("post_id", "person_id")
    )


def tags_of(posts: list[dict[str, Any]]) -> list[list[dict[str, str]]]:
    found: dict[int, list[dict[str, str]]] = defaultdict(list)
    rows = BlogPageTag.objects.filter(content_object__in=[post["pk"] for post in posts])
    for post, name, slug in rows.order_by("tag__name").values_list(
        "content_object_id", "tag__name", "tag__slug"
    ):
        found[post].append({"name": name, "slug": slug})
    return [found[post["pk"]] for post in posts]


def shown_cards(
    posts: list[dict[str, Any]], things: Things, links: list[tuple[int, int]]
) -> list[dict[str, Any]]:
    authors: dict[int, list[dict[str, str]]] = defaultdict(list)
    for post, person in links:
        if person in things.people:
            authors[post].append({"name": things.people[person]["name"]})
    return [
        {
            "title": post["title"],
            "url": things.city.root_url + things.path_of(post),
            "authors": authors[post["pk"]],
            "heroImage": things.picture(post["hero_image_id"]),
        }
        for post in posts
    ]
