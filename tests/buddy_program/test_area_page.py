"""The pages behind the link: forms that work without scripts and are kept nowhere."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.utils import timezone
from wagtail.models import Site

from buddy_program.choices import ParticipantState as State
from buddy_program.models import CheckIn, Concern, Message, Participant, Programme
from buddy_program.services.personal_links import link_issue
from cms.models import CitySettings
from tests.buddy_program import factories

pytestmark = pytest.mark.django_db

AREA = "/buddy_program/ostrava/en/area/"
SEND = "/buddy_program/ostrava/en/send/"
UNSAID = {"age": "unsaid", "family": "unsaid", "gender": ""}


@pytest.fixture
def programme(ostrava: Site) -> Programme:
    return factories.programme(ostrava, districts=["Poruba"])


def token_of(person: Participant) -> str:
    return link_issue(participant=person, now=timezone.now())


def post(client: Client, token: str, do: str = "", **more: Any) -> HttpResponse:
    found: Any = client.post(AREA, {"token": token, "do": do, **more})
    return found


def text(response: Any) -> str:
    return str(response.content.decode())


def context(response: Any) -> Any:
    return response.context


def fresh(response: Any) -> str:
    """Return the token that the page gives for the next change."""
    return str(response.context["token"])


def test_the_entrance_lies_where_mails_lead_and_may_be_kept(
    programme: Programme, client: Client
) -> None:
    response = client.get("/en/buddy/", headers={"Host": "ostrava.localhost"})

    assert response.status_code == 200
    assert SEND in text(response)
    assert "Paste the link from our mail" in text(response)
    other = client.get("/en/buddies/", headers={"Host": "ostrava.localhost"})
    assert other.status_code == 404


def test_a_city_without_a_programme_has_no_entrance(
    ostrava: Site, client: Client
) -> None:
    response = client.get("/en/buddy/", headers={"Host": "ostrava.localhost"})

    assert response.status_code == 404


def test_an_area_is_kept_by_nobody_and_found_by_no_search(
    programme: Programme, client: Client
) -> None:
    response = post(client, token_of(factories.newcomer(programme.site)))

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "same-origin"
    policy = response["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self';")
    assert client.get(AREA).status_code == 405


def test_a_pasted_link_opens_as_its_token_does(
    programme: Programme, client: Client
) -> None:
    token = token_of(factories.newcomer(programme.site))

    response = post(client, f" https://example.com/en/buddy/#{token} ")

    assert response.status_code == 200


def test_a_link_that_opens_nothing_offers_a_new_one(
    programme: Programme, client: Client
) -> None:
    response = post(client, "x" * 43, "withdraw")

    assert response.status_code == 404
    assert "Send a new link" in text(response)


@pytest.mark.parametrize("city", ["brno", "nowhere"])
def test_another_city_has_no_such_page(
    programme: Programme, client: Client, city: str
) -> None:
    response = client.post(f"/buddy_program/{city}/en/area/", {"token": "x"})

    assert response.status_code == 404


def test_where_the_programme_is_off_there_is_no_page(
    programme: Programme, client: Client
) -> None:
    CitySettings.objects.update(disabled_features=["buddy_program"])

    assert post(client, "x").status_code == 404


def test_an_address_is_taken_and_answered_alike(
    programme: Programme, client: Client
) -> None:
    person = factories.newcomer(programme.site)

    answers = [
        text(client.post(SEND, {"do": "link", "email": email}))
        for email in (person.email, "nobody@example.com")
    ]

    assert answers[0] == answers[1]
    assert Message.objects.get().participant == person


def test_a_form_that_is_wrong_comes_back_with_what_was_written(
    programme: Programme, client: Client
) -> None:
    person = factories.newcomer(programme.site, State.CONFIRMED, name="", phone="")
    token = token_of(person)

    response = post(
        client, token, "save", at="1", go="2", name="Olena", phone="call me", **UNSAID
    )

    assert response.status_code == 400
    shown = text(response)
    assert "<title>Not yet: About you" in shown
    assert '<a href="#q-phone">Phone: Write a phone number' in shown
    assert 'value="call me" maxlength="30" aria-describedby="e-phone h-phone"' in shown
    assert 'value="Olena"' in shown
    assert shown.count('aria-invalid="true"') == 1
    assert fresh(response) == token
    person.refresh_from_db()
    assert (person.name, person.phone) == ("", "")


def test_a_part_of_the_form_is_saved_alone_and_leads_on(
    programme: Programme, client: Client
) -> None:
    person = factories.newcomer(programme.site, State.CONFIRMED, phone="+420 601 1")

    page = post(
        client,
        token_of(person),
        "save",
        at="1",
        go="2",
        name="Olena",
        phone="",
        **UNSAID,
    )

    assert (page.status_code, context(page)["title"]) == (200, "Your languages")
    person.refresh_from_db()
    assert (person.name, person.phone) == ("Olena", "")
    assert person.interests != []


@pytest.mark.parametrize(
    ("go", "status", "shown"),
    [
        ("2", 400, "About you"),
        ("later", 200, "Saved for later"),
        ("1", 200, "About you"),
    ],
)
def test_what_is_needed_is_asked_for_before_one_goes_on_but_saved(
    programme: Programme, client: Client, go: str, status: int, shown: str
) -> None:
    person = factories.newcomer(programme.site, State.CONFIRMED, name="", phone="")

    page = post(
        client,
        token_of(person),
        "save",
        at="1",
        go=go,
        phone="+420 601 123 456",
        **UNSAID,
    )

    assert page.status_code == status
    assert f"<h1>{shown}</h1>" in text(page)
    assert ("Your name: This is needed." in text(page)) is (status == 400)
    person.refresh_from_db()
    assert person.phone == "+420 601 123 456"


def test_one_goes_back_and_finds_what_was_written(
    programme: Programme, client: Client
) -> None:
    person = factories.newcomer(programme.site, State.CONFIRMED)

    page = post(
        client,
        token_of(person),
        "save",
        at="2",
        go="1",
        languages=["uk", "cs", ""],
        **{"languages-level": ["native", "a2", ""]},
    )
    assert context(page)["title"] == "About you"
    page = post(client, fresh(page), go="2")

    assert context(page)["form"][0]["rows"] == [
        ("uk", "native"),
        ("cs", "a2"),
        ("", ""),
    ]


def test_a_link_that_was_used_shows_the_area_and_changes_nothing(
    programme: Programme, client: Client
) -> None:
    person = factories.newcomer(programme.site, State.CONFIRMED, name="Olena")
    token = token_of(person)
    sent = {"at": "1", "go": "2", "name": "Olena B.", "phone": "", **UNSAID}
    post(client, token, "save", **sent)

    again = post(client, token, "save", **sent)
    other = post(client, token, "save", **{**sent, "name": "Somebody"})
    opened = post(client, token, go="1")

    assert (again.status_code, other.status_code) == (409, 409)
    assert "has arrived and is saved" in text(again)
    assert "Nothing was changed now" in text(other)
    for page in (again, other, opened):
        assert f"Send a new link to {person.email}" in text(page)
    assert 'value="withdraw"' not in text(opened)
    person.refresh_from_db()
    assert person.name == "Olena B."


def test_what_somebody_writes_is_never_markup(
    programme: Programme, client: Client
) -> None:
    person = factories.newcomer(programme.site, name='"><script>alert(1)</script>')

    for go in ("", "profile", "1"):
        assert "<script>" not in text(post(client, token_of(person), go=go))


def test_a_whole_way_by_forms_alone(programme: Programme, client: Client) -> None:
    client.post(SEND, {"do": "apply", "email": "o@example.com", "side": "NEWCOMER"})
    person = Participant.objects.get()

    page = post(client, token_of(person), "confirm")
    page = post(
        client,
        fresh(page),
        "save",
        name="Olena",
        **{"languages": ["uk", "", "cs"], "languages-level": ["native", "", "a2"]},
        slots=["sat-morning"],
        interests=["hiking"],
        goals=["friends"],
        age="unsaid",
        family="unsaid",
        gender="",
        district="",
    )
    assert "Read it over and hand it in" in text(page)
    page = post(client, fresh(page), go="review")
    assert "українська" not in text(page)
    assert "Ukrainian (first language), Czech (A2)" in text(page)
    refused = post(client, fresh(page), "submit", at="review", consents=["MATCHING"])
    assert refused.status_code == 400
    assert '<a href="#q-consents">' in text(refused)
    page = post(client, fresh(page), "submit", consents=["MATCHING", "CONTACT"])

    person.refresh_from_db()
    assert (page.status_code, person.state) == (200, State.SUBMITTED)
    assert "What comes next" in text(page)
    assert dict(person.languages.values_list("tag", "level")) == {"uk": 7, "cs": 2}


def test_taking_part_by_forms_alone(programme: Programme, client: Client) -> None:
    now = timezone.now()
    person = factories.newcomer(programme.site, State.MATCHED)
    local = factories.local(programme.site, State.MATCHED, name="Petr")
    pair = factories.pair(
        person, local, "active", started_at=now - dt.timedelta(days=9)
    )
    CheckIn.objects.create(pair=pair, participant=person, day=7, due_at=now)
    page: Any = post(client, token_of(person))
    assert "Petr" in text(page)
    area = page.context["area"]

    page = post(
        client,
        fresh(page),
        "check_in",
        checkIn=area["checkIns"][0]["id"],
        pulse="bad",
        worried="yes",
        note="Help",
    )
    match = area["matches"][0]["id"]
    today = timezone.localdate().isoformat()
    page = post(client, fresh(page), "meeting", match=match, heldOn=today)
    page = post(client, fresh(page), "concern", match=match, text="He shouts.")
    page = post(client, fresh(page), "pause")
    page = post(client, fresh(page), "resume")
    page = post(client, fresh(page), "withdraw")

    check_in = CheckIn.objects.get()
    assert (check_in.met, check_in.mood, check_in.worried) == (True, 1, True)
    assert pair.meetings.count() == 1
    assert Concern.objects.get().pair == pair
    person.refresh_from_db()
    assert (page.status_code, person.state) == (200, State.WITHDRAWN)


def test_data_are_downloaded_and_erased_only_if_somebody_is_sure(
    programme: Programme, client: Client
) -> None:
    person = factories.newcomer(programme.site, name="Olena")
    token = token_of(person)

    data = post(client, token, "export")
    assert data["Content-Disposition"] == 'attachment; filename="buddy.json"'
    assert "Olena" in text(data)
    assert post(client, token, "erase").status_code == 400
    person.refresh_from_db()
    assert person.name == "Olena"

    assert post(client, token, "erase", sure="yes").status_code == 200
    person.refresh_from_db()
    assert person.name == ""


@pytest.mark.parametrize("go", ["pause", "withdraw", "erase", "consents", "concern"])
def test_what_cannot_be_taken_back_is_asked_on_a_page_of_its_own(
    programme: Programme, client: Client, go: str
) -> None:
    person = factories.newcomer(programme.site, State.CONFIRMED)
    token = token_of(person)
    rests = factories.newcomer(programme.site)

    page = post(client, token_of(rests), go=go)

    assert f'value="{go.removesuffix("s")}"' in text(page)
    assert "<h1>My area</h1>" not in text(page)
    assert ("<h1>My area</h1>" in text(post(client, token, go=go))) is (go == "pause")
    rests.refresh_from_db()
    assert rests.state == State.AVAILABLE


def test_an_address_that_is_none_comes_back_in_its_form(
    programme: Programme, client: Client
) -> None:
    sent = {"do": "apply", "email": "olena@", "side": "LOCAL"}

    page: Any = client.post(SEND, sent)

    assert page.status_code == 400
    assert 'value="olena@"' in text(page)
    assert 'value="LOCAL" checked' in text(page)
    assert not Participant.objects.exists()


@pytest.mark.parametrize(
    ("do", "more"),
    [
        ("check_in", {"checkIn": "x", "pulse": "great"}),
        ("meeting", {"match": "x", "heldOn": "yesterday"}),
        ("answer", {"match": "x"}),
        ("questionnaire", {"questionnaire": "x", "item-x": "²"}),
        ("consent", {"purpose": "everything"}),
    ],
)
def test_broken_forms_are_refused_and_change_nothing(
    programme: Programme, client: Client, do: str, more: dict[str, str]
) -> None:
    person = factories.newcomer(programme.site)

    response = post(client, token_of(person), do, **more)

    assert response.status_code == 400
    assert not Message.objects.exists()


def test_a_form_on_another_web_site_is_refused(
    programme: Programme, client: Client
) -> None:
    person = factories.newcomer(programme.site)

    response = client.post(
        AREA,
        {"token": token_of(person), "do": "withdraw"},
        headers={"Origin": "https://evil.example.com"},
    )

    assert response.status_code == 400
    person.refresh_from_db()
    assert person.state == State.AVAILABLE


@override_settings(CITY_API_MUTATIONS_PER_ADDRESS=2)
def test_trying_tokens_is_slowed_down(programme: Programme, client: Client) -> None:
    codes = [post(client, "x" * 43).status_code for _time in range(4)]

    assert codes == [404, 404, 429, 429]
