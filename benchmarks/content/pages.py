"""The pages of a city: posts, guides and standard pages, some of them not public."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from taggit.models import Tag
from wagtail.models import PageViewRestriction

from benchmarks.content.bodies import Body
from benchmarks.content.cities import City, add_menus
from benchmarks.content.tree import PUBLISHED, Tree
from benchmarks.content.words import Words, key
from cms.models import (
    BlogPage,
    BlogPageAuthor,
    BlogPageTag,
    CityHomePage,
    GuidePage,
    StandardPage,
)
from cms.models.blog import RelatedGuide
from cms.models.home import FeaturedPage

FIRST_DAY = date(2020, 1, 1)
TAGS = 12
DRAFT_EVERY, EXPIRED_EVERY = 50, 49


@dataclass(frozen=True)
class Pages:
    """How many a city has in each of its languages."""

    posts: int
    guides: int
    standard: int


def fill(tree: Tree, city: City, count: Pages) -> None:
    """Give a city so many pages."""
    made = {
        locale.language_code: [
            *(add_page(tree, city, locale, each) for each in range(count.standard)),
            *(add_guide(tree, city, locale, each) for each in range(count.guides)),
            *(add_post(tree, city, locale, each) for each in range(count.posts)),
        ]
        for locale in city.locales
    }
    # Choosers and links keep the page of the first language, as translations do.
    first = made[city.locales[0].language_code]
    targets = city.targets([page.pk for page in first])
    for code, rows in made.items():
        for number, page in enumerate(rows):
            page.body = Body(city.slug, code, number, targets).blocks()
    tree.save()
    for rows in made.values():
        add_children(city, rows)
    add_restrictions(made.values())
    add_featured(city, first)
    add_menus(city, [page.pk for page in first])


def common(city: City, locale: Any, kind: str, number: int) -> dict[str, Any]:
    """Return what all pages have; one of some is a draft, another has expired."""
    words = Words(locale.language_code, city.slug, kind, number)
    return {
        "title": words.some(5),
        "slug": f"{kind}-{number:04}",
        "locale": locale,
        "translation_key": key(city.slug, kind, number),
        "live": number % DRAFT_EVERY != DRAFT_EVERY - 1,
        "expire_at": PUBLISHED if number % EXPIRED_EVERY == 30 else None,
        "hero_image_id": city.images[number % len(city.images)],
    }


def add_post(tree: Tree, city: City, locale: Any, number: int) -> BlogPage:
    words = Words(locale.language_code, city.slug, "post intro", number)
    page = BlogPage(
        **common(city, locale, "post", number),
        date=FIRST_DAY + timedelta(days=number),
        intro=words.sentences(2),
    )
    return tree.add(city.blogs[locale.language_code], page)


def add_guide(tree: Tree, city: City, locale: Any, number: int) -> GuidePage:
    words = Words(locale.language_code, city.slug, "guide summary", number)
    page = GuidePage(
        **common(city, locale, "guide", number),
        summary=words.sentences(2),
        topic_id=city.topics[number % len(city.topics)],
        authority_id=city.organisations[number % len(city.organisations)],
        phase="first_days",
        verified_on=date(2026, 1, 5),
    )
    return tree.add(city.guides[locale.language_code], page)


def add_page(tree: Tree, city: City, locale: Any, number: int) -> StandardPage:
    words = Words(locale.language_code, city.slug, "page intro", number)
    page = StandardPage(
        **common(city, locale, "page", number), intro=words.sentences(1)
    )
    return tree.add(city.homes[locale.language_code], page)


def add_children(city: City, rows: Sequence[Any]) -> None:
    """Give posts their authors, tags and related guides."""
    posts = [page for page in rows if isinstance(page, BlogPage)]
    guides = [page.pk for page in rows if isinstance(page, GuidePage)]
    tags = [
        Tag.objects.get_or_create(name=f"tag {number}", slug=f"tag-{number}")[0].pk
        for number in range(TAGS)
    ]
    people = city.people
    BlogPageAuthor.objects.bulk_create(
        BlogPageAuthor(
            post_id=post.pk,
            person_id=people[(number + 7 * place) % len(people)],
            sort_order=place,
        )
        for number, post in enumerate(posts)
        for place in range(1 + number % 2)
    )
    BlogPageTag.objects.bulk_create(
        BlogPageTag(content_object_id=post.pk, tag_id=tags[(number + place) % TAGS])
        for number, post in enumerate(posts)
        for place in range(3)
    )
    RelatedGuide.objects.bulk_create(
        RelatedGuide(post_id=post.pk, guide_id=guides[(number + place) % len(guides)])
        for number, post in enumerate(posts)
        for place in range(2)
        if guides
    )


def add_restrictions(by_language: Any) -> None:
    """Hide the third page and the third post of each language from the public."""
    for rows in by_language:
        for model in (StandardPage, BlogPage):
            same = [page for page in rows if isinstance(page, model)]
            PageViewRestriction.objects.create(
                page_id=same[2].pk, restriction_type=PageViewRestriction.LOGIN
            )


def add_featured(city: City, rows: Sequence[Any]) -> None:
    """Let the homes show six guides and posts first, and have a body of their own."""
    targets = city.targets([page.pk for page in rows])
    for code, home in city.homes.items():
        page = CityHomePage.objects.get(pk=home.pk)
        page.body = Body(city.slug, code, 0, targets).blocks()
        CityHomePage.objects.filter(pk=home.pk).update(body=page.body)
        FeaturedPage.objects.bulk_create(
            FeaturedPage(home=page, page_id=each.pk, sort_order=place)
            for place, each in enumerate(rows[-6:])
        )
