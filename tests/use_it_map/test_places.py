"""What a place is, in the database and in its languages."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import PageLogEntry, Site

from cms.models import User
from tests import factories
from tests.use_it_map.factories import category, place
from use_it_map.choices import PlaceSource, Verifier
from use_it_map.geography import errors
from use_it_map.models import PlacePage
from use_it_map.services.place import NotAllowed, place_verify

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 5, 4)


def test_a_place_is_verified_in_every_language_and_keeps_its_drafts(
    ostrava: Site, ostrava_moderator: User
) -> None:
    page = place(ostrava, "Clinic", languages=["en"])
    czech = factories.translate(page, "cs", title="Ordinace")
    czech.title = "Nová ordinace"
    czech.save_revision()

    place_verify(place=page, user=ostrava_moderator, today=TODAY)

    page.refresh_from_db()
    czech.refresh_from_db()
    assert page.verified_on == czech.verified_on == TODAY
    assert page.verified_by == czech.verified_by == Verifier.CENTRE
    assert page.review_due_on == czech.review_due_on == dt.date(2027, 5, 4)
    assert czech.title == "Ordinace"
    draft = czech.get_latest_revision_as_object()
    assert (draft.title, draft.verified_on) == ("Nová ordinace", TODAY)
    logged = PageLogEntry.objects.filter(action="use_it_map.place.verified")
    assert {entry.user for entry in logged} == {ostrava_moderator}


def test_an_editor_of_another_city_cant_verify_it(
    ostrava: Site, brno_moderator: User
) -> None:
    page = place(ostrava)

    with pytest.raises(NotAllowed):
        place_verify(place=page, user=brno_moderator, today=TODAY)

    page.refresh_from_db()
    assert page.verified_on is None
    assert not PageLogEntry.objects.filter(action="use_it_map.place.verified").exists()


def test_what_comes_from_openstreetmap_stays_under_its_licence(ostrava: Site) -> None:
    page = place(ostrava)
    page.source = PlaceSource.OSM

    with pytest.raises(ValidationError) as raised:
        page.full_clean()

    assert list(raised.value.message_dict) == ["data_licence"]
    with pytest.raises(IntegrityError), transaction.atomic():
        PlacePage.objects.filter(pk=page.pk).update(source="osm")


def test_a_category_stands_at_most_one_level_below_another() -> None:
    health = category("health")
    doctors = category("doctors", parent=health)

    with pytest.raises(ValidationError, match="one of the widest categories"):
        category("dentists", parent=doctors).clean()
    health.parent = category("services")
    with pytest.raises(ValidationError, match="Others belong to this category"):
        health.clean()


def test_a_point_is_told_what_is_wrong_with_it(ostrava: Site) -> None:
    city = factories.set_settings(
        ostrava, south=Decimal("49.7"), north=Decimal("49.9"), west=Decimal("18.1")
    )
    city.east = Decimal("18.4")

    def codes(latitude: str, longitude: str) -> dict[str, str | None]:
        found = errors(Decimal(latitude), Decimal(longitude), city=city)
        return {field: error.code for field, error in found.items()}

    assert codes("49.8", "18.2") == {}
    assert codes("18.2", "49.8") == {"latitude": "swapped"}
    assert codes("50.1", "18.2") == {"latitude": "outside"}
    assert codes("49.7", "18.5") == {"longitude": "outside"}
    assert errors(None, Decimal(18)) == {}
