"""What the tests of blocks share: clean a value, read the errors by field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from wagtail.blocks import Block
from wagtail.blocks.base import get_error_json_data

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs" / "reference" / "blocks"


def stored(block: Block, value: Any) -> Any:
    """Return the native `value` as the database holds it."""
    return json.loads(json.dumps(block.get_prep_value(value), cls=DjangoJSONEncoder))


def errors_of(block: Block, value: Any, *, draft: bool = False) -> dict[str, list[str]]:
    """Return the messages by dotted field of a value given raw or in part."""
    native = block.normalize(value)
    try:
        block.clean_deferred(native) if draft else block.clean(native)
    except ValidationError as error:
        return dict(_flat(get_error_json_data(error), ""))
    return {}


def _flat(error: dict[str, Any], path: str) -> list[tuple[str, list[str]]]:
    found = [(path, list(error["messages"]))] if error.get("messages") else []
    for name, child in (error.get("blockErrors") or {}).items():
        found += _flat(child, f"{path}.{name}" if path else str(name))
    return found


def posted(block: Block, prefix: str, state: Any) -> dict[str, str]:
    """Return what a browser sends for a stream, a struct or a list in this state.

    Leaves (texts, the stand-in's sealed value) are sent as they are.
    """
    # The kinds of block, told apart as the browser does, by their definition.
    if hasattr(block, "grouped_child_blocks"):
        return _posted_stream(block, prefix, state)
    if hasattr(block, "child_block"):
        return _posted_list(block, prefix, state)
    if hasattr(block, "child_blocks"):
        data: dict[str, str] = {}
        for name, child in block.child_blocks.items():
            data |= posted(child, f"{prefix}-{name}", state[name])
        return data
    if isinstance(state, dict):
        return {prefix: state["sealed"]}
    if isinstance(state, list):  # of a menu: what is chosen
        return {prefix: str(state[0])}
    return {prefix: "" if state is None else str(state)}


def _posted_stream(block: Block, prefix: str, state: Any) -> dict[str, str]:
    data = {f"{prefix}-count": str(len(state))}
    for index, child in enumerate(state):
        name = f"{prefix}-{index}"
        data |= _frame(name, index, child["id"]) | {f"{name}-type": child["type"]}
        definition = block.child_blocks[child["type"]]
        data |= posted(definition, f"{name}-value", child["value"])
    return data


def _posted_list(block: Block, prefix: str, state: Any) -> dict[str, str]:
    data = {f"{prefix}-count": str(len(state))}
    for index, child in enumerate(state):
        name = f"{prefix}-{index}"
        data |= _frame(name, index, child["id"])
        data |= posted(block.child_block, f"{name}-value", child["value"])
    return data


def _frame(name: str, index: int, child_id: str | None) -> dict[str, str]:
    return {
        f"{name}-deleted": "",
        f"{name}-order": str(index),
        f"{name}-id": child_id or "",
    }
