"""Boxes, cells and distances, on borders and at the ends of the Earth."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from use_it_map.geometry import (
    CELLS_PER_TILE,
    DEEPEST_ZOOM,
    Box,
    Point,
    cells,
    distances_m,
)

LATITUDES = st.floats(-90, 90) | st.sampled_from([-90.0, 0.0, 85.06, 90.0])
LONGITUDES = st.floats(-180, 180) | st.sampled_from([-180.0, 0.0, 180.0])


@given(points=st.lists(st.tuples(LATITUDES, LONGITUDES)))
def test_every_point_lies_in_a_cell_of_the_map(
    points: list[tuple[float, float]],
) -> None:
    latitudes = np.array([each[0] for each in points], np.float64)
    longitudes = np.array([each[1] for each in points], np.float64)

    found = cells(latitudes, longitudes)

    size = CELLS_PER_TILE << DEEPEST_ZOOM
    assert ((found >= 0) & (found < size * size)).all()


@given(row=st.integers(0, 3), column=st.integers(0, 3), zoom=st.integers(0, 20))
def test_cells_of_a_smaller_zoom_hold_those_of_a_deeper_one(
    row: int, column: int, zoom: int
) -> None:
    size = CELLS_PER_TILE << zoom  # the middles of 4 by 4 cells in the north west
    mercator = np.pi - 2 * np.pi * (row + 0.5) / size
    latitude = np.degrees(np.arctan(np.sinh(mercator)))
    longitude = (column + 0.5) / size * 360 - 180

    (found,) = cells(np.array([latitude]), np.array([longitude]))

    shifted = found >> (2 * (DEEPEST_ZOOM - zoom))
    interleaved = [(row >> 1) & 1, (column >> 1) & 1, row & 1, column & 1]
    assert shifted == int("".join(map(str, interleaved)), 2)


@pytest.mark.parametrize(
    "box",
    [
        Box(50, 18, 49, 19),
        Box(49, 179, 50, -179),
        Box(-91, 18, 49, 19),
        Box(49, 18, 50, 181),
        Box(float("nan"), 18, 50, 19),
        Box(49, 18, float("inf"), 19),
    ],
)
def test_what_is_no_box_is_told_apart(box: Box) -> None:
    assert not box.is_valid


def test_the_borders_of_a_box_belong_to_it() -> None:
    box = Box(49.0, 18.0, 50.0, 19.0)
    latitudes = np.array([49.0, 50.0, 50.0000001, 49.5])
    longitudes = np.array([18.0, 19.0, 18.5, 17.9999999])
    assert box.is_valid
    assert box.holds(latitudes, longitudes).tolist() == [True, True, False, False]


def test_distances_are_those_of_great_circles() -> None:
    ostrava = Point(49.8350, 18.2820)
    prague = np.array([50.0875]), np.array([14.4214])
    assert distances_m(*prague, ostrava).tolist() == [pytest.approx(277_300, rel=0.006)]
    assert distances_m(np.array([49.8350]), np.array([18.2820]), ostrava) == [0]
    antipode = np.array([-49.8350]), np.array([-161.7180])
    assert distances_m(*antipode, ostrava).tolist() == [20_015_114]
