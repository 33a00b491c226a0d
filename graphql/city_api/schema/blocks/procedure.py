"""Steps, checklists, papers and costs."""

from __future__ import annotations

from typing import Any

import graphene

from city_api.schema.blocks.interface import Block, BlockValue
from city_api.schema.fields import many, stored
from city_api.schema.structs import Cost, RequiredDocument, Step, Value
from cms.selectors.links import list_values


class StepsBlock(graphene.ObjectType):
    """Steps to take in this order."""

    steps = many(Step, "The steps.")

    class Meta:
        interfaces = (Block,)

    @staticmethod
    def resolve_steps(block: BlockValue, _info: Any) -> list[Value]:
        return block.structs("steps")


class ChecklistBlock(graphene.ObjectType):
    """Things to tick off, in any order."""

    title = stored("title", "Its title, or empty.")
    items = many(graphene.String, "The things.")

    class Meta:
        interfaces = (Block,)

    @staticmethod
    def resolve_items(block: BlockValue, _info: Any) -> list[str]:
        return list_values(block.value.get("items"))


class RequiredDocumentsBlock(graphene.ObjectType):
    """The papers to bring."""

    title = stored("title", "Its title, or empty.")
    documents = many(RequiredDocument, "The papers.")

    class Meta:
        interfaces = (Block,)

    @staticmethod
    def resolve_documents(block: BlockValue, _info: Any) -> list[Value]:
        return block.structs("documents")


class CostsBlock(graphene.ObjectType):
    """Fees and prices."""

    title = stored("title", "Its title, or empty.")
    items = many(Cost, "The costs.")

    class Meta:
        interfaces = (Block,)

    @staticmethod
    def resolve_items(block: BlockValue, _info: Any) -> list[Value]:
        return block.structs("items")


TYPES = {
    "steps": StepsBlock,
    "checklist": ChecklistBlock,
    "required_documents": RequiredDocumentsBlock,
    "costs": CostsBlock,
}
