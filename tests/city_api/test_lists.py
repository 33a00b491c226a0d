"""Lists: their order, their pages and their filters."""

from __future__ import annotations

import datetime as dt

import pytest
from wagtail.models import Site

from tests import factories
from tests.city_api.conftest import Query, SiteQuery

POSTS = "blogPosts(first: %d, after: %s) { nodes { title } pageInfo { %s } }"
INFO = "hasNextPage hasPreviousPage endCursor"


def titles(connection: dict[str, list[dict[str, str]]]) -> list[str]:
    return [node["title"] for node in connection["nodes"]]


def test_a_new_post_shifts_no_page(site_query: SiteQuery, ostrava: Site) -> None:
    for day in range(1, 6):
        factories.post(ostrava, f"Post {day}", date=dt.date(2026, 5, day))
    first = site_query(POSTS % (2, "null", INFO))["blogPosts"]

    factories.post(ostrava, "Newer", date=dt.date(2026, 6, 1))
    cursor = f'"{first["pageInfo"]["endCursor"]}"'
    second = site_query(POSTS % (2, cursor, INFO))["blogPosts"]
    cursor = f'"{second["pageInfo"]["endCursor"]}"'
    third = site_query(POSTS % (2, cursor, INFO))["blogPosts"]

    assert titles(first) == ["Post 5", "Post 4"]
    assert titles(second) == ["Post 3", "Post 2"]
    assert titles(third) == ["Post 1"]
    assert [page["pageInfo"]["hasNextPage"] for page in (first, second, third)] == [
        True,
        True,
        False,
    ]


def test_posts_of_the_same_day_are_neither_skipped_nor_repeated(
    site_query: SiteQuery, ostrava: Site
) -> None:
    expected = [factories.post(ostrava).title for _number in range(5)][::-1]
    found, cursor = [], "null"
    for _page in range(5):
        page = site_query(POSTS % (1, cursor, INFO))["blogPosts"]
        found += titles(page)
        cursor = f'"{page["pageInfo"]["endCursor"]}"'

    assert found == expected


def test_guides_are_sorted_as_a_czech_dictionary_sorts(
    site_query: SiteQuery, ostrava: Site
) -> None:
    for title in ("Chata", "Cizinec", "Čaj", "Hora", "Žena", "Ústav", "Ulice"):
        factories.guide(ostrava, title, language="cs")

    guides = site_query("guides { nodes { title } }", locale="cs")["guides"]

    assert titles(guides) == [
        "Cizinec",
        "Čaj",
        "Hora",
        "Chata",
        "Ulice",
        "Ústav",
        "Žena",
    ]


def test_a_guide_stands_in_the_list_once_in_the_best_language(
    site_query: SiteQuery, ostrava: Site
) -> None:
    guide = factories.guide(ostrava, "Registration")
    factories.translate(guide, "cs", title="Registrace", slug="registrace")
    factories.guide(ostrava, "Work")

    czech = site_query("guides { totalCount nodes { title } }", locale="cs")["guides"]
    ukrainian = site_query("guides { nodes { title } }", locale="uk")["guides"]

    assert czech["totalCount"] == 2
    assert titles(czech) == ["Registrace", "Work"]
    assert titles(ukrainian) == ["Registration", "Work"]


def test_guides_are_filtered_by_audience_topic_and_phase(
    site_query: SiteQuery, ostrava: Site
) -> None:
    housing = factories.topic("Housing", slug="housing")
    czech = factories.translate(housing, "cs", name="Bydlení")
    guide = factories.guide(
        ostrava,
        "For students",
        audiences=["student"],
        topic=housing,
        phase="first_days",
    )
    factories.translate(guide, "cs", title="Pro studenty", slug="pro-studenty")
    factories.guide(ostrava, "For employers", audiences=["employer"])
    factories.guide(ostrava, "For everybody")

    def found(arguments: str, locale: str = "en") -> list[str]:
        fields = f"guides({arguments}) {{ nodes {{ title }} }}"
        return titles(site_query(fields, locale=locale)["guides"])

    assert found("audience: [STUDENT]") == ["For everybody", "For students"]
    assert found('topicSlug: "housing"') == ["For students"]
    assert found('topicSlug: "housing"', "cs") == ["Pro studenty"]
    assert found(f'topic: "{czech.translation_key}"') == ["For students"]
    assert found("phase: FIRST_DAYS") == ["For students"]
    assert found("phase: LEAVING") == []


