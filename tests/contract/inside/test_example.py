"""The example plugin does its work in a hub that has never heard of it."""

import json
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from vitej_example.models import Guest, LanguageCafePage, Phrase
from wagtail.models import Site

from city_api.engine.ids import encode
from city_api.execution import execute
from cms.fields import BodyField
from cms.images import presets
from cms.plugins import registry
from cms.plugins.discovery import discover
from cms.plugins.testing import check_plugin
from tests import factories
from tests.contract.life_of_a_page import BODY
from tests.support.queries import assert_constant_queries

TABLE = BODY[1]["value"]
CAFES = """
query Cafes($city: String!, $locale: LanguageCode) {
  site(slug: $city, locale: $locale) {
    languageCafes { title language guests path }
    firstLanguageCafe { title }
    languageCafePages { totalCount nodes { title } }
  }
}
"""
BODY_OF = """
query BodyOf($path: String!) {
  site(slug: "ostrava") {
    route(path: $path) {
      __typename
      ... on Page { title }
      ... on LanguageCafePage { language body { ...block } }
      ... on StandardPage { body { ...block } }
    }
  }
}
fragment block on Block {
  __typename
  id
  ... on VitejExampleTable {
    title
    languages
    topics {
      __typename
      blockType
      ... on VitejExamplePhrase { original translation }
      ... on CalloutBlock { title text { text } }
    }
  }
}
"""
NO_PAGES = """
{
  site(slug: "ostrava", locale: "cs") {
    search(query: "dobry") { nodes { __typename title path } }
    here: route(path: "/cs/phrases/dobry-den") { ...phrase }
    elsewhere: route(path: "/cs/phrases/dobry-vecer/") { ...phrase }
    pluginSitemap { path }
  }
}
fragment phrase on PhraseRoute { __typename text }
"""
JOIN = """
mutation Join($input: JoinLanguageCafeInput!) {
  joinLanguageCafe(input: $input) {
    result { title guests }
    errors { code field message }
  }
}
"""


def data(document: str, **variables: Any) -> Any:
    answer = execute(document, variables)
    assert "errors" not in answer, answer
    return answer["data"]


def cafe(site: Site, title: str, **fields: Any) -> LanguageCafePage:
    page = LanguageCafePage(title=title, language="cs", **fields)
    return factories.add_page(factories.home(site), page)


def switch_off(site: Site) -> None:
    settings = factories.settings_of(site)
    settings.disabled_features = ["vitej_example"]
    settings.save()


def test_it_is_found_by_its_entry_point() -> None:
    assert "vitej_example.apps.VitejExampleConfig" in discover().apps
    assert apps.get_app_config("vitej_example").verbose_name == "Language cafés"


@pytest.mark.django_db
def test_it_keeps_the_contract() -> None:
    check_plugin("vitej_example", block_values={"vitej_example_table": [TABLE]})


def test_its_block_is_offered_after_those_of_the_core() -> None:
    assert list(BodyField().stream_block.child_blocks)[-1] == "vitej_example_table"


def test_its_page_type_answers_by_route_with_nested_blocks(ostrava: Site) -> None:
    cafe(ostrava, "Czech café", slug="czech-cafe", body=json.dumps(BODY))

    page = data(BODY_OF, path="/en/czech-cafe/")["site"]["route"]

    assert page["__typename"] == "LanguageCafePage"
    assert page["title"] == "Czech café"
    assert page["language"] == "cs"
    assert page["body"] == [
        {"__typename": "HeadingBlock", "id": BODY[0]["id"]},
        {
            "__typename": "VitejExampleTable",
            "id": BODY[1]["id"],
            "title": "Czech and Ukrainian",
            "languages": ["Čeština", "Українська"],
            "topics": [
                {
                    "__typename": "VitejExamplePhrase",
                    "blockType": "vitej_example_phrase",
                    "original": "Dobrý den",
                    "translation": "Hello <&> “x”",
                },
                {
                    "__typename": "UnavailableBlock",
                    "blockType": "block_of_a_third_plugin",
                },
                {
                    "__typename": "CalloutBlock",
                    "blockType": "callout",
                    "title": "Shy?",
                    "text": {"text": "Come anyway."},
                },
            ],
        },
        {"__typename": "QuoteBlock", "id": BODY[2]["id"]},
    ]


