"""Whatever plugins stored, at whatever depth, comes back exactly."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail import blocks

from blocks.preserving import FORM_TYPE, PreservingStreamBlock
from tests.blocks.support import posted

DEPTH = 3


def nested(depth: int) -> PreservingStreamBlock:
    children: list[tuple[str, blocks.Block]] = [("text", blocks.CharBlock())]
    if depth:
        children += [
            ("struct", blocks.StructBlock([("stream", nested(depth - 1))])),
            ("list", blocks.ListBlock(nested(depth - 1))),
        ]
    return PreservingStreamBlock(children)


STREAM = nested(DEPTH)

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(st.characters()),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4)
    ),
    max_leaves=8,
)
ids = st.uuids().map(str)
unknown_types = st.sampled_from(
    ["places", "", "unavailable", FORM_TYPE, "item", "Text", "a b", "<script>", "žluť"]
)


def child(block_type: Any, value: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.tuples(block_type, value, ids).map(
        lambda parts: dict(zip(("type", "value", "id"), parts, strict=True))
    )


def streams(depth: int) -> st.SearchStrategy[list[dict[str, Any]]]:
    children = child(unknown_types, json_values) | child(st.just("text"), texts)
    if depth:
        below = streams(depth - 1)
        items = st.lists(child(st.just("item"), below), max_size=3)
        children |= child(st.just("struct"), st.fixed_dictionaries({"stream": below}))
        children |= child(st.just("list"), items)
    return st.lists(children, max_size=4)


def exact(value: Any) -> str:
    """Return the value as JSON: 1, 1.0 and true differ, so does the order of keys."""
    return json.dumps(value)


def looked_at(stream: Any) -> None:
    """Make every child native, at every depth."""
    for item in stream:
        if item.block_type == "struct":
            looked_at(item.value["stream"])
        elif item.block_type == "list":
            for inner in item.value:
                looked_at(inner)


@given(raw=streams(DEPTH))
@settings(deadline=None, max_examples=150)
def test_loading_and_storing_changes_nothing(raw: list[Any]) -> None:
    value = STREAM.to_python(json.dumps(raw))
    untouched = STREAM.get_prep_value(value)
    looked_at(value)

    assert exact(untouched) == exact(raw)
    assert exact(STREAM.get_prep_value(value)) == exact(raw)


@given(several=st.lists(streams(2), max_size=3))
@settings(deadline=None, max_examples=100)
def test_loading_in_bulk_and_storing_changes_nothing(several: list[Any]) -> None:
    values = STREAM.bulk_to_python(copy.deepcopy(several))

    assert exact([STREAM.get_prep_value(value) for value in values]) == exact(several)


@given(raw=streams(DEPTH))
@settings(deadline=None, max_examples=150)
def test_a_form_that_nobody_edits_changes_nothing(raw: list[Any]) -> None:
    state = STREAM.get_form_state(STREAM.to_python(copy.deepcopy(raw)))
    data = posted(STREAM, "body", json.loads(json.dumps(state)))

    value = STREAM.value_from_datadict(data, {}, "body")

    assert exact(STREAM.get_prep_value(value)) == exact(raw)
