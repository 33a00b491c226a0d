"""Imports in the admin, step by step: broken off, taken twice, gone bad on the way."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from wagtail.models import Site

from tests.use_it_map.factories import map_page
from tests.use_it_map.importing.test_bulk import city
from tests.use_it_map.importing.test_services import upload
from use_it_map.models import (
    ImportedPlace,
    ImportState,
    PlaceCategory,
    PlaceImport,
    PlacePage,
)
from use_it_map.services import import_jobs, importing
from use_it_map.services.import_jobs import (
    HELD,
    KEPT,
    Busy,
    import_drop,
    import_skip_bad,
    import_start,
    import_step,
)
from use_it_map.services.import_writing import Writer
from use_it_map.services.importing import RowsRefused

__all__ = ["city"]
pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)
NAMES = [f"P{n}" for n in range(7)]
ROWS = "".join(f"{n},P{n},49.8{n},18.2,cafes\n" for n in range(7))
HEADER = "id,name,lat,lon,category\n"
ADDRESS = "/admin/map/import/"
JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a batch have two rows, a step one batch, and a whole three rows."""
    monkeypatch.setattr(importing, "BATCH", 2)
    monkeypatch.setattr(import_jobs, "STEP", -import_jobs.STEP)
    monkeypatch.setattr(import_jobs, "MOST_AT_ONCE", 3)


def start(city: Site, text: str = HEADER + ROWS, **options: Any) -> PlaceImport:
    return import_start(upload=upload(city, text, **options), user=None, now=NOW)


def step(job: PlaceImport, now: dt.datetime = NOW) -> None:
    import_step(job=job, user=None, now=now, today=NOW.date())


def names() -> list[str]:
    return sorted(PlacePage.objects.values_list("title", flat=True))


def breaking(at: int, act: Callable[[], None]) -> Callable[..., None]:
    """Return a way to write that does something once a batch is written."""
    whole, batches = Writer.write, []

    def write(self: Writer, rows: Any) -> None:
        batches.append(rows)
        whole(self, rows)
        if len(batches) == at:
            act()

    return write


def fail() -> None:
    raise RuntimeError


def test_a_long_file_without_bad_rows_goes_in_whole_step_by_step(city: Site) -> None:
    job = start(city)
    seen = []
    while job.state != ImportState.DONE:
        step(job)
        seen.append((job.result["done"], len(names())))

    assert seen == [(2, 2), (4, 4), (6, 6), (7, 7)]
    assert names() == NAMES
    assert job.result["counts"] == {"add": 7}
    assert (job.holder, job.data) == ("", b"")


def test_a_long_file_with_a_bad_row_writes_nothing(city: Site) -> None:
    job = start(city, f"{HEADER}{ROWS}8,Bad,1.5,18.2,cafes\n")
    with pytest.raises(RowsRefused):
        step(job)
    job.refresh_from_db()
    assert (job.state, job.holder, job.result) == (ImportState.READY, "", {})
    assert not PlacePage.objects.exists()


