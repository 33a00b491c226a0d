"""The programme's field on the type `Site`."""

from __future__ import annotations

from typing import Any

from buddy_program.models import Programme
from buddy_program.schema.types import BuddyProgram, PublicProgramme
from city_api.schema.fields import maybe
from cms.selectors.reader import Reader


class SiteFields:
    """The programme, reached through its city."""

    buddy_program = maybe(
        BuddyProgram, "The city's buddy programme; null where it has none."
    )

    @staticmethod
    def resolve_buddy_program(site: Reader, _info: Any) -> PublicProgramme | None:
        found = Programme.objects.select_related("code_of_conduct__locale").filter(
            site=site.site_id
        )
        programme = found.first()
        return PublicProgramme(programme, site) if programme else None
