"""The programme over the City API: what all may read, and what each may do."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import timezone
from graphene.utils.str_converters import to_camel_case
from wagtail.models import Site

from buddy_program.choices import ParticipantState as State
from buddy_program.choices import Purpose
from buddy_program.models import (
    Answers,
    CheckIn,
    Concern,
    Message,
    Pair,
    Participant,
    PersonalLink,
    Programme,
)
from buddy_program.rules import ProgrammeRules
from buddy_program.schema.mutations import FIELDS, Mutations
from buddy_program.services.consent import consent_give
from buddy_program.services.personal_links import link_issue
from buddy_program.services.programme import rules_change
from city_api.engine.ids import encode
from cms.models import CitySettings
from tests import factories as hub
from tests.buddy_program import factories
from tests.support.queries import statements

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
LINK = "This link doesn't work. It may be too old, or was used."


@pytest.fixture
def programme(ostrava: Site) -> Programme:
    return factories.programme(ostrava, districts=["Poruba", "Centrum"])


def post(name: str, variables: dict[str, Any]) -> dict[str, Any]:
    response = Client().post(
        "/graphql/",
        json.dumps({"documentId": name, "variables": variables}),
        content_type="application/json",
    )
    body: dict[str, Any] = response.json()
    return body


def send(name: str, /, **sent: Any) -> dict[str, Any]:
    """Send a persisted mutation and return its payload."""
    body = post(name, {"input": {"site": "ostrava", "locale": "en", **sent}})
    assert "errors" not in body, body
    found: dict[str, Any] = body["data"][name]
    return found


def result(name: str, /, **sent: Any) -> dict[str, Any]:
    """Return what a mutation that works answers."""
    answer = send(name, **sent)
    assert answer["errors"] == []
    found: dict[str, Any] = answer["result"]
    return found


def codes(payload: dict[str, Any]) -> list[tuple[str, Any]]:
    assert payload["result"] is None
    return [(error["code"], error["field"]) for error in payload["errors"]]


def token_of(participant: Participant) -> str:
    return link_issue(participant=participant, now=timezone.now())


def read(locale: str = "en", slug: str = "ostrava") -> Any:
    body = post("buddyProgram", {"slug": slug, "locale": locale})
    assert "errors" not in body, body
    return body["data"]["site"]["buddyProgram"]


def question(found: Any, side: str, key: str) -> Any:
    (form,) = [each for each in found["forms"] if each["side"] == side]
    (asked,) = [each for each in form["questions"] if each["key"] == key]
    return asked


# What all may read


def test_a_city_without_a_programme_has_none(ostrava: Site) -> None:
    assert read() is None


def test_a_city_that_has_it_off_shows_none(programme: Programme) -> None:
    CitySettings.objects.filter(site=programme.site).update(
        disabled_features=["buddy_program"]
    )

    assert read() is None
    answer = send("startBuddyApplication", email="a@example.com", side="NEWCOMER")
    assert codes(answer) == [("FEATURE_OFF", ["site"])]


def test_the_intake_the_commitment_and_the_pages_are_told(programme: Programme) -> None:
    page = hub.standard_page(programme.site, "About buddies", slug="buddies")
    private = hub.standard_page(programme.site, "Pack", slug="pack")
    hub.restrict(private)
    Programme.objects.update(locals_welcome=False, about=page, newcomer_pack=private)

    found = read()

    assert [(each["side"], each["open"]) for each in found["forms"]] == [
        ("NEWCOMER", True),
        ("LOCAL", False),
    ]
    assert found["about"] == {"title": "About buddies", "path": "/en/buddies/"}
    assert found["forms"][0]["onboarding"] is None
    assert found["commitment"] == {"months": 6, "meetingsPerMonth": 2}
    assert found["contactEmail"] == "buddies@example.com"


def test_a_change_of_the_rules_is_read_at_once(programme: Programme) -> None:
    assert read()["commitment"]["months"] == 6

    rules_change(
        programme=programme,
        rules=ProgrammeRules(months=9),
        now=timezone.now(),
        by=factories.coordinator(programme.site),
    )

    assert read()["commitment"]["months"] == 9


def test_the_form_is_described_in_the_asked_language(programme: Programme) -> None:
    found = read("uk")

    slots = question(found, "NEWCOMER", "slots")
    assert slots["label"] == "Коли ви зазвичай вільні"
    assert (slots["kind"], slots["required"], slots["most"]) == ("CHOICES", True, 21)
    assert slots["options"][0] == {
        "value": "mon-morning",
        "label": "понеділок, до обіду",
    }
    languages = question(found, "NEWCOMER", "languages")
    assert {"value": "cs", "label": "Чеська"} in languages["options"]
    assert languages["levels"][-1] == {"value": "native", "label": "рідна мова"}
    assert found["consents"][0]["text"].startswith("Мені щонайменше 18 років")
    assert found["codeOfConduct"]["paragraphs"][0].startswith("Ми зустрічаємося")


def test_only_locals_are_asked_for_their_capacity(programme: Programme) -> None:
    found = read()

    keys = {
        form["side"]: [each["key"] for each in form["questions"]]
        for form in found["forms"]
    }
    assert set(keys["LOCAL"]) - set(keys["NEWCOMER"]) == {"capacity"}
    capacity = question(found, "LOCAL", "capacity")
    assert (capacity["least"], capacity["most"]) == (1, 3)


def test_every_question_is_a_field_of_the_input(programme: Programme) -> None:
    asked = {each["key"] for form in read()["forms"] for each in form["questions"]}

    assert asked == {to_camel_case(name) for name in FIELDS}


def test_small_numbers_are_told_to_nobody(programme: Programme) -> None:
    site = programme.site
    for _number in range(4):
        factories.local(site)
    for _number in range(5):
        factories.newcomer(site)
    for number in range(6):
        factories.pair(
            factories.newcomer(site, State.MATCHED),
            factories.local(site, State.MATCHED),
            "active" if number else "closed",
        )

    assert read()["numbers"] == {
        "newcomersWaiting": 5,
        "localsWaiting": None,
        "pairsActive": 5,
        "pairsCompleted": None,
    }


def test_reading_it_takes_as_many_queries_whoever_takes_part(
    programme: Programme,
) -> None:
    page = hub.standard_page(programme.site, "About buddies", slug="buddies")
    Programme.objects.update(about=page, code_of_conduct=page)
    body = "{ site(slug: %s) { buddyProgram { %s } } }"
    fields = """
        about { path } numbers { pairsActive } codeOfConduct { version }
        commitment { months } forms { open questions { key } onboarding { path } }
    """

    def ask(slug: str = '"ostrava"') -> None:
        answer = Client().post(
            "/graphql/",
            json.dumps({"query": body % (slug, fields)}),
            content_type="application/json",
            headers={"Cache-Control": "no-cache"},
        )
        assert "errors" not in answer.json(), answer.json()

    ask()
    with override_settings(CITY_API_ANSWERS=0):
        few = len(statements(ask))
        for _number in range(8):
            factories.pair(
                factories.newcomer(programme.site), factories.local(programme.site)
            )
        assert len(statements(ask)) == few


# Applying

PROFILE: dict[str, Any] = {
    "name": "Olena",
    "languages": [{"tag": "uk", "level": "native"}],
    "slots": ["sat-morning"],
    "interests": ["hiking"],
    "goals": ["friends"],
}


def test_a_newcomer_applies_from_the_address_to_the_end(programme: Programme) -> None:
    message = result(
        "startBuddyApplication",
        email="olena@example.com",
        side="NEWCOMER",
        locale="uk",
    )["message"]
    assert message == "Ми надіслали вам лист. Далі веде посилання в ньому."
    person = Participant.objects.get()
    assert person.language == "uk"
    token = token_of(person)

    opened = result("openBuddyArea", token=token)
    assert (opened["state"], opened["may"]) == ("DRAFT", ["CONFIRM", "WITHDRAW"])
    assert (opened["email"], opened["canChange"]) == (person.email, True)
    confirmed = result("confirmBuddyEmail", token=token)
    assert result("openBuddyArea", token=token)["canChange"] is False
    assert confirmed["area"]["canChange"] is True
    sections = [each["section"] for each in opened["questions"]]
    assert list(dict.fromkeys(sections)) == [
        *("About you", "Your languages", "Where and when", "What you like"),
        "You and your buddy",
    ]
    assert sections == sorted(sections, key=list(dict.fromkeys(sections)).index)
    assert confirmed["area"]["state"] == "CONFIRMED"
    assert confirmed["area"]["missing"] == [
        *("name", "languages", "slots", "interests", "goals")
    ]
    saved = result("saveBuddyProfile", token=confirmed["token"], **PROFILE)
    assert saved["area"]["missing"] == []
    said = {each["key"]: each["values"] for each in saved["area"]["answers"]}
    assert (said["name"], said["slots"]) == (["Olena"], ["sat-morning"])
    sent = result(
        "submitBuddyApplication",
        token=saved["token"],
        consents=["MATCHING", "CONTACT", "EVALUATION"],
    )

    assert (sent["area"]["state"], sent["area"]["stateLabel"]) == (
        *("SUBMITTED",),
        "applied",
    )
    assert [each["given"] for each in sent["area"]["consents"]] == [True] * 3
    person.refresh_from_db()
    assert person.state == State.SUBMITTED


def test_known_and_unknown_addresses_are_answered_alike(programme: Programme) -> None:
    known = factories.newcomer(programme.site, email="known@example.com")

    for name, more in (
        ("startBuddyApplication", {"side": "NEWCOMER"}),
        ("requestBuddyLink", {}),
    ):
        answers = [
            send(name, email=email, **more)
            for email in (known.email, "unknown@example.com")
        ]
        assert answers[0] == answers[1]


def test_wrong_values_are_told_at_their_fields(programme: Programme) -> None:
    person = factories.newcomer(programme.site, State.CONFIRMED)
    token = token_of(person)

    answer = send("saveBuddyProfile", token=token, wantsGender=["x"], district="Praha")

    assert codes(answer) == [
        ("INVALID", ["district"]),
        ("INVALID", ["wantsGender"]),
    ]
    assert result("saveBuddyProfile", token=token, name="Olha")["token"] != token


def test_a_closed_intake_is_told(programme: Programme) -> None:
    Programme.objects.update(newcomers_welcome=False)

    answer = send("startBuddyApplication", email="a@example.com", side="NEWCOMER")

    assert codes(answer) == [("REFUSED", None)]
    assert answer["errors"][0]["message"] == "Nobody can apply at the moment."


# Tokens


def rows() -> list[Any]:
    """Return what a change could have changed."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (Participant, Pair, CheckIn, Answers, Concern, Message)
    ] + [PersonalLink.objects.count()]


