"""The map's desk in the admin: lists, queues, bulk actions, each city its own."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from cms.models import User
from tests import factories
from tests.use_it_map.factories import category, place
from tests.use_it_map.test_suggestions import suggested
from use_it_map.models import OwnerLink, PlacePage, PlaceSuggestion
from use_it_map.services.owner_links import owner_ask

pytestmark = pytest.mark.django_db
PLACES = reverse("use_it_map_places:index")
QUEUE = reverse("use_it_map_verification")
SUGGESTIONS = reverse("use_it_map_suggestions:index")
LISTS = (
    PLACES,
    f"{PLACES}?q=Taj",
    f"{PLACES}?state=open&source=own&freshness=overdue",
    reverse("use_it_map_places:index_results"),
    QUEUE,
    f"{QUEUE}?export=csv",
    reverse("use_it_map_verification_results"),
    SUGGESTIONS,
    f"{SUGGESTIONS}?state=",
    f"{SUGGESTIONS}?q=Taj",
    reverse("use_it_map_suggestions:index_results"),
    reverse("use_it_map_map"),
    reverse("wagtailadmin_home"),
)


def act(page: PlacePage, do: str) -> tuple[str, dict[str, str]]:
    return reverse("use_it_map_place_act", args=[page.pk]), {"do": do}


def bulk(action: str, *pages: PlacePage) -> str:
    url = reverse("wagtail_bulk_action", args=["use_it_map", "placepage", action])
    return f"{url}?" + "&".join(f"id={page.pk}" for page in pages)


def text(response: Any) -> str:
    found = b"".join(response) if response.streaming else response.content
    return str(found.decode())


def test_no_list_shows_another_citys_places_or_suggestions(
    ostrava: Site, brno: Site, as_ostrava_moderator: Client, as_brno_moderator: Client
) -> None:
    page = place(brno, "Tajna cafe", owner_email="tajna@example.com")
    place(brno, "Tajna draft", live=False)
    suggested(brno, place=page, proposed={"phone": "2"}, message="Tajna zprava")

    for url in LISTS:
        city = f"{'&' if '?' in url else '?'}city={brno.pk}&site={brno.pk}"
        for address in (url, url + city):
            assert "Tajna" not in text(as_ostrava_moderator.get(address)), address

    shown = [url for url in LISTS if "Tajna" in text(as_brno_moderator.get(url))]
    assert set(LISTS) - set(shown) == {reverse("wagtailadmin_home")}


def test_nothing_can_be_done_to_another_citys_places_or_suggestions(
    ostrava: Site, brno: Site, as_ostrava_moderator: Client, ostrava_moderator: User
) -> None:
    page = place(brno, "Tajna cafe", owner_email="tajna@example.com")
    suggestion = suggested(brno, place=page, proposed={"phone": "2"})
    review = reverse("use_it_map_suggestions:review", args=[suggestion.pk])
    before = page.latest_revision_id
    posts = [
        (review, {"do": "accept"}),
        (review, {"do": "decline", "reason": "No."}),
        *(act(page, do) for do in ("verify", "ask", "end")),
        (bulk("verify", page), {}),
        (bulk("set_state", page), {"state": "closed"}),
        (bulk("assign", page), {"maintainer": ostrava_moderator.pk}),
        (bulk("verify", page).replace(f"id={page.pk}", "id=all"), {}),
    ]

    answers = [as_ostrava_moderator.post(url, data) for url, data in posts]
    looked = as_ostrava_moderator.get(review)
    entered = as_ostrava_moderator.get(
        reverse("use_it_map_duplicates"),
        {
            "title": page.title,
            "latitude": page.latitude,
            "longitude": page.longitude,
            "city": brno.pk,
        },
    )

    assert [answer.status_code for answer in answers] == [404] * len(posts)
    assert looked.status_code == 404
    assert entered.json() == {"results": []}
    page.refresh_from_db()
    suggestion.refresh_from_db()
    assert page.latest_revision_id == before
    assert suggestion.is_waiting
    assert not OwnerLink.objects.exists()


def test_a_name_is_no_formula_in_the_table_of_the_queue(
    ostrava: Site, as_ostrava_editor: Client
) -> None:
    place(ostrava, "=HYPERLINK(1)")
    lines = text(as_ostrava_editor.get(f"{QUEUE}?export=csv")).splitlines()
    assert [line.split(",")[0] for line in lines] == ["Title", "'=HYPERLINK(1)"]
    assert as_ostrava_editor.get(f"{QUEUE}?export=xlsx").status_code == 200


def test_the_queue_begins_with_what_was_never_verified(
    ostrava: Site, as_ostrava_editor: Client
) -> None:
    today = timezone.localdate()
    old = place(ostrava, "Old", verified_on=today - dt.timedelta(days=900))
    older = place(ostrava, "Older", verified_on=today - dt.timedelta(days=1000))
    never = place(ostrava, "Never")
    factories.translate(never, "cs", title="Nikdy")
    place(ostrava, "Fresh", verified_on=today)
    place(ostrava, "Closed", state="closed")
    place(ostrava, "Draft", live=False)

    listed = as_ostrava_editor.get(QUEUE).context["object_list"]

    assert [each.title for each in listed if each.locale.language_code == "en"] == [
        never.title,
        older.title,
        old.title,
    ]


def test_lists_cost_the_same_whatever_their_length(
    ostrava: Site, as_ostrava_editor: Client
) -> None:
    maps = reverse("use_it_map_map")

    def fill(count: int) -> None:
        for number in range(count):
            page = place(ostrava)
            suggested(ostrava, place=page, proposed={"phone": str(number)})

    def costs() -> list[int]:
        found = []
        for url in (QUEUE, SUGGESTIONS, PLACES, maps):
            with CaptureQueriesContext(connection) as queries:
                as_ostrava_editor.get(url)
            found.append(len(queries))
        return found

    fill(5)
    costs()  # what is kept from one request to the next
    few = costs()
    fill(20)
    costs()

    assert costs() == few
    assert max(few) <= 50


def test_one_click_verifies_asks_or_ends_a_link(
    ostrava: Site, as_ostrava_moderator: Client
) -> None:
    page = place(ostrava, "Clinic", owner_email="owner@example.com")

    as_ostrava_moderator.post(*act(page, "ask"))
    again = as_ostrava_moderator.post(*act(page, "ask"), follow=True)
    link = OwnerLink.objects.get()
    assert "hasn&#x27;t answered yet" in text(again)
    as_ostrava_moderator.post(*act(page, "end"))
    as_ostrava_moderator.post(*act(page, "verify"))

    link.refresh_from_db()
    page.refresh_from_db()
    assert link.revoked_at is not None
    assert (page.verified_on, page.verified_by) == (timezone.localdate(), "centre")
    assert as_ostrava_moderator.get(act(page, "verify")[0]).status_code == 405


def test_all_places_of_the_list_are_changed_on_all_its_pages_and_no_others(
    ostrava: Site, brno: Site, as_ostrava_moderator: Client, as_administrator: Client
) -> None:
    today = timezone.localdate()
    for number in range(25):
        place(ostrava, f"Clinic {number}")
    cafes = category("cafes")
    place(ostrava, "Café", category=cafes, state="temporarily_closed")
    place(ostrava, "Bar", category=cafes)
    place(brno, "Clinic of Brno")

    def verified() -> set[str]:
        found = PlacePage.objects.filter(verified_on=today)
        titles = {page.title for page in found}
        found.update(verified_on=None)
        return titles

    def verify(query: str, client: Client) -> set[str]:
        url = bulk("verify") + f"id=all&{query}"
        asked = text(client.get(url))
        assert "Clinic of Brno" not in asked or client is as_administrator
        assert client.post(url).status_code == 302
        return verified()

    clinics = {f"Clinic {number}" for number in range(25)}
    mine = as_ostrava_moderator
    assert verify("p=2", mine) == {*clinics, "Café", "Bar"}
    assert verify("state=temporarily_closed", mine) == {"Café"}
    assert verify(f"category={cafes.pk}&next=/admin/", mine) == {"Café", "Bar"}
    assert verify("q=clinic", mine) == clinics
    assert verify("q=clinic", as_administrator) == {*clinics, "Clinic of Brno"}
    nothing = bulk("verify") + f"id=all&city={brno.pk}&q=Brno"
    assert mine.post(nothing).status_code == 404


def test_places_are_changed_in_bulk(
    ostrava: Site,
    as_ostrava_moderator: Client,
    ostrava_moderator: User,
    ostrava_editor: User,
    brno_editor: User,
) -> None:
    one, two = place(ostrava, "One"), place(ostrava, "Two")
    czech = factories.translate(one, "cs", title="Jedna")
    client = as_ostrava_moderator

    assert "One" in text(client.get(bulk("verify", one, two)))
    client.post(bulk("verify", one, two))
    client.post(bulk("set_state", one), {"state": "closed"})
    client.post(bulk("assign", one, two), {"maintainer": ostrava_editor.pk})
    foreign = client.post(bulk("assign", two), {"maintainer": brno_editor.pk})
    wrong = client.post(bulk("set_state", two), {"state": "burnt"})

    for page in (one, two, czech):
        page.refresh_from_db()
    today = timezone.localdate()
    assert one.verified_on == two.verified_on == czech.verified_on == today
    assert (one.state, two.state, czech.state) == ("closed", "open", "closed")
    assert one.maintainer == two.maintainer == ostrava_editor
    assert foreign.status_code == wrong.status_code == 200  # the form again


def test_editors_who_may_not_publish_set_no_state(
    ostrava: Site, as_ostrava_editor: Client
) -> None:
    page = place(ostrava, "One")

    as_ostrava_editor.post(bulk("set_state", page), {"state": "closed"})

    page.refresh_from_db()
    assert page.state == "open"


def test_places_are_filtered(ostrava: Site, as_ostrava_editor: Client) -> None:
    health = category("health")
    dentists = category("dentists", parent=health)
    place(ostrava, "Dentist", category=dentists, languages=["uk"])
    place(ostrava, "Closed", state="temporarily_closed", category=category("pubs"))

    def found(query: str) -> list[str]:
        listed = as_ostrava_editor.get(f"{PLACES}?{query}").context["object_list"]
        return [each.title for each in listed]

    assert found("") == ["Closed", "Dentist"]
    assert found(f"category={health.pk}") == found("spoken=UK") == ["Dentist"]
    assert found("state=temporarily_closed") == ["Closed"]
    assert found(f"city={ostrava.pk}&freshness=overdue") == ["Closed", "Dentist"]
    assert found("freshness=fresh") == found("source=osm") == []


def test_a_suggestion_is_shown_as_a_difference_and_decided(
    ostrava: Site, as_ostrava_moderator: Client
) -> None:
    page = place(ostrava, "Clinic", phone="1", wheelchair="no")
    proposed = {"phone": "<b>2</b>", "wheelchair": "yes", "languages": ["uk"]}
    suggestion = suggested(ostrava, place=page, proposed=proposed)
    other = suggested(ostrava, "wrong", place=page, message="The door is green.")
    client = as_ostrava_moderator

    def review(each: PlaceSuggestion) -> str:
        return reverse("use_it_map_suggestions:review", args=[each.pk])

    shown = text(client.get(review(suggestion)))
    assert "<del>1</del>" in shown
    assert "<ins>&lt;b&gt;2&lt;/b&gt;</ins>" in shown
    assert "<del>No</del>" in shown

    accepted = client.post(review(suggestion), {"do": "accept"})
    assert accepted["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    again = client.post(review(suggestion), {"do": "accept"})
    assert again["Location"] == SUGGESTIONS
    assert "Write a reason" in text(client.post(review(other), {"do": "decline"}))
    client.post(review(other), {"do": "decline", "reason": "It is blue."})

    assert text(client.get(SUGGESTIONS)).count("The door is green.") == 0
    decided = text(client.get(review(other)))
    assert "It is blue." in decided
    assert "<button" not in decided.partition("vitej-facts")[2].partition("</main>")[0]


def test_duplicates_are_told_while_a_place_is_entered(
    ostrava: Site, as_ostrava_editor: Client
) -> None:
    there = place(ostrava, "Café Daniel")

    def told(**asked: Any) -> list[str]:
        given = {
            "title": "cafe daniel",
            "latitude": "49,834967",
            "longitude": "18.282084",
            "city": ostrava.pk,
        } | asked
        answer = as_ostrava_editor.get(reverse("use_it_map_duplicates"), given)
        return [each["title"] for each in answer.json()["results"]]

    assert told() == ["Café Daniel"]
    assert told(place=there.pk) == told(title="") == told(latitude="x") == []
    assert told(latitude="NaN") == told(latitude="91") == told(city="x") == []


def test_only_hub_administrators_change_categories(
    ostrava: Site, as_ostrava_moderator: Client, as_administrator: Client
) -> None:
    doctors = category("doctors")
    url = reverse("wagtailsnippets_use_it_map_placecategory:edit", args=[doctors.pk])

    assert as_ostrava_moderator.get(url).status_code == 302
    assert as_administrator.get(url).status_code == 200


def test_a_link_is_asked_for_once_in_all_languages(
    ostrava: Site, as_ostrava_moderator: Client
) -> None:
    page = place(ostrava, "Clinic", owner_email="owner@example.com")
    czech = factories.translate(page, "cs", title="Ordinace")
    owner_ask(place=page, user=None, now=timezone.now())

    as_ostrava_moderator.post(*act(czech, "ask"))

    assert OwnerLink.objects.count() == 1
