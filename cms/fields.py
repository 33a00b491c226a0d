"""Model fields of the hub."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField

from blocks.catalogue import core_blocks
from blocks.preserving import PreservingStreamBlock
from cms.plugins.registry import block_definitions


class BodyField(StreamField):
    """A StreamField whose migrations do not depend on the installed plugins.

    Without `block_types` it offers the core's blocks, then those of the plugins.
    """

    def __init__(self, block_types: Any = None, **kwargs: Any) -> None:
        super().__init__(block_types, **kwargs)

    @cached_property
    def stream_block(self) -> StreamBlock:
        if isinstance(self.block_types_arg, StreamBlock):
            block = self.block_types_arg
        elif isinstance(self.block_types_arg, type):
            block = self.block_types_arg()
        elif self.block_types_arg is None:
            block = PreservingStreamBlock(offered_blocks())
        else:
            # Migrations pass an empty list: every stored child is kept then as well.
            block = PreservingStreamBlock(self.block_types_arg)
        block.set_meta_options(self.block_opts)
        return block

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Name no blocks, so that a plugin never changes the core's migrations."""
        # Past StreamField's own, which would build every block to describe it.
        name, path, _args, kwargs = super(StreamField, self).deconstruct()
        return name, path, [[]], kwargs


def offered_blocks() -> list[tuple[str, Any]]:
    """Return (name, block) of the core's blocks, then of the plugins'.

    Where a plugin takes a name of the core, the core keeps it; a system check says so.
    """
    offered = dict(core_blocks())
    for name, block in block_definitions():
        offered.setdefault(name, block)
    return list(offered.items())
