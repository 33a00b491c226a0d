"""The coordinators' desk in the admin: what is shown, and what buttons do."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Site

from buddy_program.access import cities_coordinated_by
from buddy_program.choices import ParticipantState as State
from buddy_program.choices import TeamRole
from buddy_program.models import (
    CheckIn,
    Cohort,
    Concern,
    Interview,
    MatchRun,
    Message,
    Pair,
    Participant,
    Programme,
    RulesVersion,
    SafeguardingBlock,
)
from buddy_program.selectors.day import needs_me
from tests import factories as hub
from tests.buddy_program import factories
from tests.buddy_program.factories import NOW

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
BUTTONS = (
    *("begin", "invite", "accept", "reserve", "take_back"),
    *("pause", "resume", "decline", "withdraw"),
)


@pytest.fixture
def ostrava() -> Site:
    site = hub.city("ostrava")
    factories.programme(site)
    return site


@pytest.fixture
def desk(ostrava: Site) -> Client:
    return hub.client_of(factories.coordinator(ostrava))


def at(name: str, *args: Any) -> str:
    return reverse(f"buddy_program_{name}", args=args)


def text(response: Any) -> str:
    return str(response.content.decode())


def press(client: Client, url: str, do: str, **given: Any) -> str:
    """Press a button, and return what is shown then."""
    response = client.post(url, {"do": do, **given}, follow=True)
    assert response.status_code == 200
    return text(response)


# --- the day ---


def test_a_day_without_anything_says_so(desk: Client) -> None:
    assert "Nothing waits for you." in text(desk.get(at("day")))


def test_all_that_waits_is_shown_the_oldest_first(ostrava: Site, desk: Client) -> None:
    def person(state: str, days: int, **more: Any) -> Participant:
        since = NOW - days * DAY
        made: Participant = factories.newcomer(
            ostrava, state, state_since=since, **more
        )
        return made

    person(State.SUBMITTED, 1)
    person(State.SCREENING, 2)
    person(State.INTERVIEW, 3)
    seen = person(State.INTERVIEW, 4)
    Interview.objects.create(participant=seen, held_at=NOW)
    person(State.AVAILABLE, 5, waiting_since=NOW - 31 * DAY)
    person(State.AVAILABLE, 5, waiting_since=NOW - 29 * DAY)
    proposed = factories.pair(
        person(State.AVAILABLE, 90, waiting_since=NOW - 90 * DAY),
        factories.local(ostrava),
        proposed_at=NOW - 6 * DAY,
    )
    pair = factories.pair(
        person(State.MATCHED, 9), factories.local(ostrava, State.MATCHED), "active"
    )
    facts: list[dict[str, Any]] = [
        {"day": 7, "answered_at": NOW - 7 * DAY, "met": True, "worried": True},
        {"day": 30, "answered_at": NOW - 8 * DAY, "met": True, "worried": False},
        {"day": 60, "asked_at": NOW - 12 * DAY},
    ]
    for fact in facts:
        CheckIn.objects.create(pair=pair, participant=pair.local, due_at=NOW, **fact)

    found = [item.kind for item in needs_me([ostrava], NOW)]

    assert found == [
        *("waiting", "worried", "proposal", "unanswered"),
        *("decide", "interview", "look", "screen"),
    ]
    page = text(desk.get(at("day")))
    assert str(proposed) in page
    narrowed = text(desk.get(at("day"), {"kind": "proposal"}))
    assert (str(proposed) in narrowed, str(seen) in narrowed) == (True, False)


@pytest.mark.parametrize("count", [1, 6])
def test_a_day_takes_as_many_queries_however_full_it_is(
    ostrava: Site, count: int
) -> None:
    for _ in range(count):
        factories.newcomer(ostrava, State.SUBMITTED)
        factories.newcomer(ostrava, waiting_since=NOW - 90 * DAY)
        pair = factories.pair(
            factories.newcomer(ostrava, State.MATCHED),
            factories.local(ostrava, State.MATCHED),
            "active",
        )
        CheckIn.objects.create(
            pair=pair, participant=pair.local, day=7, due_at=NOW, asked_at=NOW - 9 * DAY
        )
        factories.pair(factories.newcomer(ostrava), factories.local(ostrava))

    with CaptureQueriesContext(
        connection,
    ) as queries:
        items = needs_me([ostrava], NOW)
        _told = [str(getattr(item.thing, "pair", item.thing)) for item in items]

    assert len(items) == 4 * count
    assert len(queries) == 9


def test_a_check_in_that_was_seen_leaves_the_list_and_comes_back(
    ostrava: Site, desk: Client
) -> None:
    pair = factories.pair(
        factories.newcomer(ostrava), factories.local(ostrava), "active"
    )
    check_in = CheckIn.objects.create(
        pair=pair,
        participant=pair.local,
        day=7,
        due_at=NOW,
        answered_at=NOW,
        met=True,
        worried=True,
    )

    press(desk, at("check_in", check_in.pk), "see")
    assert needs_me([ostrava], NOW) == []

    press(desk, at("check_in", check_in.pk), "unsee")
    assert [item.kind for item in needs_me([ostrava], NOW)] == ["worried"]


# --- participants ---


def test_participants_are_found_by_name_side_and_state(
    ostrava: Site, desk: Client
) -> None:
    eva = factories.newcomer(ostrava, State.SUBMITTED, name="Eva Nová")
    jan = factories.local(ostrava, name="Jan Starý")
    factories.newcomer(ostrava, State.DRAFT, name="Not sent")

    def found(**asked: str) -> set[str]:
        page = text(desk.post(at("people"), asked))
        return {name for name in ("Eva Nová", "Jan Starý", "Not sent") if name in page}

    assert found() == {"Eva Nová", "Jan Starý"}
    assert found(q="nov") == {"Eva Nová"}
    assert found(q=jan.reference) == {"Jan Starý"}
    assert found(q=eva.email) == {"Eva Nová"}
    assert found(side="local") == {"Jan Starý"}
    assert found(state="submitted") == {"Eva Nová"}
    assert found(q="nov", side="local") == set()


def test_a_person_is_taken_from_application_to_acceptance(
    ostrava: Site, desk: Client
) -> None:
    eva = factories.newcomer(ostrava, State.SUBMITTED, name="Eva", experience="<b>")
    page = at("person", eva.pk)

    shown = text(desk.get(page))
    assert "Begin screening" in shown
    assert "Invite to an interview" not in shown
    assert "&lt;b&gt;" in shown
    press(desk, page, "begin")
    press(desk, page, "invite")
    points = {f"score-{name}": 3 for name in ("motivation", "time", "respect")}
    wrong = press(desk, page, "note", **points)
    assert "0 to 4 points." in wrong
    noted = press(
        desk,
        page,
        "note",
        **{**points, "score-expectations": 1},
        notes="Kind.",
        red_flags="None seen.",
    )
    assert "10 points" in noted
    assert "recommended" in noted
    press(desk, page, "accept")

    eva.refresh_from_db()
    assert eva.state == State.ACCEPTED
    kinds = Message.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["interview_invited", "accepted"]


def test_a_decline_is_taken_back_by_a_button(ostrava: Site, desk: Client) -> None:
    eva = factories.newcomer(ostrava, State.SCREENING)
    page = at("person", eva.pk)
    without = press(desk, page, "decline", reason=" ")
    assert "Give a reason" in without

    declined = press(desk, page, "decline", reason="Moved to Brno.")
    assert "Moved to Brno." in declined
    assert "Take the decline back" in declined
    press(desk, page, "take_back")

    eva.refresh_from_db()
    assert (eva.state, eva.decline_reason) == (State.SCREENING, "")


@pytest.mark.parametrize("odd", ["\x00", "x" * 100_000, "9" * 5000, "%", "'"])
def test_whatever_is_looked_for_the_list_answers(desk: Client, odd: str) -> None:
    assert desk.post(at("people"), {"q": odd}).status_code == 200


def test_a_step_that_was_overtaken_is_told_and_changes_nothing(
    ostrava: Site, desk: Client
) -> None:
    eva = factories.newcomer(ostrava, State.AVAILABLE)

    shown = press(desk, at("person", eva.pk), "accept")

    assert "nothing has changed" in shown
    eva.refresh_from_db()
    assert eva.state == State.AVAILABLE


def test_only_what_is_possible_is_offered(ostrava: Site, desk: Client) -> None:
    offered = {
        state: [
            name
            for name in BUTTONS
            if f'value="{name}"'
            in text(desk.get(at("person", factories.newcomer(ostrava, state).pk)))
        ]
        for state in State
        if state not in (State.DRAFT, State.CONFIRMED)
    }

    assert offered == {
        State.SUBMITTED: ["begin", "withdraw"],
        State.SCREENING: ["invite", "reserve", "decline", "withdraw"],
        State.INTERVIEW: ["accept", "reserve", "decline", "withdraw"],
        State.RESERVE: ["invite", "accept", "decline", "withdraw"],
        State.DECLINED: ["take_back"],
        State.ACCEPTED: ["decline", "withdraw"],
        State.ONBOARDED: ["withdraw"],
        State.AVAILABLE: ["pause", "withdraw"],
        State.MATCHED: ["pause", "withdraw"],
        State.PAUSED: ["resume", "withdraw"],
        State.FINISHED: [],
        State.WITHDRAWN: [],
    }


def test_unsent_applications_are_nobodys_business(ostrava: Site, desk: Client) -> None:
    for state in (State.DRAFT, State.CONFIRMED):
        eva = factories.newcomer(ostrava, state)
        assert desk.get(at("person", eva.pk)).status_code == 404


# --- matching ---


def made_run(desk: Client, site: Site) -> MatchRun:
    response = desk.post(at("runs"), {"city": site.pk})
    run = MatchRun.objects.latest("pk")
    assert response.headers["Location"] == at("run", run.pk)
    return run


def test_a_run_is_read_in_plain_words_and_approved(ostrava: Site, desk: Client) -> None:
    eva = factories.newcomer(ostrava, name="Eva", interests=["hiking"])
    factories.local(ostrava, name="Jan", interests=["hiking"])
    factories.newcomer(ostrava, name="Iva", slots=["sun-evening"])
    run = made_run(desk, ostrava)

    page = text(desk.get(at("run", run.pk)))
    for told in (
        "1 newcomer is matched.",
        "Both like: hiking and trips.",
        "They are free at different times.",
        "Who would help",
    ):
        assert told in page
    assert not Pair.objects.exists()
    told = press(desk, at("run", run.pk), "approve")

    assert "1 pair is proposed" in told
    assert Pair.objects.get().newcomer == eva


def test_a_pair_is_pinned_ruled_out_and_set_free(ostrava: Site, desk: Client) -> None:
    eva = factories.newcomer(ostrava)
    jan, petr = (factories.local(ostrava) for _ in range(2))
    run = made_run(desk, ostrava)

    press(desk, at("run", run.pk), "forbid", pair=f"{eva.pk}-{jan.pk}")
    second = MatchRun.objects.latest("pk")
    run.refresh_from_db()
    assert (run.state, second.state) == ("discarded", "draft")
    assert second.forbidden == [[eva.pk, jan.pk]]
    assert second.run.matches[0].pair.local == petr.pk

    press(desk, at("run", second.pk), "pin", pair=f"{eva.pk}-{jan.pk}")
    third = MatchRun.objects.latest("pk")
    assert (third.pins, third.forbidden) == ([[eva.pk, jan.pk]], [])
    assert third.run.matches[0].pair.local == jan.pk

    press(desk, at("run", third.pk), "free", pair=f"{eva.pk}-{jan.pk}")
    assert MatchRun.objects.latest("pk").pins == []


def test_a_pin_that_cannot_be_is_told(ostrava: Site, desk: Client) -> None:
    eva = factories.newcomer(ostrava, slots=["sun-evening"])
    jan = factories.local(ostrava)
    run = made_run(desk, ostrava)

    shown = press(desk, at("run", run.pk), "pin", pair=f"{eva.pk}-{jan.pk}")

    assert "They are free at different times." in shown
    assert MatchRun.objects.count() == 1


def test_a_run_that_was_overtaken_names_whom(ostrava: Site, desk: Client) -> None:
    eva = factories.newcomer(ostrava, name="Eva")
    factories.local(ostrava, name="Jan")
    run = made_run(desk, ostrava)
    Participant.objects.filter(pk=eva.pk).update(state=State.PAUSED)

    assert "make it again" in text(desk.get(at("run", run.pk)))
    shown = press(desk, at("run", run.pk), "approve")

    assert "Eva + Jan: One of them doesn&#x27;t wait any more." in shown
    assert not Pair.objects.exists()


def test_what_if_compares_and_stores_nothing(ostrava: Site, desk: Client) -> None:
    factories.newcomer(ostrava, name="Eva")
    factories.local(ostrava)
    run = made_run(desk, ostrava)

    shown = text(desk.post(at("run", run.pk), {"do": "what_if", "floor": "1300"}))
    wrong = text(desk.post(at("run", run.pk), {"do": "what_if", "floor": "9000"}))

    assert "Matched: 1 now, 0 then." in shown
    assert "Would not be matched: Eva" in shown
    assert "The floor must be 0 to" in wrong
    assert MatchRun.objects.count() == 1


# --- pairs, cohorts, rules ---


def test_what_is_no_weight_changes_nothing(ostrava: Site, desk: Client) -> None:
    factories.newcomer(ostrava)
    desk.post(at("runs"), {"city": ostrava.pk})
    run = MatchRun.objects.get()

    for odd in ("9" * 5000, "x", "-1"):
        given = {"do": "what_if", "goals": odd, "pair": f"{odd}-{odd}"}
        assert desk.post(at("run", run.pk), given).status_code == 200


def test_a_pair_is_paused_resumed_and_closed(ostrava: Site, desk: Client) -> None:
    pair = factories.pair(
        factories.newcomer(ostrava, State.MATCHED),
        factories.local(ostrava, State.MATCHED),
        "active",
    )
    page = at("pair", pair.pk)

    states = []
    for do, given in (
        ("pause", {}),
        ("resume", {}),
        ("close", {"reason": "safeguarding"}),
        ("close", {"reason": "not_fitting"}),
    ):
        press(desk, page, do, **given)
        pair.refresh_from_db()
        states.append(pair.state)

    assert states == ["paused", "active", "active", "closed"]
    assert pair.end_reason == "not_fitting"
    assert str(pair) in text(desk.get(at("pairs"), {"state": "closed"}))
    assert str(pair) not in text(desk.get(at("pairs"), {"state": "active"}))


def test_a_cohort_is_planned_and_started_once(ostrava: Site, desk: Client) -> None:
    given = {"name": "Spring", "starts_on": "2026-04-01", "ends_on": "2026-03-01"}
    wrong = desk.post(at("cohorts"), given)
    assert "It can&#x27;t end before it starts." in text(wrong)
    desk.post(at("cohorts"), given | {"ends_on": ""})
    cohort = Cohort.objects.get()
    assert (cohort.site, cohort.state) == (ostrava, "planned")

    assert "is there already" in text(desk.post(at("cohorts"), given | {"ends_on": ""}))

    press(desk, at("cohort", cohort.pk), "start")
    again = press(desk, at("cohort", cohort.pk), "start")

    cohort.refresh_from_db()
    assert cohort.state == "running"
    assert cohort.rules == RulesVersion.objects.get()
    assert "has started already" in again


def test_the_programme_and_its_districts_are_set(ostrava: Site, desk: Client) -> None:
    programme = Programme.objects.get()
    desk.post(
        at("programme", programme.pk),
        {
            "newcomers_welcome": "on",
            "contact_email": "new@example.com",
            "districts": "Poruba\n Centrum \n\nPoruba",
        },
    )

    programme.refresh_from_db()
    assert programme.districts == ["Poruba", "Centrum"]
    assert (programme.newcomers_welcome, programme.locals_welcome) == (True, False)
    assert programme.contact_email == "new@example.com"


def test_a_page_of_another_city_is_neither_chosen_nor_named(
    ostrava: Site, desk: Client
) -> None:
    brno = hub.city("brno")
    foreign = hub.add_page(hub.home(brno), Page(title="Secret plan", slug="plan"))
    own = Programme.objects.get()
    given = {"contact_email": "buddies@example.com", "districts": "Poruba"}

    for wrong in (foreign.pk, "x", "9" * 5000, "٣"):
        shown = text(desk.post(at("programme", own.pk), given | {"about": wrong}))
        assert "Select a valid choice." in shown
        assert "Secret plan" not in shown

    own.refresh_from_db()
    assert (own.about, own.districts) == (None, [])


def test_rules_change_by_versions_that_say_what_and_why(
    ostrava: Site, desk: Client
) -> None:
    programme = Programme.objects.get()
    page = at("rules", programme.pk)
    form = desk.get(page).context["form"]
    given = {name: form[name].initial for name in form.fields if name != "note"}

    wrong = desk.post(page, {**given, "check_in_days": "30, 7"})
    assert "check_in_days must be days in order" in text(wrong)
    changed = {"months": 9, "weight_goals": 40, "note": "Longer is better."}
    shown = text(desk.post(page, {**given, **changed}, follow=True))

    assert programme.rules.months == 9
    assert programme.rules.weights.goals == 40
    assert "Longer is better." in shown
    assert "<del>6</del> → <ins>9</ins>" in shown
    assert "Weight: Goals: <del>20</del> → <ins>40</ins>" in shown
    assert RulesVersion.objects.count() == 2


def test_only_hub_administrators_set_programmes_up(
    ostrava: Site, desk: Client, admin_client: Client
) -> None:
    brno = hub.city("brno")
    given = {"city": brno.pk, "contact_email": "brno@example.com"}
    assert desk.post(at("programmes"), given).status_code == 302
    assert Programme.objects.count() == 1

    admin_client.post(at("programmes"), given)

    assert Programme.objects.get(site=brno).contact_email == "brno@example.com"
    again = admin_client.post(at("programmes"), given, follow=True)
    assert "The city has a programme already." in text(again)
    assert Programme.objects.count() == 2


def test_members_of_a_group_that_was_there_before_are_no_team(ostrava: Site) -> None:
    """Two cities of one name, or a group that somebody named like a team."""
    role = TeamRole.COORDINATOR
    there = factories.team_of(ostrava, role)
    stranger = factories.coordinator(ostrava)
    namesake = hub.city("brno")
    Site.objects.filter(pk=namesake.pk).update(site_name=ostrava.site_name)
    namesake.refresh_from_db()

    factories.programme(namesake)

    assert factories.team_of(namesake, role) != there
    assert set(cities_coordinated_by(stranger)) == {ostrava}


# --- safeguarding ---


def test_a_concern_is_read_and_dealt_with_by_its_role(ostrava: Site) -> None:
    concern = Concern.objects.create(site=ostrava, text="He shouted.", told_at=NOW)
    client = hub.client_of(factories.safeguard(ostrava))
    page = at("concern", concern.pk)
    assert page in text(client.get(at("safety")))
    assert "He shouted." in text(client.get(page))

    press(client, page, "handle", outcome="Talked to both.")

    concern.refresh_from_db()
    assert concern.outcome == "Talked to both."


def test_somebody_is_stopped_and_two_let_them_back(ostrava: Site) -> None:
    pair = factories.pair(
        factories.newcomer(ostrava, State.MATCHED, name="Eva"),
        factories.local(ostrava, State.MATCHED, name="Jan"),
        "active",
    )
    first, second = (
        hub.client_of(factories.safeguard(ostrava, name)) for name in ("one", "two")
    )
    assert "Jan" in text(first.post(at("safety"), {"q": "jan"}))
    page = at("safety_person", pair.local_id)
    free = text(first.get(page))
    assert ("Kept out of matching" in free, "Only keep out" in free) == (False, True)

    stopped = press(first, page, "stop", reason="A concern.")
    assert "A concern." in stopped
    assert "Ask a colleague to lift the block" in stopped
    assert "Only keep out" not in stopped
    pair.refresh_from_db()
    assert (pair.state, pair.end_reason) == ("closed", "safeguarding")
    asked = press(first, page, "ask")
    assert "You have asked to lift it" in asked
    assert "one asks to lift it" in text(second.get(page))
    refused = press(first, page, "lift")
    assert "Somebody else of your team" in refused
    assert SafeguardingBlock.objects.get().lifted_at is None
    press(second, page, "lift")

    block = SafeguardingBlock.objects.get()
    assert block.lifted_at is not None
    assert block.lifted_at <= timezone.now()
