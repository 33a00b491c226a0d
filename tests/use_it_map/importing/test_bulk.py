"""Places that are written in bulk are as if each had been saved by Wagtail."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision, Site
from wagtail.search.models import IndexEntry
from wagtail.signals import page_published

from cms.models import User
from cms.selectors.content import versions
from tests import factories
from tests.use_it_map.factories import category, map_page
from tests.use_it_map.importing.test_services import CAFE, DOCTOR, HEADER, bring
from use_it_map.importing.plan import Planned
from use_it_map.models import PlaceLanguage, PlacePage
from use_it_map.services.import_writing import IMPORTED, Writer

pytestmark = pytest.mark.django_db

ITS_OWN = {
    *("id", "page_ptr_id", "path", "slug", "url_path", "translation_key"),
    *("latest_revision_id", "live_revision_id", "latest_revision_created_at"),
    *("first_published_at", "last_published_at", "external_id"),
}
"""The columns in which two pages of the same content differ."""

NAMES_OF_ITS_OWN = {*ITS_OWN, "pk", "latest_revision", "live_revision", "live"}
"""What two revisions of the same content differ in; `live` is said by the page."""

FULL = (
    "id,name,lat,lon,category,description,opening_hours,languages,phone,verified_on\n"
    "{id},Café,49.83,18.28,cafes; doctors,Cakes,Mo 08:00-10:00,en:native:Eve; uk,"
    "+420 555,2026-05-05\n"
)


@pytest.fixture
def city(ostrava: Site) -> Site:
    factories.set_settings(ostrava, south=49.7, north=49.95, west=18.0, east=18.45)
    map_page(ostrava)
    category("cafes")
    category("doctors", osm_tag="amenity=doctors")
    return ostrava


def one_by_one(self: Writer, rows: list[Planned]) -> None:
    """Write rows as Wagtail saves pages."""
    for row in rows:
        page = PlacePage(
            title=row.values["name"], slug=f"p{row.key[1]}", owner=self.user, live=False
        )
        page.locale = self.parent.locale
        self._apply(page, row.values)
        self.parent.add_child(instance=page)
        revision = page.save_revision(user=self.user)
        if self.publish:
            revision.publish(user=self.user, log_action=False)
        PageLogEntry.objects.log_action(
            page,
            IMPORTED,
            user=self.user,
            revision=revision,
            data=self._data(row),
            content_changed=True,
        )


def kept_of(page: PlacePage) -> dict[str, Any]:
    """Return all that the database has of a page."""
    columns = {each.attname: getattr(page, each.attname) for each in page._meta.fields}
    revision = page.latest_revision
    assert revision is not None
    entry = IndexEntry.objects.get(
        object_id=page.pk, content_type=ContentType.objects.get_for_model(PlacePage)
    )
    return {
        "columns": {name: columns[name] for name in columns.keys() - ITS_OWN},
        "languages": list(page.languages.values_list("tag", "level", "who", "locale")),
        "further": [each.slug for each in page.further_categories.all()],
        "revision": plain(revision.content),
        "of the revision": (
            revision.content_type_id,
            revision.base_content_type_id,
            revision.object_str,
            revision.user_id,
            page.live_revision_id == (revision.pk if page.live else None),
        ),
        "log": list(
            PageLogEntry.objects.filter(page=page)
            .order_by("pk")
            .values_list(
                *("action", "label", "data", "user", "content_type"),
                *("content_changed", "deleted", "revision__object_str"),
            )
        ),
        "search": (entry.title, entry.autocomplete, entry.body),
        "references": sorted(
            ReferenceIndex.objects.filter(object_id=page.pk).values_list(
                *("content_type", "base_content_type", "to_content_type"),
                *("to_object_id", "model_path"),
            )
        ),
    }


def plain(content: Any) -> Any:
    """Return the content of a revision without what each page has for itself."""
    if isinstance(content, list):
        return [plain(each) for each in content]
    if not isinstance(content, dict):
        return content
    own = NAMES_OF_ITS_OWN | {"place", "has_unpublished_changes"}
    return {name: plain(each) for name, each in content.items() if name not in own}


@pytest.mark.parametrize("publish", [True, False])
def test_a_page_is_as_if_wagtail_had_saved_it(
    city: Site,
    ostrava_moderator: User,
    monkeypatch: pytest.MonkeyPatch,
    publish: bool,
) -> None:
    options: dict[str, Any] = {
        "publish": publish,
        "user": ostrava_moderator,
        "duplicates": True,
    }
    bring(city, FULL.format(id=1), **options)
    with monkeypatch.context() as patched:
        patched.setattr(Writer, "write", one_by_one)
        bring(city, FULL.format(id=2), **options)

    ours = PlacePage.objects.get(external_id=1)
    wagtails = PlacePage.objects.get(external_id=2)
    assert kept_of(ours) == kept_of(wagtails)
    assert Page.find_problems() == ([], [], [], [], [])
    assert ours.get_parent() == wagtails.get_parent()


def test_imported_places_can_be_found_edited_and_looked_back_at(
    city: Site, as_ostrava_moderator: Client
) -> None:
    bring(city, HEADER + CAFE + DOCTOR, publish=True)
    bring(city, HEADER + CAFE.replace("Cakes", "Bread") + DOCTOR)
    cafe = PlacePage.objects.get(title="Café")

    assert [page.title for page in PlacePage.objects.search("bread")] == ["Café"]
    assert list(PlacePage.objects.search("cakes")) == []
    edit = as_ostrava_moderator.get(f"/admin/pages/{cafe.pk}/edit/").content.decode()
    assert "Bread" in edit
    history = as_ostrava_moderator.get(f"/admin/pages/{cafe.pk}/history/")
    assert [entry.action for entry in history.context["object_list"]] == [
        IMPORTED,
        IMPORTED,
        "wagtail.create",
    ]
    first = Revision.objects.filter(object_id=cafe.pk).earliest("pk")
    first.publish()
    cafe.refresh_from_db()
    assert (cafe.description, cafe.live) == ("Cakes", True)
    assert [each.tag for each in cafe.languages.all()] == ["en"]


def test_readers_of_this_city_alone_get_new_answers_once_a_batch(
    city: Site, brno: Site
) -> None:
    def changed() -> set[int | None]:
        now = versions()
        found = {key for key in now if now[key] != known.get(key)}
        known.update(now)
        return found

    known: dict[int | None, Any] = {}
    changed()
    bring(city, HEADER + CAFE)
    assert changed() == set()
    bring(city, HEADER + DOCTOR, publish=True)
    assert changed() == {city.pk}
    bring(city, HEADER + DOCTOR.replace("Pills", "Salves"))
    assert changed() == {city.pk}
    bring(city, HEADER + DOCTOR.replace("Pills", "Salves"))
    assert changed() == set()


def test_who_listens_hears_of_each_place_that_readers_see(city: Site) -> None:
    heard = []

    def hear(instance: Page, revision: Revision, **_kwargs: Any) -> None:
        heard.append((instance.title, revision.pk == instance.live_revision_id))

    page_published.connect(hear, sender=PlacePage)
    try:
        bring(city, HEADER + CAFE + DOCTOR, publish=True)
        bring(city, HEADER + CAFE.replace("Café", "Coffee") + DOCTOR)
    finally:
        page_published.disconnect(hear, sender=PlacePage)

    assert heard == [("Café", True), ("Doctor", True), ("Coffee", True)]


def test_languages_agree_in_all_translations_and_keep_their_words(city: Site) -> None:
    bring(city, HEADER + CAFE, publish=True)
    cafe = PlacePage.objects.get()
    czech = factories.translate(cafe, "cs", title="Kavárna")
    czech.languages = [
        PlaceLanguage(
            tag="en", who="Eva", translation_key=cafe.languages.get().translation_key
        )
    ]
    czech.save_revision().publish()
    before = cafe.languages.get().pk

    bring(city, HEADER + CAFE.replace("en:native:Eve", "uk; en:good:Ann"))
    cafe, czech = (PlacePage.objects.get(pk=page.pk) for page in (cafe, czech))

    keys = [
        dict(page.languages.values_list("tag", "translation_key"))
        for page in (cafe, czech)
    ]
    assert keys[0] == keys[1]
    assert set(keys[0]) == {"uk", "en"}
    assert cafe.languages.get(tag="en").pk == before
    assert [page.languages.get(tag="en").who for page in (cafe, czech)] == [
        "Ann",
        "Eva",
    ]
    assert [page.languages.get(tag="en").level for page in (cafe, czech)] == [
        "good",
        "good",
    ]


def test_categories_change_with_the_file(city: Site) -> None:
    bring(city, HEADER + CAFE, publish=True)
    bring(city, HEADER + CAFE.replace("cafes", '"doctors; cafes"'))
    page = PlacePage.objects.get()
    assert page.category.slug == "doctors"
    assert [each.slug for each in page.further_categories.all()] == ["cafes"]
    bring(city, HEADER + CAFE.replace("cafes", "doctors"))
    assert not PlacePage.objects.get().further_categories.exists()


def test_what_is_derived_follows_a_change(city: Site) -> None:
    text = FULL.format(id=1)
    bring(city, text, publish=True)
    bring(city, text.replace("Café", "Aaa").replace("2026-05-05", "2026-06-05"))
    page = PlacePage.objects.get()
    again = PlacePage.objects.get()
    again.save()
    assert (page.sort_key, page.review_due_on) == (again.sort_key, again.review_due_on)
    assert str(page.review_due_on) == "2027-06-05"
    assert (page.draft_title, page.has_unpublished_changes) == ("Aaa", False)


def test_a_copy_that_follows_the_page_follows_an_import(city: Site) -> None:
    bring(city, HEADER + CAFE, publish=True)
    page = PlacePage.objects.get()
    factories.translate(map_page(city), "cs", title="Mapa")
    alias = page.copy_for_translation(factories.locale("cs"), alias=True)
    bring(city, HEADER + CAFE.replace("Cakes", "Bread"))
    alias.refresh_from_db()
    assert (alias.description, alias.live) == ("Bread", True)


def test_more_rows_take_hardly_more_statements(city: Site) -> None:
    def statements(first: int, count: int) -> int:
        numbers = range(first, first + count)
        lines = "".join(f"{n},P{n},49.8,18.2,cafes,x,,en\n" for n in numbers)
        with CaptureQueriesContext(connection) as queries:
            bring(city, HEADER + lines)
        return len(queries)

    few, many = statements(100, 5), statements(200, 55)
    # What a place refers to is noted place by place.
    assert many - few <= 50 * 4 + 20
