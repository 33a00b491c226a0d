"""What editors may put into blocks of places, and what they see of them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Site

from cms.models import BlogPage, User
from tests import factories
from tests.blocks.support import errors_of, stored
from tests.microsite.page import page as parsed_page
from tests.use_it_map.factories import category, place
from use_it_map.blocks import MapBlock, PlaceBlock, PlacesBlock, category_choices

pytestmark = pytest.mark.django_db

BLOCKS = {
    "use_it_map_map": MapBlock,
    "use_it_map_places": PlacesBlock,
    "use_it_map_place": PlaceBlock,
}


def test_a_part_of_the_map_may_be_the_whole() -> None:
    assert errors_of(MapBlock(), {}) == {}


def test_what_a_part_of_the_map_keeps_is_stored_in_codes() -> None:
    category("doctors")
    block = MapBlock()
    raw = {
        "title": "Near",
        "categories": ["doctors"],
        "languages": "uk, en",
        "wheelchair": ["yes", "limited"],
        "open_now": True,
        "benefit": False,
        "without_commercial": True,
        "shown": 6,
    }

    assert errors_of(block, block.to_python(raw)) == {}
    assert stored(block, block.to_python(raw)) == raw


@pytest.mark.parametrize(
    ("value", "field", "message"),
    [
        (
            {"languages": "uk, Czech"},
            "languages",
            "“Czech” is no language code; write them like: en, cs, uk",
        ),
        (
            {"categories": ["gone"]},
            "categories",
            "Select a valid choice. gone is not one of the available choices.",
        ),
        (
            {"wheelchair": ["maybe"]},
            "wheelchair",
            "Select a valid choice. maybe is not one of the available choices.",
        ),
        ({"shown": 0}, "shown", "Ensure this value is greater than or equal to 1."),
        ({"shown": 51}, "shown", "Ensure this value is less than or equal to 50."),
    ],
)
def test_a_wrong_filter_is_refused_at_its_field(
    value: dict[str, Any], field: str, message: str
) -> None:
    assert errors_of(MapBlock(), value) == {field: [message]}


def test_languages_are_kept_in_one_spelling() -> None:
    block = MapBlock()

    assert block.clean(block.normalize({"languages": "uk;en  uk"}))["languages"] == (
        "uk, en"
    )


def test_a_place_is_chosen_once(ostrava: Site) -> None:
    one, other = place(ostrava), place(ostrava)
    items = [{"place": each, "note": ""} for each in (one, other, one)]

    assert errors_of(PlacesBlock(), {"places": items[:2]}) == {}
    assert errors_of(PlacesBlock(), {"places": items}) == {
        "places.2.place": ["This place is in the list already."]
    }


def test_a_list_and_a_card_need_a_place() -> None:
    required = ["This field is required."]

    assert errors_of(PlaceBlock(), {}) == {"place": required}
    assert errors_of(PlacesBlock(), {"places": [{"place": None}]}) == {
        "places.0.place": required
    }


def test_only_places_can_be_chosen(ostrava: Site) -> None:
    page = factories.standard_page(ostrava)

    assert PlaceBlock().to_python({"place": page.pk, "note": ""})["place"] is None


def test_categories_stand_below_those_they_belong_to() -> None:
    health = category("health", sort_order=2)
    category("food", sort_order=1)
    category("doctors", parent=health, sort_order=0)
    category("health", language="cs", name="Zdraví", sort_order=2)
    category("hidden", live=False)

    with override("en"):
        assert category_choices() == [
            ("food", "Food"),
            ("health", "Health"),
            ("doctors", "Health / Doctors"),
        ]
    with override("cs"):
        assert category_choices()[1] == ("health", "Zdraví")


def test_the_chooser_offers_the_places_of_the_editors_cities(
    ostrava: Site, brno: Site
) -> None:
    place(ostrava, "Nearby")
    place(brno, "Neighbouring")

    def offered(account: User) -> list[bool]:
        answer = factories.client_of(account).get(
            reverse("wagtailadmin_choose_page_search"),
            {"q": "Ne", "page_type": "use_it_map.placepage"},
        )
        return [word in answer.content.decode() for word in ("Nearby", "Neighbouring")]

    assert offered(factories.administrator()) == [True, True]
    assert offered(factories.editor(ostrava)) == [True, False]


@pytest.mark.parametrize("name", BLOCKS)
def test_the_picker_shows_the_block(ostrava: Site, name: str) -> None:
    place(ostrava, "Clinic")
    block = BlogPage._meta.get_field("body").stream_block.child_blocks[name]
    client: Client = factories.client_of(factories.editor(ostrava))

    document = parsed_page(
        client.get(
            reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix}
        )
    )

    assert document.one(class_="card-title").text == "Clinic"


@pytest.mark.parametrize("name", BLOCKS)
def test_the_example_needs_no_database_and_survives_storage(name: str) -> None:
    block = BLOCKS[name]()
    raw = stored(block, block.get_preview_value())

    assert stored(block, block.to_python(raw)) == raw
    assert json.loads(json.dumps(raw)) == raw


@pytest.mark.parametrize("name", BLOCKS)
def test_a_new_block_may_be_saved_in_a_draft(name: str) -> None:
    block = BLOCKS[name]()

    assert errors_of(block, block.get_default(), draft=True) == {}
