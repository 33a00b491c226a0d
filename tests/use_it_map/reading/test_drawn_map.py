"""The map that the built-in city site draws: what its script is told, and may load."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from wagtail.models import Site

from microsite.responses import policy
from tests import factories
from tests.microsite.page import Element
from tests.use_it_map.factories import category, map_page, place
from tests.use_it_map.reading.test_blocks import map_block
from tests.use_it_map.reading.test_microsite import shown
from use_it_map.choices import CategoryIcon

BOUNDS = {"south": 49.74, "north": 49.91, "west": 18.1, "east": 18.4}
TILES = "https://{s}.tile.example.com/{z}/{x}/{y}.png"


def told(document: Element) -> dict[str, Any]:
    """Return what the script of a page's only map is told."""
    found: dict[str, Any] = json.loads(
        document.one(class_="city-map").attributes["data-city-map"]
    )
    return found


def test_the_map_is_told_the_city_and_nothing_is_shown_without_its_script(
    client: Client, ostrava: Site
) -> None:
    factories.set_settings(ostrava, **BOUNDS, latitude=49.82, longitude=18.25, zoom=12)
    place(ostrava)

    document = shown(client, "/cs/map/")

    drawn = document.one(class_="city-map")
    assert "hidden" in drawn.attributes
    assert "hidden" in document.one(class_="finder-tools").attributes
    config = told(document)
    assert config["ground"] == {
        "tiles": "",
        "attribution": "",
        "bounds": [[49.74, 18.1], [49.91, 18.4]],
        "centre": [49.82, 18.25],
        "zoom": 12,
    }
    facts = ("api", "hostname", "locale", "filter", "small")
    assert [config[name] for name in facts] == [
        "/graphql/", "ostrava.localhost", "cs", {}, False,
    ]  # fmt: skip


def test_the_map_is_told_what_was_chosen_as_the_city_api_has_it(
    client: Client, ostrava: Site
) -> None:
    category("food")
    place(ostrava)
    query = "category=food&language=uk&open=1&wheelchair=YES&benefit=1&commercial=0"

    document = shown(client, f"/en/map/?{query}&q=%22%3E%3Cb%3Etea&lat=1")

    wanted = {
        "categories": ["food"],
        "languages": ["uk"],
        "openNow": True,
        "wheelchair": ["YES"],
        "benefit": True,
        "commercial": False,
        "text": '"><b>tea',
    }
    assert told(document)["filter"] == wanted
    listed = document.one(class_="finder-list").attributes["data-filter"]
    assert json.loads(listed) == wanted


def test_a_city_without_bounds_or_centre_has_a_map_too(
    client: Client, ostrava: Site
) -> None:
    map_page(ostrava)

    ground = told(shown(client, "/en/map/"))["ground"]

    assert (ground["bounds"], ground["centre"]) == (None, None)


def test_another_language_keeps_what_was_chosen(client: Client, ostrava: Site) -> None:
    place(ostrava)
    factories.translate(map_page(ostrava), "cs", title="Mapa", slug="mapa")

    document = shown(client, "/en/map/?category=food&open=1&unknown=1")

    links = document.one(class_="languages").all("a")
    assert {link.attributes["lang"]: link.attributes["href"] for link in links} == {
        "en": "/en/map/?category=food&open=1",
        "cs": "/cs/mapa/?category=food&open=1",
        "uk": "/uk/map/?category=food&open=1",
    }


@pytest.mark.parametrize("path", ["/en/map/", "/en/"])
def test_a_city_site_may_show_tiles_of_the_installation_and_nothing_else(
    client: Client, ostrava: Site, settings: Any, path: str
) -> None:
    map_page(ostrava)
    plain = policy()
    settings.VITEJ_MAP_TILES = TILES
    settings.VITEJ_MAP_TILES_ATTRIBUTION = "© A <b>map</b>"

    response = client.get(path, headers={"host": "ostrava.localhost"})

    allowed = response["Content-Security-Policy"]
    images = "img-src 'self' data:"
    assert allowed == plain.replace(images, f"{images} https://*.tile.example.com")
    assert images + ";" in plain
    assert "unsafe" not in allowed


def test_tiles_and_their_maker_are_told_to_the_script(
    client: Client, ostrava: Site, settings: Any
) -> None:
    map_page(ostrava)
    settings.VITEJ_MAP_TILES = TILES
    settings.VITEJ_MAP_TILES_ATTRIBUTION = "© A <b>map</b>"

    ground = told(shown(client, "/en/map/"))["ground"]

    assert ground["tiles"] == TILES
    assert ground["attribution"] == "© A &lt;b&gt;map&lt;/b&gt;"


def test_a_place_has_a_map_of_itself_and_the_middle_of_the_city(
    client: Client, ostrava: Site
) -> None:
    factories.set_settings(ostrava, latitude=49.82, longitude=18.25)
    found = place(ostrava, category=category("cafes", icon="cafe"))

    config = told(shown(client, f"/en/map/{found.slug}/"))

    at = [49.834967, 18.282084]
    (point,) = config["points"]
    assert (point["at"], point["category"]["icon"]) == (at, "CAFE")
    assert config["ground"]["centre"] == [49.82, 18.25]


def test_parts_of_the_map_keep_their_filters_and_share_their_files(
    client: Client, ostrava: Site
) -> None:
    food = category("food")
    place(ostrava, category=food, languages=["uk"], wheelchair="yes", benefit="Tea")
    narrow = map_block(
        categories=["food"],
        languages="uk",
        wheelchair=["yes"],
        benefit=True,
        without_commercial=True,
    )
    body = [map_block(), narrow, map_block(categories=["gone"], title="Nothing")]
    factories.post(ostrava, slug="post", body=json.dumps(body))

    document = shown(client, "/en/blog/post/")

    drawn = document.all(class_="city-map")
    configs = [json.loads(each.attributes["data-city-map"]) for each in drawn]
    assert [(each["filter"], each["small"]) for each in configs] == [
        ({}, True),
        (
            {
                "categories": ["food"],
                "languages": ["uk"],
                "wheelchair": ["YES"],
                "benefit": True,
                "commercial": False,
            },
            True,
        ),
    ]
    scripts = [each.attributes.get("src", "") for each in document.all("script")]
    assert len([each for each in scripts if "leaflet" in each]) == 1
    ends = [each.one("a").attributes["href"].removeprefix("#") for each in drawn]
    assert [len(document.all(id=end)) for end in ends] == [1, 1]


def test_every_kind_of_category_has_a_pictogram() -> None:
    file = finders.find("use_it_map/pictograms.svg")
    assert file

    drawn = re.findall(r'<symbol id="(\w+)"', Path(str(file)).read_text())

    assert sorted(drawn) == sorted(CategoryIcon.values)