def every_change(site: Site) -> list[tuple[str, dict[str, Any]]]:
    """Return each mutation that takes a token, with what else it needs."""
    return [
        ("openBuddyArea", {}),
        ("exportBuddyData", {}),
        ("confirmBuddyEmail", {}),
        ("saveBuddyProfile", {"name": "Eve"}),
        ("submitBuddyApplication", {"consents": ["MATCHING"]}),
        ("agreeToBuddyConduct", {"version": "x"}),
        ("answerBuddyProposal", {"match": encode("BuddyMatch", 1), "agrees": True}),
        (
            "answerBuddyCheckIn",
            {"checkIn": encode("BuddyCheckIn", 1), "met": True, "worried": False},
        ),
        (
            "addBuddyMeeting",
            {"match": encode("BuddyMatch", 1), "heldOn": "2026-03-03"},
        ),
        (
            "answerBuddyQuestionnaire",
            {"questionnaire": encode("BuddyQuestionnaire", 1), "values": []},
        ),
        ("setBuddyConsent", {"purpose": "EVALUATION", "given": True}),
        ("tellBuddyConcern", {"text": "Something"}),
        ("pauseBuddy", {}),
        ("resumeBuddy", {}),
        ("withdrawBuddy", {}),
        ("eraseBuddyData", {}),
    ]


