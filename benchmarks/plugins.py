"""The parts of plugins: each brings content and names the operations to time."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from typing import Any

import django

from benchmarks.results import Result, of_child
from benchmarks.running import Plan, child, say

COUNT = 1000
KNOWN = {
    "slug": "ostrava",
    "hostname": "ostrava.localhost",
    "locale": "en",
    "path": "/en/",
    "first": 20,
}
"""What the variables of these names are given."""


def measured(plan: Plan, only: str | None) -> list[Result]:
    """Return the results of all plugins' parts, or of the one that is named.

    Raises:
        SystemExit: if no plugin of that name has a part.
    """
    results: list[Result] = []
    for backend in plan.backends:
        set_name = "plugins"
        env = plan.environment(set_name, backend)
        names = child(env, "benchmarks.plugins", "--list")
        chosen = [name for name in names if only is None or is_called(name, only)]
        if only is not None and not chosen:
            raise SystemExit(
                f"There is no part “{only}”; there are: {', '.join(['api', *names])}."
            )
        if chosen:
            child(env, "benchmarks.content.load", set_name)
        for name in chosen:
            say(f"{backend}: {name} …")
            found = child(env, "benchmarks.plugins", f"--run={name}")
            results += [of_child(record) for record in found]
    return results


def is_called(plugin: str, text: str) -> bool:
    """Say whether a text is a plugin's name, or a word of it: `map` of `use_it_map`."""
    return text == plugin or text in plugin.split("_")


# --- in a process of its own ---------------------------------------------------------


def run() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--run", default="")
    options = parser.parse_args()
    from cms.plugins import registry  # noqa: PLC0415 (needs the apps)

    parts = {part.plugin: part.value for part in registry.parts("bench")}
    if options.list:
        json.dump(list(parts), sys.stdout)
        return
    with_content = parts[options.run]
    json.dump(timed_operations(with_content), sys.stdout)


def timed_operations(bench: Any, rounds: int = 200) -> list[dict[str, Any]]:
    """Let a plugin write its content; return what it names took.

    What it writes is taken back at the end, so that each run begins alike.
    """
    from django.db import connection, transaction  # noqa: PLC0415

    with transaction.atomic():
        cases = list(bench(COUNT))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        found = [measured_case(case, rounds) for case in cases]
        transaction.set_rollback(True)
    return found


def measured_case(case: Any, rounds: int) -> dict[str, Any]:
    """Measure an operation by its name, or a call that comes with one."""
    if isinstance(case, str):
        return operation(case, rounds)
    name, call = case
    return called(name, call, rounds)


def operation(name: str, rounds: int) -> dict[str, Any]:
    """Return what a persisted operation took, with what the variables are given.

    Raises:
        SystemExit: if there is no such operation.
    """
    from graphql import parse  # noqa: PLC0415

    from city_api.execution import execute  # noqa: PLC0415
    from city_api.operations import manifest  # noqa: PLC0415

    found = manifest().by_name.get(name)
    if found is None:
        raise SystemExit(f"There is no persisted operation “{name}”.")
    (definition,) = (
        each
        for each in parse(found.document).definitions
        if hasattr(each, "variable_definitions") and hasattr(each, "operation")
    )
    declared = [each.variable.name.value for each in definition.variable_definitions]
    variables = {each: KNOWN[each] for each in declared if each in KNOWN}

    def call() -> dict[str, Any]:
        return execute(found.document, variables)

    if errors := call().get("errors"):
        raise SystemExit(f"{name}: {errors}")
    return called(name, call, rounds)


def called(name: str, call: Callable[[], object], rounds: int) -> dict[str, Any]:
    """Return what a call took; say how much memory the process has held at most."""
    from django.db import connection  # noqa: PLC0415 (needs the settings)
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from benchmarks.inprocess import timed  # noqa: PLC0415 (needs the apps)

    with CaptureQueriesContext(connection) as captured:
        call()
    (times,) = timed([(call, None)], rounds=rounds, seconds=3)
    if peak := peak_mb():
        say(f"{name}: the process held {peak:,} MB at most.")
    return {
        "case": name,
        "subject": "vitej",
        "backend": connection.vendor,
        "cache": "off",
        "sql": len(captured),
        "times": [wall for wall, _cpu in times],
        "cpu": [cpu for _wall, cpu in times],
    }


def peak_mb() -> int | None:
    """Return the most memory that this process has held, where the system tells."""
    try:
        import resource  # noqa: PLC0415 (not on every system)
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (1024 * 1024 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    django.setup()
    run()
