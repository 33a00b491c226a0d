from __future__ import annotations

from decimal import Decimal

import pytest

from blocks.places import MapPointBlock
from tests.blocks.support import errors_of


def point(latitude: str, longitude: str) -> dict[str, object]:
    return {
        "label": "Expat centre",
        "latitude": Decimal(latitude),
        "longitude": Decimal(longitude),
    }


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        ("49.834967", "18.282084"),
        ("-90", "-180"),
        ("90", "180"),
        ("0", "0"),
        ("11.9", "50"),
        ("15", "51.2"),
    ],
)
def test_points_lie_on_earth(latitude: str, longitude: str) -> None:
    assert errors_of(MapPointBlock(), point(latitude, longitude)) == {}


@pytest.mark.parametrize(
    ("latitude", "longitude", "field"),
    [
        ("90.000001", "18", "latitude"),
        ("-90.1", "18", "latitude"),
        ("49", "180.1", "longitude"),
        ("49", "-180.000001", "longitude"),
        ("49.1234567", "18", "latitude"),
    ],
)
def test_points_off_earth_are_refused(
    latitude: str, longitude: str, field: str
) -> None:
    assert list(errors_of(MapPointBlock(), point(latitude, longitude))) == [field]


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [("18.282084", "49.834967"), ("12", "48"), ("18.9", "51.1")],
)
@pytest.mark.parametrize("draft", [False, True])
def test_coordinates_the_wrong_way_round_are_refused_with_a_hint(
    latitude: str, longitude: str, *, draft: bool
) -> None:
    errors = errors_of(MapPointBlock(), point(latitude, longitude), draft=draft)

    assert errors == {
        "latitude": [
            (
                "Latitude and longitude look swapped: in Czechia, latitude is about "
                "48 to 51 and longitude about 12 to 19."
            )
        ]
    }


def test_a_point_without_coordinates_or_name_is_refused() -> None:
    required = ["This field is required."]

    assert errors_of(MapPointBlock(), {}) == {
        "label": required,
        "latitude": required,
        "longitude": required,
    }


def test_coordinates_are_stored_as_strings_without_loss() -> None:
    raw = {
        "label": "Expat centre",
        "latitude": "49.800000",
        "longitude": "-0.000001",
        "address": "",
        "note": "",
    }

    assert MapPointBlock().get_prep_value(MapPointBlock().to_python(raw)) == raw
