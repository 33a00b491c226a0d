from __future__ import annotations

import copy
import json
import pickle
from typing import Any, cast

import pytest
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.test import override_settings
from wagtail import blocks
from wagtail.admin.compare import StreamBlockComparison
from wagtail.blocks.base import BlockField, BlockWidget
from wagtail.blocks.definition_lookup import (
    BlockDefinitionLookup,
    BlockDefinitionLookupBuilder,
)

from blocks.preserving import (
    FORM_TYPE,
    ChildBlocks,
    PreservingStreamBlock,
    UnavailableBlock,
    seal,
    stand_in,
    unseal,
)
from cms.models import StandardPage
from tests.blocks.support import errors_of, posted

PLACES = {"type": "places", "value": {"ids": [3, 5], "note": "Žižkov"}, "id": "a"}
TEXT = {"type": "text", "value": "Hello", "id": "b"}
NAMESAKE = {"type": FORM_TYPE, "value": {"type": "text", "value": "x"}, "id": "c"}


class Inner(PreservingStreamBlock):
    text = blocks.CharBlock()


class Body(PreservingStreamBlock):
    text = blocks.CharBlock()
    columns = blocks.StructBlock(
        [("left", Inner(required=False)), ("rows", blocks.ListBlock(Inner()))]
    )


BODY = Body()
NESTED = {
    "type": "columns",
    "value": {
        "left": [PLACES, TEXT],
        "rows": [
            {"type": "item", "value": [TEXT, NAMESAKE], "id": "d"},
            {"type": "item", "value": [PLACES], "id": "e"},
        ],
    },
    "id": "f",
}
RAW = [PLACES, TEXT, NAMESAKE, NESTED]


def submitted(raw: list[Any], **changes: str) -> Any:
    """Return the native value that comes back from the form, with some changes."""
    state = BODY.get_form_state(BODY.to_python(copy.deepcopy(raw)))
    data = posted(BODY, "body", json.loads(json.dumps(state)))
    assert set(changes) <= set(data)
    return BODY.value_from_datadict({**data, **changes}, {}, "body")


@pytest.mark.parametrize("given", [RAW, json.dumps(RAW)])
def test_what_is_stored_comes_back_whether_looked_at_or_not(given: Any) -> None:
    value = BODY.to_python(copy.deepcopy(given))

    assert BODY.get_prep_value(value) == RAW
    assert [child.block_type for child in value] == [
        "places",
        "text",
        FORM_TYPE,
        "columns",
    ]
    assert value[0].value == PLACES["value"]
    assert BODY.get_prep_value(value) == RAW
    assert list(value.raw_data) == RAW


def test_streams_inside_streams_are_loaded_together() -> None:
    streams = BODY.bulk_to_python([copy.deepcopy(RAW), [], [TEXT]])

    assert [BODY.get_prep_value(stream) for stream in streams] == [RAW, [], [TEXT]]


def test_choosers_of_several_streams_are_loaded_by_one_query(
    page: StandardPage, django_assert_num_queries: Any
) -> None:
    block = PreservingStreamBlock([("page", blocks.PageChooserBlock())])
    stream = [{"type": "page", "value": page.pk, "id": "a"}, PLACES]

    with django_assert_num_queries(1):
        streams = block.bulk_to_python([stream] * 10)

    assert [block.get_prep_value(value) for value in streams] == [stream] * 10


@pytest.mark.parametrize("value", [None, "", [], "[]", "no json", "3"])
def test_nothing_stored_is_an_empty_stream(value: Any) -> None:
    if value == "3":
        with pytest.raises(TypeError):
            BODY.to_python(value)
    else:
        assert len(BODY.to_python(value)) == 0


def test_pairs_are_accepted_as_wagtail_does() -> None:
    value = BODY.to_python([("text", "Hello"), ("places", {"ids": [3]})])

    assert [(child.block_type, child.value) for child in value] == [
        ("text", "Hello"),
        ("places", {"ids": [3]}),
    ]


def test_only_declared_blocks_count_as_members() -> None:
    children = BODY.child_blocks

    assert isinstance(children, ChildBlocks)
    assert list(children) == ["text", "columns"]
    assert "places" not in children
    assert children.get("places") is None
    assert children["places"] is stand_in("places")
    assert list(children) == ["text", "columns"]
    assert children["places"].name == "places"


def test_two_streams_share_no_declared_blocks() -> None:
    one = PreservingStreamBlock([("text", blocks.CharBlock())])
    other = PreservingStreamBlock([("places", blocks.CharBlock())])

    assert list(one.child_blocks) == ["text"]
    assert list(other.child_blocks) == ["places"]
    assert list(PreservingStreamBlock().child_blocks) == []


