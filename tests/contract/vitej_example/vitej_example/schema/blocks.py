"""What readers see of the plugin's blocks."""

from typing import Any

import graphene

from city_api.schema.blocks.interface import Block, BlockValue
from city_api.schema.fields import many, stored
from cms.selectors.links import list_values


class VitejExamplePhrase(graphene.ObjectType):
    """A phrase to practise."""

    original = stored("original", "The phrase.")
    translation = stored("translation", "What it means.")

    class Meta:
        interfaces = (Block,)


class VitejExampleTable(graphene.ObjectType):
    """A table at a language café: who sits there and what they talk about."""

    title = stored("title", "The table's title.")
    languages = many(graphene.String, "The languages spoken there.")
    topics = many(Block, "What to talk about.")

    class Meta:
        interfaces = (Block,)

    @staticmethod
    def resolve_languages(block: BlockValue, _info: Any) -> list[str]:
        return list_values(block.value.get("languages"))

    @staticmethod
    def resolve_topics(block: BlockValue, _info: Any) -> list[BlockValue]:
        return block.blocks("topics")
