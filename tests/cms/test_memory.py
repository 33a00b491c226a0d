"""The memory holds what was used last, and never more than it may."""

from __future__ import annotations

import gc
import random
import threading
from weakref import ref

from django.http import HttpRequest

from cms.memory import Memory, once_a_request


def test_what_was_not_used_for_longest_goes_first() -> None:
    memory: Memory[str, int] = Memory(30)
    memory.put("a", 1, 10)
    memory.put("b", 2, 10)
    memory.put("c", 3, 10)
    assert memory.get("a") == 1

    memory.put("d", 4, 15)

    assert [memory.get(key) for key in "abcd"] == [1, None, None, 4]
    assert memory.used == 25


def test_a_new_value_takes_the_place_and_the_bytes_of_the_old_one() -> None:
    memory: Memory[str, int] = Memory(30)
    memory.put("a", 1, 25)

    memory.put("a", 2, 5)

    assert memory.get("a") == 2
    assert (len(memory), memory.used) == (1, 5)


def test_what_is_larger_than_everything_is_not_kept_and_pushes_nothing_out() -> None:
    memory: Memory[str, int] = Memory(30)
    memory.put("a", 1, 10)
    memory.put("b", 2, 10)

    memory.put("b", 3, 31)

    assert memory.get("a") == 1
    assert memory.get("b") is None
    assert memory.used == 10


def test_what_is_forgotten_takes_no_bytes() -> None:
    memory: Memory[str, int] = Memory(30)
    memory.put("a", 1, 10)
    memory.put("b", 2, 10)

    memory.forget("a")
    memory.forget("never kept")
    assert memory.used == 10

    memory.clear()
    assert (len(memory), memory.used) == (0, 0)


def test_threads_leave_the_count_right() -> None:
    memory: Memory[int, int] = Memory(1_000)

    def use(seed: int) -> None:
        choices = random.Random(seed)  # noqa: S311
        for _ in range(2_000):
            key = choices.randrange(50)
            choices.choice([memory.get, memory.forget])(key)
            memory.put(key, key, choices.randrange(1, 120))

    threads = [threading.Thread(target=use, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    kept = sum(size for _value, size in memory._kept.values())
    assert memory.used == kept <= 1_000


def test_things_count_as_one_where_no_size_is_given() -> None:
    memory: Memory[str, int] = Memory(2)

    for key in "abc":
        memory.put(key, 1)

    assert [memory.get(key) for key in "abc"] == [None, 1, 1]
    assert (len(memory), memory.used) == (2, 2)


def test_a_question_is_asked_once_a_request_and_forgotten_with_it() -> None:
    asked: list[str] = []

    @once_a_request
    def who(request: HttpRequest) -> str:
        asked.append(request.path)
        return request.path.upper()

    first, second = HttpRequest(), HttpRequest()
    first.path, second.path = "/a", "/b"

    assert [who(first), who(second), who(first)] == ["/A", "/B", "/A"]
    assert asked == ["/a", "/b"]
    gone = ref(first)
    del first
    gc.collect()
    assert gone() is None
