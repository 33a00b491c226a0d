from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import wagtail.admin
from django.utils.translation import override
from graphql import build_schema
from wagtail.blocks import Block, ListBlock, StructBlock

from blocks.catalogue import core_blocks
from blocks.guide import CostBlock, RequiredDocumentBlock, SourceBlock, StepBlock
from blocks.links import LinkBlock
from tests.blocks.support import DOCS, ROOT, errors_of, stored

ICONS = Path(wagtail.admin.__file__).parent / "templates" / "wagtailadmin" / "icons"
CATALOGUE = dict(core_blocks())
SCHEMA: Any = build_schema(
    (ROOT / "graphql" / "schema.graphql").read_text(encoding="utf-8")
)
GUIDE_PARTS = {
    "step": StepBlock(),
    "document": RequiredDocumentBlock(),
    "fee": CostBlock(),
    "source": SourceBlock(),
    "link": LinkBlock(),
}
ALL = {**CATALOGUE, **GUIDE_PARTS}
every_block = pytest.mark.parametrize("name", ALL)
every_core_block = pytest.mark.parametrize("name", CATALOGUE)
# What only rows of a database can fill in.
CHOSEN = {
    "image": {"image"},
    "gallery": {"images.0.image", "images.1.image"},
    "download": {"document"},
    "link_cards": {"cards.0.page", "cards.1.page"},
    "contact_card": {"person"},
}


def documented(name: str) -> str:
    return (DOCS / f"{name}.md").read_text(encoding="utf-8")


def example(name: str) -> Any:
    found = re.search(r"```json\n(.*?)```", documented(name), re.DOTALL)
    assert found
    return json.loads(found[1])


def field_names(block: Block, path: str = "") -> list[str]:
    if isinstance(block, ListBlock):
        return field_names(block.child_block, path)
    if not isinstance(block, StructBlock):
        return []
    names = []
    for name, child in block.child_blocks.items():
        child_path = f"{path} → {name}" if path else name
        names += [child_path, *field_names(child, child_path)]
    return names


def test_the_vocabulary_is_what_content_is_stored_in() -> None:
    assert list(CATALOGUE) == [
        "heading",
        "rich_text",
        "quote",
        "callout",
        "faq",
        "table",
        "steps",
        "checklist",
        "required_documents",
        "costs",
        "image",
        "gallery",
        "video",
        "download",
        "button",
        "link_cards",
        "contact_card",
        "map_point",
    ]


def test_each_call_makes_new_blocks() -> None:
    again = dict(core_blocks())

    assert all(again[name] is not block for name, block in CATALOGUE.items())


@pytest.mark.django_db
@every_block
def test_the_example_in_the_block_picker_is_valid(name: str) -> None:
    block = ALL[name]

    errors = errors_of(block, block.get_preview_value())

    assert set(errors) == CHOSEN.get(name, set())


@every_block
def test_the_example_needs_no_database_and_survives_storage(name: str) -> None:
    block = ALL[name]
    raw = stored(block, block.get_preview_value())

    assert stored(block, block.to_python(raw)) == raw


@every_block
def test_examples_are_plain_strings_in_the_editors_language(name: str) -> None:
    block = ALL[name]

    with override("cs"):
        value = block.get_prep_value(block.get_preview_value())

    assert json.loads(json.dumps(value)) == value


@every_block
def test_the_block_picker_describes_the_block(name: str) -> None:
    block = ALL[name]

    assert block.label
    assert block.get_description()
    assert block.is_previewable
    assert block.get_preview_template(None) == "microsite/block_preview.html"
    assert (ICONS / f"{block.meta.icon}.svg").exists()


@every_core_block
def test_the_block_picker_groups_the_block(name: str) -> None:
    assert str(CATALOGUE[name].meta.group)


@every_block
def test_an_unfilled_block_holds_no_null_but_for_choosers_and_numbers(
    name: str,
) -> None:
    block = ALL[name]
    if not isinstance(block, StructBlock):
        return
    nullable = {
        "image",
        "poster",
        "document",
        "page",
        "person",
        "organisation",
        "amount",
        "latitude",
        "longitude",
        "checked_on",
    }

    empty = block.get_prep_value(block.get_default())

    assert {key for key, value in empty.items() if value is None} <= nullable


@pytest.mark.django_db
@every_block
def test_a_new_block_may_be_saved_in_a_draft(name: str) -> None:
    block = ALL[name]

    assert errors_of(block, block.get_default(), draft=True) == {}


@pytest.mark.django_db
@every_core_block
def test_a_new_block_can_not_be_published(name: str) -> None:
    block = CATALOGUE[name]

    assert errors_of(block, block.get_default())


def test_a_misspelt_field_is_refused() -> None:
    with pytest.raises(KeyError):
        CATALOGUE["heading"].normalize({"txt": "Before you arrive"})


@every_core_block
def test_the_documentation_names_the_block_and_all_its_fields(name: str) -> None:
    text = documented(name)
    object_name = "".join(part.capitalize() for part in name.split("_")) + "Block"

    assert f"Stored as `{name}`." in text
    assert f"## In the City API\n\nThe object is `{object_name}`." in text
    missing = [
        field for field in field_names(CATALOGUE[name]) if f"| `{field}` |" not in text
    ]
    assert missing == []


@pytest.mark.parametrize("name", [*CATALOGUE, "source"])
def test_the_documentation_lists_the_fields_of_the_city_api(name: str) -> None:
    _before, described = documented(name).split("## In the City API")
    common = {"id", "blockType"} if name in CATALOGUE else set()

    object_names = re.findall(r"`([A-Z]\w+)`(?: has|\.| objects)", described)

    assert object_names
    for object_name in object_names:
        fields = SCHEMA.type_map[object_name].fields
        missing = [
            field
            for field, definition in fields.items()
            if f"| `{field}` | `{definition.type}` |" not in described
        ]
        assert set(missing) - common == set()


@every_core_block
def test_the_documentation_links_every_block(name: str) -> None:
    assert f"({name}.md)" in documented("README")


@pytest.mark.django_db
@pytest.mark.parametrize("name", [*CATALOGUE, "source"])
def test_the_documented_json_is_what_is_stored(
    name: str, image: Any, document: Any, page: Any, person: Any
) -> None:
    block = ALL[name]
    ids = {
        "image": image.pk,
        "document": document.pk,
        "page": page.pk,
        "person": person.pk,
    }
    child = example(name)
    raw = with_ids(child["value"], ids)

    native = block.to_python(raw)

    assert child["type"] == name
    assert errors_of(block, native) == {}
    assert stored(block, native) == raw
    assert stored(block, block.bulk_to_python([raw])[0]) == raw


def with_ids(value: Any, ids: dict[str, int]) -> Any:
    if isinstance(value, list):
        return [with_ids(item, ids) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: ids[key] if key in ids and item == 1 else with_ids(item, ids)
        for key, item in value.items()
    }
