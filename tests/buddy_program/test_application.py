"""An application: begun with an address, confirmed, filled in, handed over."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Site

from buddy_program.choices import ParticipantState as State
from buddy_program.choices import Purpose
from buddy_program.matching.people import AgeBand, Level
from buddy_program.models import Message, Participant, Programme, SafeguardingBlock
from buddy_program.services.application import (
    IntakeClosed,
    NotNow,
    application_confirm,
    application_save,
    application_start,
    application_submit,
)
from tests.buddy_program import factories
from tests.buddy_program.factories import NOW

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)
SAID: dict[str, Any] = {
    "name": " Olena  Koval ",
    "languages": [
        {"tag": "uk", "level": "native"},
        {"tag": "cs", "level": "a2"},
    ],
    "slots": ["sun-morning", "sat-morning"],
    "interests": ["hiking"],
    "goals": ["czech", "friends"],
}


@pytest.fixture
def programme(ostrava: Site) -> Programme:
    return factories.programme(ostrava, districts=["Poruba", "Centrum"])


def start(site: Site, email: str = "olena@example.com", **other: Any) -> None:
    facts: dict[str, Any] = {"side": "newcomer", "language": "uk", "now": NOW} | other
    application_start(site=site, email=email, **facts)


def draft(site: Site, side: str = "newcomer", **fields: Any) -> Participant:
    """Return a confirmed draft in which nothing stands yet."""
    empty = {"name": "", "slots": [], "interests": [], "goals": [], "languages": {}}
    return factories.participant(
        site, side, State.CONFIRMED, submitted_at=None, **(empty | fields)
    )


def errors_of(given: dict[str, Any], participant: Participant) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        application_save(participant=participant, given=given)
    return caught.value.message_dict


def mails() -> list[tuple[str, str]]:
    found = Message.objects.order_by("pk")
    return list(found.values_list("kind", "participant__email"))


def test_an_address_begins_a_draft_and_is_asked_to_confirm(
    programme: Programme,
) -> None:
    start(programme.site, " Olena@Example.com ")

    person = Participant.objects.get()
    assert (person.email, person.state) == ("olena@example.com", State.DRAFT)
    assert (person.side, person.language) == ("newcomer", "uk")
    assert mails() == [("confirm_email", "olena@example.com")]


def test_who_takes_part_gets_a_link_and_nothing_else_happens(
    programme: Programme,
) -> None:
    person = factories.newcomer(programme.site, email="olena@example.com")

    start(programme.site, side="local")

    person.refresh_from_db()
    assert (person.side, person.state) == ("newcomer", State.AVAILABLE)
    assert Participant.objects.count() == 1
    assert mails() == [("personal_link", "olena@example.com")]


def test_an_address_that_is_blocked_is_answered_like_any_other(
    programme: Programme,
) -> None:
    SafeguardingBlock.objects.create(
        site=programme.site, email_digest="0" * 64, blocked_at=NOW
    )

    start(programme.site)

    assert mails() == [("confirm_email", "olena@example.com")]


def test_nobody_is_sent_mail_after_mail(programme: Programme) -> None:
    for minute in range(60):
        start(programme.site, now=NOW + dt.timedelta(minutes=minute))
    assert len(mails()) == 5

    start(programme.site, now=NOW + 25 * HOUR)
    assert len(mails()) == 6


def test_who_left_may_apply_again(programme: Programme) -> None:
    factories.newcomer(programme.site, State.WITHDRAWN, email="olena@example.com")

    start(programme.site)

    states = Participant.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [State.WITHDRAWN, State.DRAFT]


@pytest.mark.parametrize("side", ["newcomer", "local", "neither"])
def test_a_side_that_is_not_welcome_begins_nothing(ostrava: Site, side: str) -> None:
    factories.programme(ostrava, newcomers_welcome=False, locals_welcome=False)

    with pytest.raises(IntakeClosed):
        start(ostrava, side=side)

    assert not Participant.objects.exists()
    assert mails() == []


def test_a_city_without_a_programme_takes_nobody(ostrava: Site) -> None:
    with pytest.raises(IntakeClosed):
        start(ostrava)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"email": "olena"}, "email"),
        ({"email": "o" * 250 + "@example.com"}, "email"),
        ({"email": "olena@example.com\nBcc: all@example.com"}, "email"),
        ({"language": "xx"}, "language"),
    ],
)
def test_what_is_wrong_at_the_start_is_said_at_its_field(
    programme: Programme, sent: dict[str, str], field: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        start(programme.site, **sent)

    assert list(caught.value.message_dict) == [field]
    assert not Participant.objects.exists()


def test_confirming_twice_changes_nothing_more(programme: Programme) -> None:
    start(programme.site)
    person = Participant.objects.get()

    application_confirm(participant=person, now=NOW + HOUR)
    application_confirm(participant=person, now=NOW + 2 * HOUR)

    person.refresh_from_db()
    assert (person.state, person.confirmed_at) == (State.CONFIRMED, NOW + HOUR)


def test_what_is_said_is_stored_in_order(programme: Programme) -> None:
    person = draft(programme.site)

    application_save(
        participant=person,
        given=SAID
        | {"district": "Poruba", "age": "from_25", "phone": "+420 601 123 456"},
    )

    person.refresh_from_db()
    assert person.name == "Olena Koval"
    assert person.slots == ["sat-morning", "sun-morning"]
    assert person.goals == ["friends", "czech"]
    assert (person.district, person.age) == ("Poruba", AgeBand.FROM_25)
    assert dict(person.languages.values_list("tag", "level")) == {
        "uk": Level.NATIVE,
        "cs": Level.A2,
    }


def test_what_is_left_out_stays(programme: Programme) -> None:
    person = draft(programme.site)
    application_save(participant=person, given=SAID)

    application_save(participant=person, given={"name": "Olha", "goals": None})

    person.refresh_from_db()
    assert (person.name, person.goals) == ("Olha", ["friends", "czech"])
    assert person.languages.count() == 2


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": "x" * 121}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"name": 7}, "name"),
        ({"phone": "call me"}, "phone"),
        ({"district": "Praha"}, "district"),
        ({"reach": ["Poruba", "Praha"]}, "reach"),
        ({"slots": ["mon-night"]}, "slots"),
        ({"slots": "mon-morning"}, "slots"),
        ({"slots": ["mon-morning"] * 22}, "slots"),
        ({"interests": ["fighting"]}, "interests"),
        ({"interests": ["hiking"], "dislikes": ["hiking"]}, "dislikes"),
        ({"goals": ["money"]}, "goals"),
        ({"age": "12"}, "age"),
        ({"gender": "x"}, "gender"),
        ({"wants_gender": ["nobody"]}, "wants_gender"),
        ({"experience": "x" * 2001}, "experience"),
        ({"heard_from": "space"}, "heard_from"),
        ({"languages": [{"tag": "xx", "level": "a1"}]}, "languages"),
        ({"languages": [{"tag": "uk", "level": "d1"}]}, "languages"),
        ({"languages": [{"tag": "uk", "level": "a1"}] * 2}, "languages"),
        ({"languages": ["uk"]}, "languages"),
        ({"capacity": 4}, "capacity"),
        ({"capacity": 0}, "capacity"),
        ({"capacity": True}, "capacity"),
    ],
)
def test_what_cannot_stand_there_is_said_at_its_field(
    programme: Programme, given: dict[str, Any], field: str
) -> None:
    person = draft(programme.site, "local")
    before = Participant.objects.filter(pk=person.pk).values().get()

    assert list(errors_of(given, person)) == [field]

    assert Participant.objects.filter(pk=person.pk).values().get() == before
    assert not person.languages.exists()


def test_a_newcomer_is_asked_for_no_capacity(programme: Programme) -> None:
    person = draft(programme.site)

    application_save(participant=person, given={"capacity": 3})

    person.refresh_from_db()
    assert person.capacity == 1


def test_a_dislike_is_compared_with_what_was_said_before(programme: Programme) -> None:
    person = draft(programme.site, interests=["hiking"])

    assert list(errors_of({"dislikes": ["hiking"]}, person)) == ["dislikes"]


@pytest.mark.parametrize("state", [State.DRAFT, State.WITHDRAWN, State.FINISHED])
def test_nothing_is_saved_before_and_after(programme: Programme, state: str) -> None:
    person = factories.newcomer(programme.site, state)

    with pytest.raises(NotNow):
        application_save(participant=person, given={"name": "Somebody else"})


def test_an_application_that_was_sent_stays_complete(programme: Programme) -> None:
    person = factories.newcomer(programme.site)

    assert list(errors_of({"slots": []}, person)) == ["slots"]


def test_a_whole_application_is_handed_over(programme: Programme) -> None:
    person = draft(programme.site)
    application_save(participant=person, given=SAID)

    application_submit(
        participant=person, consents=["matching", "contact"], now=NOW + HOUR
    )

    person.refresh_from_db()
    assert (person.state, person.submitted_at) == (State.SUBMITTED, NOW + HOUR)
    assert sorted(
        person.consents.values_list("purpose", "text_version", "language", "given_at")
    ) == [
        ("contact", 1, "en", NOW + HOUR),
        ("matching", 1, "en", NOW + HOUR),
    ]
    assert mails() == [("application_received", person.email)]


def test_what_is_missing_is_said_at_once(programme: Programme) -> None:
    person = draft(programme.site)

    with pytest.raises(ValidationError) as caught:
        application_submit(participant=person, consents=[Purpose.MATCHING], now=NOW)

    assert set(caught.value.message_dict) == {
        *("name", "languages", "slots", "interests", "goals", "consents")
    }
    person.refresh_from_db()
    assert person.state == State.CONFIRMED
    assert not person.consents.exists()
    assert mails() == []


def test_an_unknown_purpose_is_refused(programme: Programme) -> None:
    person = draft(programme.site)
    application_save(participant=person, given=SAID)

    with pytest.raises(ValidationError) as caught:
        application_submit(
            participant=person, consents=["matching", "contact", "ads"], now=NOW
        )

    assert caught.value.message_dict == {"consents": ["ads"]}


def test_a_draft_waits_while_the_intake_is_closed(programme: Programme) -> None:
    person = draft(programme.site)
    application_save(participant=person, given=SAID)
    Programme.objects.update(newcomers_welcome=False)

    with pytest.raises(IntakeClosed):
        application_submit(
            participant=person, consents=["matching", "contact"], now=NOW
        )

    person.refresh_from_db()
    assert person.state == State.CONFIRMED


def test_an_application_is_handed_over_once(programme: Programme) -> None:
    person = factories.newcomer(programme.site, State.SUBMITTED)

    with pytest.raises(NotNow):
        application_submit(
            participant=person, consents=["matching", "contact"], now=NOW
        )


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("a\u200cb", "a\u200cb"),  # as Persian joins words
        ("rodina 👩\u200d👧", "rodina 👩\u200d👧"),
        ("k\u00a0vám", "k vám"),  # a blank that doesn't break
        ("a\r\nb", "a\nb"),
        ("\u202eadmin\u202c \u00adx\u200b", "admin x"),
        (" \u200d\u200c ", ""),
        ("Jana \U0001fae9", "Jana \U0001fae9"),  # newer than the Unicode of Python
        (("x" * 999 + "\r\n") * 2, "x" * 999 + "\n" + "x" * 999),
    ],
)
def test_what_people_type_is_taken(programme: Programme, said: str, kept: str) -> None:
    person = draft(programme.site)

    application_save(participant=person, given={"experience": said})

    person.refresh_from_db()
    assert person.experience == kept


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\ud800", "\ue000"])
def test_what_no_text_holds_is_refused(programme: Programme, sign: str) -> None:
    person = draft(programme.site)

    with pytest.raises(ValidationError):
        application_save(participant=person, given={"experience": f"a{sign}"})

    person.refresh_from_db()
    assert person.experience == ""
