"""Which type shows which block."""

from __future__ import annotations

from typing import Any

from city_api.schema.blocks import links, media, procedure, text
from city_api.schema.blocks.interface import UnavailableBlock, register_block_type
from cms.plugins import registry

CORE_TYPES: dict[str, Any] = {
    **text.TYPES,
    **procedure.TYPES,
    **media.TYPES,
    **links.TYPES,
}


def block_types() -> list[Any]:
    """Register the types of all blocks, the plugins' too, and return them."""
    found = [*CORE_TYPES.items(), *registry.block_types()]
    for name, block_type in found:
        register_block_type(name, block_type)
    return [*dict.fromkeys(block_type for _name, block_type in found), UnavailableBlock]
