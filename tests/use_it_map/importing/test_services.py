from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from cms.models import User
from tests import factories
from tests.use_it_map.factories import category, map_page, place
from use_it_map.importing.convert import MAX_LENGTHS
from use_it_map.importing.plan import Action
from use_it_map.models import ImportedPlace, PlacePage
from use_it_map.services import importing
from use_it_map.services.import_writing import Writer
from use_it_map.services.importing import (
    ImportOptions,
    NoMap,
    NotAllowed,
    Preview,
    RowsRefused,
    Upload,
    import_preview,
    places_import,
)

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 20)
HEADER = "id,name,lat,lon,category,description,opening_hours,languages\n"
CAFE = "1,Café,49.83,18.28,cafes,Cakes,Mo 08:00-10:00,en:native:Eve\n"
DOCTOR = "2,Doctor,49.84,18.29,doctors,Pills,,cs; uk\n"
BAD = "3,Nowhere,1.5,2.5,cafes,,,\n"


@pytest.fixture
def city(ostrava: Site) -> Site:
    factories.set_settings(ostrava, south=49.7, north=49.95, west=18.0, east=18.45)
    map_page(ostrava)
    category("cafes")
    category("doctors", osm_tag="amenity=doctors")
    return ostrava


def upload(city: Site, text: str, **options: Any) -> Upload:
    chosen = ImportOptions("en", external_source="test", **options)
    return Upload(city, text.encode(), "places.csv", chosen)


def bring(
    city: Site, text: str, *, user: User | None = None, **options: Any
) -> Preview:
    return places_import(upload=upload(city, text, **options), user=user, today=TODAY)


def names() -> list[str]:
    return list(PlacePage.objects.order_by("title").values_list("title", flat=True))


def test_texts_are_as_long_as_the_database_holds() -> None:
    own = {"name": "title"}
    assert {
        name: PlacePage._meta.get_field(own.get(name, name)).max_length
        for name in MAX_LENGTHS
    } == MAX_LENGTHS


def test_a_file_becomes_drafts_and_the_same_again_changes_nothing(city: Site) -> None:
    assert bring(city, HEADER + CAFE + DOCTOR).counts == {"add": 2}

    cafe, doctor = PlacePage.objects.order_by("title")
    assert (cafe.live, cafe.slug, cafe.description) == (False, "cafe", "Cakes")
    assert (str(cafe.latitude), str(cafe.longitude)) == ("49.830000", "18.280000")
    assert cafe.category.slug == "cafes"
    assert (cafe.external_source, cafe.external_id) == ("test", "1")
    assert [(each.tag, each.level, each.who) for each in cafe.languages.all()] == [
        ("en", "native", "Eve")
    ]
    assert [each.tag for each in doctor.languages.all()] == ["cs", "uk"]

    revisions = cafe.latest_revision_id
    assert bring(city, HEADER + CAFE + DOCTOR).counts == {"same": 2}
    assert names() == ["Café", "Doctor"]
    assert PlacePage.objects.get(pk=cafe.pk).latest_revision_id == revisions


def test_published_places_are_live_and_need_a_category_and_a_description(
    city: Site,
) -> None:
    bare = "4,Bare,49.8,18.2,,,,\n5,Wordless,49.81,18.2,cafes,,,\n"
    done = bring(city, HEADER + CAFE + bare, publish=True, skip_bad=True)
    assert [(error.position.line, error.code) for error in done.errors] == [
        (3, "category_missing"),
        (4, "description_missing"),
    ]
    assert [(page.title, page.live) for page in PlacePage.objects.all()] == [
        ("Café", True)
    ]


def test_all_or_nothing_writes_nothing_if_a_row_is_bad(city: Site) -> None:
    with pytest.raises(RowsRefused) as refused:
        bring(city, HEADER + CAFE + BAD)
    assert [error.position.line for error in refused.value.errors] == [3, 3]
    assert names() == []
    assert ImportedPlace.objects.count() == 0


def test_bad_rows_are_skipped_if_somebody_says_so(city: Site) -> None:
    done = bring(city, HEADER + CAFE + BAD, skip_bad=True)
    assert done.counts == {"add": 1, "error": 1}
    assert names() == ["Café"]


def test_an_unknown_category_is_named(city: Site) -> None:
    done = bring(city, HEADER + CAFE.replace("cafes", "Pubs"), skip_bad=True)
    [error] = done.errors
    assert (error.code, error.params) == ("category_unknown", {"text": "Pubs"})


