"""Imports in the admin: a file waits for its preview, then goes in step by step."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.db.models import Q

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
STEP = dt.timedelta(seconds=8)
"""How long a request may write; the next one goes on."""
MOST_AT_ONCE = 5_000
"""The most rows of an import that is done as a whole: one request, some 20 seconds."""


class TooManyAtOnce(Exception):
    """All or nothing is for the command line with so many rows; nothing was written."""


def import_start(*, upload: Upload, user: Any, now: dt.datetime) -> PlaceImport:
    """Keep a file for its preview; what the city has left lying for a day goes.

    Raises:
        NoMap, NotAllowed: nothing was kept.
    """
    check_allowed(upload=upload, user=user)
    PlaceImport.objects.filter(site=upload.site, created_at__lt=now - KEPT).delete()
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


def import_step(
    *,
    job: PlaceImport,
    user: Any,
    today: dt.date,
    clock: Callable[[], float] = time.monotonic,
) -> Preview:
    """Write for some seconds; the job's state and `result` say how far it is.

    Every step looks at the file anew, so nothing is written twice, whatever became of
    the step before. What is done goes with its file.

    Raises:
        FileRefused, NoMap, NotAllowed: nothing was written.
        RowsRefused: rows are bad and `skip_bad` isn't chosen; nothing was written.
        TooManyAtOnce: it is all or nothing, and too much for one request.
    """
    upload = upload_of(job)
    check_allowed(upload=upload, user=user)
    preview = import_preview(upload=upload, today=today)
    whole = not upload.options.skip_bad
    if whole and preview.errors:
        raise RowsRefused(preview.errors)
    if whole and len(preview.to_write) > MOST_AT_ONCE:
        raise TooManyAtOnce
    end = clock() + STEP.total_seconds()
    job.state = ImportState.DONE
    for done, total in batches(upload, preview, user):
        job.result = {"done": done, "total": total}
        if clock() > end and done < total and not whole:
            job.state = ImportState.RUNNING
            break
    if job.state == ImportState.DONE:
        job.data = b""
    job.save()
    return preview


def imports_forget(*, now: dt.datetime) -> int:
    """Delete imports that nobody has gone on with, and their files; say how many.

    One that has begun waits longer: somebody may go on with it.
    """
    begun = Q(state=ImportState.RUNNING)
    left = Q(created_at__lt=now - KEPT) & ~begun
    long_left = Q(created_at__lt=now - KEPT_BEGUN) & begun
    return PlaceImport.objects.filter(left | long_left).delete()[0]
