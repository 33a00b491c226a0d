"""The crisis notices of a city."""

from django.db.models import Q

from cms.models import CrisisNotice
from cms.selectors.reader import Reader


def active_notices(reader: Reader) -> list[CrisisNotice]:
    """Return the notices that are shown in the city now, the newest first."""
    rows = reader.best_snippets(CrisisNotice).filter(
        Q(ends_at=None) | Q(ends_at__gt=reader.now),
        starts_at__lte=reader.now,
    )
    return list(rows)