def test_a_short_file_is_one_transaction(
    city: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = HEADER + "".join(ROWS.splitlines(keepends=True)[:3])
    job = start(city, text)
    with monkeypatch.context() as patched:
        patched.setattr(Writer, "write", breaking(2, fail))
        with pytest.raises(RuntimeError):
            step(job)
    assert not PlacePage.objects.exists()
    step(job)
    assert names() == NAMES[:3]
    assert job.state == ImportState.DONE


@pytest.mark.parametrize("ids", [True, False])
def test_what_breaks_off_is_gone_on_with_and_nothing_comes_twice(
    city: Site, monkeypatch: pytest.MonkeyPatch, *, ids: bool
) -> None:
    rows = "".join(f",P{n},49.8{n},18.2,cafes\n" for n in range(7))
    job = start(city, HEADER + (ROWS if ids else rows), duplicates=True)
    step(job)
    with monkeypatch.context() as patched:
        patched.setattr(Writer, "write", breaking(1, fail))
        with pytest.raises(RuntimeError):
            step(job)
    assert names() == NAMES[:2]

    job = PlaceImport.objects.get()  # as the next process finds it
    assert (job.state, job.holder) == (ImportState.RUNNING, "")
    for _step in range(3):
        step(job)

    assert (job.state, names()) == (ImportState.DONE, NAMES)
    assert ImportedPlace.objects.count() == (7 if ids else 0)


def test_a_process_that_died_is_waited_for_and_then_replaced(city: Site) -> None:
    job = start(city)
    step(job)
    PlaceImport.objects.update(holder="dead", held_until=NOW + HELD)

    for act in (step, lambda job: import_drop(job=job, now=NOW)):
        with pytest.raises(Busy):
            act(job)
    assert names() == NAMES[:2]
    assert PlaceImport.objects.get().holder == "dead"

    step(job, NOW + HELD + dt.timedelta(seconds=1))
    assert names() == NAMES[:4]


def test_who_is_too_slow_takes_back_what_they_were_writing(
    city: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = start(city)
    step(job)

    def taken() -> None:
        PlaceImport.objects.update(holder="another")

    with monkeypatch.context() as patched:
        patched.setattr(Writer, "write", breaking(1, taken))
        with pytest.raises(Busy):
            step(job)

    assert names() == NAMES[:2]
    assert PlaceImport.objects.get().result["done"] == 2


def test_one_import_of_a_city_runs_at_a_time(city: Site, brno: Site) -> None:
    map_page(brno)
    first, second = start(city), start(city)
    other = start(brno, f"{HEADER}1,Brno,49.2,16.6,cafes\n")
    step(first)

    with pytest.raises(Busy):
        step(second)
    step(other)

    second.refresh_from_db()
    assert (second.state, second.holder) == (ImportState.READY, "")
    assert names() == ["Brno", *NAMES[:2]]
    import_drop(job=first, now=NOW)
    step(second)
    # Two are there already, by their ids.
    assert names() == ["Brno", *NAMES[:4]]


def test_rows_that_become_bad_on_the_way_stop_it_until_they_are_skipped(
    city: Site,
) -> None:
    text = (HEADER + ROWS).replace("6,P6,49.86,18.2,cafes", "6,P6,49.86,18.2,doctors")
    job = start(city, text)
    step(job)
    PlaceCategory.objects.filter(slug="doctors").delete()

    with pytest.raises(RowsRefused) as refused:
        step(job)
    assert [error.position.line for error in refused.value.errors] == [8]
    assert names() == NAMES[:2]
    assert job.state == ImportState.RUNNING

    import_skip_bad(job=job)
    for _step in range(2):
        step(job)
    assert (job.state, names()) == (ImportState.DONE, NAMES[:6])


def test_what_was_begun_is_kept_until_somebody_ends_it(city: Site) -> None:
    begun, waiting = start(city), start(city)
    step(begun)
    import_start(upload=upload(city, HEADER), user=None, now=NOW + KEPT * 2)
    left = set(PlaceImport.objects.values_list("pk", flat=True))
    assert begun.pk in left
    assert waiting.pk not in left


# In the admin


def begin(client: Client, job: PlaceImport) -> Any:
    return client.post(f"{ADDRESS}?job={job.pk}", {"do": "import"}, headers=JSON)


def test_a_step_is_no_single_transaction() -> None:
    """Else a step that is killed would lose all of its batches, and its hold."""
    assert vars(resolve(ADDRESS).func)["_non_atomic_requests"] == {"default"}


def test_the_script_hears_how_far_it_is(
    city: Site, as_ostrava_editor: Client, as_brno_editor: Client
) -> None:
    job = start(city)
    assert begin(as_brno_editor, job).status_code == 404
    assert not PlacePage.objects.exists()

    answers = [begin(as_ostrava_editor, job).json() for _step in range(4)]
    assert answers == [
        {"done": 2, "total": 7, "next": ""},
        {"done": 4, "total": 7, "next": ""},
        {"done": 6, "total": 7, "next": ""},
        {"done": 7, "total": 7, "next": ADDRESS},
    ]
    page = as_ostrava_editor.get(ADDRESS).content.decode()
    assert "The places are imported. New: 7. Changed: 0." in page
    assert not PlaceImport.objects.exists()


def test_who_is_second_hears_that_it_is_being_written(
    city: Site, as_ostrava_editor: Client
) -> None:
    job = start(city)
    step(job)
    held = dt.datetime.now(dt.UTC) + HELD
    PlaceImport.objects.update(holder="another", held_until=held)

    answer = begin(as_ostrava_editor, job)
    assert (answer.status_code, answer.json()) == (409, {"busy": True})
    address = f"{ADDRESS}?job={job.pk}"
    for act in ("import", "drop"):
        page = as_ostrava_editor.post(address, {"do": act}, follow=True)
        assert "is being written at the moment" in page.content.decode()
    assert names() == NAMES[:2]
    assert PlaceImport.objects.count() == 1


def test_what_is_unfinished_is_found_again_by_the_city_alone(
    city: Site, as_ostrava_editor: Client, as_brno_editor: Client
) -> None:
    job = start(city)
    step(job)
    address = f"?job={job.pk}"

    assert address not in as_brno_editor.get(ADDRESS).content.decode()
    assert address in as_ostrava_editor.get(ADDRESS).content.decode()
    page = as_ostrava_editor.get(ADDRESS + address).content.decode()
    assert "2 of 7 rows are written." in page
    assert "Go on" in page

    as_ostrava_editor.post(ADDRESS + address, {"do": "drop"})
    page = as_ostrava_editor.get(ADDRESS).content.decode()
    assert "2 rows of it are in, and stay." in page
    assert not PlaceImport.objects.exists()


def test_all_bad_rows_come_as_a_table(city: Site, as_ostrava_editor: Client) -> None:
    bad = "".join(f'{n},"=1+1",1.5,18.2,"@pubs{n}"\n' for n in range(600))
    job = start(city, HEADER + bad)
    answer = as_ostrava_editor.get(f"{ADDRESS}?job={job.pk}&rows=csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Line,Column,Field,Reason"
    assert {line.split(",")[0] for line in lines[1:]} == {
        str(n + 2) for n in range(600)
    }
    assert all(reason.strip() for *_where, reason in csv.reader(lines))


def test_the_form_costs_the_same_with_many_unfinished_imports(
    city: Site, as_ostrava_editor: Client
) -> None:
    counts = []
    for _round in range(3):
        start(city)
        with CaptureQueriesContext(connection) as queries:
            as_ostrava_editor.get(ADDRESS)
        counts.append(len(queries))
    assert counts[1] == counts[2]
