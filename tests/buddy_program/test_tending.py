"""What the programme does by itself: in time, once, and each thing on its own."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Site

from buddy_program.choices import ParticipantState as State
from buddy_program.models import (
    Answers,
    CheckIn,
    Consent,
    Message,
    Pair,
    Participant,
    PersonalLink,
)
from buddy_program.rules import ProgrammeRules
from buddy_program.services import tending
from buddy_program.services.check_ins import check_ins_plan
from buddy_program.services.pairs import pair_expire
from buddy_program.services.personal_links import link_issue
from buddy_program.services.tending import tend
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


@pytest.mark.parametrize("state", [State.AVAILABLE, State.MATCHED, State.RESERVE])
def test_who_takes_part_or_waits_is_kept(city: Site, state: str) -> None:
    factories.newcomer(city, state)

    assert tended(1000) == {}


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
        "people anonymised": 1,
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