def test_its_block_stands_in_pages_of_the_core(ostrava: Site) -> None:
    factories.standard_page(ostrava, "Meet us", slug="meet-us", body=json.dumps(BODY))

    page = data(BODY_OF, path="/en/meet-us/")["site"]["route"]

    assert page["__typename"] == "StandardPage"
    assert page["body"][1]["title"] == "Czech and Ukrainian"


def test_its_site_fields_hold_the_citys_own_cafes(ostrava: Site, brno: Site) -> None:
    cafe(ostrava, "Ukrainian café", slug="ukrainian")
    czech = cafe(ostrava, "Czech café", slug="czech")
    cafe(ostrava, "A draft").unpublish()
    cafe(brno, "In Brno")
    Guest.objects.create(site=ostrava, cafe=czech, email="a@example.com")

    assert data(CAFES, city="ostrava")["site"] == {
        "languageCafes": [
            {
                "title": "Czech café",
                "language": "cs",
                "guests": 1,
                "path": "/en/czech/",
            },
            {
                "title": "Ukrainian café",
                "language": "cs",
                "guests": 0,
                "path": "/en/ukrainian/",
            },
        ],
        "firstLanguageCafe": {"title": "Czech café"},
        "languageCafePages": {
            "totalCount": 2,
            "nodes": [{"title": "Czech café"}, {"title": "Ukrainian café"}],
        },
    }


def test_its_queries_dont_grow_with_the_cafes(ostrava: Site) -> None:
    def grow(count: int) -> None:
        for _number in range(count):
            cafe(ostrava, "Café")

    assert_constant_queries(lambda: data(CAFES, city="ostrava"), grow=grow)


def test_a_city_that_has_it_off_answers_as_if_it_held_nothing(ostrava: Site) -> None:
    cafe(ostrava, "Czech café")
    switch_off(ostrava)

    assert data(CAFES, city="ostrava")["site"] == {
        "languageCafes": [],
        "firstLanguageCafe": None,
        "languageCafePages": {"totalCount": 0, "nodes": []},
    }


def test_what_is_no_page_is_found_routed_and_listed(ostrava: Site, brno: Site) -> None:
    Phrase.objects.create(site=ostrava, text="Dobrý den", slug="dobry-den")
    Phrase.objects.create(site=brno, text="Dobrý večer", slug="dobry-vecer")

    assert data(NO_PAGES)["site"] == {
        "search": {
            "nodes": [
                {
                    "__typename": "PhraseSearchResult",
                    "title": "Dobrý den",
                    "path": "/cs/phrases/dobry-den/",
                }
            ]
        },
        "here": {"__typename": "PhraseRoute", "text": "Dobrý den"},
        "elsewhere": None,
        "pluginSitemap": [{"path": "/cs/phrases/dobry-den/"}],
    }


def test_none_of_it_is_where_the_city_has_it_off(ostrava: Site) -> None:
    Phrase.objects.create(site=ostrava, text="Dobrý den", slug="dobry-den")
    switch_off(ostrava)

    assert data(NO_PAGES)["site"] == {
        "search": {"nodes": []},
        "here": None,
        "elsewhere": None,
        "pluginSitemap": [],
    }


