"""Streams that keep what they don't know.

Wagtail drops the children of a stream whose block type isn't declared, so saving
a page without one of its plugins would delete that plugin's content. Here such a
child gets a stand-in block instead, which carries the stored JSON as it is.

In Python a kept child has its own type: the stored JSON, `raw_data`, pickles and
revisions look as if the plugin were there. Only the form in the admin needs one
type for all of them, because the browser must know each type's definition. That
type has a dash in its name, which Wagtail allows in no declared block, so it
can't be mistaken for one. The value travels through the form signed, so that it
can be moved, duplicated and deleted, but neither edited nor made up.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.utils.html import escape
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.compare import BlockComparison
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import Adapter, register
from wagtail.blocks.stream_block import StreamBlockAdapter, StreamValue

FORM_TYPE = "unavailable-block"
SHOWN_CHARACTERS = 4000


def seal(block_type: str, value: Any) -> str:
    """Return the stored child as text that only this installation can make."""
    return _signer().sign_object([block_type, value], compress=True)


def unseal(sealed: str) -> tuple[str, Any]:
    """Return the (type, value) that was sealed.

    Raises:
        BadSignature: if the text isn't exactly what `seal` returned.
    """
    block_type, value = _signer().unsign_object(sealed)
    return block_type, value


def _signer() -> Signer:
    return Signer(salt="blocks.preserving")


@dataclass(frozen=True)
class Unreadable:
    """What a form sent in place of a sealed value."""

    sent: str


class UnavailableComparison(BlockComparison):
    """Says in the history which kept block came, went or changed."""

    def htmlvalue(self, val: Any) -> str:
        return escape(self.block.label)

    def htmldiff(self) -> str:
        return escape(self.block.label)


class UnavailableBlock(blocks.Block):
    """Stands in for a block type that isn't installed.

    Its value is the stored JSON. Visitors, search and translators see nothing
    of it: nobody here knows what in it is text, or public.
    """

    is_previewable = False

    def __init__(self, block_type: str = FORM_TYPE, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.set_name(block_type)
        if block_type != FORM_TYPE:
            self.label = format_lazy("{}: {}", self.meta.label, block_type)

    def clean(self, value: Any) -> Any:
        if isinstance(value, Unreadable):
            raise ValidationError(
                _(
                    "This block can't be saved: its type isn't installed, or its "
                    "content was changed on the way. Reload the page; what was "
                    "saved before is still there."
                )
            )
        return value

    def get_prep_value(self, value: Any) -> Any:
        return None if isinstance(value, Unreadable) else value

    def get_form_state(self, value: Any) -> dict[str, str]:
        """Return what the browser shows, and the sealed value it sends back."""
        if isinstance(value, Unreadable):
            return {"sealed": value.sent, "title": "", "message": "", "content": ""}
        message = _(
            "The type “%(type)s” belongs to a plugin that is not installed. The "
            "content is kept as it is and comes back with the plugin."
        )
        content = json.dumps(value, ensure_ascii=False, indent=2)
        if len(content) > SHOWN_CHARACTERS:
            content = content[:SHOWN_CHARACTERS] + "…"
        return {
            "sealed": seal(self.name, value),
            "title": self.name,
            "message": message % {"type": self.name},
            "content": content,
        }

    def render(self, value: Any, context: Any = None) -> str:
        return ""

    def get_api_representation(self, value: Any, context: Any = None) -> None:
        return None

    def get_comparison_class(self) -> type[BlockComparison]:
        return UnavailableComparison

    def get_translatable_segments(self, value: Any) -> list[Any]:
        return []

    def restore_translated_segments(self, value: Any, segments: list[Any]) -> Any:
        # Strings that were translated while the plugin was there come back with it.
        return value

    class Meta:
        icon = "warning"
        label = _("Block of a plugin that is not installed")
        default = None


@cache
def stand_in(block_type: str) -> UnavailableBlock:
    """Return the block that keeps children of `block_type`, one for each type."""
    return UnavailableBlock(block_type)


class ChildBlocks(OrderedDict[str, blocks.Block]):
    """The declared blocks by name; asked for any other name, a stand-in.

    Membership, length and iteration speak of declared blocks only.
    """

    def __missing__(self, block_type: str) -> UnavailableBlock:
        return stand_in(block_type)


class PreservingStreamBlock(blocks.StreamBlock):
    """A StreamBlock that keeps children of types it doesn't know.

    Every stream within a stream must be of this kind as well; a system check
    (`blocks.E001`) sees to it.
    """

    child_blocks: ChildBlocks

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        super().__init__(local_blocks, **kwargs)
        self.child_blocks = ChildBlocks(self.child_blocks)

    def to_python(self, value: Any) -> Any:
        children = _children(value)
        if not children:
            return super().to_python(value)
        if isinstance(children[0], dict):
            return StreamValue(self, children, is_lazy=True)
        return StreamValue(self, children)

    def bulk_to_python(self, values: Any) -> list[Any]:
        streams = [list(stream) for stream in values]
        # The declared children of all streams at once: choosers load in bulk.
        declared = super().bulk_to_python(
            [
                [child for child in s if child["type"] in self.child_blocks]
                for s in streams
            ]
        )
        return [
            StreamValue(self, list(self._merged(stream, iter(known))))
            for stream, known in zip(streams, declared, strict=True)
        ]

    def _merged(self, stream: list[Any], declared: Iterator[Any]) -> Iterator[Any]:
        for child in stream:
            if child["type"] in self.child_blocks:
                yield next(declared)
            else:
                yield child["type"], child["value"], child.get("id")

    def get_form_state(self, value: Any) -> list[dict[str, Any]]:
        return [
            {**state, "type": self._form_type(state["type"])}
            for state in super().get_form_state(value)
        ]

    def _form_type(self, block_type: str) -> str:
        return block_type if block_type in self.child_blocks else FORM_TYPE

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        children = []
        for index in range(int(data[f"{prefix}-count"])):
            child = f"{prefix}-{index}"
            if not data[f"{child}-deleted"]:
                order = int(data[f"{child}-order"])
                children.append((order, self._child_from_form(data, files, child)))
        children.sort(key=lambda item: item[0])
        return StreamValue(self, [child for _order, child in children])

    def _child_from_form(
        self, data: Any, files: Any, child: str
    ) -> tuple[str, Any, str | None]:
        block_type, child_id = data[f"{child}-type"], data.get(f"{child}-id")
        if block_type in self.child_blocks:
            block = self.child_blocks[block_type]
            value = block.value_from_datadict(data, files, f"{child}-value")
            return block_type, value, child_id
        sent = data.get(f"{child}-value") or ""
        try:
            stored_type, stored = unseal(sent)
        except BadSignature:
            return FORM_TYPE, Unreadable(sent), child_id
        # The plugin may have come back since the form was opened.
        if stored_type in self.child_blocks:
            stored = self.child_blocks[stored_type].to_python(stored)
        return stored_type, stored, child_id

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        # Data migrations must not lose children either.
        _path, args, kwargs = super().deconstruct()
        return "blocks.preserving.PreservingStreamBlock", args, kwargs

    def deconstruct_with_lookup(
        self, lookup: Any
    ) -> tuple[str, list[Any], dict[str, Any]]:
        _path, args, kwargs = super().deconstruct_with_lookup(lookup)
        return "blocks.preserving.PreservingStreamBlock", args, kwargs


def _children(value: Any) -> list[Any] | None:
    """Return stored children, or (type, value) pairs; None for anything else."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return None
    if not isinstance(value, (list, tuple)) or not value:
        return None
    return list(value) if isinstance(value[0], (dict, tuple)) else None