@pytest.mark.parametrize("kind", ["forged", "expired", "used", "elsewhere", "long"])
def test_whatever_opens_nothing_is_answered_alike_and_changes_nothing(
    programme: Programme, brno: Site, kind: str
) -> None:
    person = factories.newcomer(programme.site)
    factories.programme(brno)
    token = token_of(person)
    if kind == "forged":
        token = "x" * 43
    if kind == "long":
        token *= 1000
    if kind == "elsewhere":
        token = token_of(factories.newcomer(brno))
    if kind == "expired":
        past = timezone.now() - 20 * DAY
        PersonalLink.objects.update(created_at=past, expires_at=past + DAY)
    if kind == "used":
        PersonalLink.objects.update(used_at=timezone.now())
    reading = {"openBuddyArea", "exportBuddyData"} if kind == "used" else set()
    before = rows()

    for name, more in every_change(programme.site):
        if name not in reading:
            answer = send(name, token=token, **more)
            assert codes(answer) == [("NOT_FOUND", ["token"])], name
            assert answer["errors"][0]["message"] == LINK

    assert rows() == before


def test_every_mutation_with_a_token_is_tried(programme: Programme) -> None:
    names = {
        to_camel_case(name.removeprefix("resolve_"))
        for name in dir(Mutations)
        if name.startswith("resolve_")
    }
    tried = {name for name, _more in every_change(programme.site)}

    assert names - tried == {
        *("startBuddyApplication", "requestBuddyLink", "reportBuddyConcern")
    }


