"""What the programme does by itself: in time, once, and each thing on its own."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Site

from buddy_program.choices import ParticipantState as State
from buddy_program.models import (
    Answers,
    CheckIn,
    Concern,
    Consent,
    Message,
    Pair,
    Participant,
    PersonalLink,
)
from buddy_program.rules import LIMITS, ProgrammeRules
from buddy_program.services import tending
from buddy_program.services.check_ins import check_ins_plan
from buddy_program.services.pairs import pair_expire
from buddy_program.services.personal_links import link_issue
from buddy_program.services.tending import tend
from buddy_program.tasks import tend_programmes
from tests import factories as hub
from tests.buddy_program import factories
from tests.buddy_program.factories import NOW

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def city() -> Site:
    site = hub.city("ostrava")
    factories.programme(site)
    return site


def tended(days: float, *, dry_run: bool = False) -> dict[str, int]:
    """Tend so many days later; return what was done by step, where anything was."""
    found = tend(now=NOW + days * DAY, dry_run=dry_run)
    assert not any(each.failed for each in found)
    return {each.step: each.done for each in found if each.done}


def told() -> list[tuple[str, int | None]]:
    rows = Message.objects.order_by("pk").values_list("kind", "participant")
    return list(rows)


def rows() -> dict[str, list[Any]]:
    """Return all that the programme has stored."""
    return {
        model.__name__: list(model._default_manager.order_by("pk").values())
        for model in apps.get_app_config("buddy_program").get_models()
    }


def test_who_hasnt_answered_is_reminded_once_and_then_it_is_over(city: Site) -> None:
    newcomer, local = factories.newcomer(city), factories.local(city)
    pair = factories.pair(newcomer, local, newcomer_agreed_at=NOW)

    assert tended(2) == {}
    assert tended(3) == {"proposals reminded": 1}
    assert tended(4) == {}
    assert tended(5) == {"proposals expired": 1}
    assert tended(6) == {}

    pair.refresh_from_db()
    assert (pair.state, pair.end_reason, pair.ended_by) == (
        "closed",
        "expired",
        "local",
    )
    assert told() == [
        ("proposal_reminder", local.pk),
        ("proposal_over", newcomer.pk),
        ("proposal_over", local.pk),
    ]


def test_a_match_is_asked_and_reminded_in_time(city: Site) -> None:
    newcomer = factories.newcomer(city, State.MATCHED)
    local = factories.local(city, State.MATCHED)
    pair = factories.pair(newcomer, local, "active")
    check_ins_plan(pair=pair, rules=ProgrammeRules(), now=NOW)

    assert tended(6) == {}
    assert tended(7) == {"check-ins asked": 2}
    CheckIn.objects.filter(participant=newcomer, day=7).update(
        answered_at=NOW, met=True
    )
    assert tended(10) == {}
    assert tended(10.5) == {"check-ins reminded": 1}
    assert tended(11) == {}
    assert tended(31) == {"check-ins asked": 2}
    assert told() == [
        ("check_in", newcomer.pk),
        ("check_in", local.pk),
        ("check_in_reminder", local.pk),
        ("check_in", newcomer.pk),
        ("check_in", local.pk),
    ]


def test_questionnaires_are_asked_of_who_agreed(city: Site) -> None:
    person = factories.newcomer(city)
    factories.newcomer(city)
    Consent.objects.create(
        participant=person,
        purpose="evaluation",
        text_version=1,
        language="en",
        given_at=NOW,
    )

    assert tended(0) == {"questionnaires asked": 1}
    assert tended(1) == {}

    assert told() == [("questionnaire", person.pk)]
    assert set(Answers.objects.values_list("participant", "wave")) == {
        (person.pk, "baseline")
    }


def test_a_draft_is_deleted_after_its_days_with_all_that_belongs_to_it(
    city: Site,
) -> None:
    begun = factories.newcomer(city, State.DRAFT)
    factories.newcomer(city, State.CONFIRMED)
    sent = factories.newcomer(city, State.SUBMITTED)
    link_issue(participant=begun, now=NOW + 10 * DAY)

    assert tended(13.9) == {}
    assert tended(14) == {"drafts deleted": 2}
    assert tended(14) == {}

    assert list(Participant.objects.all()) == [sent]
    assert not PersonalLink.objects.exists()


@pytest.mark.parametrize(
    ("state", "days"),
    [(State.DECLINED, 180), (State.FINISHED, 365), (State.WITHDRAWN, 365)],
)
def test_who_is_over_is_forgotten_after_their_days_and_still_counted(
    city: Site, state: str, days: int
) -> None:
    person = factories.newcomer(city, state, name="Olena Tajna", phone="601")

    assert tended(days - 0.1) == {}
    assert tended(days) == {"people anonymised": 1}
    assert tended(days) == {}

    person.refresh_from_db()
    assert (person.state, person.name, person.email, person.phone) == (
        state,
        "",
        "",
        "",
    )
    assert person.erased_at == NOW + days * DAY


@pytest.mark.parametrize("state", [State.AVAILABLE, State.MATCHED])
def test_who_takes_part_or_waits_is_kept(city: Site, state: str) -> None:
    factories.newcomer(city, state)

    assert tended(1000) == {}


def test_nobody_waits_in_reserve_for_ever_and_everybody_is_told(city: Site) -> None:
    person = factories.newcomer(city, State.RESERVE, name="Olena")

    assert tended(364.9) == {}
    assert tended(365) == {"reserve ended": 1}
    assert tended(365) == {}

    person.refresh_from_db()
    assert (person.state, person.name) == (State.DECLINED, "Olena")
    assert person.decline_reason == "The longest time in reserve is over."
    assert told() == [("declined", person.pk)]
    assert tended(365 + 179) == {}
    assert tended(365 + 180) == {"people anonymised": 1}


def test_a_concern_is_emptied_long_after_it_was_dealt_with(city: Site) -> None:
    pair = factories.pair(factories.newcomer(city), factories.local(city), "closed")
    done = concern(
        city,
        reporter=pair.newcomer,
        pair=pair,
        handled_by=factories.safeguard(city),
    )
    open_one = concern(city, outcome="", handled_at=None)
    log(instance=done, action="wagtail.edit", data={"text": "Qzxmark"})

    assert tended(1094.9) == {}
    assert tended(1095) == {"concerns emptied": 1}
    assert tended(5000) == {}

    open_one.refresh_from_db()
    assert open_one.text == "Qzxmark"
    done.refresh_from_db()
    assert (done.text, done.email, done.outcome) == ("", "", "-")
    assert (done.reporter, done.pair, done.handled_by) == (None, None, None)
    assert (done.told_at, done.handled_at) == (NOW - 900 * DAY, NOW)
    entry = ModelLogEntry.objects.get()
    assert (entry.label, entry.data) == ("", {})


def test_a_forgotten_concern_cant_say_anything(city: Site) -> None:
    done = concern(city)

    with pytest.raises(IntegrityError), transaction.atomic():
        Concern.objects.update(forgotten_at=NOW)

    done.refresh_from_db()
    assert done.forgotten_at is None


@pytest.mark.parametrize("name", [each for each in LIMITS if each.startswith("keep_")])
def test_periods_of_retention_have_limits(city: Site, name: str) -> None:
    least, most = LIMITS[name]

    for days in (least, most):
        assert getattr(ProgrammeRules(**{name: days}), name) == days  # type: ignore[arg-type]
    for days in (least - 1, most + 1):
        with pytest.raises(ValueError, match=name):
            ProgrammeRules(**{name: days})  # type: ignore[arg-type]


def test_old_mails_and_links_go(city: Site) -> None:
    person = factories.newcomer(city)
    times = {"created_at": NOW, "next_try_at": NOW}
    kept = Message.objects.create(
        site=city, participant=person, kind="accepted", **times
    )
    Message.objects.create(
        site=city,
        participant=person,
        kind="accepted",
        state="sent",
        finished_at=NOW,
        **times,
    )
    link_issue(participant=person, now=NOW)
    until = PersonalLink.objects.get().expires_at - NOW

    assert tended(until.days - 1) == {}
    assert tended(until.days) == {"links deleted": 1}
    assert tended(180) == {"messages deleted": 1}
    assert list(Message.objects.all()) == [kept]


def everything(city: Site) -> None:
    """Have something due for every step but the mails."""
    factories.newcomer(city, State.DRAFT)
    factories.newcomer(city, State.DECLINED)
    factories.pair(factories.newcomer(city), factories.local(city))
    factories.pair(
        factories.newcomer(city), factories.local(city), answer_by=NOW + 800 * DAY
    )
    pair = factories.pair(
        factories.newcomer(city, State.MATCHED),
        factories.local(city, State.MATCHED),
        "active",
    )
    check_ins_plan(pair=pair, rules=ProgrammeRules(), now=NOW)
    link_issue(participant=pair.local, now=NOW)
    factories.newcomer(city, State.RESERVE)
    concern(city, handled_at=NOW - 800 * DAY)


def concern(city: Site, **fields: Any) -> Concern:
    """Add a concern that was dealt with."""
    facts = {"text": "Qzxmark", "email": "q@example.com", "told_at": NOW - 900 * DAY}
    facts |= {"outcome": "Qzxmark", "handled_at": NOW} | fields
    made: Concern = Concern.objects.create(site=city, **facts)
    return made


def test_a_dry_run_counts_and_changes_nothing(city: Site) -> None:
    everything(city)
    before = rows()

    counted = tended(401, dry_run=True)

    assert rows() == before
    assert counted == tended(401)
    assert rows() != before
    assert tended(401) == {}


def test_one_that_fails_holds_up_no_other_and_stays_due(
    city: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    brno = hub.city("brno")
    factories.programme(brno)
    faulty = factories.pair(factories.newcomer(city), factories.local(city))
    factories.pair(factories.newcomer(city), factories.local(city))
    factories.pair(factories.newcomer(brno), factories.local(brno))
    original = pair_expire

    def expire(*, pair: Pair, now: dt.datetime) -> None:
        original(pair=pair, now=now)
        if pair.pk == faulty.pk:
            raise KeyError("Olena")

    monkeypatch.setattr(tending, "pair_expire", expire)

    done = {each.step: each for each in tend(now=NOW + 5 * DAY)}["proposals expired"]

    assert (done.done, done.failed) == (2, 1)
    open_ones = Pair.objects.filter(state="proposed")
    assert list(open_ones) == [faulty]
    assert caplog.messages == [
        f"Tending, proposals expired: Pair {faulty.pk} failed (KeyError)."
    ]
    assert Message.objects.count() == 4
    monkeypatch.undo()
    assert tended(5) == {"proposals expired": 1}


def test_a_city_that_has_it_off_hears_nothing_but_forgets(city: Site) -> None:
    everything(city)
    hub.set_settings(city, disabled_features=["buddy_program"])

    assert tended(401) == {
        "drafts deleted": 1,
        "reserve ended": 1,
        "people anonymised": 1,
        "concerns emptied": 1,
        "links deleted": 1,
    }
    assert told() == []


def test_the_command_says_what_it_does_and_sends(city: Site) -> None:
    pair = factories.pair(
        factories.newcomer(city, State.MATCHED),
        factories.local(city, State.MATCHED),
        "active",
        started_at=timezone.now() - 8 * DAY,
    )
    check_ins_plan(pair=pair, rules=ProgrammeRules(), now=timezone.now() - 8 * DAY)
    shown = io.StringIO()

    call_command("tend_buddies", dry_run=True, stdout=shown)
    assert "check-ins asked: 2\n" in shown.getvalue()
    assert shown.getvalue().endswith("mails due: 0\nNothing was changed.\n")
    assert told() == []
    call_command("tend_buddies", stdout=shown)

    for each in (
        pair.newcomer.check_ins.filter(day=7),
        pair.local.check_ins.filter(day=7),
    ):
        assert f"  Ostrava: CheckIn {each.get().pk}\n" in shown.getvalue()
    assert shown.getvalue().endswith("mails tried: 2\n")
    assert [each.subject for each in mail.outbox] == ["How are you two doing?"] * 2


def test_the_command_ends_with_an_error_if_anything_failed(
    city: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.pair(factories.newcomer(city), factories.local(city))

    def expire(**_about: Any) -> None:
        raise KeyError

    monkeypatch.setattr(tending, "pair_expire", expire)

    with pytest.raises(CommandError, match="1 things failed"):
        call_command("tend_buddies", stdout=io.StringIO())


def test_retention_alone_tells_what_it_would_take_and_takes_no_more(city: Site) -> None:
    everything(city)
    links = PersonalLink.objects.count()
    Participant.objects.update(state_since=timezone.now() - 401 * DAY)
    PersonalLink.objects.update(expires_at=timezone.now())
    Concern.objects.update(handled_at=timezone.now() - 1095 * DAY)
    before, shown = rows(), io.StringIO()

    call_command("tend_buddies", retention=True, dry_run=True, stdout=shown)

    people = {each.state: each.pk for each in Participant.objects.all()}
    assert rows() == before
    assert shown.getvalue().splitlines() == [
        "drafts deleted: 1",
        f"  Ostrava: Participant {people['draft']}",
        "reserve ended: 1",
        f"  Ostrava: Participant {people['reserve']}",
        "people anonymised: 1",
        f"  Ostrava: Participant {people['declined']}",
        "concerns emptied: 1",
        f"  Ostrava: Concern {Concern.objects.get().pk}",
        "messages deleted: 0",
        f"links deleted: {links}",
        f"  Ostrava: PersonalLink {PersonalLink.objects.get().pk}",
        "Nothing was changed.",
    ]
    done = tend_programmes.enqueue(retention_only=True)
    assert done.return_value == {
        "drafts deleted": 1,
        "reserve ended": 1,
        "people anonymised": 1,
        "concerns emptied": 1,
        "messages deleted": 0,
        "links deleted": 1,
    }
    assert told() == [("declined", people["reserve"])]
    assert Pair.objects.filter(state="proposed").count() == 2


def test_a_queue_does_it_all_and_shows_what_failed(
    city: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.pair(factories.newcomer(city), factories.local(city))
    before = rows()

    counted = tend_programmes.enqueue(dry_run=True).return_value
    assert counted is not None
    assert counted["proposals expired"] == 1
    assert rows() == before
    with monkeypatch.context() as patched:
        patched.setattr(tending, "pair_expire", _fail)
        with pytest.raises(CommandError, match="stays due"):
            call_command("tend_buddies", enqueue=True, stdout=io.StringIO())
    assert rows() == before
    call_command("tend_buddies", enqueue=True, stdout=io.StringIO())

    assert Pair.objects.get().state == "closed"
    assert len(mail.outbox) == 2


def test_a_dry_run_is_not_handed_to_a_queue(city: Site) -> None:
    with pytest.raises(CommandError, match="without a queue"):
        call_command("tend_buddies", enqueue=True, dry_run=True)


def _fail(**_about: Any) -> None:
    raise KeyError
