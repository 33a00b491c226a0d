"""What visitors suggest waits for the centre, which accepts or declines it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import PageLogEntry, Site

from cms.models import User
from tests import factories
from tests.use_it_map.factories import category, map_page, place
from use_it_map.models import PlacePage, PlaceSuggestion
from use_it_map.privacy import erase, export
from use_it_map.services import suggestions
from use_it_map.services.place import place_set_state
from use_it_map.services.suggestions import (
    ACCEPT,
    AlreadyDecided,
    NewSuggestion,
    NoMap,
    NotAllowed,
    TooManyWaiting,
    suggestion_accept,
    suggestion_add,
    suggestion_decline,
    suggestions_forget_people,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 5, 4, 10, tzinfo=dt.UTC)
NEW = {
    "title": "Bazar",
    "description": "Second-hand things.",
    "latitude": 49.83,
    "longitude": 18.28,
}


def suggested(site: Site, kind: str = "change", **fields: Any) -> PlaceSuggestion:
    facts = {"locale": factories.locale("en")}
    said = NewSuggestion(site=site, kind=kind, **(facts | fields))
    return suggestion_add(said=said, now=NOW)


def test_an_accepted_change_becomes_a_draft_in_every_language(
    ostrava: Site, ostrava_editor: User
) -> None:
    page = place(ostrava, "Clinic", phone="1")
    czech = factories.translate(page, "cs", title="Ordinace")
    proposed = {"title": "New clinic", "phone": "2", "opening_hours": "mo 8:00-9:00"}
    suggestion = suggested(ostrava, place=page, proposed=proposed)

    changed = suggestion_accept(suggestion=suggestion, user=ostrava_editor, now=NOW)

    assert changed == page
    page.refresh_from_db()
    czech.refresh_from_db()
    assert (page.title, page.phone, page.has_unpublished_changes) == (
        "Clinic",
        "1",
        True,
    )
    drafts = [each.get_latest_revision_as_object() for each in (page, czech)]
    assert [(d.title, d.phone, d.opening_hours) for d in drafts] == [
        ("New clinic", "2", "Mo 08:00-09:00"),
        ("Ordinace", "2", "Mo 08:00-09:00"),
    ]
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.decided_by) == ("accepted", ostrava_editor)
    assert PageLogEntry.objects.filter(action=ACCEPT, page=page.pk).count() == 1
    with pytest.raises(AlreadyDecided):
        suggestion_accept(suggestion=suggestion, user=ostrava_editor, now=NOW)


def test_proposed_languages_agree_in_all_translations_and_keep_what_is_known(
    ostrava: Site, ostrava_editor: User
) -> None:
    page = place(ostrava, "Clinic", languages=["en", "de"])
    page.languages.filter(tag="en").update(level="native", who="Eve")
    czech = factories.translate(page, "cs", title="Ordinace")
    suggestion = suggested(ostrava, place=page, proposed={"languages": ["uk", "en"]})

    suggestion_accept(suggestion=suggestion, user=ostrava_editor, now=NOW)

    drafts = [
        PlacePage.objects.get(pk=each.pk).get_latest_revision_as_object()
        for each in (page, czech)
    ]
    for draft in drafts:
        draft.save_revision().publish()
    ours, theirs = (
        list(
            PlacePage.objects.get(pk=each.pk).languages.values_list(
                "translation_key", "tag", "level", "who", "locale__language_code"
            )
        )
        for each in (page, czech)
    )
    assert [row[:-1] for row in ours] == [row[:-1] for row in theirs]
    assert [row[1:] for row in ours] == [
        ("uk", "good", "", "en"),
        ("en", "native", "Eve", "en"),
    ]
    assert {row[-1] for row in theirs} == {"cs"}


def test_a_copy_that_follows_the_page_holds_nothing_up(
    ostrava: Site, ostrava_moderator: User
) -> None:
    page = place(ostrava, "Clinic", phone="1")
    factories.translate(map_page(ostrava), "cs", title="Mapa")
    alias = page.copy_for_translation(factories.locale("cs"), alias=True)
    suggestion = suggested(ostrava, place=page, proposed={"phone": "2"})

    place_set_state(place=page, state="closed", user=ostrava_moderator)
    suggestion_accept(suggestion=suggestion, user=ostrava_moderator, now=NOW)

    alias.refresh_from_db()
    assert (alias.state, alias.phone) == ("closed", "1")


def test_only_so_many_visitors_suggestions_wait(
    ostrava: Site, brno: Site, ostrava_editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggestions, "MOST_OF_CITY", 3)
    monkeypatch.setattr(suggestions, "MOST_OF_PLACE", 2)
    clinic, pub = place(ostrava, "Clinic"), place(ostrava, "Pub")
    first = suggested(ostrava, place=clinic, proposed={"phone": "1"})
    suggested(ostrava, place=clinic, proposed={"phone": "2"})

    with pytest.raises(TooManyWaiting):  # about the place
        suggested(ostrava, place=clinic, proposed={"phone": "3"})
    suggested(ostrava, "closed", place=pub)
    with pytest.raises(TooManyWaiting):  # for the city
        suggested(ostrava, "new", proposed=NEW)
    assert PlaceSuggestion.objects.count() == 3

    suggested(brno, "new", proposed=NEW)
    suggested(ostrava, place=clinic, proposed={"phone": "4"}, source="owner")
    suggestion_decline(suggestion=first, user=ostrava_editor, reason="No.", now=NOW)
    suggested(ostrava, place=clinic, proposed={"phone": "5"})
    assert PlaceSuggestion.objects.waiting().count() == 5


def test_an_accepted_new_place_is_a_draft_below_the_map(
    ostrava: Site, ostrava_editor: User
) -> None:
    map_page(ostrava)
    shops = category("shops")
    proposed = {**NEW, "category": "shops", "languages": ["uk", "en", "uk"]}
    suggestion = suggested(ostrava, "new", proposed=proposed)

    page = suggestion_accept(suggestion=suggestion, user=ostrava_editor, now=NOW)

    assert page is not None
    draft = page.get_latest_revision_as_object()
    assert (draft.live, draft.title, draft.category) == (False, "Bazar", shops)
    assert draft.latitude == Decimal("49.830000")
    assert [row.tag for row in draft.languages.all()] == ["uk", "en"]
    suggestion.refresh_from_db()
    assert suggestion.place_id == page.pk


def test_a_place_needs_a_map_in_its_language(
    ostrava: Site, ostrava_editor: User
) -> None:
    suggestion = suggested(ostrava, "new", proposed=NEW)

    with pytest.raises(NoMap):
        suggestion_accept(suggestion=suggestion, user=ostrava_editor, now=NOW)

    suggestion.refresh_from_db()
    assert suggestion.is_waiting
    assert not PlacePage.objects.exists()


def test_a_place_that_is_closed_says_so_in_its_draft(
    ostrava: Site, ostrava_editor: User
) -> None:
    page = place(ostrava, "Clinic")
    suggestion = suggested(ostrava, "closed", place=page)

    suggestion_accept(suggestion=suggestion, user=ostrava_editor, now=NOW)

    page.refresh_from_db()
    assert page.state == "open"
    assert page.get_latest_revision_as_object().state == "closed"


def test_another_citys_editor_decides_nothing(
    ostrava: Site, brno: Site, brno_moderator: User
) -> None:
    page = place(ostrava, "Clinic")
    suggestion = suggested(ostrava, place=page, proposed={"phone": "2"})
    arguments: Any = {"suggestion": suggestion, "user": brno_moderator, "now": NOW}

    with pytest.raises(NotAllowed):
        suggestion_accept(**arguments)
    with pytest.raises(NotAllowed):
        suggestion_decline(reason="No.", **arguments)

    suggestion.refresh_from_db()
    page.refresh_from_db()
    assert suggestion.is_waiting
    assert not page.has_unpublished_changes


def test_declining_needs_a_reason_and_changes_nothing_else(
    ostrava: Site, ostrava_editor: User
) -> None:
    page = place(ostrava, "Clinic")
    suggestion = suggested(ostrava, place=page, proposed={"phone": "2"})
    arguments: Any = {"suggestion": suggestion, "user": ostrava_editor, "now": NOW}

    with pytest.raises(ValidationError):
        suggestion_decline(reason=" ", **arguments)
    suggestion_decline(reason="We called them.", **arguments)

    suggestion.refresh_from_db()
    page.refresh_from_db()
    assert (suggestion.state, suggestion.reason) == ("declined", "We called them.")
    assert not page.has_unpublished_changes


@pytest.mark.parametrize(
    ("kind", "proposed", "field"),
    [
        ("new", {}, "title"),
        ("new", {**NEW, "latitude": None}, "latitude"),
        ("new", {**NEW, "latitude": 18.28, "longitude": 49.83}, "latitude"),
        ("new", {**NEW, "latitude": 50.5}, "latitude"),
        ("new", {**NEW, "latitude": float("nan")}, "latitude"),
        ("new", {**NEW, "category": "nothing"}, "category"),
        ("new", {**NEW, "languages": ["<b>"]}, "languages"),
        (
            "new",
            {**NEW, "languages": [f"x{a}" for a in "abcdefghijklmnopqrstu"]},
            "languages",
        ),
        ("change", {"latitude": 49.8}, "longitude"),
        ("change", {"opening_hours": "SH off"}, "opening_hours"),
        ("change", {"website": "javascript:alert(1)"}, "website"),
        ("change", {"website": "https://ostrava.cz@example.com/"}, "website"),
        ("change", {"booking_url": "ftp://example.com/"}, "booking_url"),
        ("change", {"wheelchair": "maybe"}, "wheelchair"),
        ("change", {"title": "x" * 256}, "title"),
        ("change", {"description": "x" * 5001}, "description"),
        ("change", {"phone": "\x00"}, "phone"),
        ("change", {}, "__all__"),
    ],
)
def test_what_cant_stand_there_is_told_by_field(
    ostrava: Site, kind: str, proposed: dict[str, Any], field: str
) -> None:
    bounds = {"south": 49.74, "north": 49.91, "west": 18.1, "east": 18.4}
    factories.set_settings(ostrava, **bounds)
    page = None if kind == "new" else place(ostrava)

    with pytest.raises(ValidationError) as raised:
        suggested(ostrava, kind, place=page, proposed=proposed)

    found = getattr(raised.value, "message_dict", {"__all__": []})
    assert field in found
    assert not PlaceSuggestion.objects.exists()


def test_people_are_exported_erased_and_forgotten(
    ostrava: Site, ostrava_editor: User
) -> None:
    page = place(ostrava, "Clinic", owner_email="Anna@example.com")
    first, second = (
        suggested(
            ostrava, place=page, proposed={"phone": str(n)}, email="anna@example.com"
        )
        for n in (1, 2)
    )
    suggestion_decline(suggestion=first, user=ostrava_editor, reason="Known.", now=NOW)
    later = NOW + dt.timedelta(days=91)

    told = export("ANNA@example.com")
    assert [each["proposed"] for each in told["suggestions"]] == [
        {"phone": "1"},
        {"phone": "2"},
    ]
    assert [each["place"] for each in told["owner_of"]] == ["Clinic"]
    assert suggestions_forget_people(now=later) == 1
    second.refresh_from_db()
    assert second.email == "anna@example.com"

    assert erase("anna@example.com") == 3  # a suggestion, the place, its version

    second.refresh_from_db()
    page.refresh_from_db()
    assert (second.email, page.owner_email) == ("", "")
    assert page.get_latest_revision_as_object().owner_email == ""
    assert second.proposed == {"phone": "2"}