def test_what_is_anothers_is_answered_like_a_bad_link(programme: Programme) -> None:
    site = programme.site
    pair = factories.pair(
        factories.newcomer(site, State.MATCHED),
        factories.local(site, State.MATCHED),
        "active",
    )
    check_in = CheckIn.objects.create(
        pair=pair, participant=pair.newcomer, day=7, due_at=factories.NOW
    )
    consent_give(
        participant=pair.newcomer, purpose=Purpose.EVALUATION, now=factories.NOW
    )
    asked = Answers.objects.create(
        participant=pair.newcomer,
        wave="baseline",
        instrument="who5",
        version=1,
        language="en",
        values={},
        texts={},
        scores={},
        due_at=factories.NOW,
    )
    eve = factories.newcomer(site)
    match = encode("BuddyMatch", pair.pk)
    token = token_of(eve)
    before = rows()

    for name, more in (
        ("answerBuddyProposal", {"match": match, "agrees": False}),
        ("addBuddyMeeting", {"match": match, "heldOn": "2026-03-03"}),
        ("tellBuddyConcern", {"match": match, "text": "Lies"}),
        (
            "answerBuddyCheckIn",
            {
                "checkIn": encode("BuddyCheckIn", check_in.pk),
                "met": False,
                "worried": True,
            },
        ),
        (
            "answerBuddyQuestionnaire",
            {
                "questionnaire": encode("BuddyQuestionnaire", asked.pk),
                "values": [],
            },
        ),
    ):
        assert codes(send(name, token=token, **more)) == [("NOT_FOUND", ["token"])]

    assert rows() == before
    assert result("pauseBuddy", token=token)["area"]["state"] == "PAUSED"


