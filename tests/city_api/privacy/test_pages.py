"""No edge leads to a page that is not public.

Every edge is walked twice: while the page is public, when it must be seen, and
after it has been hidden in one of the ways, when nothing of it may be.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from cms.models import BlogPage, GuidePage, StandardPage
from cms.models.blog import RelatedGuide
from cms.models.home import FeaturedPage
from tests import factories
from tests.city_api.privacy import links
from tests.city_api.privacy.conftest import Ask
from tests.city_api.privacy.kinds import PAGES, SECRET
from tests.support.ids import opaque

LISTED = "{ totalCount nodes { title path } }"
PAGE = "{ title path breadcrumbs { title } seo { description } }"


def word(model: type[Page]) -> str:
    """Return the word that only the page of a model carries."""
    return f"{SECRET}{model._meta.model_name}"


@pytest.fixture(scope="module")
def _pages(_cities: None) -> None:
    """One public page of each kind, with its word in all its texts and addresses."""
    city = Site.objects.get(hostname="ostrava.localhost")
    page = factories.standard_page(city, intro=f"The {word(StandardPage)} intro")
    guide = factories.guide(city, summary=f"The {word(GuidePage)} summary")
    post = factories.post(city, intro=f"The {word(BlogPage)} intro")
    post.tags.add(word(BlogPage))
    for each in (page, guide, post):
        each.title = f"The {word(type(each))} title"
        each.slug = f"the-{word(type(each))}-title"
        each.search_description = f"What {word(type(each))} describes"
        each.save_revision().publish()


@dataclass(frozen=True)
class Edge:
    """A way to a page: what must be there for it, and what then is asked."""

    fields: Callable[[Page], str]
    link: Callable[[Site, Page], object] = lambda _site, _page: None
    model: type[Page] = StandardPage


def asking(fields: str) -> Callable[[Page], str]:
    """Return the question that is the same for all pages."""
    return lambda _page: fields


def path_of(page: Page) -> str:
    """Return the path that a page has or would have in the city."""
    below = page.url_path.strip("/").split("/")[1:]
    return "/" + "/".join([page.locale.language_code, *below]) + "/"


def feature(site: Site, page: Page) -> None:
    FeaturedPage.objects.create(home=factories.home(site), page=page)


def relate(site: Site, page: Page) -> None:
    post = factories.post(site, "Reader", slug="reader")
    RelatedGuide.objects.create(post=post, guide_id=page.pk)


def redirect(site: Site | None, page: Page) -> None:
    Redirect.add_redirect("/old", page, site=site)


def guide_step(site: Site, page: Page) -> None:
    step = {"title": "First", "text": links.text_linking("page", page)}
    factories.guide(site, "Reader", slug="reader", steps=[links.block("step", step)])


def nest(site: Site, page: Page) -> None:
    below = {**links.empty_item(), "page": page.pk}
    public = factories.standard_page(site, "Public")
    items = links.menu({"page": public.pk, "children": links.listed(below)})
    links.set_menu(site, "main_navigation", items)


def linking_text(name: str) -> Edge:
    body, selection = links.TEXTS[name]
    return Edge(
        asking(links.in_reader(selection)),
        lambda site, page: links.body_of(site, body(links.text_linking("page", page))),
    )


EDGES: Mapping[str, Edge] = {
    "its path": Edge(
        lambda page: (
            f'route(path: "{path_of(page)}") {{ __typename ... on Page {PAGE} }}'
        )
    ),
    "its id": Edge(lambda page: f'page(id: "{opaque("Page", page.pk)}") {PAGE}'),
    "its translation key": Edge(
        lambda page: f'page(id: "{page.translation_key}") {PAGE}'
    ),
    "a guide's slug": Edge(
        lambda page: f'guide(slug: "{page.slug}") {PAGE}', model=GuidePage
    ),
    "a post's slug": Edge(
        lambda page: f'blogPost(slug: "{page.slug}") {PAGE}', model=BlogPage
    ),
    "the guides": Edge(asking(f"guides {LISTED}"), model=GuidePage),
    "the guides for everybody": Edge(
        asking(f"guides(audience: [STUDENT]) {LISTED}"), model=GuidePage
    ),
    "the overdue guides": Edge(
        asking(f"guides(freshness: [OVERDUE]) {LISTED}"), model=GuidePage
    ),
    "the list of guides' own list": Edge(
        asking(
            f'route(path: "/en/guides/") {{ ... on GuideIndex {{ guides {LISTED} }} }}'
        ),
        model=GuidePage,
    ),
    "the posts": Edge(asking(f"blogPosts {LISTED}"), model=BlogPage),
    "the posts with a tag": Edge(
        asking(f'blogPosts(tag: "{word(BlogPage)}") {LISTED}'), model=BlogPage
    ),
    "the blog's own list": Edge(
        asking(f'route(path: "/en/blog/") {{ ... on BlogIndex {{ posts {LISTED} }} }}'),
        model=BlogPage,
    ),
    "the tags": Edge(asking("tags { name slug }"), model=BlogPage),
    "the home's children": Edge(asking(f"home {{ children(first: 100) {LISTED} }}")),
    "the blog's children": Edge(
        asking(
            f'route(path: "/en/blog/") {{ ... on BlogIndex {{ children {LISTED} }} }}'
        ),
        model=BlogPage,
    ),
    "the home's featured pages": Edge(
        asking("home { featured { title path } }"), feature
    ),
    "a post's related guides": Edge(
        asking('blogPost(slug: "reader") { relatedGuides { title path summary } }'),
        relate,
        GuidePage,
    ),
    "a card": Edge(
        asking(
            links.in_reader("... on LinkCardsBlock { cards { title page { path } } }")
        ),
        lambda site, page: links.body_of(site, links.cards(page)),
    ),
    "a button": Edge(
        asking(links.in_reader("... on ButtonBlock { link { url path } }")),
        lambda site, page: links.body_of(site, links.button(page=page.pk)),
    ),
    **{f"a link in {name}": linking_text(name) for name in links.TEXTS},
    "a link in a guide's step": Edge(
        asking('guide(slug: "reader") { steps { text { html } } }'), guide_step
    ),
    "the main menu": Edge(
        asking("navigation { main { label url path } }"),
        lambda site, page: links.set_menu(
            site, "main_navigation", links.menu({"page": page.pk})
        ),
    ),
    "the menu in the footer": Edge(
        asking("navigation { footer { label url path } }"),
        lambda site, page: links.set_menu(
            site, "footer_navigation", links.menu({"page": page.pk})
        ),
    ),
    "a nested menu": Edge(
        asking("navigation { main { label children { label url path } } }"), nest
    ),
    "a redirect": Edge(
        asking('route(path: "/old") { ... on Redirect { to } }'), redirect
    ),
    "a redirect of all sites": Edge(
        asking('route(path: "/old") { ... on Redirect { to } }'),
        lambda _site, page: redirect(None, page),
    ),
    "search by title": Edge(
        asking(
            f'search(query: "{word(StandardPage)}")'
            " { totalCount nodes { title path excerpt } }"
        )
    ),
    "search by tag": Edge(
        asking(f'search(query: "{word(BlogPage)}") {LISTED}'), model=BlogPage
    ),
    "suggestions": Edge(asking(f'suggestions(query: "{SECRET[:6]}") {{ title path }}')),
    "the sitemap": Edge(
        asking(
            "sitemap(first: 100)"
            " { totalCount nodes { path url alternates { title path } } }"
        )
    ),
}


@pytest.mark.usefixtures("_pages")
@pytest.mark.parametrize("kind", PAGES)
@pytest.mark.parametrize("name", EDGES)
def test_no_edge_leads_to_a_private_page(
    ostrava: Site, ask: Ask, name: str, kind: str
) -> None:
    edge = EDGES[name]
    secret = word(edge.model)
    page = edge.model.objects.get(title__contains=secret)
    edge.link(ostrava, page)
    assert secret in ask(edge.fields(page))

    PAGES[kind](page)

    page.refresh_from_db()
    assert secret not in ask(edge.fields(page))
