"""A long file in which every twentieth row is bad, and a crash halfway.

`python3 tasks.py bench --only map` does the same with 10,000 rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from wagtail.models import Page, Revision, Site

from tests.use_it_map.importing.test_bulk import city
from tests.use_it_map.importing.test_services import bring
from use_it_map.importing.reasons import reason
from use_it_map.models import ImportedPlace, PlacePage
from use_it_map.services.import_writing import Writer

__all__ = ["city"]
pytestmark = pytest.mark.django_db

ROWS, EVERY = 1_000, 20
HEADER = "id,name,lat,lon,category,description,opening_hours,phone,website\n"
GOOD = "{n},Place {n},49.{far},18.2,cafes,Cakes,Mo-Fr 08:00-17:00,,\n"
BAD = (
    ("{n},,49.8,18.2,cafes,x,,,\n", 2, "name", "missing"),
    ("{n},A,18.2,49.8,cafes,x,,,\n", 3, "latitude", "coordinates"),
    ("{n},A,NaN,18.2,cafes,x,,,\n", 3, "latitude", "not_finite"),
    ("{n},A,49.8,2.5,cafes,x,,,\n", 4, "longitude", "coordinates"),
    ("{n},A,49.8,18.2,pubs,x,,,\n", 5, "categories", "category_unknown"),
    ("{n},A,49.8,18.2,cafes,x,sometimes,,\n", 7, "opening_hours", "hours"),
    ("{n},A,49.8,18.2,cafes,x,Mo 08:00-09:00; SH off,,\n", 7, "opening_hours", "hours"),
    ("0,A,49.8,18.2,cafes,x,,,\n", 1, "external_id", "external_id_twice"),
    ("{n},A,49.8,18.2,cafes,x,,,no address\n", 9, "website", "url"),
    ("{n},A\x07,49.8,18.2,cafes,x,,,\n", 2, "name", "control_characters"),
)


def is_bad(number: int) -> bool:
    return number % EVERY == EVERY - 1


def lines() -> list[str]:
    kinds = iter(BAD * ROWS)
    return [
        (next(kinds)[0] if is_bad(n) else GOOD).format(n=n, far=f"8{n:05}")
        for n in range(ROWS)
    ]


def told(errors: Sequence[Any]) -> list[tuple[int, int, str, str]]:
    return [
        (error.position.line, error.position.column, error.field, error.code)
        for error in errors
    ]


def test_every_bad_row_is_named_and_good_ones_come_once_in_spite_of_a_crash(
    city: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = HEADER + "".join(lines())
    bad = [n + 2 for n in range(ROWS) if is_bad(n)]
    good = [n for n in range(ROWS) if not is_bad(n)]
    whole, batches = Writer.write, []

    def breaking(self: Writer, rows: Any) -> None:
        batches.append(len(rows))
        whole(self, rows)
        if len(batches) == 3:
            raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(Writer, "write", breaking)
        with pytest.raises(RuntimeError):
            bring(city, text, skip_bad=True, duplicates=True)
    assert PlacePage.objects.count() == ImportedPlace.objects.count() == 400

    second = bring(city, text, skip_bad=True, duplicates=True)

    assert second.counts == {"same": 400, "add": 550, "error": 50}
    named = told(second.errors)
    assert sorted({line for line, *_rest in named}) == bad
    for number, line in enumerate(bad):
        _text, column, field, code = BAD[number % len(BAD)]
        assert (line, column, field, code) in named
    assert all(reason(error.code, error.params) for error in second.errors)
    ids = PlacePage.objects.values_list("external_id", flat=True)
    assert sorted(map(int, ids)) == good
    assert sorted(page.title for page in PlacePage.objects.all()) == sorted(
        f"Place {n}" for n in good
    )
    assert Page.find_problems() == ([], [], [], [], [])

    revisions = Revision.objects.count()
    third = bring(city, text, skip_bad=True, duplicates=True)
    assert third.counts == {"same": 950, "error": 50}
    assert told(third.errors) == named
    assert Revision.objects.count() == revisions
    assert PlacePage.objects.count() == ImportedPlace.objects.count() == 950
