"""An import of 10,000 rows whose process is killed halfway, then run twice more.

Every twentieth row is bad, in ten ways. The command `import_places` runs in a process
of its own on a database of its own; once it says that half of the rows are written, it
gets SIGKILL. What stands in the database, and what is said of bad rows, is compared
with the file each time.

    .venv/bin/python -m benchmarks.killed_import [--backend sqlite] [--rows 10000]
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.content.store import ROOT, database_url, environment, postgres_name
from benchmarks.running import child, say

EVERY = 20
SET, COPY = "plugins", "killed"
HEADER = "id,name,lat,lon,category,description,opening_hours,phone,website\n"
GOOD = "{n},Place {n},49.{far},18.2,bench-0-0,Cakes,Mo-Fr 08:00-17:00,,\n"
BAD = (
    ("{n},,49.8,18.2,bench-0-0,x,,,\n", 2, "name"),
    ("{n},A,18.2,49.8,bench-0-0,x,,,\n", 3, "latitude"),
    ("{n},A,NaN,18.2,bench-0-0,x,,,\n", 3, "latitude"),
    ("{n},A,49.8,200,bench-0-0,x,,,\n", 4, "longitude"),
    ("{n},A,49.8,18.2,pubs,x,,,\n", 5, "categories"),
    ("{n},A,49.8,18.2,bench-0-0,x,sometimes,,\n", 7, "opening_hours"),
    ("{n},A,49.8,18.2,bench-0-0,x,Mo 08:00-09:00; SH off,,\n", 7, "opening_hours"),
    ("0,A,49.8,18.2,bench-0-0,x,,,\n", 1, "external_id"),
    ("{n},A,49.8,18.2,bench-0-0,x,,,no address\n", 9, "website"),
    ("{n},A\x07,49.8,18.2,bench-0-0,x,,,\n", 2, "name"),
)
"""Rows, and the column and the field that each is refused for."""
NAMED = re.compile(r"line (\d+), column (\d+), (\w+): (.+)")


class Failed(Exception):
    """The import has not done what it promises."""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--backend", action="append", choices=["sqlite", "postgresql"])
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--in-child", choices=["prepare", "count"])
    options = parser.parse_args()
    if options.in_child:
        in_child(options.in_child)
        return
    from benchmarks.__main__ import POSTGRES  # noqa: PLC0415 (it imports much)

    url = os.environ.get("TEST_POSTGRES_URL", POSTGRES)
    for backend in options.backend or ["sqlite", "postgresql"]:
        env = environment(SET, backend, url)
        child(env, "benchmarks.content.load", SET)
        child(env, "benchmarks.killed_import", "--in-child=prepare")
        env["DATABASE_URL"] = database_url(COPY, backend, url)
        with TemporaryDirectory() as folder:
            try_import(env, Path(folder), options.rows, backend)


def try_import(env: Mapping[str, str], folder: Path, rows: int, backend: str) -> None:
    """Kill an import, do it again, and once more; say how long each took.

    Raises:
        Failed: saying what isn't as it should be.
    """
    file = folder / "places.csv"
    file.write_text(HEADER + "".join(line(n) for n in range(rows)), "utf-8")
    good = [f"Place {n}" for n in range(rows) if not is_bad(n)]
    seconds, _said = imported(env, file, kill_at=rows // 2)
    half = child(env, "benchmarks.killed_import", "--in-child=count")
    expect("killed halfway", 0 < len(half["titles"]) < len(good))
    expect("no half batch", set(half["titles"]) <= set(good))
    expect("the tree is whole", half["problems"] == 0)
    say(f"{backend}: killed after {seconds:.1f} s with {len(half['titles'])} places.")

    seconds, said = imported(env, file)
    done = child(env, "benchmarks.killed_import", "--in-child=count")
    expect("good rows exactly once", sorted(done["titles"]) == sorted(good))
    expect("one mark for each", done["marks"] == len(good))
    expect("one revision for each", done["revisions"] == len(good))
    expect("the tree is whole", done["problems"] == 0)
    expect("every bad row named", named(said) >= bad_rows(rows))
    expect(
        "no good row named",
        {each[0] for each in named(said)} == {each[0] for each in bad_rows(rows)},
    )
    say(f"{backend}: the rest took {seconds:.1f} s; {len(bad_rows(rows))} bad rows.")

    seconds, said = imported(env, file)
    again = child(env, "benchmarks.killed_import", "--in-child=count")
    expect("nothing changes", again == done)
    expect("every bad row named again", named(said) >= bad_rows(rows))
    say(f"{backend}: the third time took {seconds:.1f} s and changed nothing.")


def expect(what: str, holds: bool) -> None:
    if not holds:
        raise Failed(what)


def is_bad(number: int) -> bool:
    return number % EVERY == EVERY - 1


def line(number: int) -> str:
    text = BAD[number // EVERY % len(BAD)][0] if is_bad(number) else GOOD
    return text.format(n=number, far=f"7{number:05}")


def bad_rows(rows: int) -> set[tuple[int, int, str]]:
    """Return line, column and field of each bad row; the first line has the names."""
    return {(n + 2, *BAD[n // EVERY % len(BAD)][1:]) for n in range(rows) if is_bad(n)}


def named(said: str) -> set[tuple[int, int, str]]:
    """Return line, column and field of all rows that were refused with a reason."""
    found = NAMED.findall(said)
    return {(int(row), int(column), field) for row, column, field, _reason in found}


def imported(
    env: Mapping[str, str], file: Path, kill_at: int | None = None
) -> tuple[float, str]:
    """Run the command; return its seconds and what it says of bad rows.

    Raises:
        Failed: if it doesn't end as it should.
    """
    command = [
        *(sys.executable, "manage.py", "import_places", "ostrava", str(file)),
        *("--skip-bad", "--publish", "--duplicates"),
    ]
    begin = time.perf_counter()
    errors = file.with_suffix(".errors")
    with (
        errors.open("w", encoding="utf-8") as stderr,
        subprocess.Popen(  # noqa: S603 (our own command)
            command,
            cwd=ROOT,
            env={**env, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        ) as process,
    ):
        for said in process.stdout or ():
            done = re.match(r"(\d+) of \d+", said)
            if kill_at is not None and done and int(done[1]) >= kill_at:
                process.kill()
                break
        else:
            expect("the command ends well", process.wait() == 0 and kill_at is None)
    return time.perf_counter() - begin, errors.read_text("utf-8")


# --- in a process of its own ---------------------------------------------------------


def in_child(part: str) -> None:
    import django  # noqa: PLC0415

    django.setup()
    if part == "prepare":
        prepare()
    else:
        json.dump(counted(), sys.stdout)


def prepare() -> None:
    """Copy the content that is there, and add a map and categories to the copy."""
    from django.db import connection  # noqa: PLC0415 (needs the apps)

    from benchmarks.content import load  # noqa: PLC0415

    if connection.vendor == "sqlite":
        source = Path(connection.settings_dict["NAME"])
        target = source.with_name(f"{COPY}.sqlite3")
        for rest in target.parent.glob(f"{target.name}*"):
            rest.unlink()
        shutil.copyfile(source, target)
        load.use(target)
        add_map()
        connection.close()
        return
    name = postgres_name(COPY)
    load.command(f'DROP DATABASE IF EXISTS "{name}"')
    load.make_database(name, add_map, like=postgres_name(SET))


def add_map() -> None:
    from wagtail.models import Locale, Site  # noqa: PLC0415 (needs the apps)

    from use_it_map.bench import categories, map_of  # noqa: PLC0415

    site = Site.objects.get(citysettings__slug="ostrava")
    map_of(site)
    categories(Locale.objects.get(pk=site.root_page.locale_id))


def counted() -> dict[str, Any]:
    """Return what the imports have left in the database."""
    from wagtail.models import Page, PageLogEntry, Revision  # noqa: PLC0415

    from use_it_map.models import ImportedPlace, PlacePage  # noqa: PLC0415

    places = PlacePage.objects.filter(live=True)
    pages = [str(pk) for pk in places.values_list("pk", flat=True)]
    return {
        "titles": list(places.order_by("pk").values_list("title", flat=True)),
        "all": PlacePage.objects.count(),
        "marks": ImportedPlace.objects.exclude(place=None).count(),
        "revisions": Revision.objects.filter(object_id__in=pages).count(),
        "logged": PageLogEntry.objects.count(),
        "problems": sum(map(len, Page.find_problems())),
    }


if __name__ == "__main__":
    try:
        main()
    except Failed as failed:
        sys.exit(f"Failed: {failed}")
