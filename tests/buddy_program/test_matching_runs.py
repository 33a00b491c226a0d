"""Runs of the matching over a city's people: made, approved as a whole, discarded."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Site

from buddy_program.access import NotAllowed
from buddy_program.choices import EndReason
from buddy_program.choices import ParticipantState as State
from buddy_program.matching.inputs import WrongInputs
from buddy_program.matching.people import Gender, Level
from buddy_program.matching.rules import Rule
from buddy_program.matching.run import PinRefused, match
from buddy_program.matching.scores import Weights
from buddy_program.models import MatchRun, Message, Pair, Participant
from buddy_program.selectors.matching import (
    Wishes,
    is_up_to_date,
    matching_inputs,
    what_if,
)
from buddy_program.services.matching import (
    AlreadyDecided,
    Lost,
    Overtaken,
    run_approve,
    run_discard,
    run_make,
)
from buddy_program.services.pairs import pair_close
from cms.models import User
from tests import factories as hub
from tests.buddy_program import factories
from tests.buddy_program.factories import NOW

pytestmark = pytest.mark.django_db

LATER = NOW + dt.timedelta(days=1)


@pytest.fixture
def ostrava() -> Site:
    site = hub.city("ostrava")
    factories.programme(site)
    return site


@pytest.fixture
def coordinator(ostrava: Site) -> User:
    return factories.coordinator(ostrava)


def pairs_of(run: MatchRun) -> list[tuple[int, int]]:
    return [(each.pair.newcomer, each.pair.local) for each in run.run.matches]


def rows() -> list[dict[str, Any]]:
    models: list[Any] = [Pair, Participant, Message]
    return [row for model in models for row in model._default_manager.values()]


def test_people_are_given_as_they_described_themselves(ostrava: Site) -> None:
    newcomer = factories.newcomer(
        ostrava,
        languages={"uk": Level.NATIVE, "en": Level.B2},
        district="Poruba",
        reach=["Centrum"],
        slots=["sat-morning"],
        interests=["hiking"],
        dislikes=["pubs"],
        goals=["czech"],
        family=3,
        age=2,
        gender="woman",
        wants_gender=["woman"],
        waiting_since=NOW - dt.timedelta(days=40, hours=23),
    )
    local = factories.local(ostrava, capacity=3)

    inputs = matching_inputs(site=ostrava, now=NOW)

    (waiting,), (host,) = inputs.newcomers, inputs.locals
    assert (waiting.id, waiting.city, waiting.waiting_days) == (
        newcomer.pk,
        ostrava.pk,
        40,
    )
    assert waiting.languages == (("uk", Level.NATIVE), ("en", Level.B2))
    assert (waiting.district, set(waiting.reach)) == ("Poruba", {"Centrum"})
    assert set(waiting.slots) == {"sat-morning"}
    assert set(waiting.interests) == {"hiking"}
    assert set(waiting.dislikes) == {"pubs"}
    assert set(waiting.goals) == {"czech"}
    assert (waiting.family, waiting.age) == (3, 2)
    assert waiting.gender is Gender.WOMAN
    assert set(waiting.wants_gender) == {Gender.WOMAN}
    assert not waiting.safeguarding_block
    assert (host.id, host.capacity) == (local.pk, 3)


def test_only_who_waits_and_who_has_room_takes_part(ostrava: Site) -> None:
    newcomers = {state: factories.newcomer(ostrava, state) for state in State}
    locals_ = {state: factories.local(ostrava, state) for state in State}
    factories.programme(hub.city("brno"))
    factories.newcomer(Site.objects.get(hostname__startswith="brno"))

    inputs = matching_inputs(site=ostrava, now=NOW)

    assert [each.id for each in inputs.newcomers] == [newcomers[State.AVAILABLE].pk]
    assert {each.id for each in inputs.locals} == {
        locals_[State.AVAILABLE].pk,
        locals_[State.MATCHED].pk,
    }


def test_open_pairs_are_left_alone_and_take_their_room(ostrava: Site) -> None:
    local = factories.local(ostrava, State.MATCHED, capacity=2)
    paused = factories.local(ostrava, State.PAUSED)
    started = factories.pair(
        factories.newcomer(ostrava, State.MATCHED), local, "active"
    )
    proposed = factories.pair(factories.newcomer(ostrava), local, seat=1)
    factories.pair(factories.newcomer(ostrava), paused)

    inputs = matching_inputs(site=ostrava, now=NOW)

    assert inputs.existing == {
        (started.newcomer_id, local.pk),
        (proposed.newcomer_id, local.pk),
    }
    assert {each.id for each in inputs.newcomers} == {
        started.newcomer_id,
        proposed.newcomer_id,
    }
    assert match(inputs).matches == ()


def test_two_who_have_failed_and_who_is_blocked_are_marked(ostrava: Site) -> None:
    newcomer, local = factories.newcomer(ostrava), factories.local(ostrava)
    blocked = factories.newcomer(ostrava)
    blocked.blocks.create(site=ostrava, blocked_at=NOW, email_digest="0")
    factories.pair(newcomer, local, "closed", end_reason=EndReason.NOT_FITTING)
    factories.pair(blocked, local, "closed", end_reason=EndReason.EXPIRED)

    inputs = matching_inputs(site=ostrava, now=NOW)

    marks = {each.id: each for each in inputs.newcomers}
    assert marks[newcomer.pk].never_with == {local.pk}
    assert inputs.locals[0].never_with == {newcomer.pk}
    assert not marks[newcomer.pk].safeguarding_block
    assert marks[blocked.pk].safeguarding_block
    assert marks[blocked.pk].never_with == frozenset()
    assert match(inputs).matches == ()


@pytest.mark.parametrize("count", [1, 8])
def test_people_take_as_many_queries_however_many_they_are(
    ostrava: Site,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for _ in range(count):
        factories.pair(factories.newcomer(ostrava), factories.local(ostrava))
        factories.newcomer(ostrava)

    with django_assert_num_queries(8):
        inputs = matching_inputs(site=ostrava, now=NOW)

    assert len(inputs.newcomers) == 2 * count


def test_a_run_is_stored_with_all_that_decided_about_it(
    ostrava: Site, coordinator: User
) -> None:
    newcomer, local = factories.newcomer(ostrava), factories.local(ostrava)
    other = factories.local(ostrava)
    wishes = Wishes(
        weights=Weights(interests=50),
        pins=frozenset({(newcomer.pk, other.pk)}),
        forbidden=frozenset({(newcomer.pk, local.pk)}),
    )

    run = run_make(site=ostrava, now=NOW, by=coordinator, wishes=wishes)

    run.refresh_from_db()
    assert pairs_of(run) == [(newcomer.pk, other.pk)]
    assert run.run == match(matching_inputs(site=ostrava, now=NOW, wishes=wishes))
    assert (run.state, run.made_by, run.made_at) == ("draft", coordinator, NOW)
    assert run.rules is not None
    assert (run.rules.version, run.weights["interests"]) == (1, 50)
    assert (run.pins, run.forbidden) == (
        [[newcomer.pk, other.pk]],
        [[newcomer.pk, local.pk]],
    )
    assert run.digest == run.run.digest
    assert not Pair.objects.exists()
    assert not Message.objects.exists()


def test_a_run_holds_no_names(ostrava: Site, coordinator: User) -> None:
    factories.newcomer(ostrava, name="Oksana", email="oksana@example.com")
    factories.local(ostrava, name="Radim")

    run = run_make(site=ostrava, now=NOW, by=coordinator)

    stored = str(run.result).casefold()
    assert run.run.matches
    for told in ("oksana", "radim", "example.com"):
        assert told not in stored


def test_a_pin_that_breaks_a_rule_makes_no_run(
    ostrava: Site, coordinator: User
) -> None:
    newcomer = factories.newcomer(ostrava, languages={"uk": Level.NATIVE})
    local = factories.local(ostrava, languages={"cs": Level.NATIVE})

    for pair, error in {
        (newcomer.pk, local.pk): PinRefused,
        (newcomer.pk, 0): WrongInputs,
    }.items():
        with pytest.raises(error):
            run_make(
                site=ostrava,
                now=NOW,
                by=coordinator,
                wishes=Wishes(pins=frozenset({pair})),
            )

    assert not MatchRun.objects.exists()


def test_approving_proposes_every_pair_of_the_run(
    ostrava: Site, coordinator: User
) -> None:
    local = factories.local(ostrava, capacity=2)
    newcomers = [factories.newcomer(ostrava) for _ in range(3)]
    run = run_make(site=ostrava, now=NOW, by=coordinator)

    made = run_approve(run=run, now=LATER, by=coordinator)

    stored = list(Pair.objects.order_by("pk"))
    assert made == stored
    assert [(each.newcomer, each.local, each.seat) for each in stored] == [
        (newcomers[0], local, 0),
        (newcomers[1], local, 1),
    ]
    first = run.run.matches[0].pair
    assert (stored[0].run, stored[0].score) == (run, first.score)
    assert tuple(stored[0].points) == first.points
    assert Message.objects.filter(kind="proposed").count() == 4
    assert (run.state, run.decided_by, run.decided_at) == (
        "approved",
        coordinator,
        LATER,
    )


def test_a_second_run_leaves_what_was_proposed_alone(
    ostrava: Site, coordinator: User
) -> None:
    factories.newcomer(ostrava)
    factories.local(ostrava)
    run_approve(
        run=run_make(site=ostrava, now=NOW, by=coordinator), now=NOW, by=coordinator
    )
    newcomer, local = factories.newcomer(ostrava), factories.local(ostrava)

    run = run_make(site=ostrava, now=NOW, by=coordinator)

    assert pairs_of(run) == [(newcomer.pk, local.pk)]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"state": State.PAUSED}, None),
        ({"slots": ["sun-evening"]}, Rule.AVAILABILITY),
        ({"district": "Poruba", "reach": []}, Rule.DISTRICT),
        ({"wants_gender": ["man"]}, Rule.GENDER),
    ],
)
def test_a_run_that_was_overtaken_proposes_nobody(
    ostrava: Site, coordinator: User, change: dict[str, Any], rule: Rule | None
) -> None:
    people = [(factories.newcomer(ostrava), factories.local(ostrava)) for _ in range(2)]
    Participant.objects.filter(side="local").update(district="Centrum", gender="woman")
    run = run_make(site=ostrava, now=NOW, by=coordinator)
    newcomer = people[1][0]
    Participant.objects.filter(pk=newcomer.pk).update(**change)
    before = rows()

    with pytest.raises(Overtaken) as caught:
        run_approve(run=run, now=LATER, by=coordinator)

    local = dict(pairs_of(run))[newcomer.pk]
    assert caught.value.lost == (Lost(newcomer.pk, local, rule),)
    run.refresh_from_db()
    assert run.state == "draft"
    assert rows() == before


def test_a_block_that_came_after_the_run_holds(
    ostrava: Site, coordinator: User
) -> None:
    newcomer, local = factories.newcomer(ostrava), factories.local(ostrava)
    run = run_make(site=ostrava, now=NOW, by=coordinator)
    newcomer.blocks.create(site=ostrava, blocked_at=NOW, email_digest="0")

    with pytest.raises(Overtaken) as caught:
        run_approve(run=run, now=LATER, by=coordinator)

    assert caught.value.lost == (Lost(newcomer.pk, local.pk, Rule.SAFEGUARDING),)
    assert not Pair.objects.exists()


def test_overlapping_runs_are_approved_once(ostrava: Site, coordinator: User) -> None:
    newcomer, local = factories.newcomer(ostrava), factories.local(ostrava)
    first, second = (run_make(site=ostrava, now=NOW, by=coordinator) for _ in range(2))
    run_approve(run=first, now=NOW, by=coordinator)

    with pytest.raises(Overtaken) as caught:
        run_approve(run=second, now=NOW, by=coordinator)

    assert caught.value.lost == (Lost(newcomer.pk, local.pk, None),)
    assert Pair.objects.count() == 1


def test_a_run_is_decided_once(ostrava: Site, coordinator: User) -> None:
    factories.newcomer(ostrava)
    factories.local(ostrava)
    run = run_make(site=ostrava, now=NOW, by=coordinator)
    run_discard(run=run, now=NOW, by=coordinator)

    for decide in (run_approve, run_discard):
        with pytest.raises(AlreadyDecided):
            decide(run=run, now=LATER, by=coordinator)

    run.refresh_from_db()
    assert (run.state, run.decided_at) == ("discarded", NOW)
    assert not Pair.objects.exists()


def test_runs_are_the_coordinators_of_their_city(
    ostrava: Site, coordinator: User
) -> None:
    brno = hub.city("brno")
    factories.programme(brno)
    run = run_make(site=ostrava, now=NOW, by=coordinator)

    for user in (factories.coordinator(brno), factories.safeguard(ostrava)):
        with pytest.raises(NotAllowed):
            run_make(site=ostrava, now=NOW, by=user)
        for decide in (run_approve, run_discard):
            with pytest.raises(NotAllowed):
                decide(run=run, now=NOW, by=user)

    assert MatchRun.objects.get().state == "draft"


def test_a_run_knows_whether_it_is_out_of_date(
    ostrava: Site, coordinator: User
) -> None:
    newcomer = factories.newcomer(ostrava)
    factories.local(ostrava)
    run = run_make(site=ostrava, now=NOW, by=coordinator)
    assert is_up_to_date(run)

    Participant.objects.filter(pk=newcomer.pk).update(interests=["yoga"])

    assert not is_up_to_date(run)


def test_what_if_tells_what_would_change_and_stores_nothing(
    ostrava: Site, coordinator: User
) -> None:
    newcomer = factories.newcomer(ostrava)
    factories.local(ostrava)
    run = run_make(site=ostrava, now=NOW, by=coordinator)

    weights = Weights(floor=Weights().best_score)
    after, difference = what_if(run=run, now=NOW, changes={"weights": weights})

    assert after.matches == ()
    assert difference.lost == (newcomer.pk,)
    assert (difference.before.matched, difference.after.matched) == (1, 0)
    assert MatchRun.objects.count() == 1
    assert not Pair.objects.exists()


def test_a_newcomer_whose_match_failed_comes_first(
    ostrava: Site, coordinator: User
) -> None:
    early = NOW - dt.timedelta(days=90)
    newcomer = factories.newcomer(ostrava, State.MATCHED, waiting_since=early)
    local = factories.local(ostrava, State.MATCHED)
    pair = factories.pair(newcomer, local, "active")
    for _ in range(3):
        factories.newcomer(ostrava)
    other = factories.local(ostrava)
    pair_close(pair=pair, reason=EndReason.NO_CONTACT, now=NOW)
    Participant.objects.filter(pk=local.pk).update(state=State.PAUSED)

    run = run_make(site=ostrava, now=NOW, by=coordinator)

    assert pairs_of(run) == [(newcomer.pk, other.pk)]
