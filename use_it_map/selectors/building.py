"""Makes the index of a city from its public places, with five queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

import numpy as np
from django.db.models import CharField, FloatField, IntegerField, Q, QuerySet
from django.db.models.functions import Cast, Length
from numpy.typing import NDArray

from cms.selectors.city import under
from cms.selectors.content import next_instant
from cms.selectors.reader import Reader
from use_it_map.choices import PlaceState
from use_it_map.hours.calendar import Calendar, window_start
from use_it_map.models import PlaceCategory, PlaceLanguage, PlacePage
from use_it_map.selectors.index import NEVER, Labels, PlaceIndex

EPOCH = dt.date(1970, 1, 1).toordinal()
COLUMNS = (
    "pk", "sort_key", "lat", "lon", "category_id", "opening_hours", "state",
    "wheelchair", "verified", "promised", "paid",
)  # fmt: skip


def listed(reader: Reader) -> QuerySet[Any]:
    """Return the places that lists show, each in the reader's best language.

    What is closed for good is found by its address only.
    """
    places = reader.best(reader.pages(PlacePage))
    return places.exclude(state=PlaceState.CLOSED).exclude(
        Q(latitude=None) | Q(longitude=None)
    )


def build(reader: Reader) -> PlaceIndex:
    """Return the index of the reader's city and language, as it is now."""
    moment = reader.clock.moment
    until = next_instant(reader.site_id, moment)
    rows = _rows(reader)
    rows.sort(key=itemgetter(1, 0))
    columns: Sequence[Any] = list(zip(*rows, strict=True)) or [()] * len(COLUMNS)
    table = dict(zip(COLUMNS, columns, strict=True))
    texts, schedules = _numbered(table["opening_hours"])
    pages = np.array(table["pk"], np.int64)
    categories, of_slug = _categories(reader, pages, table["category_id"])
    return PlaceIndex(
        pages=pages,
        sort_keys=tuple(table["sort_key"]),
        latitudes=np.array(table["lat"], np.float64),
        longitudes=np.array(table["lon"], np.float64),
        categories=categories,
        category_of_slug=of_slug,
        languages=_languages(reader, pages),
        schedules=schedules,
        calendar=Calendar.of(texts, window_start(moment)),
        in_operation=np.array(table["state"], np.str_) == PlaceState.OPEN,
        wheelchair=np.array(table["wheelchair"], "U10"),
        verified=_days(table["verified"]),
        has_benefit=np.array(table["promised"], bool),
        is_commercial=np.array(table["paid"], bool),
        since=moment,
        until=until,
    )


def _rows(reader: Reader) -> list[Any]:
    # As the database has them: a hundred thousand Decimals and dates take a second.
    rows = listed(reader).annotate(
        lat=Cast("latitude", FloatField()),
        lon=Cast("longitude", FloatField()),
        verified=Cast("verified_on", CharField()),
        promised=Length("benefit"),
        paid=Cast("is_commercial", IntegerField()),
    )
    return list(rows.order_by().values_list(*COLUMNS))


def _numbered(texts: Iterable[str]) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    """Return the distinct texts, and of each text the number of it there."""
    numbers: dict[str, int] = {}
    found = [numbers.setdefault(text, len(numbers)) for text in texts]
    return tuple(numbers), np.array(found, np.int32)


def _days(texts: Iterable[str | None]) -> NDArray[np.int32]:
    days = np.array([text or "NaT" for text in texts], "datetime64[D]")
    numbers = days.astype(np.int64) + EPOCH
    return np.where(np.isnat(days), NEVER, numbers).astype(np.int32)


def _of_city(reader: Reader, relation: str) -> Q:
    condition = Q(pk__in=())
    for home in reader.city.homes.values():
        condition |= under(home.path, relation)
    return condition


def _positions(
    pages: NDArray[np.int64], wanted: Sequence[int]
) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """Return where pages stand, and which of the wanted ones are there at all."""
    asked = np.array(wanted, np.int64)
    if not len(pages):
        return np.empty(0, np.int32), np.zeros(len(asked), bool)
    order = np.argsort(pages)
    known = pages[order]
    found = np.minimum(np.searchsorted(known, asked), len(known) - 1)
    there = known[found] == asked
    return order[found[there]].astype(np.int32), there


def _languages(reader: Reader, pages: NDArray[np.int64]) -> Labels:
    rows = PlaceLanguage.objects.filter(_of_city(reader, "place__")).order_by()
    found = list(rows.values_list("place_id", "tag"))
    place, there = _positions(pages, [pk for pk, _tag in found])
    tags, numbers = _numbered(tag for _pk, tag in found)
    return Labels(tags, place, numbers[there])


def _categories(
    reader: Reader, pages: NDArray[np.int64], main: Sequence[int | None]
) -> tuple[Labels, dict[str, int]]:
    """Return the categories of places with those above, each once a place."""
    above, names, of_slug = _tree(reader)
    through = PlacePage.further_categories.through.objects
    further = list(
        through.filter(_of_city(reader, "placepage__"))
        .order_by()
        .values_list("placepage_id", "placecategory_id")
    )
    place, there = _positions(pages, [pk for pk, _category in further])
    placed = zip(place.tolist(), _kept(further, there), strict=True)
    pairs = {
        position * len(names) + label
        for position, category in (*enumerate(main), *placed)
        for label in above.get(category, ())
    }
    flat = np.fromiter(pairs, np.int64, len(pairs))
    flat.sort()
    size = max(len(names), 1)
    labels = Labels(
        names, (flat // size).astype(np.int32), (flat % size).astype(np.int32)
    )
    return labels, of_slug


def _kept(rows: Sequence[tuple[int, int]], there: NDArray[np.bool_]) -> list[int]:
    return [row[1] for row, kept in zip(rows, there.tolist(), strict=True) if kept]


def _tree(
    reader: Reader,
) -> tuple[Mapping[int | None, tuple[int, ...]], tuple[str, ...], dict[str, int]]:
    """Return the public categories, numbered.

    By the id of each, in any language, its number and those above; the translation
    keys in the order of the numbers; the numbers by slug.
    """
    public = set(reader.snippets(PlaceCategory).values_list("pk", flat=True))
    rows = list(
        PlaceCategory.objects.order_by("pk").values_list(
            "pk", "translation_key", "slug", "parent__translation_key"
        )
    )
    numbers: dict[Any, int] = {}
    of_slug = {}
    for pk, key, slug, _parent in rows:
        if pk in public:
            of_slug[slug] = numbers.setdefault(key, len(numbers))
    above: dict[int | None, tuple[int, ...]] = {
        pk: tuple(numbers[each] for each in (key, parent) if each in numbers)
        for pk, key, _slug, parent in rows
    }
    return above, tuple(map(str, numbers)), of_slug
