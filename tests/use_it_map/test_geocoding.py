"""Addresses are searched for at a server of the installation's choice."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from wagtail.models import Site

from tests import factories
from use_it_map.geocoding import Found, GeocoderFailed, search

ROW = {"display_name": "Sokolská 1, Ostrava", "lat": "49.8350001", "lon": "18.2821"}
ADDRESS = "/admin/map/address/"


class Geocoder(HTTPServer):
    """Answers every request with `body`, and remembers what it was asked."""

    status = 200
    body = json.dumps([ROW]).encode()

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.asked: list[dict[str, list[str]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/search"


class Answering(BaseHTTPRequestHandler):
    server: Geocoder

    def do_GET(self) -> None:
        self.server.asked.append(parse_qs(urlsplit(self.path).query))
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing."""


@pytest.fixture
def geocoder(settings: Any) -> Iterator[Geocoder]:
    with Geocoder() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        settings.VITEJ_MAP_GEOCODER = server.url
        yield server
        server.shutdown()
        thread.join()


def test_what_is_found_has_six_decimals(geocoder: Geocoder) -> None:
    found = search("Sokolská 1")

    assert found == [
        Found("Sokolská 1, Ostrava", Decimal("49.835000"), Decimal("18.282100"))
    ]
    (asked,) = geocoder.asked
    assert asked["q"] == ["Sokolská 1"]
    assert "viewbox" not in asked


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b"[]"),
        (302, b"[]"),
        (200, b"<html>"),
        (200, b'{"error": "Unable to geocode"}'),
        (200, json.dumps([{**ROW, "lat": "NaN"}]).encode()),
        (200, json.dumps([{**ROW, "lat": "149"}]).encode()),
        (200, json.dumps([{"lat": "49", "lon": "18"}]).encode()),
        (200, b"[" + b" " * 300_000 + b"]"),
    ],
)
def test_an_answer_that_is_no_use_is_a_failure(
    geocoder: Geocoder, status: int, body: bytes
) -> None:
    geocoder.status, geocoder.body = status, body

    with pytest.raises(GeocoderFailed):
        search("Sokolská 1")


def test_a_server_that_is_down_is_a_failure(settings: Any) -> None:
    settings.VITEJ_MAP_GEOCODER = "http://127.0.0.1:9/search"

    with pytest.raises(GeocoderFailed):
        search("Sokolská 1")


@pytest.mark.django_db
def test_editors_search_in_their_own_city_only(
    geocoder: Geocoder, ostrava: Site, brno: Site, as_ostrava_editor: Client
) -> None:
    bounds = {"south": 49.74, "north": 49.91, "west": 18.1, "east": 18.4}
    factories.set_settings(ostrava, **bounds)

    own = as_ostrava_editor.get(ADDRESS, {"q": "Sokolská 1", "city": ostrava.pk})
    other = as_ostrava_editor.get(ADDRESS, {"q": "Sokolská 1", "city": brno.pk})
    nowhere = as_ostrava_editor.get(ADDRESS, {"q": "Sokolská 1", "city": "x"})

    assert own.json() == {
        "results": [
            {"label": ROW["display_name"], "latitude": "49.835000"}
            | {"longitude": "18.282100"}
        ]
    }
    (asked,) = geocoder.asked
    assert asked["viewbox"] == ["18.100000,49.740000,18.400000,49.910000"]
    assert asked["bounded"] == ["1"]
    assert (other.status_code, nowhere.status_code) == (400, 400)


@pytest.mark.django_db
def test_a_failure_is_said_in_words(
    geocoder: Geocoder, ostrava: Site, as_ostrava_editor: Client, client: Client
) -> None:
    geocoder.status = 503

    answer = as_ostrava_editor.get(ADDRESS, {"q": "Sokolská", "city": ostrava.pk})

    assert answer.status_code == 502
    assert "Click on the map" in answer.json()["error"]
    assert client.get(ADDRESS, {"q": "x"}).status_code == 302
