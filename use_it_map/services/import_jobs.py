"""Imports in the admin: a file waits for its preview, then goes in step by step.

A step is a request of some seconds. It takes the import for itself first, so nobody
else writes it meanwhile, and notes in the transaction of each batch how far it is: what
breaks off is gone on with behind the last row that is in the database.
"""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from cms.services.content import content_transaction
from use_it_map.importing.plan import Planned
from use_it_map.importing.rows import RowError
from use_it_map.models import ImportState, PlaceImport
from use_it_map.services.importing import (
    ImportOptions,
    Preview,
    RowsRefused,
    Upload,
    batches,
    check_allowed,
    import_preview,
)

KEPT = dt.timedelta(days=1)
KEPT_BEGUN = dt.timedelta(days=7)
STEP = dt.timedelta(seconds=6)
"""How long a request may write; the next one goes on."""
MOST_AT_ONCE = 2_000
"""The most rows that one request writes in one transaction, some ten seconds."""
HELD = dt.timedelta(minutes=3)
"""How long an import is still taken to be written when nothing is heard of it."""


class Busy(Exception):
    """This import or another one of the city is being written; this one wasn't."""


def import_start(*, upload: Upload, user: Any, now: dt.datetime) -> PlaceImport:
    """Keep a file for its preview; what the city hasn't begun for a day goes.

    Raises:
        NoMap, NotAllowed: nothing was kept.
    """
    check_allowed(upload=upload, user=user)
    old = PlaceImport.objects.filter(site=upload.site, created_at__lt=now - KEPT)
    old.exclude(state=ImportState.RUNNING).delete()
    return PlaceImport.objects.create(
        site=upload.site,
        created_at=now,
        user=user,
        filename=upload.filename[:255],
        data=upload.data,
        options=asdict(upload.options),
    )


def upload_of(job: PlaceImport) -> Upload:
    """Return the file of an import and how it is to be imported."""
    options = ImportOptions(**job.options)
    return Upload(job.site, bytes(job.data), job.filename, options)


def import_drop(*, job: PlaceImport, now: dt.datetime) -> None:
    """Give an import up: what it has written stays, its file goes.

    Raises:
        Busy: if it is being written.
    """
    if not _free(job, now).delete()[0]:
        raise Busy


def import_skip_bad(*, job: PlaceImport) -> None:
    """Let an import go on without the rows that have become bad since it began."""
    job.options = {**job.options, "skip_bad": True}
    job.save(update_fields=["options"])


def import_step(
    *,
    job: PlaceImport,
    user: Any,
    now: dt.datetime,
    today: dt.date,
    clock: Callable[[], float] = time.monotonic,
) -> Preview:
    """Write for some seconds; the job's state and `result` say how far it is.

    Unless bad rows are skipped, nothing is written before every row is found to be
    good. Up to `MOST_AT_ONCE` rows are one transaction then; more are written in
    steps, of which each leaves whole places behind. What is done goes with its file.

    Raises:
        Busy, FileRefused, NoMap, NotAllowed: nothing was written.
        RowsRefused: rows are bad and aren't to be skipped; nothing was written, or, if
            they have become bad since, nothing more.
    """
    check_allowed(upload=upload_of(job), user=user)
    begin = clock()
    with _held(job, now) as holder:
        preview = import_preview(upload=upload_of(job), today=today)
        rows, errors = rest_of(job, preview)
        if errors and not upload_of(job).options.skip_bad:
            raise RowsRefused(errors)
        _begin(job, holder, len(rows))

        def note(written: Sequence[Planned]) -> None:
            late = dt.timedelta(seconds=clock() - begin)
            _note(job, holder, written, until=now + late + HELD)

        def late() -> bool:
            return clock() > begin + STEP.total_seconds()

        if _write(job, rows, user, note=note, late=late):
            _finish(job, holder)
    return preview


def imports_forget(*, now: dt.datetime) -> int:
    """Delete imports that nobody has gone on with, and their files; say how many.

    One that has begun waits longer: somebody may go on with it.
    """
    begun = Q(state=ImportState.RUNNING)
    left = Q(created_at__lt=now - KEPT) & ~begun
    long_left = Q(created_at__lt=now - KEPT_BEGUN) & begun
    return PlaceImport.objects.filter(left | long_left).delete()[0]


def _write(
    job: PlaceImport,
    rows: Sequence[Planned],
    user: Any,
    *,
    note: Callable[[Sequence[Planned]], None],
    late: Callable[[], bool],
) -> bool:
    """Write rows until it is late, or all at once; tell whether all are written."""
    upload, total = upload_of(job), job.result["total"]
    if not upload.options.skip_bad and total <= MOST_AT_ONCE:
        with content_transaction():
            for _batch in batches(upload=upload, rows=rows, user=user):
                pass
            note(rows)
        return True
    for _batch in batches(upload=upload, rows=rows, user=user, note=note):
        if late() and job.result["done"] < total:
            return False
    return True


def _note(
    job: PlaceImport, holder: str, written: Sequence[Planned], *, until: dt.datetime
) -> None:
    """Note how far an import is, in the transaction that writes these rows."""
    counts = Counter(job.result["counts"])
    counts.update(row.action.value for row in written)
    job.result["counts"] = dict(counts)
    job.result["done"] += len(written)
    if written:
        last = written[-1].position
        job.result["after"] = [last.line, last.column]
    mine = PlaceImport.objects.filter(pk=job.pk, holder=holder)
    if not mine.update(result=job.result, held_until=until):
        raise Busy  # too slow, and somebody else has it: back with these rows


def rest_of(job: PlaceImport, preview: Preview) -> tuple[list[Planned], list[RowError]]:
    """Return the rows of a preview that are still to be written, and the bad ones."""
    line, column = job.result.get("after", (0, 0))

    def behind(row: Planned | RowError) -> bool:
        return (row.position.line, row.position.column) > (line, column)

    return [*filter(behind, preview.to_write)], [*filter(behind, preview.errors)]


# One at a time


def _free(job: PlaceImport, now: dt.datetime) -> QuerySet[PlaceImport]:
    free = Q(holder="") | Q(held_until__lt=now)
    return PlaceImport.objects.filter(free, pk=job.pk)


@contextmanager
def _held(job: PlaceImport, now: dt.datetime) -> Iterator[str]:
    """Keep an import for oneself; yield the name that it is kept under."""
    holder = uuid4().hex
    if not _free(job, now).update(holder=holder, held_until=now + HELD):
        raise Busy
    try:
        job.refresh_from_db(fields=["state", "result", "options"])
        yield holder
    finally:
        mine = PlaceImport.objects.filter(pk=job.pk, holder=holder)
        mine.update(holder="", held_until=None)


def _begin(job: PlaceImport, holder: str, rows: int) -> None:
    mine = PlaceImport.objects.filter(pk=job.pk, holder=holder)
    try:
        with transaction.atomic():
            mine.update(state=ImportState.RUNNING)
    except IntegrityError:  # another one of the city runs
        raise Busy from None
    job.state = ImportState.RUNNING
    done = job.result.get("done", 0)
    job.result = {"counts": {}, **job.result, "done": done, "total": done + rows}


def _finish(job: PlaceImport, holder: str) -> None:
    job.state, job.data = ImportState.DONE, b""
    mine = PlaceImport.objects.filter(pk=job.pk, holder=holder)
    mine.update(state=job.state, data=job.data, result=job.result)