def test_a_changed_file_changes_the_live_place_in_all_its_languages(
    city: Site,
) -> None:
    bring(city, HEADER + CAFE, publish=True)
    cafe = PlacePage.objects.get()
    czech = factories.translate(cafe, "cs", title="Kavárna")
    done = bring(
        city,
        HEADER + CAFE.replace("Café", "Coffee").replace("Mo ", "Tu "),
    )
    assert done.counts == {"change": 1}
    cafe.refresh_from_db()
    czech.refresh_from_db()
    assert (cafe.title, cafe.opening_hours) == ("Coffee", "Tu 08:00-10:00")
    assert (czech.title, czech.opening_hours) == ("Kavárna", "Tu 08:00-10:00")
    assert cafe.live
    assert not cafe.has_unpublished_changes


def test_what_editors_changed_stays_and_is_reported(city: Site) -> None:
    bring(city, HEADER + CAFE, publish=True)
    cafe = PlacePage.objects.get()
    cafe.description = "Better words"
    cafe.save_revision().publish()

    same = bring(city, HEADER + CAFE)
    assert same.counts == {"same": 1}

    changed = HEADER + CAFE.replace("Cakes", "Bread").replace("Mo ", "We ")
    for _again in range(2):
        [row] = bring(city, changed).planned
        assert [(kept.field, kept.old, kept.new) for kept in row.kept] == [
            ("description", "Better words", "Bread")
        ]
    cafe.refresh_from_db()
    assert (cafe.description, cafe.opening_hours) == ("Better words", "We 08:00-10:00")

    bring(city, changed, overwrite=True)
    cafe.refresh_from_db()
    assert cafe.description == "Bread"


def test_a_draft_that_waits_gets_the_change_and_stays_a_draft(city: Site) -> None:
    bring(city, HEADER + CAFE, publish=True)
    cafe = PlacePage.objects.get()
    cafe.description = "Half-written"
    cafe.save_revision()
    bring(city, HEADER + CAFE.replace("Mo ", "Tu "))
    cafe.refresh_from_db()
    draft = cafe.get_latest_revision_as_object()
    assert (cafe.description, cafe.opening_hours) == ("Cakes", "Mo 08:00-10:00")
    assert (draft.description, draft.opening_hours) == (
        "Half-written",
        "Tu 08:00-10:00",
    )


def test_a_place_that_was_deleted_stays_so_unless_overwritten(city: Site) -> None:
    bring(city, HEADER + CAFE)
    PlacePage.objects.get().delete()
    assert bring(city, HEADER + CAFE).counts == {"deleted": 1}
    assert names() == []
    assert bring(city, HEADER + CAFE, overwrite=True).counts == {"add": 1}
    assert names() == ["Café"]


def test_places_of_the_name_nearby_are_left_out_and_named(city: Site) -> None:
    place(city, "Café")  # 800 m away
    near = HEADER + "9,CAFE,49.8350,18.2821,cafes,x,,\n" + CAFE
    done = bring(city, near)
    assert [(row.action, row.twin) for row in done.planned] == [
        (Action.DUPLICATE, "Café"),
        (Action.ADD, ""),
    ]
    assert bring(city, near, duplicates=True).counts == {"add": 1, "same": 1}


def test_rows_without_an_id_are_added_once(city: Site) -> None:
    text = "name,lat,lon\nA,49.83,18.28\nA,49.83,18.28\nB,49.83,18.28\n"
    assert bring(city, text).counts == {"add": 2, "duplicate": 1}
    assert bring(city, text).counts == {"duplicate": 3}
    assert names() == ["A", "B"]


def test_after_a_crash_a_second_run_brings_every_good_row_once(
    city: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 3)
    lines = [f"{n},Place {n},49.{8000 + n},18.2,cafes,x,,\n" for n in range(10)]
    lines[4] = BAD
    text = HEADER + "".join(lines)
    whole = Writer.write

    def breaking(self: Any, rows: Any) -> None:
        whole(self, rows)
        if any(row.values["name"] == "Place 5" for row in rows):
            raise RuntimeError

    monkeypatch.setattr(Writer, "write", breaking)
    with pytest.raises(RuntimeError):
        bring(city, text, skip_bad=True)
    assert names() == ["Place 0", "Place 1", "Place 2"]

    monkeypatch.setattr(Writer, "write", whole)
    assert bring(city, text, skip_bad=True).counts == {
        "same": 3,
        "add": 6,
        "error": 1,
    }
    assert names() == [f"Place {n}" for n in range(10) if n != 4]
    assert ImportedPlace.objects.count() == 9


