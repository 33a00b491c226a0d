"""The crisis notices of a city."""

from django.db.models import DateTimeField, Q, QuerySet

from cms.models import CrisisNotice
from cms.selectors.clock import Clock
from cms.selectors.reader import Reader
from cms.statements import Param


def active_notices(reader: Reader) -> list[CrisisNotice]:
    """Return the notices that are shown in the city now, the newest first."""
    moment = reader.clock.moment

    def not_over() -> QuerySet[CrisisNotice]:
        still = Q(ends_at__gt=Param("moment", moment, DateTimeField()))
        return reader.best_snippets(CrisisNotice).filter(Q(ends_at=None) | still)

    rows = reader.rows("notices", not_over)
    for row in rows:
        _note_next_change(row, reader.clock)
    return [row for row in rows if row.starts_at <= moment]


def _note_next_change(notice: CrisisNotice, clock: Clock) -> None:
    if notice.starts_at > clock.moment:
        clock.changes_at(notice.starts_at)
    elif notice.ends_at is not None:
        clock.changes_at(notice.ends_at)