class UnavailableBlockAdapter(Adapter):
    """Gives the browser the read-only display of all kept children."""

    js_constructor = "vitej.blocks.UnavailableBlock"

    def js_args(self, block: UnavailableBlock) -> list[Any]:
        meta = {
            "label": block.label,
            "icon": block.meta.icon,
            "description": "",
            "isPreviewable": False,
            "showContent": _("Show the stored content"),
        }
        return [block.name, meta]

    @cached_property
    def media(self) -> forms.Media:
        return forms.Media(
            js=[
                versioned_static("wagtailadmin/js/telepath/blocks.js"),
                "blocks/js/preserving.js",
            ]
        )


class PreservingStreamBlockAdapter(StreamBlockAdapter):
    """A stream's adapter that knows the stand-in but doesn't offer to add it."""

    js_constructor = "vitej.blocks.PreservingStreamBlock"

    def js_args(self, block: PreservingStreamBlock) -> list[Any]:
        return [*super().js_args(block), stand_in(FORM_TYPE)]

    @cached_property
    def media(self) -> forms.Media:
        return forms.Media(
            js=[
                versioned_static("wagtailadmin/js/telepath/blocks.js"),
                "blocks/js/preserving.js",
            ]
        )


register(UnavailableBlockAdapter(), UnavailableBlock)
register(PreservingStreamBlockAdapter(), PreservingStreamBlock)
