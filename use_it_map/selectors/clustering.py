"""Places that lie near each other on a map, put together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from use_it_map.geometry import DEEPEST_ZOOM, Box
from use_it_map.selectors.filtering import Selection

MOST_CLUSTERS = 1000


@dataclass(frozen=True, slots=True)
class Cluster:
    """Places of one cell: how many, their centre, and the box around them.

    `page` is the id of the page where it is only one.
    """

    count: int
    latitude: float
    longitude: float
    bounds: Box
    page: int | None


def clusters_of(selection: Selection, zoom: int) -> list[Cluster]:
    """Return the places of a selection in clusters for a zoom of a web map.

    Each is in exactly one. Where there would be more than `MOST_CLUSTERS`, the cells
    of a smaller zoom are taken, so that an answer stays small. The largest come first.
    """
    index = selection.index
    cell, order = index.by_cell
    kept = selection.kept[order]
    cell, order = cell[kept], order[kept]
    if not len(order):
        return []
    starts = _starts(cell, zoom)
    while len(starts) > MOST_CLUSTERS and zoom > 0:
        zoom -= 1
        starts = _starts(cell, zoom)
    latitudes, longitudes = index.latitudes[order], index.longitudes[order]
    counts = np.diff([*starts, len(order)])
    centres = [
        np.add.reduceat(each, starts) / counts for each in (latitudes, longitudes)
    ]
    south, north = _extremes(latitudes, starts)
    west, east = _extremes(longitudes, starts)
    columns = (
        counts, np.clip(centres[0], south, north), np.clip(centres[1], west, east),
        south, west, north, east, index.pages[order[starts]],
    )  # fmt: skip
    largest = np.argsort(-counts, kind="stable")
    rows = zip(*(each[largest].tolist() for each in columns), strict=True)
    return [
        Cluster(count, latitude, longitude, Box(*box), page if count == 1 else None)
        for count, latitude, longitude, *box, page in rows
    ]


def _starts(cell: NDArray[np.int64], zoom: int) -> NDArray[np.int64]:
    """Return where the cells of a zoom begin among those of the deepest, in order."""
    found = cell >> (2 * (DEEPEST_ZOOM - zoom))
    return np.flatnonzero(np.r_[True, found[1:] != found[:-1]])


def _extremes(
    values: NDArray[np.float64], starts: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return np.minimum.reduceat(values, starts), np.maximum.reduceat(values, starts)
