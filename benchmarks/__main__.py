"""Runs the benchmarks: `python3 tasks.py bench`."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks import api, plugins
from benchmarks.report import page, terminal, write_page
from benchmarks.results import Result
from benchmarks.running import Plan, say
from benchmarks.targets import targets

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "performance.md"
POSTGRES = "postgres://postgres@127.0.0.1:5432/postgres"


def main() -> None:
    options = command_line().parse_args()
    plan = Plan.of(options, os.environ.get("TEST_POSTGRES_URL", POSTGRES))
    results: list[Result] = []
    if options.only in {None, "api"}:
        results += api.measured(plan)
    if options.only != "api":
        results += plugins.measured(plan, options.only)
    promises = targets(results)
    sys.stdout.write(terminal(results, promises))
    if options.json:
        write_json(options.json, results)
    if options.write:
        write_page(PAGE, page(results, promises, plan.facts))
        say(f"Wrote {PAGE.relative_to(ROOT)}.")


def command_line() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tasks.py bench", description=__doc__)
    parser.add_argument("--only", metavar="PART", help="api, or the name of a plugin")
    parser.add_argument("--case", action="append", help="list20, one, full20 …")
    parser.add_argument(
        "--backend", action="append", choices=["sqlite", "postgresql"],
        help="one database only",
    )  # fmt: skip
    parser.add_argument(
        "--quick", action="store_true", help="SQLite, few rounds, no large content"
    )
    parser.add_argument("--json", type=Path, metavar="PATH", help="write records there")
    parser.add_argument(
        "--write", action="store_true", help="write docs/reference/performance.md"
    )
    return parser


def write_json(path: Path, results: list[Result]) -> None:
    records: list[dict[str, Any]] = [each.record() for each in results]
    path.write_text(json.dumps(records, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(f"{' '.join(error.cmd[1:4])} failed ({error.returncode}).")
