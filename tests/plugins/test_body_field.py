"""BodyField: plugins' blocks are offered, kept out of migrations, and translated."""

import json
from typing import Any

import pytest
from django.db import models
from wagtail import blocks
from wagtail.models import Site
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from blocks.catalogue import core_blocks
from blocks.preserving import PreservingStreamBlock
from cms.fields import BodyField, offered_blocks
from cms.models import StandardPage
from cms.plugins.contract import Block
from tests import factories
from tests.plugins import samples
from tests.plugins.conftest import Describe

HERE = "tests.plugins.samples"
GENTLE = Block("gentle", f"{HERE}.Gentle", f"{HERE}.GentleType")
BODY: list[dict[str, Any]] = [
    {
        "type": "heading",
        "value": {"text": "Thursdays", "level": "2"},
        "id": "00000000-0000-4000-8000-000000000001",
    },
    {
        "type": "gone",
        "value": {"deep": [{"type": "text", "value": "Not ours to read"}]},
        "id": "00000000-0000-4000-8000-000000000002",
    },
]


def test_it_offers_the_core_blocks_then_those_of_plugins(describe: Describe) -> None:
    describe("buddy_program")
    describe(blocks=(GENTLE,))

    stream = BodyField().stream_block

    assert isinstance(stream, PreservingStreamBlock)
    names = [name for name, _block in core_blocks()]
    assert list(stream.child_blocks) == [*names, "gentle"]


def test_a_plugin_cannot_replace_a_block_of_the_core(describe: Describe) -> None:
    describe(blocks=(Block("heading", f"{HERE}.Gentle", f"{HERE}.GentleType"),))

    assert not isinstance(dict(offered_blocks())["heading"], samples.Gentle)


def test_migrations_name_no_block(describe: Describe) -> None:
    describe(blocks=(GENTLE,))
    field = BodyField(blank=True, verbose_name="body")

    _name, path, args, options = field.deconstruct()

    assert path == "cms.fields.BodyField"
    assert args == [[]]
    assert options == {"blank": True, "verbose_name": "body"}


def test_the_field_of_a_migration_keeps_every_child() -> None:
    field = BodyField(*BodyField().deconstruct()[2])

    assert field.get_prep_value(field.to_python(json.dumps(BODY))) == BODY


@pytest.mark.parametrize(
    "given",
    [
        PreservingStreamBlock([("only", blocks.CharBlock())]),
        [("only", blocks.CharBlock())],
    ],
)
def test_it_can_be_given_other_blocks(given: Any) -> None:
    field = BodyField(given, max_num=1, blank=True)

    assert list(field.stream_block.child_blocks) == ["only"]
    assert field.stream_block.meta.max_num == 1
    assert not field.stream_block.required
    assert field.deconstruct()[2] == [[]]


def test_it_is_a_json_column() -> None:
    assert BodyField().get_internal_type() == models.JSONField().get_internal_type()


def test_it_is_translated_and_keeps_what_it_does_not_know(ostrava: Site) -> None:
    page = factories.standard_page(ostrava, "Meet us", body=json.dumps(BODY))
    czech = factories.locale("cs")
    source, _created = TranslationSource.get_or_create_from_instance(page)
    source.update_from_db()
    translation = Translation.objects.create(source=source, target_locale=czech)
    heading = StringSegment.objects.get(source=source, string__data="Thursdays")
    StringTranslation.objects.create(
        translation_of=heading.string,
        locale=czech,
        context=heading.context,
        data="Čtvrtky",
        translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
    )

    translation.save_target(publish=True)

    translated = StandardPage.objects.get(
        translation_key=page.translation_key, locale=czech
    )
    assert [child["value"] for child in translated.body.raw_data] == [
        {"text": "Čtvrtky", "level": "2"},
        BODY[1]["value"],
    ]
    texts = StringSegment.objects.filter(source=source).values_list(
        "string__data", flat=True
    )
    assert "Not ours to read" not in " ".join(texts)
