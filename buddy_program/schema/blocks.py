"""The invitation to the programme as readers see it."""

from __future__ import annotations

from typing import Any

import graphene

from buddy_program.blocks import BOTH
from buddy_program.choices import Side
from buddy_program.schema.queries import entrance_path, programme_of
from buddy_program.schema.types import (
    BuddyForm,
    BuddyProgram,
    PublicForm,
    PublicProgramme,
)
from city_api.schema.blocks.interface import Block, BlockValue
from city_api.schema.fields import many, maybe, one, string
from city_api.schema.rich_text import RichText, StoredText
from cms.plugins import registry


def programme_in(block: BlockValue) -> PublicProgramme | None:
    """Return the programme of the city that reads a block, unless it is off there."""
    reader = block.linked.reader
    if not registry.enabled_for(
        "buddy_program", reader.city.settings.disabled_features
    ):
        return None
    return programme_of(reader)


class BuddyInvitationBlock(graphene.ObjectType):
    """An invitation to the buddy programme; empty where the city has none."""

    title = string("Its title; empty without a programme.")
    text = one(RichText, "What the editor says of it, or empty.")
    program = maybe(BuddyProgram, "The programme; null where the city has none.")
    forms = many(BuddyForm, "The forms of whom it invites, newcomers' first.")
    path = maybe(graphene.String, "Where one applies; null without a programme.")

    class Meta:
        interfaces = (Block,)

    @staticmethod
    def resolve_title(block: BlockValue, _info: Any) -> str:
        return (block.value.get("title") or "") if programme_in(block) else ""

    @staticmethod
    def resolve_text(block: BlockValue, _info: Any) -> StoredText:
        html = (block.value.get("text") or "") if programme_in(block) else ""
        return StoredText(html, block.linked)

    @staticmethod
    def resolve_program(block: BlockValue, _info: Any) -> PublicProgramme | None:
        return programme_in(block)

    @staticmethod
    def resolve_forms(block: BlockValue, _info: Any) -> list[PublicForm]:
        found = programme_in(block)
        invited = block.value.get("invited") or BOTH
        sides = list(Side) if invited == BOTH else [invited]
        return [each for each in found.forms if each.side in sides] if found else []

    @staticmethod
    def resolve_path(block: BlockValue, _info: Any) -> str | None:
        return entrance_path(block.linked.reader) if programme_in(block) else None