@override_settings(CITY_API_MUTATIONS_PER_ADDRESS=3)
def test_trying_tokens_is_slowed_down(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("city_api.rates.time", lambda: 600.0)
    sent = {"site": "ostrava", "token": "x"}

    answers = [post("openBuddyArea", {"input": sent}) for _time in range(5)]

    limited = [
        answer["errors"][0]["extensions"]["code"]
        for answer in answers
        if "errors" in answer
    ]
    assert limited == ["RATE_LIMIT", "RATE_LIMIT"]


@override_settings(CITY_API_MUTATIONS_PER_ADDRESS=3)
def test_who_has_tried_too_often_learns_nothing_from_a_right_token_either(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("city_api.rates.time", lambda: 600.0)
    person = factories.newcomer(programme.site)
    token = token_of(person)
    for _time in range(4):
        post("openBuddyArea", {"input": {"site": "ostrava", "token": "x"}})
    before = rows()

    for name, more in every_change(programme.site):
        answers = [
            post(name, {"input": {"site": "ostrava", "token": each, **more}})
            for each in ("x" * 43, token)
        ]
        assert answers[0] == answers[1], name
        assert answers[0]["errors"][0]["extensions"]["code"] == "RATE_LIMIT"

    assert rows() == before
    with override_settings(CITY_API_MUTATIONS_PER_ADDRESS=100):
        assert result("openBuddyArea", token=token)["state"] == "AVAILABLE"


# Taking part


def test_contacts_are_shown_only_when_both_have_agreed(programme: Programme) -> None:
    site = programme.site
    local = factories.local(site, name="Petr", phone="+420 601 000 000")
    newcomer = factories.newcomer(site, name="Olena")
    pair = factories.pair(
        newcomer, local, answer_by=timezone.now() + DAY, proposed_at=timezone.now()
    )
    token = token_of(newcomer)

    shown = json.dumps(result("openBuddyArea", token=token))
    assert "Petr" not in shown
    assert local.email not in shown
    (match,) = json.loads(shown)["matches"]
    assert (match["state"], match["contact"]) == ("PROPOSED", None)
    assert "whether you would like to meet" in json.loads(shown)["whatNext"]
    assert match["interests"] == ["cooking and baking", "hiking and trips"]

    yes = {"match": match["id"], "agrees": True}
    answered = result("answerBuddyProposal", token=token, **yes)["area"]
    assert answered["whatNext"].startswith("You have said yes.")
    agreed = answered["matches"]
    assert [(each["agreed"], each["contact"]) for each in agreed] == [(True, None)]
    after = result("answerBuddyProposal", token=token_of(local), **yes)

    assert after["area"]["whatNext"].startswith("You have a buddy.")
    (match,) = after["area"]["matches"]
    assert match["state"] == "ACTIVE"
    assert match["contact"] == {"name": "Olena", "email": newcomer.email, "phone": ""}
    pair.refresh_from_db()
    assert pair.state == "active"


def test_somebody_who_is_accepted_agrees_to_what_they_read(
    programme: Programme,
) -> None:
    person = factories.newcomer(programme.site, State.ACCEPTED, onboarded_at=None)
    token = token_of(person)
    version = result("openBuddyArea", token=token, locale="uk")["codeOfConduct"][
        "version"
    ]

    refused = send("agreeToBuddyConduct", token=token, version=version, locale="cs")
    assert codes(refused) == [("REFUSED", None)]
    agreed = result("agreeToBuddyConduct", token=token, version=version, locale="uk")

    assert agreed["area"]["state"] == "AVAILABLE"
    assert person.agreements.get().language == "uk"


def test_check_ins_meetings_and_questionnaires_are_answered(
    programme: Programme,
) -> None:
    site, now = programme.site, timezone.now()
    person = factories.newcomer(site, State.MATCHED)
    pair = factories.pair(
        person,
        factories.local(site, State.MATCHED),
        "active",
        started_at=now - 10 * DAY,
    )
    CheckIn.objects.create(pair=pair, participant=person, day=7, due_at=now - DAY)
    consent_give(participant=person, purpose=Purpose.EVALUATION, now=now)
    Answers.objects.create(
        participant=person,
        wave="middle",
        instrument="ucla3_ons",
        version=1,
        language="en",
        values={},
        texts={},
        scores={},
        due_at=now - DAY,
    )
    token = token_of(person)
    area = result("openBuddyArea", token=token)
    (check_in,) = area["checkIns"]
    (asked,) = area["questionnaires"]
    assert [item["key"] for item in asked["items"]] == [
        *("companionship", "left_out", "isolated", "lonely")
    ]

    first = result(
        "answerBuddyCheckIn",
        token=token,
        checkIn=check_in["id"],
        met=True,
        mood=5,
        worried=False,
    )
    second = result(
        "addBuddyMeeting",
        token=first["token"],
        match=check_in["match"],
        heldOn=timezone.localdate(now - 2 * DAY).isoformat(),
        note="A walk",
    )
    third = result(
        "answerBuddyQuestionnaire",
        token=second["token"],
        questionnaire=asked["id"],
        values=[{"key": "lonely", "value": 2}],
    )

    assert third["area"]["checkIns"] == third["area"]["questionnaires"] == []
    assert second["area"]["matches"][0]["meetings"][0]["note"] == "A walk"
    assert person.answers.get().scores == {"ucla3": None, "direct": "2"}
    again = send(
        "answerBuddyCheckIn",
        token=third["token"],
        checkIn=check_in["id"],
        met=True,
        worried=False,
    )
    assert codes(again) == [("REFUSED", None)]


def test_somebody_pauses_comes_back_and_leaves(programme: Programme) -> None:
    token = token_of(factories.newcomer(programme.site))

    states = []
    for name in ("pauseBuddy", "resumeBuddy", "withdrawBuddy"):
        answer = result(name, token=token)
        token = answer["token"]
        states.append(answer["area"]["state"])

    assert states == ["PAUSED", "AVAILABLE", "WITHDRAWN"]
    assert result("openBuddyArea", token=token)["may"] == []


def test_a_needed_consent_is_not_taken_back(programme: Programme) -> None:
    token = token_of(factories.newcomer(programme.site))

    sent = {"purpose": "MATCHING", "given": False}

    assert codes(send("setBuddyConsent", token=token, **sent)) == [("REFUSED", None)]


def test_anybody_reports_a_concern(programme: Programme) -> None:
    result("reportBuddyConcern", text="Somebody asks for money.")

    concern = Concern.objects.get()
    assert (concern.text, concern.reporter) == ("Somebody asks for money.", None)


def test_a_wrong_address_is_told_at_its_field(programme: Programme) -> None:
    sent = {"text": "Somebody asks for money.", "contactEmail": "nobody"}

    assert codes(send("reportBuddyConcern", **sent)) == [("INVALID", ["contactEmail"])]
    assert not Concern.objects.exists()


@pytest.mark.parametrize(
    ("reason", "ended_by", "told"),
    [
        ("safeguarding", "", set()),
        ("declined", "local", set()),
        ("declined", "newcomer", {"end_reason", "ended_by"}),
    ],
)
def test_nobody_reads_in_their_data_what_the_other_has_done(
    programme: Programme, reason: str, ended_by: str, told: set[str]
) -> None:
    person = factories.newcomer(programme.site)
    other = factories.local(programme.site)
    closed = {"end_reason": reason, "ended_by": ended_by}
    agreed = dict.fromkeys(("newcomer_agreed_at", "local_agreed_at"), factories.NOW)
    factories.pair(person, other, "closed", **closed, **agreed)

    sent = {"token": token_of(person)}
    (pair,) = json.loads(result("exportBuddyData", **sent)["json"])["pairs"]

    assert set(pair) == told | {
        *("state", "score", "points", "proposed_at", "answer_by"),
        *("newcomer_agreed_at", "started_at", "ended_at", "meetings"),
    }
    assert "safeguarding" not in json.dumps(pair)


def test_data_are_handed_out_and_erased(programme: Programme) -> None:
    person = factories.newcomer(programme.site, name="Olena")
    token = token_of(person)

    data = json.loads(result("exportBuddyData", token=token)["json"])
    assert data["profile"]["name"] == "Olena"
    result("eraseBuddyData", token=token)

    person.refresh_from_db()
    assert (person.name, person.email) == ("", "")
    assert codes(send("openBuddyArea", token=token)) == [("NOT_FOUND", ["token"])]


def test_an_area_is_kept_by_nobody(programme: Programme) -> None:
    token = token_of(factories.newcomer(programme.site))
    sent = {"site": "ostrava", "token": token}

    response = Client().post(
        "/graphql/",
        json.dumps({"documentId": "openBuddyArea", "variables": {"input": sent}}),
        content_type="application/json",
    )
    by_get = Client().get(
        "/graphql/",
        {"documentId": "openBuddyArea", "variables": json.dumps({"input": sent})},
    )

    assert response.status_code == 200
    assert not response.has_header("ETag")
    assert not response.has_header("Cache-Control")  # POST: kept by nobody unasked.
    assert by_get.status_code == 405
