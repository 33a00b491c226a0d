from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Site

from cms.models import CitySettings
from tests import factories
from tests.use_it_map.factories import category, place
from use_it_map.hours.holidays import holiday_name
from use_it_map.hours.wall import wall

pytestmark = pytest.mark.django_db


def ask(client: Client, path: str, **query: Any) -> Any:
    return client.get(
        f"/use_it_map/ostrava/{path}", query, headers={"host": "testserver"}
    )


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def names(client: Client, path: str = "places.geojson", **query: Any) -> list[str]:
    answer = ask(client, path, **query)
    assert answer.status_code == 200, answer.content
    features = json.loads(body(answer))["features"]
    return [each["properties"]["name"] for each in features]


@pytest.fixture
def places(ostrava: Site) -> None:
    cafes = category("cafes")
    bars = category("bars", parent=cafes)
    place(ostrava, "Doctor", languages=["uk"], owner_email="me@example.com")
    place(
        ostrava,
        "Bar",
        category=bars,
        wheelchair="yes",
        is_commercial=True,
        benefit="A free tea",
        longitude=Decimal("18.2"),
        opening_hours="Mo-Fr 08:00-17:00; PH off",
        phone="+420 555 000 111",
        street="Nádražní",
    )
    place(ostrava, "Draft", live=False)
    place(ostrava, "Closed", state="closed")
    place(ostrava, "Post", source="osm", data_licence="ODbL-1.0")


@pytest.mark.usefixtures("places")
def test_public_places_are_exported_and_filters_narrow_them(client: Client) -> None:
    assert names(client) == ["Bar", "Doctor"]
    assert names(client, category="cafes") == ["Bar"]
    assert names(client, speaks="uk") == ["Doctor"]
    assert names(client, wheelchair="yes") == ["Bar"]
    assert names(client, commercial="no") == ["Doctor"]
    assert names(client, benefit="yes") == ["Bar"]
    assert names(client, verified_since="2026-01-01") == []
    assert names(client, bbox="18.1,49.8,18.25,49.9") == ["Bar"]
    assert names(client, category="nothing") == []
    # What is from OpenStreetMap is kept apart, under its own licence.
    assert names(client, "osm.geojson") == ["Post"]
    answer = ask(client, "osm.geojson")
    assert "opendatacommons.org" in answer["Link"]
    assert "OpenStreetMap contributors" in body(answer).decode()


@pytest.mark.usefixtures("places")
def test_an_export_finds_what_the_city_api_finds(client: Client) -> None:
    assert names(client, near="18.201,49.834967", radius=500) == ["Bar"]
    assert names(client, near="18.25,49.83", radius=100_000) == ["Bar", "Doctor"]
    assert names(client, text="doktor") == []
    assert names(client, text="dóctor") == ["Doctor"]
    assert names(client, text="newcomers", wheelchair="yes") == ["Bar"]
    day = wall(timezone.now()).date()
    monday = day + dt.timedelta(days=7 - day.weekday())
    while holiday_name(monday, "en"):
        monday += dt.timedelta(days=1)
    assert names(client, open_at=f"{monday}T09:00") == ["Bar"]
    assert names(client, open_at=f"{monday}T07:59:00") == []
    assert names(client, open_at=f"{monday}T05:00:00Z") == []


@pytest.mark.usefixtures("places")
def test_every_format_answers_and_none_says_what_is_private(client: Client) -> None:
    for suffix in ("csv", "geojson", "kml", "gpx", "zip"):
        answer = ask(client, f"places.{suffix}")
        assert answer.status_code == 200
        content = body(answer)
        assert b"me@example.com" not in content
        if suffix != "zip":
            assert "Nádražní".encode() in content
            assert b"Draft" not in content


@pytest.mark.usefixtures("places")
def test_an_answer_is_kept_until_the_city_changes(
    client: Client, ostrava: Site
) -> None:
    first = ask(client, "places.csv")
    assert first["Cache-Control"] == "public, max-age=60"
    tag = first["ETag"]
    path = "/use_it_map/ostrava/places.csv"
    again = client.get(path, headers={"host": "testserver", "if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    place(ostrava, "New")
    changed = client.get(path, headers={"host": "testserver", "if-none-match": tag})
    assert changed.status_code == 200
    assert changed["ETag"] != tag


@pytest.mark.usefixtures("places")
def test_places_are_told_in_the_asked_language(client: Client, ostrava: Site) -> None:
    bar = factories.home(ostrava).get_descendants().get(title="Bar").specific
    factories.translate(bar, "cs", title="Hospůdka")
    assert names(client, language="cs") == ["Doctor", "Hospůdka"]
    assert names(client) == ["Bar", "Doctor"]


def test_where_the_map_is_off_there_is_nothing(client: Client, ostrava: Site) -> None:
    assert ask(client, "places.csv").status_code == 200
    settings = CitySettings.objects.get(site=ostrava)
    settings.disabled_features = ["use_it_map"]
    settings.save()
    assert ask(client, "places.csv").status_code == 404
    assert client.get("/use_it_map/nowhere/places.csv").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        {"bbox": "1,2,3"},
        {"bbox": "NaN,1,2,3"},
        {"bbox": "1e9999,1,2,3"},
        {"bbox": "a,b,c,d"},
        {"wheelchair": "maybe"},
        {"verified_since": "yesterday"},
        {"language": "xx"},
        {"commercial": "1"},
        {"unknown": "1"},
        {"near": "18.2,49.8"},
        {"radius": "10"},
        {"near": "18.2", "radius": "10"},
        {"near": "NaN,49.8", "radius": "10"},
        {"near": "18.2,99", "radius": "10"},
        {"near": "18.2,49.8", "radius": "-1"},
        {"near": "18.2,49.8", "radius": "1e3"},
        {"text": ""},
        {"text": "x" * 201},
        {"open_at": "now"},
        {"open_at": "2001-01-01T12:00"},
        {"open_at": "0001-01-01T12:00"},
    ],
)
def test_queries_that_cannot_be_read_are_refused(
    client: Client, ostrava: Site, query: dict[str, str]
) -> None:
    assert ask(client, "places.csv", **query).status_code == 400


def test_an_export_costs_the_same_for_any_number_of_places(
    client: Client, ostrava: Site
) -> None:
    def statements(count: int) -> int:
        for number in range(count):
            place(ostrava, f"P{count}-{number}", languages=["en", "cs"])
        ask(client, "places.zip")
        with CaptureQueriesContext(connection) as queries:
            body(ask(client, "places.csv"))
        return len(queries)

    assert statements(2) == statements(6)