def test_all_or_nothing_is_one_transaction(
    city: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 1)
    whole = Writer.write

    def breaking(self: Any, rows: Any) -> None:
        whole(self, rows)
        if rows[0].values["name"] == "Doctor":
            raise RuntimeError

    monkeypatch.setattr(Writer, "write", breaking)
    with pytest.raises(RuntimeError):
        bring(city, HEADER + CAFE + DOCTOR)
    assert names() == []


def test_openstreetmap_brings_its_licence_and_categories_by_tag(city: Site) -> None:
    data = (
        '{"elements": [{"type": "node", "id": 5, "lat": 49.83, "lon": 18.28, "tags":'
        '{"name": "MUDr. Nová", "amenity": "doctors"}}]}'
    )
    file = Upload(city, data.encode(), "overpass.json", ImportOptions("en"))
    places_import(upload=file, user=None, today=TODAY)
    page = PlacePage.objects.get()
    assert (page.source, page.data_licence) == ("osm", "ODbL-1.0")
    assert page.category.slug == "doctors"


def test_another_citys_editor_may_not_import(city: Site, brno_editor: User) -> None:
    with pytest.raises(NotAllowed):
        bring(city, HEADER + CAFE, user=brno_editor)
    assert names() == []


def test_an_editor_may_not_publish(city: Site, ostrava_editor: User) -> None:
    with pytest.raises(NotAllowed):
        bring(city, HEADER + CAFE, user=ostrava_editor, publish=True)
    assert bring(city, HEADER + CAFE, user=ostrava_editor).counts == {"add": 1}


def test_an_editors_change_to_a_live_place_waits_as_a_draft(
    city: Site, ostrava_editor: User
) -> None:
    bring(city, HEADER + CAFE, publish=True)
    bring(city, HEADER + CAFE.replace("Cakes", "Bread"), user=ostrava_editor)
    page = PlacePage.objects.get()
    assert (page.description, page.has_unpublished_changes) == ("Cakes", True)


def test_ids_of_another_city_are_not_touched(city: Site, brno: Site) -> None:
    map_page(brno)
    bring(city, HEADER + CAFE)
    bring(brno, HEADER + CAFE)
    assert names() == ["Café", "Café"]
    assert bring(brno, HEADER + CAFE.replace("Cakes", "X")).counts == {"change": 1}
    assert list(
        PlacePage.objects.child_of(map_page(city)).values_list("description", flat=True)
    ) == ["Cakes"]


def test_a_city_without_a_map_is_refused(brno: Site) -> None:
    with pytest.raises(NoMap):
        bring(brno, HEADER + CAFE)


def test_a_preview_costs_the_same_for_any_number_of_places(city: Site) -> None:
    def statements(count: int) -> int:
        lines = "".join(
            f"x{count}-{n},P{n},49.8,18.2,cafes,x,,en\n" for n in range(count)
        )
        bring(city, HEADER + lines)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            import_preview(upload=upload(city, HEADER + lines), today=TODAY)
        return len(queries)

    assert statements(3) == statements(12) <= 13


def test_the_command_names_every_bad_row(
    city: Site, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "places.csv"
    file.write_text(HEADER + CAFE + BAD, encoding="utf-8")
    with pytest.raises(CommandError, match="Nothing was imported"):
        call_command("import_places", "ostrava", file)
    said = capsys.readouterr()
    assert "line 3, column 3, latitude: It lies outside the city" in said.err
    assert names() == []

    call_command("import_places", "ostrava", file, skip_bad=True, dry_run=True)
    assert "Would be: add: 1, error: 1." in capsys.readouterr().out
    assert names() == []

    call_command("import_places", "ostrava", file, skip_bad=True, publish=True)
    assert "Done: add: 1, error: 1." in capsys.readouterr().out
    assert names() == ["Café"]


@pytest.mark.parametrize(
    ("city_name", "text", "message"),
    [
        ("nowhere", HEADER, "no city"),
        ("ostrava", "", "The file is empty"),
        ("ostrava", "lat\n", "line 1: The first line must name the columns"),
    ],
)
def test_the_command_says_why_a_file_is_refused(
    city: Site, tmp_path: Any, city_name: str, text: str, message: str
) -> None:
    file = tmp_path / "places.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=message):
        call_command("import_places", city_name, file)
