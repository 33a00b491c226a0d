"""What visitors and owners send over the City API."""

from __future__ import annotations

import base64
import datetime as dt
import json
from typing import Any

import altcha
import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from city_api.engine.ids import encode
from tests import factories
from tests.use_it_map.factories import category, place
from tests.use_it_map.test_owner_links import ask
from use_it_map.models import PlacePage, PlaceSuggestion, SpentChallenge
from use_it_map.services.challenge import challenge_make

pytestmark = pytest.mark.django_db
NEW: dict[str, Any] = {
    "title": "Bazar",
    "description": "Second-hand things.",
    "latitude": 49.83,
    "longitude": 18.28,
}


def solved(text: str) -> str:
    challenge = altcha.Challenge.from_dict(json.loads(text))
    solution = altcha.solve_challenge(challenge)
    assert solution is not None
    return altcha.Payload(challenge, solution).to_base64()


def answer_for(city: str = "ostrava", *, now: dt.datetime | None = None) -> str:
    return solved(challenge_make(city=city, now=now or timezone.now()))


def send(name: str, **sent: Any) -> dict[str, Any]:
    """Send a persisted operation of the plugin and return its payload."""
    given = {"site": "ostrava", **sent}
    response = Client().post(
        "/graphql/",
        json.dumps({"documentId": name, "variables": {"input": given}}),
        content_type="application/json",
    )
    body = response.json()
    assert "errors" not in body, body
    found: dict[str, Any] = body["data"][name]
    return found


def codes(payload: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(error["code"], error["field"]) for error in payload["errors"]]


def test_a_visitor_suggests_a_place(ostrava: Site) -> None:
    category("shops")
    response = Client().post(
        "/graphql/",
        json.dumps(
            {
                "documentId": "createPlaceChallenge",
                "variables": {"site": "ostrava"},
            }
        ),
        content_type="application/json",
    )
    text = response.json()["data"]["createPlaceChallenge"]["result"]["json"]

    payload = send(
        "suggestPlace",
        **NEW,
        category="shops",
        languages=["uk"],
        openingHours="Mo-Fr 9:00-17:00",
        contactEmail="anna@example.com",
        locale="cs",
        challenge=solved(text),
    )

    suggestion = PlaceSuggestion.objects.get()
    assert payload["errors"] == []
    assert payload["result"]["reference"] == encode("PlaceSuggestion", suggestion.pk)
    assert (suggestion.site, suggestion.kind, suggestion.email) == (
        ostrava,
        "new",
        "anna@example.com",
    )
    assert suggestion.locale.language_code == "cs"
    assert suggestion.proposed == {
        "title": "Bazar",
        "description": "Second-hand things.",
        "latitude": "49.83",
        "longitude": "18.28",
        "category": "shops",
        "opening_hours": "Mo-Fr 09:00-17:00",
        "languages": [{"tag": "uk", "level": "good", "who": ""}],
    }


