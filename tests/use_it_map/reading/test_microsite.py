"""A place and the map as the built-in site shows them."""

from __future__ import annotations

from django.test import Client
from wagtail.models import Site

from tests.use_it_map.factories import place


def test_a_place_and_the_map_are_readable(client: Client, ostrava: Site) -> None:
    page = place(
        ostrava,
        "Clinic <b>",
        languages=["uk"],
        street="Technologická",
        house_number="372/2",
        opening_hours="24/7",
        owner_email="owner@example.com",
    )

    def shown(path: str) -> str:
        answer = client.get(path, headers={"host": "ostrava.localhost"})
        assert answer.status_code == 200
        return answer.content.decode()

    found = shown(f"/en/map/{page.slug}/")
    for words in ("Clinic &lt;b&gt;", "Technologická 372/2", "00:00", "24/7"):
        assert words in found
    assert "Ukrainian" in found
    assert "owner@example.com" not in found
    listed = shown("/en/map/")
    assert f'href="/en/map/{page.slug}/"' in listed
