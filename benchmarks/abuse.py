#!/usr/bin/env python3
"""How long the City API takes to refuse what wants too much.

Sends each request of `tests/city_api/abuses.py` to the view, in process and on a
database of its own, and prints the median, the slowest and the status. Also prints
what the documents of strangers take in memory when they fill all that they may.

    python3 benchmarks/abuse.py --rounds 20
"""

from __future__ import annotations

import argparse
import logging
import os
import statistics
import sys
import time
import tracemalloc
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LIMIT_MS = 50


def main() -> int:
    """Measure all, and return 1 if a median lies above the limit."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    sys.path[:0] = [str(ROOT), str(ROOT / "graphql")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
    import django  # noqa: PLC0415 (needs the environment)

    django.setup()
    logging.disable(logging.CRITICAL)
    from django.conf import settings  # noqa: PLC0415
    from django.test.utils import setup_databases, teardown_databases  # noqa: PLC0415

    settings.CITY_API_EXPLORER_FOR_ALL = False
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        slow = measured(options.rounds)
        say(f"Documents of strangers take {kept_megabytes():.0f} MB at most.")
    finally:
        teardown_databases(databases, verbosity=0)
    return 1 if slow else 0


def measured(rounds: int) -> list[str]:
    """Print the times of all abuses; return those that took too long."""
    from django.test import Client  # noqa: PLC0415

    from tests import factories  # noqa: PLC0415
    from tests.city_api.abuses import ABUSES  # noqa: PLC0415

    city = factories.city("ostrava")
    factories.post(city, hero_image=factories.image())
    client, slow = Client(), []
    say(f"{'abuse':32} {'median':>8} {'slowest':>8}  status")
    for name, abuse in ABUSES.items():
        times = [timed(client, abuse.body) for _ in range(rounds)]
        median = statistics.median(ms for ms, _status in times)
        slowest = max(ms for ms, _status in times)
        say(f"{name:32} {median:5.1f} ms {slowest:5.1f} ms  {times[0][1]}")
        if median > LIMIT_MS:
            slow.append(name)
    say(f"Slower than {LIMIT_MS} ms: {', '.join(slow) or 'none'}.")
    return slow


def timed(client: Any, body: bytes) -> tuple[float, int]:
    """Return the milliseconds that an answer took, and its status."""
    started = time.perf_counter()
    answer = client.post("/graphql/", body, content_type="application/json")
    return (time.perf_counter() - started) * 1000, answer.status_code


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(line + "\n")


def kept_megabytes() -> float:
    """Return what is kept of large documents when no more of them fit."""
    from city_api.documents import Documents  # noqa: PLC0415
    from city_api.execution import checked, execute  # noqa: PLC0415

    fields = " ".join(f"a{number}: slug" for number in range(99))
    fields += " name slug" * 400
    documents = Documents()
    tracemalloc.start()
    number = 0
    while len(documents) == number:
        text = f'{{ n{number}: site(slug: "ostrava") {{ {fields} }} }}'
        execute(text)
        documents.put(str(number), checked(text), text)
        number += 1
    size, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return size / 1e6


if __name__ == "__main__":
    sys.exit(main())
