from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.models import Site

from tests import factories
from tests.use_it_map.factories import category, map_page
from use_it_map.models import PlaceImport, PlacePage
from use_it_map.services import import_jobs, importing

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/map/import/"
HEADER = "id,name,lat,lon,category\n"
GOOD = '1,"<script>x</script>",49.83,18.28,cafes\n'
BAD = "2,Bad,1.5,18.28,cafes\n"


@pytest.fixture
def city(ostrava: Site) -> Site:
    factories.set_settings(ostrava, south=49.7, north=49.95, west=18.0, east=18.45)
    map_page(ostrava)
    category("cafes")
    return ostrava


def send(client: Client, site: Site, text: str, **fields: Any) -> Any:
    facts = {
        "site": site.pk,
        "file": SimpleUploadedFile("places.csv", text.encode()),
        "language": "en",
        "on_error": "skip",
        "external_source": "test",
    }
    return client.post(ADDRESS, facts | fields)


def test_a_file_is_previewed_and_then_imported(
    city: Site, as_ostrava_editor: Client
) -> None:
    answer = send(as_ostrava_editor, city, HEADER + GOOD + BAD)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    page = as_ostrava_editor.get(answer.url).content.decode()
    assert "It lies outside the city" in page
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert "<script>x</script>" not in page
    assert PlacePage.objects.count() == 0

    as_ostrava_editor.post(answer.url, {"do": "import"})
    assert [each.title for each in PlacePage.objects.all()] == ["<script>x</script>"]
    assert PlaceImport.objects.count() == 0


def test_with_all_or_nothing_a_bad_row_stops_all(
    city: Site, as_ostrava_editor: Client
) -> None:
    answer = send(as_ostrava_editor, city, HEADER + GOOD + BAD, on_error="nothing")
    page = as_ostrava_editor.get(answer.url).content.decode()
    assert 'value="import"' not in page
    as_ostrava_editor.post(answer.url, {"do": "import"})
    assert PlacePage.objects.count() == 0
    as_ostrava_editor.post(answer.url, {"do": "drop"})
    assert PlaceImport.objects.count() == 0


def test_a_long_import_goes_on_step_by_step(
    city: Site, as_ostrava_editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    monkeypatch.setattr(import_jobs, "STEP", -import_jobs.STEP)
    lines = "".join(f"{n},P{n},49.8,18.2,cafes\n" for n in range(5))
    address = send(as_ostrava_editor, city, HEADER + lines).url
    counts: list[int] = []
    while PlaceImport.objects.exists() and len(counts) < 9:
        as_ostrava_editor.post(address, {"do": "import"})
        counts.append(PlacePage.objects.count())
    assert counts[-1] == 5
    assert len(counts) > 1


def test_a_brno_editor_imports_nothing_into_ostrava(
    city: Site, as_ostrava_editor: Client, as_brno_editor: Client
) -> None:
    assert send(as_brno_editor, city, HEADER + GOOD).status_code == 200
    assert PlaceImport.objects.count() == 0
    address = send(as_ostrava_editor, city, HEADER + GOOD).url
    assert as_brno_editor.get(address).status_code == 404
    for act in ("import", "drop"):
        assert as_brno_editor.post(address, {"do": act}).status_code == 404
    assert PlaceImport.objects.count() == 1
    assert PlacePage.objects.count() == 0
    assert "ostrava" not in as_brno_editor.get(ADDRESS).content.decode()
    query = {"city": "ostrava", "language": "en"}
    assert as_brno_editor.get("/admin/map/print/", query).status_code == 404


def test_a_file_that_cannot_be_used_is_refused_with_its_reason(
    city: Site, as_ostrava_editor: Client
) -> None:
    answer = send(as_ostrava_editor, city, "lat,lon\n1,2\n")
    page = as_ostrava_editor.get(answer.url, follow=True).content.decode()
    assert "The first line must name the columns" in page
    assert PlaceImport.objects.count() == 0


def test_an_editor_may_not_publish_by_importing(
    city: Site, as_ostrava_editor: Client
) -> None:
    answer = send(as_ostrava_editor, city, HEADER + GOOD, publish="on")
    assert "You may not add or publish places there." in answer.content.decode()
    assert PlaceImport.objects.count() == 0
