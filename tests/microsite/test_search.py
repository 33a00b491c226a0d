"""The search of a city site."""

from __future__ import annotations

from wagtail.models import Site

from tests import factories
from tests.microsite.conftest import Visit
from tests.microsite.page import page


def test_words_without_diacritics_find_words_with_them(
    ostrava: Site, visit: Visit
) -> None:
    factories.guide(ostrava, "Jak na úřad", slug="urad")
    factories.guide(ostrava, "Something else")

    document = page(visit("/en/search/?q=urad"))

    assert [
        found.one("h2").text for found in document.one("ol", class_="results").all("li")
    ] == ["Jak na úřad"]
    assert document.one(class_="count").text == "1 page found for “urad”"
    assert document.one("input", type="search").attributes["value"] == "urad"
    assert [option.attributes["value"] for option in document.all("option")] == [
        "Jak na úřad"
    ]


def test_nothing_asked_finds_nothing(visit: Visit) -> None:
    document = page(visit("/en/search/"))

    assert not document.all(class_="count")
    assert document.one("h1").text == "Search"


def test_nothing_found_is_said(visit: Visit) -> None:
    document = page(visit("/cs/search/?q=xyzzy"))

    assert document.one(class_="empty").text.startswith("Nic jsme nenašli")


def test_another_city_is_not_searched(ostrava: Site, brno: Site, visit: Visit) -> None:
    factories.guide(brno, "Cabbage market")

    assert page(visit("/en/search/?q=cabbage")).all(class_="empty")


def test_the_question_stays_when_the_language_changes(visit: Visit) -> None:
    document = page(visit("/en/search/?q=%C3%BA%C5%99ad"))

    links = document.one("details", class_="languages").all("a")
    assert links[1].attributes["href"] == "/cs/search/?q=%C3%BA%C5%99ad"


def test_a_question_never_becomes_markup(visit: Visit) -> None:
    response = visit("/en/search/?q=%3Cscript%3Ealert(1)%3C/script%3E")

    assert b"<script>alert" not in response.content


def test_an_endless_question_is_cut(visit: Visit) -> None:
    document = page(visit("/en/search/?q=" + "a" * 5000))

    assert len(document.one("input", type="search").attributes["value"]) == 200


def test_a_language_that_is_not_offered_has_no_search(visit: Visit) -> None:
    assert visit("/de/search/?q=a").status_code == 404