def test_where_too_many_wait_the_challenge_is_not_used_up(
    ostrava: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = answer_for()
    with monkeypatch.context() as patched:
        patched.setattr("use_it_map.services.suggestions.MOST_OF_CITY", 0)
        refused = send("suggestPlace", **NEW, challenge=answer)
    assert codes(refused) == [("REFUSED", None)]
    assert not SpentChallenge.objects.exists()
    assert send("suggestPlace", **NEW, challenge=answer)["errors"] == []


def test_a_challenge_works_once_and_only_after_everything_else_is_right(
    ostrava: Site,
) -> None:
    answer = answer_for()

    wrong = send("suggestPlace", **{**NEW, "latitude": 200}, challenge=answer)
    assert codes(wrong) == [("INVALID", ["latitude"])]
    assert send("suggestPlace", **NEW, challenge=answer)["errors"] == []
    assert codes(send("suggestPlace", **NEW, challenge=answer)) == [
        ("REFUSED", ["challenge"])
    ]

    assert PlaceSuggestion.objects.count() == SpentChallenge.objects.count() == 1


def test_an_answer_that_is_no_good_is_refused(ostrava: Site, brno: Site) -> None:
    long_ago = timezone.now() - dt.timedelta(hours=1)
    good = json.loads(base64.b64decode(answer_for()))
    cheap = altcha.create_challenge("PBKDF2/SHA-256", 1, data={"site": "ostrava"})
    later = {**good["challenge"]["parameters"], "expiresAt": 9_999_999_999}
    forged = {**good, "challenge": {**good["challenge"], "parameters": later}}
    unsolved = {**good, "solution": {"counter": 0, "derivedKey": "00"}}
    answers = [
        "",
        "x",
        "e30=",
        "x" * 5000,
        base64.b64encode(b'{"challenge": 1, "solution": []}').decode(),
        answer_for("brno"),
        answer_for(now=long_ago),
        solved(json.dumps(cheap.to_dict())),
        *(
            base64.b64encode(json.dumps(each).encode()).decode()
            for each in (forged, unsolved)
        ),
    ]

    refused = [codes(send("suggestPlace", **NEW, challenge=each)) for each in answers]

    assert refused == [[("REFUSED", ["challenge"])]] * len(answers)
    assert not PlaceSuggestion.objects.exists()
    assert not SpentChallenge.objects.exists()


def test_a_change_and_a_report_are_about_a_public_place_of_the_city(
    ostrava: Site, brno: Site
) -> None:
    own = encode("Page", place(ostrava, "Clinic").pk)
    twin = encode("Page", place(ostrava, "Clinic 2").pk)
    draft = encode("Page", place(ostrava, "Draft", live=False).pk)
    foreign = encode("Page", place(brno, "Clinic").pk)

    def report(place_id: str, **more: Any) -> dict[str, Any]:
        reason = {"reason": "DUPLICATE", **more}
        return send("reportPlace", place=place_id, challenge=answer_for(), **reason)

    changed = send("suggestPlaceChange", place=own, phone="2", challenge=answer_for())
    assert changed["errors"] == report(own, duplicateOf=twin)["errors"] == []
    for hidden in (draft, foreign):
        assert codes(report(hidden)) == [("NOT_FOUND", ["place"])]
        assert codes(report(own, duplicateOf=hidden)) == [
            ("NOT_FOUND", ["duplicateOf"])
        ]
    assert codes(report(own, reason="WRONG")) == [("INVALID", ["message"])]
    nobody = report(own, reason="CLOSED", contactEmail="nobody")
    assert codes(nobody) == [("INVALID", ["contactEmail"])]

    kept = PlaceSuggestion.objects.values_list("kind", "place__title")
    assert list(kept) == [("change", "Clinic"), ("duplicate", "Clinic")]


def test_a_city_that_has_the_map_off_takes_nothing(ostrava: Site) -> None:
    answer = answer_for()
    factories.set_settings(ostrava, disabled_features=["use_it_map"])

    assert codes(send("suggestPlace", **NEW, challenge=answer)) == [
        ("FEATURE_OFF", ["site"])
    ]
    assert not PlaceSuggestion.objects.exists()


def test_an_owner_confirms_by_the_token_of_the_mail(ostrava: Site, brno: Site) -> None:
    page = place(ostrava, "Clinic", owner_email="owner@example.com")
    token = ask(page).split("/")[3]
    refusal = [("NOT_FOUND", ["token"])]

    assert codes(send("confirmPlace", token=token, site="brno")) == refusal
    assert codes(send("confirmPlace", token="forged")) == refusal  # noqa: S106
    confirmed = send("confirmPlace", token=token)
    assert codes(send("confirmPlace", token=token)) == refusal

    today = timezone.localdate()
    assert confirmed == {
        "result": {"title": "Clinic", "verifiedOn": today.isoformat()},
        "errors": [],
    }
    assert PlacePage.objects.get(pk=page.pk).verified_on == today
    assert len(mail.outbox) == 1
