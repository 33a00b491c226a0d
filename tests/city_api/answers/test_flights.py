"""Who asks the same at once waits for one execution, never for an older content."""

from __future__ import annotations

import threading

from city_api.answers.flights import Flights
from tests.city_api.answers.test_answer import answer


def test_one_leads_and_the_others_get_what_it_brings() -> None:
    flights = Flights()
    flight, leads = flights.join(b"k", {None: 1})
    brought = []

    def follow() -> None:
        joined, also_leads = flights.join(b"k", {None: 1})
        brought.append((also_leads, joined.wait(10)))

    followers = [threading.Thread(target=follow) for _ in range(3)]
    for thread in followers:
        thread.start()
    flight.answer = answer()
    flights.land(b"k", flight)
    for thread in followers:
        thread.join(10)

    assert leads
    # A follower that came after the landing leads a flight of its own.
    waited = [each for also_leads, each in brought if not also_leads]
    assert all(each == answer() for each in waited)


def test_a_leader_that_brings_nothing_lets_the_others_go_on() -> None:
    flights = Flights()
    flight, _ = flights.join(b"k", {None: 1})
    joined, leads = flights.join(b"k", {None: 1})

    flights.land(b"k", flight)

    assert not leads
    assert joined.wait(10) is None


def test_nobody_waits_for_a_leader_for_ever() -> None:
    flights = Flights()
    flights.join(b"k", {None: 1})
    joined, _ = flights.join(b"k", {None: 1})

    assert joined.wait(0.001) is None


def test_who_has_seen_other_content_does_not_wait() -> None:
    flights = Flights()
    before, _ = flights.join(b"k", {None: 1})

    after, leads = flights.join(b"k", {None: 2})

    assert leads
    assert after is not before
    flights.land(b"k", before)
    assert flights.join(b"k", {None: 2}) == (after, False)


def test_after_the_landing_the_next_one_leads() -> None:
    flights = Flights()
    flight, _ = flights.join(b"k", {None: 1})
    flights.land(b"k", flight)

    assert flights.join(b"k", {None: 1})[1]