def test_a_stream_can_be_changed_beside_kept_children() -> None:
    value = BODY.to_python(copy.deepcopy(RAW))
    value[1] = ("text", "Changed", "b")
    del value[3]
    value.append(("text", "New", "g"))

    assert BODY.get_prep_value(value) == [
        PLACES,
        {**TEXT, "value": "Changed"},
        NAMESAKE,
        {"type": "text", "value": "New", "id": "g"},
    ]


def test_copies_and_pickles_hold_the_same(page: StandardPage) -> None:
    page.body = cast(
        "Any", [PLACES, {"type": "heading", "value": {"text": "A"}, "id": "h"}]
    )

    assert copy.deepcopy(page.body).get_prep_value()[0] == PLACES
    assert pickle.loads(pickle.dumps(page.body)).get_prep_value()[0] == PLACES  # noqa: S301


def test_streams_are_compared_by_what_is_stored() -> None:
    raw = RAW[:3]
    one, other = BODY.to_python(copy.deepcopy(raw)), BODY.to_python(copy.deepcopy(raw))
    changed = BODY.to_python([{**PLACES, "value": 1}, *copy.deepcopy(raw[1:])])

    assert one == other
    assert [child.id for child in one] == ["a", "b", "c"]
    assert one == other
    assert one != changed


def test_the_form_gives_back_what_it_was_given() -> None:
    value = submitted(RAW)

    assert BODY.get_prep_value(value) == RAW
    assert BODY.get_prep_value(BODY.clean(value)) == RAW
    assert not BlockField(BODY).has_changed(BODY.to_python(RAW), value)


def test_the_form_names_the_missing_type_and_shows_its_content() -> None:
    state = BODY.get_form_state(BODY.to_python(RAW))[0]

    assert state["type"] == FORM_TYPE
    assert state["id"] == "a"
    assert state["value"]["title"] == "places"
    assert "“places”" in state["value"]["message"]
    assert json.loads(state["value"]["content"]) == PLACES["value"]


def test_long_content_is_shown_in_part_and_kept_in_full() -> None:
    raw = [{"type": "places", "value": ["x" * 10_000], "id": "a"}]
    shown = BODY.get_form_state(BODY.to_python(raw))[0]["value"]["content"]

    assert len(shown) == 4001
    assert BODY.get_prep_value(submitted(raw)) == raw


def test_kept_blocks_can_be_moved_deleted_and_duplicated() -> None:
    state = BODY.get_form_state(BODY.to_python(copy.deepcopy(RAW[:3])))
    state.append({**state[0], "id": "copy"})
    data = posted(BODY, "body", state)
    data |= {"body-0-order": "2", "body-2-order": "0", "body-1-deleted": "1"}

    value = BODY.value_from_datadict(data, {}, "body")

    assert BODY.get_prep_value(value) == [NAMESAKE, PLACES, {**PLACES, "id": "copy"}]


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "x",
        json.dumps({"ids": [6]}),
        seal("places", {"ids": [6]})[:-1],
        seal("places", {"ids": [6]}).replace(":", "A:"),
    ],
)
def test_edited_content_is_an_error_at_the_block(sent: str) -> None:
    value = submitted(RAW, **{"body-0-value": sent})

    errors = errors_of(BODY, value)

    assert list(errors) == ["0"]
    assert "Reload the page" in errors["0"][0]
    assert list(errors_of(BODY, value, draft=True)) == ["0"]
    assert BODY.get_form_state(value)[0]["value"]["sealed"] == sent


def test_content_sealed_with_another_key_is_refused() -> None:
    with override_settings(SECRET_KEY="another"):  # noqa: S106
        sent = seal("places", {"ids": [6]})

    with pytest.raises(BadSignature):
        unseal(sent)
    with override_settings(SECRET_KEY_FALLBACKS=["another"]):
        assert unseal(sent) == ("places", {"ids": [6]})


def test_a_type_nobody_declared_can_not_be_posted() -> None:
    value = submitted(RAW, **{"body-1-type": "places"})

    assert list(errors_of(BODY, value)) == ["1"]


def test_the_type_comes_from_the_seal_not_from_the_form() -> None:
    value = submitted(RAW, **{"body-0-type": "something"})

    assert BODY.get_prep_value(value) == RAW


def test_sealed_content_is_no_value_of_a_declared_block() -> None:
    value = submitted(RAW, **{"body-1-value": seal("text", "Forged")})

    assert value[1].block_type == "text"
    assert value[1].value == seal("text", "Forged")


