"""The programme's field on the type `Site`."""

from __future__ import annotations

from typing import Any

import graphene

from buddy_program.models import Programme
from buddy_program.schema.types import BuddyProgram, PublicProgramme
from city_api.engine.routes import Routed
from city_api.schema.fields import maybe, one, string
from cms.selectors.reader import Reader

ENTRANCE = "buddy"
"""Where one applies and opens one's area: mails lead to `/<language>/buddy/`."""


class BuddyEntrance(graphene.ObjectType):
    """What lies at `/<language>/buddy/`: where one applies and opens one's area."""

    city = string("The city's short name, which mutations ask for.")
    program = one(BuddyProgram, "The programme.")

    @staticmethod
    def resolve_city(routed: Routed, _info: Any) -> str:
        slug: str = routed.reader.city.settings.slug
        return slug

    @staticmethod
    def resolve_program(routed: Routed, _info: Any) -> PublicProgramme:
        found: PublicProgramme = routed.value
        return found


def entrance_at(reader: Reader, path: str) -> PublicProgramme | None:
    """Return the programme, if its entrance is what a path asks for."""
    return programme_of(reader) if path == entrance_path(reader) else None


def entrance_path(reader: Reader) -> str:
    """Return where one applies in the reader's language."""
    return f"/{reader.locale.language_code}/{ENTRANCE}/"


def programme_of(reader: Reader) -> PublicProgramme | None:
    """Return a city's programme, if it has one; one query an operation."""

    def find() -> PublicProgramme | None:
        found = Programme.objects.select_related("code_of_conduct__locale")
        programme = found.filter(site=reader.site_id).first()
        return PublicProgramme(programme, reader) if programme else None

    return reader.remember("buddy programme", find)


class SiteFields:
    """The programme, reached through its city."""

    buddy_program = maybe(
        BuddyProgram, "The city's buddy programme; null where it has none."
    )

    @staticmethod
    def resolve_buddy_program(site: Reader, _info: Any) -> PublicProgramme | None:
        return programme_of(site)
