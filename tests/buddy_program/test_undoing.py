"""Mistakes of the desk that are taken back, with what was done kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from buddy_program.access import NotAllowed
from buddy_program.choices import ParticipantState as State
from buddy_program.models import Interview, Message, Pair, Participant, Transition
from buddy_program.selectors.day import needs_me
from buddy_program.selectors.history import failed_pairs
from buddy_program.services import screening
from buddy_program.services.pairs import (
    ProposalOver,
    pair_answer,
    pair_close,
    pair_propose,
    proposal_take_back,
)
from buddy_program.services.undoing import (
    NothingToTakeBack,
    ReasonStays,
    StruckAlready,
    end_reason_correct,
    interview_restore,
    interview_strike,
    step_take_back,
)
from cms.models import User
from tests import factories as hub
from tests.buddy_program import factories
from tests.buddy_program.factories import NOW

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)
LATER = NOW + 9 * HOUR


@pytest.fixture
def ostrava() -> Site:
    site = hub.city("ostrava")
    factories.programme(site)
    return site


@pytest.fixture
def boss(ostrava: Site) -> User:
    return factories.coordinator(ostrava)


def walk(person: Participant, boss: User, *steps: Callable[..., Any]) -> None:
    for number, step in enumerate(steps):
        step(participant=person, by=boss, now=NOW + number * HOUR)


def steps_of(person: Participant) -> list[tuple[str, bool]]:
    found = person.transitions.values_list("after", "undoes")
    return [(after, undoes is not None) for after, undoes in found]


def test_decisions_are_taken_back_one_by_one_to_where_they_began(
    ostrava: Site, boss: User
) -> None:
    eva = factories.newcomer(ostrava, State.SUBMITTED)
    walk(
        eva,
        boss,
        screening.screening_begin,
        screening.interview_invite,
        screening.participant_reserve,
        screening.participant_accept,
    )

    stood = []
    for _ in range(3):
        step_take_back(participant=eva, by=boss, now=LATER)
        eva.refresh_from_db()
        stood.append((eva.state, eva.state_since))

    assert stood == [
        (State.RESERVE, NOW + 2 * HOUR),
        (State.INTERVIEW, NOW + HOUR),
        (State.SCREENING, NOW),
    ]
    with pytest.raises(NothingToTakeBack):
        step_take_back(participant=eva, by=boss, now=LATER)
    assert steps_of(eva) == [
        *(("screening", False), ("interview", False)),
        *(("reserve", False), ("accepted", False)),
        *(("reserve", True), ("interview", True), ("screening", True)),
    ]


@pytest.mark.parametrize(("state", "gone"), [("waiting", False), ("sent", True)])
def test_a_mail_that_waits_is_stopped_and_one_that_left_is_told_of(
    ostrava: Site, boss: User, state: str, *, gone: bool
) -> None:
    eva = factories.newcomer(ostrava, State.INTERVIEW)
    walk(eva, boss, screening.participant_accept)
    if gone:
        Message.objects.update(state="sent", finished_at=NOW)

    assert step_take_back(participant=eva, by=boss, now=LATER) is gone

    mail = Message.objects.get()
    assert (mail.state, mail.last_reason) == (
        ("sent", "") if gone else ("failed", "outdated")
    )
    assert mail.kind == "accepted"


def test_what_they_did_themselves_and_what_went_on_is_not_taken_back(
    ostrava: Site, boss: User
) -> None:
    stands = {
        state: factories.newcomer(ostrava, state)
        for state in (State.INTERVIEW, State.ACCEPTED, State.AVAILABLE, State.DECLINED)
    }
    eva = factories.newcomer(ostrava, State.INTERVIEW)
    walk(eva, boss, screening.participant_accept)
    Participant.objects.filter(pk=eva.pk).update(state=State.ONBOARDED)

    for person in (*stands.values(), eva):
        with pytest.raises(NothingToTakeBack):
            step_take_back(participant=person, by=boss, now=LATER)

    eva.refresh_from_db()
    assert eva.state == State.ONBOARDED
    assert Transition.objects.count() == 1


def test_no_stranger_takes_anything_back(ostrava: Site, boss: User) -> None:
    brno = hub.city("brno")
    factories.programme(brno)
    stranger = factories.coordinator(brno)
    eva = factories.newcomer(ostrava, State.INTERVIEW)
    interview = Interview.objects.create(participant=eva, held_at=NOW)
    walk(eva, boss, screening.participant_accept)
    pair = factories.pair(factories.newcomer(ostrava), factories.local(ostrava))

    with pytest.raises(NotAllowed):
        step_take_back(participant=eva, by=stranger, now=LATER)
    with pytest.raises(NotAllowed):
        proposal_take_back(pair=pair, by=stranger, now=LATER)
    with pytest.raises(NotAllowed):
        interview_strike(interview=interview, by=stranger, now=LATER)

    for row in (eva, pair, interview):
        row.refresh_from_db()
    assert (eva.state, pair.state, interview.struck_at) == (
        *("accepted", "proposed"),
        None,
    )


# --- pairs ---


def proposed(site: Site, boss: User) -> Pair:
    return pair_propose(
        newcomer=factories.newcomer(site), local=factories.local(site), now=NOW, by=boss
    )


def test_a_proposal_is_taken_back_and_only_who_had_heard_of_it_is_told(
    ostrava: Site, boss: User
) -> None:
    pair = proposed(ostrava, boss)
    heard = Message.objects.filter(participant=pair.newcomer)
    heard.update(state="sent", finished_at=NOW)

    assert proposal_take_back(pair=pair, by=boss, now=LATER) == {"newcomer"}

    pair.refresh_from_db()
    assert (pair.state, pair.end_reason) == ("closed", "taken_back")
    told = Message.objects.filter(kind="proposal_over")
    assert [each.participant for each in told] == [pair.newcomer]
    assert failed_pairs([pair.newcomer_id]) == set()
    pair_propose(newcomer=pair.newcomer, local=pair.local, now=LATER, by=boss)


def test_a_match_that_both_want_is_not_taken_back(ostrava: Site, boss: User) -> None:
    pair = proposed(ostrava, boss)
    for each in (pair.newcomer, pair.local):
        pair_answer(pair=pair, participant=each, agrees=True, now=NOW)

    with pytest.raises(ProposalOver):
        proposal_take_back(pair=pair, by=boss, now=LATER)

    pair.refresh_from_db()
    assert pair.state == "active"


def test_why_a_pair_was_closed_is_put_right(ostrava: Site, boss: User) -> None:
    pair = factories.pair(
        factories.newcomer(ostrava), factories.local(ostrava), "active"
    )
    pair_close(pair=pair, reason="not_fitting", now=NOW, by=boss)
    assert failed_pairs([pair.newcomer_id]) == {(pair.newcomer_id, pair.local_id)}

    for wrong in ("completed", "safeguarding", "nonsense"):
        with pytest.raises(ReasonStays):
            end_reason_correct(pair=pair, reason=wrong, by=boss, now=LATER)
    end_reason_correct(pair=pair, reason="moved", by=boss, now=LATER)

    pair.refresh_from_db()
    assert pair.end_reason == "moved"
    assert failed_pairs([pair.newcomer_id]) == set()
    last = pair.transitions.latest("at")
    assert (last.by, last.after, last.at) == (boss, "closed", LATER)
    assert last.reason == "they didn't suit each other → one of them moved away"


def test_a_reason_that_decided_more_or_is_theirs_stays(
    ostrava: Site, boss: User
) -> None:
    ends: list[dict[str, Any]] = [
        {"reason": "completed", "by": boss},
        {"reason": "no_time", "ended_by": "local"},
    ]
    for end in ends:
        pair = factories.pair(
            factories.newcomer(ostrava), factories.local(ostrava), "active"
        )
        pair_close(pair=pair, now=NOW, **end)
        with pytest.raises(ReasonStays):
            end_reason_correct(pair=pair, reason="moved", by=boss, now=LATER)
        pair.refresh_from_db()
        assert pair.end_reason == end["reason"]


# --- interviews ---


def test_an_interview_that_is_struck_out_stays_and_does_not_count(
    ostrava: Site, boss: User
) -> None:
    eva = factories.newcomer(ostrava, State.INTERVIEW)
    interview = Interview.objects.create(participant=eva, held_at=NOW)

    def kinds() -> list[str]:
        return [item.kind for item in needs_me([ostrava], NOW)]

    assert kinds() == ["decide"]
    interview_strike(interview=interview, by=boss, now=LATER)
    assert kinds() == ["interview"]
    assert (interview.struck_at, interview.struck_by) == (LATER, boss)
    with pytest.raises(StruckAlready):
        interview_strike(interview=interview, by=boss, now=LATER)
    interview_restore(interview=interview, by=boss)
    assert kinds() == ["decide"]


# --- at the desk ---


def press(client: Client, name: str, pk: int, **given: Any) -> str:
    url = reverse(f"buddy_program_{name}", args=[pk])
    response = client.post(url, given, follow=True)
    assert response.status_code == 200
    return str(response.content.decode())


def test_the_desk_offers_it_and_says_what_the_mails_did(
    ostrava: Site, boss: User
) -> None:
    desk = hub.client_of(boss)
    eva = factories.newcomer(ostrava, State.INTERVIEW)
    accepted = press(desk, "person", eva.pk, do="accept")
    assert "Take the acceptance back" in accepted
    assert "Its mail has gone out already" not in accepted
    Message.objects.update(state="sent", finished_at=NOW)

    back = press(desk, "person", eva.pk, do="back")
    declined = press(desk, "person", eva.pk, do="decline", reason="No room.")
    undone = press(desk, "person", eva.pk, do="take_back")
    pair = proposed(ostrava, boss)
    proposal = press(desk, "pair", pair.pk, do="back")

    assert "Taken back. The mail had gone out already" in back
    assert "taken back: accepted" in back
    assert "Take the decline back" in declined
    assert "Taken back; no mail goes out." in undone
    assert "no mail had gone out" in proposal
    eva.refresh_from_db()
    assert eva.state == State.SCREENING


def test_an_interview_of_somebody_else_is_not_struck_out(
    ostrava: Site, boss: User
) -> None:
    desk = hub.client_of(boss)
    eva, iva = (factories.newcomer(ostrava, State.INTERVIEW) for _ in range(2))
    interview = Interview.objects.create(participant=iva, held_at=NOW)
    page = reverse("buddy_program_person", args=[eva.pk])

    other = desk.post(page, {"do": "strike", "interview": interview.pk})
    assert other.status_code == 404
    own = press(desk, "person", iva.pk, do="strike", interview=interview.pk)

    assert "struck out" in own
    interview.refresh_from_db()
    assert interview.struck_by == boss


def test_wrong_points_are_told_at_their_field_and_lose_no_notes(
    ostrava: Site, boss: User
) -> None:
    desk = hub.client_of(boss)
    eva = factories.newcomer(ostrava, State.INTERVIEW)
    points = {f"score-{name}": 3 for name in ("motivation", "time", "respect")}

    page = press(desk, "person", eva.pk, do="note", notes="Kind.", **points)

    assert 'href="#id_score-expectations"' in page
    assert 'aria-describedby="id_score-expectations_error"' in page
    assert ">\nKind.</textarea>" in page
    assert page.count("checked") == 3
    assert not Interview.objects.exists()
