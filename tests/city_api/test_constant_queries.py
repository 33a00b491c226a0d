"""Every list and page costs the same number of SQL queries for 5 and for 50 items."""

from __future__ import annotations

import datetime as dt
from typing import Any

from wagtail.models import Site

from cms.models import BlogPage
from cms.models.blog import BlogPageAuthor, RelatedGuide
from cms.models.home import FeaturedPage
from tests import factories
from tests.city_api.bodies import BLOCK_FIELDS, every_block
from tests.city_api.conftest import Query, SiteQuery
from tests.support.queries import (
    assert_constant_queries,
    difference,
    statements,
)

PAGE_FIELDS = """
    __typename id title slug path url locale { code } fallbackFrom { code }
    translation { complete share behindSource } licence
    seo { title description canonicalUrl image { alt } }
    breadcrumbs { title path } parent { title }
    translations { locale { code } path complete }
    firstPublishedAt lastPublishedAt
"""
GUIDE_FIELDS = f"""
    {PAGE_FIELDS} summary audiences phase deadline verifiedOn freshness
    heroImage {{ alt srcSet(widths: [320, 640]) {{ url }} }}
    topic {{ name }} authority {{ name logo {{ alt }} }}
    steps {{ title text {{ html }} }} requiredDocuments {{ name }}
    fees {{ label amount }} sources {{ title checkedOn }}
    body {{ {BLOCK_FIELDS} }}
"""
POST_FIELDS = f"""
    {PAGE_FIELDS} date intro heroImage {{ alt }}
    authors {{ name photo {{ alt }} organisation {{ name }} }} tags {{ name }}
    relatedGuides {{ title path topic {{ name }} }}
    body {{ {BLOCK_FIELDS} }}
"""


def add_item(site: Site) -> None:
    image, document = factories.image(), factories.document()
    organisation = factories.organisation(logo=factories.image())
    author = factories.person(site, organisation=organisation, photo=image)
    target = factories.standard_page(site)
    body = every_block(
        page=target.pk,
        image=image,
        document=document,
        person=author,
        organisation=organisation,
    )
    guide = factories.guide(
        site,
        hero_image=image,
        topic=factories.topic(),
        authority=organisation,
        body=body,
        verified_on=dt.date(2026, 5, 1),
        steps=[{"type": "step", "value": {"title": "Go", "text": body[1]["value"]}}],
    )
    post = factories.post(site, hero_image=image, authors=[author], body=body)
    post.related_guide_links.add(RelatedGuide(guide=guide))
    post.tags.add(f"tag-{post.pk}")
    post.save_revision().publish()
    factories.translate(guide, "cs", title=f"Návod {guide.pk}", slug=f"n-{guide.pk}")
    home = factories.home(site)
    home.featured_links.add(FeaturedPage(page=guide))
    home.save_revision().publish()
    factories.notice(site)
    factories.mention(site)


LISTS = {
    "guides": f"guides(first: 60) {{ totalCount nodes {{ {GUIDE_FIELDS} }} }}",
    "posts": f"blogPosts(first: 60) {{ totalCount nodes {{ {POST_FIELDS} }} }}",
    "home": f"home {{ {PAGE_FIELDS} featured {{ {PAGE_FIELDS} }} }}",
    "children": (
        'route(path: "/en/guides/") { ... on Page { children(first: 60)'
        f"{{ nodes {{ {PAGE_FIELDS} ... on Guide {{ summary }} }} }} }} }}"
    ),
    "guide index": (
        'route(path: "/cs/guides/") { ... on GuideIndex'
        f"{{ guides(first: 60) {{ nodes {{ {GUIDE_FIELDS} }} }} }} }}"
    ),
    "blog index": (
        'route(path: "/uk/blog/") { ... on BlogIndex'
        f"{{ posts(first: 60) {{ nodes {{ {POST_FIELDS} }} }} }} }}"
    ),
    "search": (
        'search(query: "page", types: [STANDARD], first: 60) { nodes'
        f"{{ title excerpt ... on PageSearchResult {{ page {{ {PAGE_FIELDS} }} }} }} }}"
    ),
    "suggestions": 'suggestions(query: "gui", first: 60) { title path kind }',
    "sitemap": "sitemap(first: 100) { nodes { path url alternates { path } } }",
    "people": (
        "people(first: 60) { nodes { name photo { alt } organisation { name } } }"
    ),
    "organisations": "organisations(first: 60) { nodes { name logo { alt } } }",
    "topics": "topics { name }",
    "tags": "tags { name }",
    "notices": "notices { title }",
    "media mentions": "mediaMentions(first: 60) { nodes { title } }",
}


def test_lists_cost_the_same_for_5_and_for_50_items(
    site_query: SiteQuery, ostrava: Site
) -> None:
    for _number in range(5):
        add_item(ostrava)
    few = measured(site_query)
    for _number in range(45):
        add_item(ostrava)
    many = measured(site_query)

    growing = {
        name: difference(few[name], many[name])
        for name in few
        if len(few[name]) != len(many[name])
    }
    assert not growing, "\n\n".join(f"{name}:\n{sql}" for name, sql in growing.items())


def measured(site_query: SiteQuery) -> dict[str, list[str]]:
    """Return the SQL that each list sends, in English and along the fallbacks."""
    return {
        f"{name} ({locale})": statements(lambda: site_query(fields, locale=locale))  # noqa: B023
        for name, fields in LISTS.items()
        for locale in ("en", "uk")
        if site_query(fields, locale=locale)
    }


def test_a_page_costs_the_same_whatever_its_body_refers_to(
    site_query: SiteQuery, ostrava: Site
) -> None:
    post = factories.post(ostrava, slug="all", authors=[factories.person(ostrava)])
    filler = factories.guide(ostrava)

    def grow_body(count: int) -> None:
        page = BlogPage.objects.get(pk=post.pk)
        body = list(page.body.raw_data)
        for _number in range(count):
            body += every_block(
                page=factories.standard_page(ostrava).pk,
                image=factories.image(),
                document=factories.document(),
                person=factories.person(ostrava),
                organisation=factories.organisation(),
            )
            person = factories.person(ostrava)
            page.author_links.add(BlogPageAuthor(person=person))
            page.related_guide_links.add(RelatedGuide(guide=filler))
        page.body = body
        page.save_revision().publish()

    def act() -> Any:
        post_fields = f"... on BlogPost {{ {POST_FIELDS} }}"
        return site_query(f'route(path: "/en/blog/all/") {{ {post_fields} }}')

    assert_constant_queries(act, grow=grow_body, few=2, many=20)


def test_all_cities_cost_the_same_for_2_and_for_12(query: Query) -> None:
    numbers = iter(range(100))

    def grow_cities(count: int) -> None:
        for _number in range(count):
            factories.city(f"city-{next(numbers)}", ["en", "cs"])

    def act() -> Any:
        return query("{ sites { name slug locales { code } url } }")

    assert assert_constant_queries(act, grow=grow_cities, few=2, many=12) == 3
