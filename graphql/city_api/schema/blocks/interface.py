"""What all blocks have in common, and how a stored body becomes blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import graphene

from city_api.engine.peers import Linked, Node
from city_api.schema.fields import string
from city_api.schema.rich_text import StoredText
from city_api.schema.structs import Value
from cms.selectors.links import list_values


@dataclass(frozen=True, slots=True)
class BlockValue:
    """A block as it is stored, and what the body around it refers to.

    `linked.node(Model, id)` gives what the reader may see of a page, image,
    document or snippet that the block refers to, without a query of its own.
    """

    block_type: str
    id: str
    value: Any
    linked: Linked

    def rich_text(self, name: str) -> StoredText:
        """Return a key's formatted text; empty where it was never filled in."""
        return StoredText(self.value.get(name) or "", self.linked)

    def structs(self, name: str) -> list[Value]:
        """Return the structs in a list of the block."""
        return [Value(each, self.linked) for each in list_values(self.value.get(name))]

    def blocks(self, name: str) -> list[BlockValue]:
        """Return the blocks of a stream within the block."""
        return body(self.value.get(name) or [], self.linked)


class Block(graphene.Interface):
    """A part of a body. Unknown kinds can be passed over: new ones come with time."""

    id = graphene.ID(required=True, description="Its id, unique in its body.")
    block_type = string("The name of its kind, as editors' programs know it.")

    @classmethod
    def resolve_type(cls, block: BlockValue, _info: Any) -> Any:
        return _types.get(block.block_type, UnavailableBlock)


class UnavailableBlock(graphene.ObjectType):
    """A block whose plugin is not installed; its content is kept, but not shown."""

    class Meta:
        interfaces = (Block,)


_types: dict[str, Any] = {}


def register_block_type(name: str, block_type: Any) -> None:
    """Say which GraphQL type shows the blocks that are stored under a name."""
    _types[name] = block_type


def body_of(node: Node, field: str) -> list[BlockValue]:
    """Return the blocks in a stream of a row."""
    return body(getattr(node.row, field).raw_data, node.peers.note_stream(field))


def body(raw: Any, linked: Linked) -> list[BlockValue]:
    """Return the blocks of a stored stream."""
    return [
        BlockValue(
            each["type"], each.get("id") or str(number), each.get("value"), linked
        )
        for number, each in enumerate(raw)
    ]
