"""Measures in this process, one request at a time, on the database of the environment.

`python -m benchmarks` starts it once for each database; it prints JSON.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import django
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks.calling import Answer, get
from benchmarks.cases import Case, cases

WARM_UP = 3
FEW = 7
"""Peers take part in so many rounds only: some answer a hundred times slower."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--case", action="append", help="list20, one, full20 …")
    parser.add_argument("--rounds", type=int, default=1000, help="at most so many")
    parser.add_argument("--seconds", type=float, default=5, help="for each case")
    parser.add_argument("--peers", action="store_true", help="the peers as well")
    parser.add_argument("--post", default="post-0123", help="the post to ask for")
    options = parser.parse_args()
    found = [
        record
        for name, case in cases(options.post).items()
        if not options.case or name in options.case
        for record in measured(case, options)
    ]
    json.dump(found, sys.stdout)


def measured(case: Case, options: argparse.Namespace) -> list[dict[str, Any]]:
    """Return what each subject of a case took.

    `times` and `cpu` (of this thread alone) are in ms, a value for each round.
    """
    from benchmarks.subjects import MINE, subjects  # noqa: PLC0415 (needs the apps)

    asked = subjects(case, peers=options.peers)
    check_equal(case, {each.name: each.address for each in asked})
    for each in asked:
        for _ in range(WARM_UP):
            ask(each.address).data()
    calls = [
        (lambda address=each.address: ask(address), None if each.name in MINE else FEW)
        for each in asked
    ]
    times = timed(calls, options.rounds, options.seconds)
    return [
        {
            "case": case.name,
            "subject": each.name,
            "backend": connection.vendor,
            "cache": each.cache,
            "sql": statements(each.address),
            "median_ms": round(statistics.median(wall for wall, _cpu in taken), 3),
            "address": each.address,
            "times": [wall for wall, _cpu in taken],
            "cpu": [cpu for _wall, cpu in taken],
        }
        for each, taken in zip(asked, times, strict=True)
    ]


def ask(address: str) -> Answer:
    """Ask the hub for an address."""
    from benchmarks.wsgi import application  # noqa: PLC0415 (needs the apps)

    return get(application, address)


def timed(
    calls: Sequence[tuple[Callable[[], Any], int | None]], rounds: int, seconds: float
) -> list[list[tuple[float, float]]]:
    """Return, for each call, its (time, time of this thread) in ms, round by round.

    A round makes each call once, so that all meet the same disturbances; a call with
    a number takes part in so many rounds only. The rounds end after `seconds` of
    calls without a number.
    """
    times: list[list[tuple[float, float]]] = [[] for _call in calls]
    spent = 0.0
    gc.collect()
    for number in range(rounds):
        for taken, (call, most) in zip(times, calls, strict=True):
            if most is None or number < most:
                cpu, wall = time.thread_time(), time.perf_counter()
                call()
                wall, cpu = time.perf_counter() - wall, time.thread_time() - cpu
                taken.append((wall * 1000, cpu * 1000))
                spent += wall if most is None else 0
        if spent > seconds:
            break
    return times


def check_equal(case: Case, addresses: dict[str, str]) -> None:
    """Stop where the hand-written view answers anything but what the City API does.

    Raises:
        SystemExit: if the answers differ.
    """
    if "floor" not in addresses:
        return
    ours, theirs = ask(addresses["vitej"]).data(), ask(addresses["floor"]).data()
    if ours != theirs:
        raise SystemExit(
            f"{case.name}: the answers differ at {difference(ours, theirs)}"
        )


def difference(left: Any, right: Any, path: str = "") -> str:
    """Return where two JSON values differ first."""
    if isinstance(left, dict) and isinstance(right, dict) and set(left) == set(right):
        pairs = [(f"{path}.{key}", left[key], right[key]) for key in left]
    elif isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        pairs = [
            (f"{path}[{number}]", *each)
            for number, each in enumerate(zip(left, right, strict=True))
        ]
    else:
        return f"{path}: {left!r:.300} and {right!r:.300}"
    return next(
        difference(one, other, where) for where, one, other in pairs if one != other
    )


def statements(address: str) -> int:
    """Return how many SQL statements an answer takes."""
    connection.ensure_connection()
    with CaptureQueriesContext(connection) as captured:
        ask(address)
    return len(captured)


if __name__ == "__main__":
    django.setup()
    main()
