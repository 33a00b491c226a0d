"""Scores for those who evaluate the programme elsewhere: as CSV and XLSX, no names."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator
from fractions import Fraction

from django.utils.crypto import salted_hmac
from openpyxl import Workbook

from buddy_program.models import Answers, Participant
from cms.spreadsheets import guarded

COLUMNS = (
    *("person", "side", "city", "cohort", "pilot"),
    *("wave", "instrument", "version", "scale", "score"),
)

Value = str | int | float


def score_rows(site_ids: Collection[int]) -> Iterator[tuple[Value, ...]]:
    """Yield a row for each score of those who agreed to the evaluation."""
    rows = Answers.objects.filter(
        participant__site__in=site_ids, answered_at__isnull=False
    ).select_related("participant__cohort", "participant__site")
    for row in rows.order_by("participant", "wave", "instrument"):
        person = row.participant
        about = (
            pseudonym(person),
            person.side,
            guarded(str(person.site)),
            guarded(person.cohort.name if person.cohort else ""),
            int(bool(person.cohort and person.cohort.pilot)),
        )
        for scale, score in sorted(row.scores.items()):
            if score is not None:
                value = round(float(Fraction(score)), 4)
                asked = (row.wave, row.instrument, row.version, scale)
                yield (*about, *asked, value)


def pseudonym(participant: Participant) -> str:
    """Return what somebody is called in every export, which says nothing of them."""
    key = str(participant.pk)
    return salted_hmac("buddy_program.export", key, algorithm="sha256").hexdigest()[:12]


def scores_csv(site_ids: Collection[int]) -> bytes:
    """Return the scores as CSV in UTF-8, with a mark by which Excel knows that."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    writer.writerows(score_rows(site_ids))
    return written.getvalue().encode("utf-8-sig")


def scores_xlsx(site_ids: Collection[int]) -> bytes:
    """Return the scores as an Excel workbook of one sheet."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("scores")
    sheet.append(COLUMNS)
    for row in score_rows(site_ids):
        sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
