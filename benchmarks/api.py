"""The part `api`: the City API, its floor and its peers."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.results import Result, of_child
from benchmarks.running import Plan, child, say
from benchmarks.serving import rate, served
from benchmarks.targets import LARGE

SETS = {"cities-3": "3_cities", "cities-200": "200_cities"}
LARGE_POST = "post-0023"
EXECUTOR_ROUNDS = 40


def measured(plan: Plan) -> list[Result]:
    """Return the results of the whole part."""
    results: list[Result] = []
    for backend in plan.backends:
        results += of_posts(plan, backend)
    for backend in plan.backends if plan.large else ():
        results += of_many_cities(plan, backend)
    return results if plan.cases else [*results, *of_executor(plan)]


def of_posts(plan: Plan, backend: str) -> list[Result]:
    """Measure 500 posts in two languages, in process, then over HTTP."""
    env = plan.environment("posts", backend)
    child(env, "benchmarks.content.load", "posts")
    say(f"{backend}: in process …")
    chosen = [f"--case={each}" for each in plan.cases or ()]
    found = child(
        env, "benchmarks.inprocess", "--peers", f"--seconds={plan.seconds}", *chosen
    )
    results = [of_child(record) for record in found]
    say(f"{backend}: over HTTP …")
    over_http(plan, env, results)
    return results


def over_http(plan: Plan, env: dict[str, str], results: list[Result]) -> None:
    """Add the requests that a server answers; a round asks each subject in turn."""
    with served(env) as port:
        for each in results:
            if each.cache == "on":
                rate(port, each.address, 1)  # the first answer is made, then kept
        for number in range(plan.http_rounds):
            for each in results:
                few = each.subject not in {"vitej", "floor", "empty"}
                if number == 0 or not few:
                    each.rates.append(rate(port, each.address, plan.http_seconds))


def of_many_cities(plan: Plan, backend: str) -> list[Result]:
    """Measure 3 and 200 cities of a hundred pages a language by turns."""
    results: dict[tuple[str, str], Result] = {}
    for set_name in SETS:
        child(plan.environment(set_name, backend), "benchmarks.content.load", set_name)
    for number in range(3):
        say(f"{backend}: 3 and 200 cities, round {number + 1} …")
        for set_name in SETS:
            for each in of_set(plan, backend, set_name):
                kept = results.setdefault((each.case, each.subject), each)
                if kept is not each:
                    kept.times += each.times
                    kept.cpu += each.cpu
    return list(results.values())


def of_set(plan: Plan, backend: str, set_name: str) -> list[Result]:
    found = child(
        plan.environment(set_name, backend),
        "benchmarks.inprocess",
        f"--seconds={plan.seconds / 4}",
        f"--post={LARGE_POST}",
        *(f"--case={case}" for case in LARGE),
    )
    results = [of_child(record) for record in found if record["cache"] == "off"]
    for each in results:
        each.case = f"{each.case}_{SETS[set_name]}"
    return [each for each in results if each.subject != "empty"]


def of_executor(plan: Plan) -> list[Result]:
    """Measure the compiled executor beside graphql-core's."""
    say("The executor …")
    env = plan.environment("posts", "sqlite")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "executor.json"
        rounds = f"--rounds={EXECUTOR_ROUNDS}"
        child(env, "benchmarks.executor", rounds, f"--json={path}")
        records = json.loads(path.read_text("utf-8"))
    return [
        Result(
            each["case"], each["subject"], "memory", "off", 0, times=[each["median_ms"]]
        )
        for each in records
    ]
