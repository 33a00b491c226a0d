"""What all blocks of the core have in common: a preview and complete values."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from wagtail import blocks


def plain(value: Any) -> Any:
    """Return `value` with its lazy translations made strings, at any depth."""
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value


class PreviewedBlock(blocks.Block):
    """Shows an example in the block picker, drawn by the built-in microsite."""

    def get_preview_value(self) -> Any:
        """Return the example in the editor's language, in the block's native type."""
        return self.normalize(plain(self.meta.preview_value))

    class Meta:
        preview_template = "microsite/block_preview.html"


class ContentBlock(PreviewedBlock, blocks.StructBlock):
    """A struct of the catalogue. Given in part, it is filled up with defaults."""

    def normalize(self, value: Any) -> Any:
        if isinstance(value, self.meta.value_class):
            return value
        defaults = {
            name: None if name in value else block.get_default()
            for name, block in self.child_blocks.items()
        }
        return super().normalize({**defaults, **value})


def is_blank(value: Any) -> bool:
    """Say whether an editor left a field empty; white space counts as nothing."""
    return value is None or (isinstance(value, str) and not value.strip())
