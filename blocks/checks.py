"""System checks: no block of the core may lose what a plugin stored."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core import checks
from wagtail.blocks import BaseStreamBlock, Block

from blocks.catalogue import core_blocks
from blocks.preserving import PreservingStreamBlock


def plain_streams(block: Block, path: str) -> Iterator[str]:
    """Yield where in `block`, found at the dotted `path`, streams lose children."""
    is_stream = isinstance(block, BaseStreamBlock)
    if is_stream and not isinstance(block, PreservingStreamBlock):
        yield path
    for name, child in getattr(block, "child_blocks", {}).items():
        yield from plain_streams(child, f"{path}.{name}")
    if child := getattr(block, "child_block", None):
        yield from plain_streams(child, f"{path}.item")


def check_core_blocks(**kwargs: Any) -> list[checks.CheckMessage]:
    """Report streams of the core that drop children of unknown types."""
    return [
        checks.Error(
            f"The block {path} is a plain StreamBlock: it drops the content of "
            "plugins that are not installed.",
            hint="Use blocks.preserving.PreservingStreamBlock.",
            id="blocks.E001",
        )
        for name, block in core_blocks()
        for path in plain_streams(block, name)
    ]