def test_a_plugin_that_came_back_meanwhile_gets_its_block() -> None:
    class Places(Body):
        places = blocks.StructBlock(
            [("ids", blocks.ListBlock(blocks.IntegerBlock())), ("note", Char())]
        )

    block = Places()
    state = BODY.get_form_state(BODY.to_python([copy.deepcopy(PLACES)]))

    value = block.value_from_datadict(posted(BODY, "body", state), {}, "body")

    assert value[0].block is block.child_blocks["places"]
    assert list(value[0].value["ids"]) == [3, 5]
    assert value[0].value["note"] == "Žižkov"


def test_a_plugin_that_went_meanwhile_stops_the_save() -> None:
    class Places(Body):
        places = blocks.CharBlock()

    block = Places()
    state = block.get_form_state(block.to_python([{**PLACES, "value": "Žižkov"}]))

    value = BODY.value_from_datadict(posted(block, "body", state), {}, "body")

    with pytest.raises(ValidationError):
        BODY.clean(value)


def test_a_form_without_the_stream_leaves_it_out() -> None:
    assert BODY.value_omitted_from_data({}, {}, "body")
    assert not BODY.value_omitted_from_data({"body-count": "0"}, {}, "body")


def test_the_menu_of_blocks_to_add_does_not_offer_the_stand_in() -> None:
    packed = json.loads(BlockWidget(Inner()).block_json)
    _name, groups, _states, _meta, unavailable = packed["_args"]

    assert packed["_type"] == "vitej.blocks.PreservingStreamBlock"
    assert [block["_args"][0] for _group, group in groups for block in group] == [
        "text"
    ]
    assert unavailable["_type"] == "vitej.blocks.UnavailableBlock"
    assert unavailable["_args"][0] == FORM_TYPE


def test_no_declared_block_can_take_the_name_of_the_stand_in() -> None:
    block = PreservingStreamBlock([(FORM_TYPE, blocks.CharBlock())])

    assert [error.id for error in block.check()] == ["wagtailcore.E001"]


def test_the_browser_gets_the_script_after_wagtails() -> None:
    media = str(BlockWidget(BODY).media)

    assert media.index("telepath/blocks.js") < media.index("blocks/js/preserving.js")


def test_minimum_and_maximum_count_kept_children() -> None:
    block = PreservingStreamBlock([("text", blocks.CharBlock())], min_num=2, max_num=2)

    assert errors_of(block, [PLACES, TEXT]) == {}
    assert errors_of(block, [PLACES]) == {"": ["The minimum number of items is 2"]}
    assert errors_of(block, [PLACES, TEXT, PLACES]) == {
        "": ["The maximum number of items is 2"]
    }


def test_readers_search_and_translators_see_nothing_of_it() -> None:
    block, value = stand_in("places"), PLACES["value"]
    stream = BODY.to_python([copy.deepcopy(PLACES)])

    assert block.render(value) == ""
    assert "Žižkov" not in BODY.render(stream)
    assert BODY.get_searchable_content(stream) == []
    assert list(BODY.extract_references(stream)) == []
    assert BODY.get_api_representation(stream) == [{**PLACES, "value": None}]
    assert block.get_translatable_segments(value) == []
    assert block.restore_translated_segments(value, ["old string"]) is value
    assert block.is_previewable is False


def test_the_history_names_the_type_and_shows_no_content() -> None:
    before = BODY.to_python([copy.deepcopy(PLACES)])
    after = BODY.to_python([{**PLACES, "value": {"ids": []}}, {**PLACES, "id": "z"}])

    html = StreamBlockComparison(BODY, True, True, before, after).htmldiff()

    assert html.count("places") == 2
    assert 'class="comparison__child-object addition"' in html
    assert "Žižkov" not in html


def test_the_history_escapes_the_type() -> None:
    block = UnavailableBlock("<b>")
    comparison = block.get_comparison_class()(block, True, True, 1, 2)

    assert "<b>" not in comparison.htmlvalue(1)
    assert "<b>" not in comparison.htmldiff()


def test_blocks_are_found_by_their_path() -> None:
    value = BODY.to_python(copy.deepcopy(RAW))

    found = BODY.get_block_by_content_path(value, ["f", "left", "a"])

    assert found.value == PLACES["value"]
    assert BODY.get_block_by_content_path(value, ["a", "ids"]) is None


def test_migrations_keep_the_kind_of_stream() -> None:
    builder = BlockDefinitionLookupBuilder()
    index = builder.add_block(BODY)
    lookup = BlockDefinitionLookup(builder.get_lookup_as_dict())

    block = lookup.get_block(index)

    assert BODY.deconstruct()[0] == "blocks.preserving.PreservingStreamBlock"
    assert type(block) is PreservingStreamBlock
    assert block.get_prep_value(block.to_python(copy.deepcopy(RAW))) == RAW
    assert list(block.to_python(copy.deepcopy(RAW))[3].value["left"].raw_data) == [
        PLACES,
        TEXT,
    ]


class Char(blocks.CharBlock):
    """A line of text."""
