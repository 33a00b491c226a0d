"""Many who ask the same at once make the hub compute it once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from city_api.answers import cache as cache_module
from tests.city_api.answers.standin import Client, Hub, Response


class Crowd:
    """Clients in threads of their own, who ask the same."""

    def __init__(self, hub: Hub, ask: Callable[[Client], Response], size: int) -> None:
        self.responses: list[Response] = []
        self._ask = ask
        self._front = hub.client.application
        self._threads = [threading.Thread(target=self._run) for _ in range(size)]

    def _run(self) -> None:
        self.responses.append(self._ask(Client(self._front)))

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def join(self) -> list[Response]:
        for thread in self._threads:
            thread.join(20)
            assert not thread.is_alive()
        return self.responses


class Gate:
    """Stops executions until a test lets them go on."""

    def __init__(self, hub: Hub, stops: int = 1) -> None:
        self.reached = threading.Semaphore(0)
        self.opened = threading.Event()
        self._left = stops
        self._lock = threading.Lock()
        hub.application.meanwhile = self

    def __call__(self) -> None:
        with self._lock:
            self._left -= 1
            stops = self._left >= 0
        self.reached.release()
        if stops:
            assert self.opened.wait(20)


def waiting(hub: Hub) -> int:
    """Return how many requests have read the tokens of all cities."""
    return hub.database.reads.count(None)


def wait_for(condition: Callable[[], bool]) -> None:
    done = threading.Event()
    for _ in range(2_000):
        if condition():
            return
        done.wait(0.005)
    pytest.fail("It never came to that.")


def get(query: str = "sites 1") -> Callable[[Client], Response]:
    return lambda client: client.get(query)


def test_one_computes_and_the_others_get_the_same(hub: Hub) -> None:
    gate = Gate(hub)
    leader = Crowd(hub, get(), 1)
    leader.start()
    gate.reached.acquire()
    crowd = Crowd(hub, get(), 5)
    crowd.start()
    wait_for(lambda: waiting(hub) == 6)

    gate.opened.set()
    responses = crowd.join() + leader.join()

    assert hub.runs == 1
    assert {response.json["seen"]["1"] for response in responses} == {10}
    assert {response.cache for response in responses} <= {
        "fwd=uri-miss; stored",
        "fwd=uri-miss; collapsed",
        "hit",
    }


def test_who_comes_after_a_change_does_not_get_what_was_begun_before(
    hub: Hub,
) -> None:
    gate = Gate(hub)
    before = Crowd(hub, get(), 1)
    before.start()
    gate.reached.acquire()
    hub.database.change(1)

    after = hub.client.get("sites 1")
    gate.opened.set()

    assert after.json["seen"]["1"] == 1010
    (old,) = before.join()
    assert old.json["seen"]["1"] == 10
    assert hub.client.get("sites 1").json["seen"]["1"] == 1010


def test_a_leader_that_fails_blocks_nobody(hub: Hub) -> None:
    class Broken(Exception):
        pass

    def fail_once() -> None:
        hub.application.meanwhile = lambda: None
        gate.reached.release()
        assert gate.opened.wait(20)
        raise Broken

    gate = Gate(hub)
    hub.application.meanwhile = fail_once
    failed: list[BaseException] = []

    def lead(client: Client) -> Any:
        try:
            return client.get("sites 1")
        except Broken as error:
            failed.append(error)

    leader = Crowd(hub, lead, 1)
    leader.start()
    gate.reached.acquire()
    crowd = Crowd(hub, get(), 3)
    crowd.start()
    wait_for(lambda: waiting(hub) == 4)
    gate.opened.set()

    assert [response.json["seen"]["1"] for response in crowd.join()] == [10, 10, 10]
    leader.join()
    assert len(failed) == 1


def test_nobody_waits_longer_than_a_bounded_time(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_module, "WAIT_S", 0.05)
    gate = Gate(hub)
    leader = Crowd(hub, get(), 1)
    leader.start()
    gate.reached.acquire()

    impatient = hub.client.get("sites 1")

    assert impatient.json["seen"]["1"] == 10
    assert hub.runs == 2
    gate.opened.set()
    leader.join()


def test_what_isn_t_kept_makes_nobody_wait_a_second_time(hub: Hub) -> None:
    hub.client.get("not kept")
    gate = Gate(hub)
    slow = Crowd(hub, get("not kept"), 1)
    slow.start()
    gate.reached.acquire()

    hub.client.get("not kept")  # doesn't wait for the slow one

    gate.opened.set()
    slow.join()
    assert hub.runs == 3


def test_posts_that_may_change_something_never_wait_for_each_other(hub: Hub) -> None:
    gate = Gate(hub)
    slow = Crowd(hub, lambda client: client.post("sites 1"), 1)
    slow.start()
    gate.reached.acquire()

    hub.client.post("sites 1")

    assert hub.runs == 2
    gate.opened.set()
    slow.join()


def test_posts_that_are_known_to_be_queries_do(hub: Hub) -> None:
    hub.client.post("sites 1")
    hub.database.change(1)
    gate = Gate(hub)
    crowd = Crowd(hub, lambda client: client.post("sites 1"), 4)
    crowd.start()
    gate.reached.acquire()
    wait_for(lambda: waiting(hub) == 5)

    gate.opened.set()
    crowd.join()

    assert hub.runs == 2