def test_posts_are_filtered_by_tag_and_author(
    site_query: SiteQuery, ostrava: Site
) -> None:
    author = factories.person(ostrava, "Jana")
    post = factories.post(ostrava, "Hers", authors=[author])
    post.tags.add("Trams")
    post.save_revision().publish()
    factories.post(ostrava, "Nobody's")
    (person,) = site_query("people { nodes { id name } }")["people"]["nodes"]

    by_tag = site_query('blogPosts(tag: "trams") { nodes { title } }')
    by_author = site_query(
        f'blogPosts(author: "{person["id"]}") {{ nodes {{ title }} }}'
    )

    assert titles(by_tag["blogPosts"]) == ["Hers"]
    assert titles(by_author["blogPosts"]) == ["Hers"]
    assert site_query("tags { name slug }")["tags"] == [
        {"name": "Trams", "slug": "trams"}
    ]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("first: 0", "PAGE_SIZE"),
        ("first: -1", "PAGE_SIZE"),
        ("first: 101", "PAGE_SIZE"),
        ('after: "nonsense"', "BAD_CURSOR"),
        ('after: "WzFd"', "BAD_CURSOR"),
        ('author: "nobody"', "BAD_ID"),
    ],
)
def test_a_wrong_argument_is_refused_with_a_code(
    refusal: Query, ostrava: Site, arguments: str, code: str
) -> None:
    document = (
        f'{{ site(slug: "ostrava") {{ blogPosts({arguments}) {{ totalCount }} }} }}'
    )

    assert refusal(document)["extensions"]["code"] == code


@pytest.mark.parametrize("word", ["urad", "úřad", "ÚŘAD", "Úřad práce"])
def test_search_and_suggestions_ignore_diacritics(
    site_query: SiteQuery, ostrava: Site, word: str
) -> None:
    factories.guide(ostrava, "Úřad práce", language="cs", summary="Kde hledat práci.")
    factories.guide(ostrava, "Doprava", language="cs")

    site = site_query(
        f'search(query: "{word}") {{ totalCount nodes {{ title excerpt }} }}'
        f'suggestions(query: "{word[:3]}") {{ title path kind }}',
        locale="cs",
    )

    assert site["search"] == {
        "totalCount": 1,
        "nodes": [{"title": "Úřad práce", "excerpt": "Kde hledat práci."}],
    }
    (suggestion,) = site["suggestions"]
    assert suggestion["title"] == "Úřad práce"
    assert suggestion["kind"] == "GUIDE"


def test_search_reads_bodies_and_filters_by_kind(
    site_query: SiteQuery, ostrava: Site
) -> None:
    body = [("rich_text", "<p>The tram number eight.</p>")]
    factories.guide(ostrava, "Transport", body=body)
    factories.post(ostrava, "A ride", body=body)

    both = site_query('search(query: "tram") { nodes { title } }')["search"]
    posts = site_query('search(query: "tram", types: [BLOG_POST]) { nodes { title } }')

    assert sorted(titles(both)) == ["A ride", "Transport"]
    assert titles(posts["search"]) == ["A ride"]


@pytest.mark.parametrize("word", ["", "   ", "x" * 201])
def test_an_empty_or_huge_search_is_refused(
    refusal: Query, ostrava: Site, word: str
) -> None:
    document = """
        query ($word: String!) {
          site(slug: "ostrava") { search(query: $word) { totalCount } }
        }
    """

    assert refusal(document, word=word)["extensions"]["code"] == "SEARCH_QUERY"
