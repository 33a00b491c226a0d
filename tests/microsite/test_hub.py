"""The hub's own first page."""

from __future__ import annotations

import django
import wagtail
from django.test import Client
from wagtail.models import Site

from tests import factories
from tests.microsite.page import page


def test_the_hub_says_what_runs_here(ostrava: Site, brno: Site) -> None:
    document = page(Client(headers={"host": "localhost"}).get("/"))

    assert {
        name.text: value.text
        for name, value in zip(document.all("dt"), document.all("dd"), strict=True)
    } == {
        "Vítej": "0.1.0",
        "Wagtail": wagtail.__version__,
        "Django": django.get_version(),
    }
    links = [link.attributes["href"] for link in document.all("a")]
    assert {"/admin/", "/graphql/"} <= set(links)
    assert [city.one("h3").text for city in document.all("li", class_="city")] == [
        "Brno",
        "Ostrava",
    ]
    assert "http://ostrava.localhost/uk/" in links
    assert "http://brno.localhost/uk/" not in links


def test_the_hub_without_cities_says_how_to_begin(db: None) -> None:
    document = page(Client(headers={"host": "localhost"}).get("/"))

    assert "manage.py add_city" in document.one("main").text


def test_the_hub_speaks_czech_to_those_who_ask(db: None) -> None:
    response = Client(headers={"host": "localhost", "accept-language": "cs"}).get("/")

    assert page(response).one("html").attributes["lang"] == "cs"
    assert "Accept-Language" in response["Vary"]


def test_the_hub_speaks_english_to_all_others(db: None) -> None:
    response = Client(headers={"host": "localhost", "accept-language": "uk"}).get("/")

    assert page(response).one("html").attributes["lang"] == "en"


def test_a_city_that_is_shown_elsewhere_is_linked_there(ostrava: Site) -> None:
    settings = factories.settings_of(ostrava)
    settings.microsite_url = "https://ostrava.example.com"
    settings.save()

    document = page(Client(headers={"host": "localhost"}).get("/"))

    assert "https://ostrava.example.com/cs/" in [
        link.attributes["href"] for link in document.all("a")
    ]


def test_the_hub_has_no_other_pages(db: None) -> None:
    assert Client(headers={"host": "localhost"}).get("/en/").status_code == 404
