"""One fetch for each kind of thing, however deep and along however many paths."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from wagtail.models import Page, Site

from city_api.engine import relations
from city_api.engine.peers import Peers
from city_api.engine.planner import Planner
from city_api.execution import execute
from city_api.operations import files, read
from cms.models import CityHomePage
from cms.selectors.city import city_by_slug
from tests import factories
from tests.city_api.bodies import BLOCK_FIELDS, every_block
from tests.city_api.conftest import Query, SiteQuery
from tests.city_api.test_constant_queries import add_item
from tests.support.queries import assert_constant_queries, difference, statements
from tests.use_it_map import factories as places
from use_it_map.models import PlacePhoto

LIST = """
    blogPosts(first: 20) { nodes {
        title url authors { name } tags { name }
        heroImage { alt rendition(preset: CARD) { url width height } }
    } }
"""
BODY = f"title url authors {{ name }} heroImage {{ alt }} body {{ {BLOCK_FIELDS} }}"

VARIABLES: dict[str, dict[str, Any]] = {
    "buddyProgram": {"locale": "en"},
    "feed": {"locale": "en"},
    "place": {"locale": "en", "slug": "place-0"},
    "placeCategories": {"locale": "en"},
    "placeClusters": {"locale": "en", "zoom": 22},
    "places": {"locale": "en", "first": 100},
    "preview": {},
    "route": {"locale": "en", "path": "/en/", "home": True},
    "search": {"locale": "en", "query": "page", "asked": True},
    "site": {},
    "sitemap": {},
}


def queries() -> list[Path]:
    """Return the files of the manifest that read; mutations are for their own tests."""
    found = [file for _source, file in files()]
    return [file for file in found if "\nmutation " not in f"\n{read(file).document}"]


def test_every_query_of_the_manifest_is_tried() -> None:
    assert sorted(VARIABLES) == sorted(file.stem for file in queries())


def test_operations_cost_the_same_for_5_and_for_50_items(ostrava: Site) -> None:
    for number in range(5):
        add_item(ostrava)
        add_place(ostrava, number)
    few = measured(ostrava)
    for number in range(5, 50):
        add_item(ostrava)
        add_place(ostrava, number)
    many = measured(ostrava)

    growing = {
        name: difference(few[name], many[name])
        for name in few
        if len(few[name]) != len(many[name])
    }
    assert not growing, "\n\n".join(f"{name}:\n{sql}" for name, sql in growing.items())


def add_place(site: Site, number: int) -> None:
    """Add a place with all that a place leads to, apart from the others on a map."""
    image = factories.image()
    above = places.category(f"wide-{number}")
    kind = places.category(f"narrow-{number}", parent=above)
    page = places.place(
        site,
        slug=f"place-{number}",
        category=kind,
        languages=["en", "uk"],
        opening_hours=f"Mo-Fr {number % 10 + 10}:00-22:00; PH off",
        hero_image=image,
        listed_by=factories.organisation(logo=image),
        organisation=factories.organisation(),
        latitude=Decimal("49.8") + number * Decimal("0.001"),
    )
    page.further_categories.add(above)
    page.photos.add(PlacePhoto(image=factories.image()))
    page.save_revision().publish()
    factories.translate(page, "cs", title=f"Místo {number}", slug=f"misto-{number}")


def measured(site: Site) -> dict[str, list[str]]:
    """Return the SQL of every operation of the manifest, when it has run before."""
    found = {}
    for file in queries():
        document = read(file).document
        variables = {"hostname": site.hostname, **VARIABLES[file.stem]}
        assert "errors" not in execute(document, variables)
        found[file.stem] = statements(partial(execute, document, variables))
    return found


def test_a_list_of_posts_takes_five_queries(
    site_query: SiteQuery, ostrava: Site
) -> None:
    for _number in range(20):
        add_item(ostrava)
    site_query(LIST)

    # The token, posts, what they are joined to, people, pictures.
    assert len(statements(lambda: site_query(LIST))) == 5


def test_a_full_page_takes_eight_queries(site_query: SiteQuery, ostrava: Site) -> None:
    fill(ostrava, "post")
    fields = f'blogPost(slug: "post") {{ {BODY} }}'
    site_query(fields)

    # The token, the post, authors and tags, pages, people, offices, files, pictures.
    assert len(statements(lambda: site_query(fields))) == 8


def test_twenty_full_pages_take_as_many(site_query: SiteQuery, ostrava: Site) -> None:
    for number in range(20):
        fill(ostrava, f"post-{number}")
    fields = f"blogPosts(first: 20) {{ nodes {{ {BODY} }} }}"
    site_query(fields)

    assert len(statements(lambda: site_query(fields))) == 8


def fill(site: Site, slug: str) -> None:
    """Add a post whose body and authors lead to things of every kind."""
    author = factories.person(site, photo=factories.image())
    body = every_block(
        page=factories.standard_page(site).pk,
        image=factories.image(),
        document=factories.document(),
        person=factories.person(site),
        organisation=factories.organisation(logo=factories.image()),
    )
    factories.post(
        site,
        slug=slug,
        intro="Read this.",
        authors=[author],
        body=body,
        hero_image=factories.image(),
    )


def test_pictures_along_five_paths_are_fetched_once(
    site_query: SiteQuery, ostrava: Site
) -> None:
    fill(ostrava, "post")
    fields = """
        settings { brand { logo { alt } } fundings { logo { alt } } }
        blogPosts { nodes {
            heroImage { alt } seo { image { alt } }
            authors { photo { alt } }
            body {
                ... on ImageBlock { image { alt } }
                ... on ContactCardBlock { organisation { logo { alt } } }
            }
        } }
    """
    site_query(fields)

    found = statements(lambda: site_query(fields))
    assert len([sql for sql in found if 'FROM "cms_image"' in sql]) == 1


def test_only_the_columns_that_are_asked_for_are_read(
    site_query: SiteQuery, ostrava: Site
) -> None:
    fill(ostrava, "post")
    site_query(LIST)

    (posts,) = (
        sql
        for sql in statements(lambda: site_query(LIST))
        if 'FROM "cms_blogpage"' in sql
    )
    assert '"cms_blogpage"."hero_image_id"' in posts
    assert '"cms_blogpage"."body"' not in posts
    assert '"cms_blogpage"."intro"' not in posts


def test_the_same_list_under_two_names_is_read_once_for_both(
    site_query: SiteQuery, ostrava: Site
) -> None:
    fill(ostrava, "post")
    fields = """
        titles: blogPosts { nodes { title } }
        introductions: blogPosts { nodes { intro date } }
    """
    answer = site_query(fields)
    assert len(answer["titles"]["nodes"]) == 1
    assert answer["introductions"]["nodes"][0]["intro"] == "Read this."

    found = statements(lambda: site_query(fields))
    lists = [sql for sql in found if "LIMIT 21" in sql]
    assert len(lists) == 1
    # What the first of them did not ask for is read for all its rows at once.
    assert len(found) == 3


def test_children_of_many_pages_take_one_query(
    site_query: SiteQuery, ostrava: Site
) -> None:
    def grow(count: int) -> None:
        for _number in range(count):
            above = factories.standard_page(ostrava)
            for _each in range(3):
                factories.standard_page(ostrava, parent=above)

    def act() -> Any:
        return site_query(
            "home { children(first: 90) { nodes { title "
            "children(first: 2) { totalCount nodes { title }"
            " pageInfo { hasNextPage } } } } }"
        )

    assert_constant_queries(act, grow=grow)
    pages = act()["home"]["children"]["nodes"]
    grown = [page for page in pages if page["children"]["totalCount"] == 3]
    assert len(grown) == 50
    assert all(len(page["children"]["nodes"]) == 2 for page in grown)
    assert all(page["children"]["pageInfo"]["hasNextPage"] for page in grown)


def test_what_is_left_out_by_a_condition_is_not_loaded(
    query: Query, ostrava: Site
) -> None:
    document = """
        query ($with: Boolean!) { site(slug: "ostrava") { blogPosts { nodes {
            title heroImage @include(if: $with) { alt }
        } } } }
    """
    fill(ostrava, "post")
    query(document, **{"with": True})
    query(document, **{"with": False})

    full = statements(lambda: query(document, **{"with": True}))
    short = statements(lambda: query(document, **{"with": False}))
    assert len(full) - len(short) == 1, difference(short, full)


def test_a_loader_that_fails_is_told_at_its_own_field(
    ostrava: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(posts: list[int]) -> list[Any]:
        raise RuntimeError(posts)

    monkeypatch.setattr(relations, "_rows", fail)
    fill(ostrava, "post")

    answer = execute(
        '{ site(slug: "ostrava") { name blogPosts { nodes { title tags { name } } } } }'
    )

    (error,) = answer["errors"]
    assert error["path"] == ["site", "blogPosts", "nodes", 0, "tags"]
    assert error["extensions"]["code"] == "INTERNAL_ERROR"


def test_a_home_that_is_made_again_at_its_path_is_found(
    site_query: SiteQuery, ostrava: Site
) -> None:
    assert site_query("home { locale { code } }", locale="uk")["home"]["locale"] == {
        "code": "uk"
    }
    old = factories.home(ostrava, "uk")
    path = old.path
    new = CityHomePage(
        title="Острава",
        slug="ostrava-again",
        locale=old.locale,
        translation_key=old.translation_key,
    )
    old.delete()
    Page.get_first_root_node().add_child(instance=new)
    assert new.path == path

    assert site_query("home { title }", locale="uk")["home"]["title"] == "Острава"


def test_a_city_that_is_kept_holds_what_its_shape_is_made_of(ostrava: Site) -> None:
    """What one thread read later could be newer than the city's name."""
    kept = city_by_slug("ostrava")

    assert kept is not None
    assert city_by_slug("ostrava") is kept
    read = {"restricted_paths", "restricted_collections", "shape"}
    assert read <= vars(kept).keys()


