"""Something that is down is left alone, and found again by one caller."""

from __future__ import annotations

from city_api.answers.circuit import Circuit


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_what_works_is_always_tried() -> None:
    circuit = Circuit(5)

    assert circuit.admits()
    assert not circuit.succeeded()
    assert circuit.admits()


def test_after_a_failure_one_caller_tries_again_after_the_pause() -> None:
    clock = Clock()
    circuit = Circuit(5, clock)

    assert circuit.failed()
    assert not circuit.failed()
    clock.now += 4.9
    assert not circuit.admits()
    clock.now += 0.2
    assert [circuit.admits() for _ in range(3)] == [True, False, False]


def test_once_it_works_everybody_tries() -> None:
    clock = Clock()
    circuit = Circuit(5, clock)
    circuit.failed()
    clock.now += 5
    assert circuit.admits()

    assert circuit.succeeded()

    assert [circuit.admits() for _ in range(3)] == [True, True, True]


def test_a_caller_that_tries_and_dies_stops_nobody_for_long() -> None:
    clock = Clock()
    circuit = Circuit(5, clock)
    circuit.failed()
    clock.now += 5
    assert circuit.admits()

    clock.now += 5

    assert circuit.admits()