def test_its_mutation_changes_its_data_once(ostrava: Site) -> None:
    page = cafe(ostrava, "Czech café")
    wanted = {
        "site": "ostrava",
        "cafe": encode("Page", page.pk),
        "email": "Ana@Example.com ",
    }

    first = data(JOIN, input=wanted)["joinLanguageCafe"]
    second = data(JOIN, input=wanted)["joinLanguageCafe"]

    assert first == second
    assert first == {"result": {"title": "Czech café", "guests": 1}, "errors": []}
    guest = Guest.objects.get()
    assert (guest.email, guest.site, guest.cafe_id) == (
        "ana@example.com",
        ostrava,
        page.pk,
    )


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        (
            {"email": "nobody"},
            {
                "code": "INVALID",
                "field": ["email"],
                "message": "Enter a valid email address.",
            },
        ),
        (
            {"email": "nobody", "locale": "cs"},
            {
                "code": "INVALID",
                "field": ["email"],
                "message": "Zadejte platnou e-mailovou adresu.",
            },
        ),
        (
            {"cafe": encode("Page", 999_999)},
            {
                "code": "NOT_FOUND",
                "field": ["cafe"],
                "message": "There is no such café here.",
            },
        ),
        (
            {"site": "brno"},
            {
                "code": "NOT_FOUND",
                "field": ["cafe"],
                "message": "There is no such café here.",
            },
        ),
        (
            {"site": "plzen"},
            {
                "code": "SITE_NOT_FOUND",
                "field": ["site"],
                "message": "There is no site “plzen” here.",
            },
        ),
        (
            {"locale": "de"},
            {
                "code": "LOCALE_NOT_OFFERED",
                "field": ["locale"],
                "message": "The site offers en, cs, uk, not “de”.",
            },
        ),
    ],
)
def test_its_mutation_refuses_wrong_input_and_changes_nothing(
    ostrava: Site, brno: Site, changed: dict[str, str], error: dict[str, Any]
) -> None:
    page = cafe(ostrava, "Czech café")
    right = {
        "site": "ostrava",
        "cafe": encode("Page", page.pk),
        "email": "ana@example.com",
    }

    answer = data(JOIN, input=right | changed)["joinLanguageCafe"]

    assert answer == {"result": None, "errors": [error]}
    assert not Guest.objects.exists()


def test_its_mutation_refuses_where_the_city_has_it_off(ostrava: Site) -> None:
    page = cafe(ostrava, "Czech café")
    switch_off(ostrava)
    wanted = {
        "site": "ostrava",
        "cafe": encode("Page", page.pk),
        "email": "ana@example.com",
    }

    answer = data(JOIN, input=wanted)["joinLanguageCafe"]

    assert answer == {
        "result": None,
        "errors": [
            {
                "code": "FEATURE_OFF",
                "field": ["site"],
                "message": "This city doesn't offer that at the moment.",
            }
        ],
    }
    assert not Guest.objects.exists()


def test_its_urls_answer_under_its_name_where_the_city_has_it_on(
    ostrava: Site, brno: Site, client: Client
) -> None:
    cafe(ostrava, "Czech café")
    cafe(brno, "In Brno")
    switch_off(brno)

    here = client.get("/vitej_example/cafes.txt", headers={"host": "ostrava.localhost"})
    off = client.get("/vitej_example/cafes.txt", headers={"host": "brno.localhost"})

    assert here.content.decode() == "Czech café\n"
    assert off.status_code == 404


def test_its_other_parts_are_handed_out(ostrava: Site) -> None:
    page = cafe(ostrava, "Czech café")
    Guest.objects.create(site=ostrava, cafe=page, email="ana@example.com")

    assert LanguageCafePage in registry.content_models()
    assert presets()["vitej_example_table"] == "fill-320x240"
    operations = dict(registry.operations())["vitej_example"]
    assert [file.name for file in operations.iterdir()] == ["language_cafes.graphql"]
    document = (operations / "language_cafes.graphql").read_text()
    assert data(document, site="ostrava")["site"]["languageCafes"] == [
        {"id": encode("Page", page.pk), "title": "Czech café", "guests": 1}
    ]
    privacy = dict(registry.personal_data())["vitej_example"]
    assert privacy.export("Ana@example.com") == {"cafes": ["Czech café"]}
    assert privacy.erase("ana@example.com") == 1
    assert privacy.export("ana@example.com") == {"cafes": []}