def test_one_text_that_fails_hides_nothing_of_the_others(
    site_query: SiteQuery, ostrava: Site
) -> None:
    wrong = '<p><a linktype="page" id="²">wrong</a></p>'
    for slug, html in (("a", wrong), ("b", "<p>right</p>")):
        body = [
            {"type": "rich_text", "value": html, "id": f"{slug}1"},
            {
                "type": "image",
                "value": {
                    "image": factories.image().pk,
                    "alt": "It",
                    "decorative": False,
                    "caption": "",
                },
                "id": f"{slug}2",
            },
        ]
        factories.post(ostrava, slug=slug, body=body)

    found = site_query(f"blogPosts {{ nodes {{ body {{ {BLOCK_FIELDS} }} }} }}")

    for post in found["blogPosts"]["nodes"]:
        pictures = [each for each in post["body"] if each["__typename"] == "ImageBlock"]
        assert pictures[0]["image"] is not None


def test_rows_that_are_reached_again_are_followed_once(
    ostrava: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty pages with the same pages above them don't multiply, level by level."""
    above = factories.standard_page(ostrava)
    for _number in range(20):
        factories.standard_page(ostrava, parent=above)
    followed = []
    follow = Planner._pages

    def counted(planner: Planner, peers: Peers, asked: Any) -> None:
        followed.append(peers)
        follow(planner, peers, asked)

    monkeypatch.setattr(Planner, "_pages", counted)
    nested = "title"
    for _level in range(3):
        nested = f"breadcrumbs {{ children(first: 5) {{ nodes {{ {nested} }} }} }}"

    home = f"home {{ children {{ nodes {{ {nested} }} }} }}"
    answer = execute(f'{{ site(slug: "ostrava") {{ {home} }} }}')

    assert "errors" not in answer
    # The home, its children, and at each level those above and those below.
    assert len(followed) == 2 + 3 * 2
