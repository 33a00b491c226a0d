"""What a translator is given of every block, and what becomes of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from wagtail.models import Site
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    Translation,
    TranslationSource,
)
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import StreamFieldSegmentExtractor
from wagtail_localize.segments.ingest import StreamFieldSegmentsWriter

from blocks.catalogue import core_blocks
from blocks.fields import PhoneBlock, WebAddressBlock
from blocks.media import VideoAddressBlock
from blocks.preserving import PreservingStreamBlock
from cms.models import Document, Image, Organisation, Person, StandardPage
from tests import factories
from tests.blocks.support import stored
from tests.blocks.test_catalogue import CATALOGUE, example, with_ids

BODY = PreservingStreamBlock(core_blocks())


@pytest.fixture
def ids(
    image: Image,
    document: Document,
    page: StandardPage,
    person: Person,
) -> dict[str, int]:
    return {
        "image": image.pk,
        "document": document.pk,
        "page": page.pk,
        "person": person.pk,
    }


def segments_of(raw: list[Any]) -> list[Any]:
    stream = BODY.to_python(raw)
    found = StreamFieldSegmentExtractor(None).handle_stream_block(stream)
    return [segment for segment in found if not segment.is_empty()]


def test_every_text_of_every_block_reaches_the_translator(ids: dict[str, int]) -> None:
    raw = [
        {**example(name), "id": f"block{index}"} for index, name in enumerate(CATALOGUE)
    ]

    segments = segments_of(with_ids(raw, ids))
    texts = [
        segment.string.data
        for segment in segments
        if isinstance(segment, StringSegmentValue)
    ]

    assert texts == [
        "Before you arrive",
        "Report your address within <b>three working days</b>.",
        "I came for the job and stayed for the people.",
        "Amara, newcomer from Lagos",
        "Mind the deadline",
        "A late report can be fined.",
        "Do I need an appointment?",
        "No, but with one you wait less.",
        "Ticket",
        "Adult",
        "60 minutes",
        "30 Kč",
        "Fares",
        "Report your address",
        "Bring your passport.",
        "Before you sign the lease",
        "You have seen the flat",
        "The deposit is written in the lease",
        "Bring with you",
        "Passport",
        "valid for three more months",
        "Fees",
        "Residence card",
        "Translation",
        "by agreement",
        "A tram crosses a square",
        "Line 8 takes you to the centre.",
        "Welcome Day",
        "Your first day at the office",
        "Good morning!",
        "Confirmation of accommodation (form)",
        "Book a consultation",
        "First things first",
        "Who insures you, and from which day.",
        "Questions about residence permits",
        "Expat centre",
    ]


def test_addresses_files_and_pages_can_be_replaced(ids: dict[str, int]) -> None:
    raw = [
        {**example(name), "id": name}
        for name in CATALOGUE
        if name not in {"gallery", "costs", "steps", "faq", "table", "checklist"}
    ]

    found = {}
    for segment in segments_of(with_ids(raw, ids)):
        if isinstance(segment, OverridableSegmentValue):
            block, *_items, field = segment.path.split(".")
            found[block, field] = segment.data

    assert found == {
        ("image", "image"): ids["image"],
        ("video", "url"): "https://www.youtube.com/watch?v=aaaaaaaaaaa",
        ("download", "document"): ids["document"],
        ("button", "url"): "https://example.com/book/",
        ("link_cards", "page"): ids["page"],
        ("map_point", "address"): "Technologická 372/2, Ostrava-Pustkovec",
    }


def test_translating_nothing_changes_nothing(ids: dict[str, int]) -> None:
    raw = with_ids([{**example(name), "id": name} for name in CATALOGUE], ids)
    stream = BODY.to_python(raw)
    segments = StreamFieldSegmentExtractor(None).handle_stream_block(stream)
    writer = StreamFieldSegmentsWriter(None, None, None)

    writer.handle_stream_block(
        stream, [segment for segment in segments if not segment.is_empty()]
    )

    assert stored(BODY, stream) == raw


@pytest.mark.parametrize(
    ("block", "source", "replacement", "result"),
    [
        (
            WebAddressBlock(),
            "https://example.com/en/",
            "https://example.com/cs/",
            "https://example.com/cs/",
        ),
        (
            WebAddressBlock(),
            "https://example.com/en/",
            "javascript:alert(1)",
            "https://example.com/en/",
        ),
        (WebAddressBlock(), "https://example.com/en/", "", "https://example.com/en/"),
        (
            VideoAddressBlock(),
            "https://youtu.be/aaaaaaaaaaa",
            "https://youtu.be/bbbbbbbbbbb",
            "https://youtu.be/bbbbbbbbbbb",
        ),
        (
            VideoAddressBlock(),
            "https://youtu.be/aaaaaaaaaaa",
            "https://example.com/",
            "https://youtu.be/aaaaaaaaaaa",
        ),
        (PhoneBlock(), "112", "not a number", "112"),
    ],
)
def test_a_replacement_must_be_valid(
    block: Any, source: str, replacement: str, result: str
) -> None:
    segment = OverridableSegmentValue("", replacement)

    assert block.restore_translated_segments(source, [segment]) == result


def test_a_translated_page_keeps_the_sources_persons_and_takes_replacements(
    ostrava: Site, person: Person, organisation: Organisation
) -> None:
    cs = factories.locale("cs")
    factories.translate(person, "cs")
    body = [
        {
            "type": "contact_card",
            "value": {
                "person": person.pk,
                "organisation": organisation.pk,
                "note": "Visas",
            },
            "id": "11111111-1111-4111-8111-111111111111",
        },
        {
            "type": "quote",
            "value": {
                "text": "I stayed.",
                "attribution": "",
                "source_url": "https://example.com/en/",
            },
            "id": "22222222-2222-4222-8222-222222222222",
        },
    ]
    page = factories.standard_page(ostrava, "Contact", body=json.dumps(body))
    source, _created = TranslationSource.update_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=cs)
    address = OverridableSegment.objects.get(
        source=source, context__path__endswith="source_url"
    )
    SegmentOverride.objects.create(
        locale=cs,
        context=address.context,
        data_json=json.dumps("https://example.com/cs/"),
    )

    translation.save_target()

    contact, quote = page.get_translation(cs).body
    assert contact.value["person"] == person
    assert contact.value["organisation"] == organisation
    assert quote.value["source_url"] == "https://example.com/cs/"
    assert quote.value["text"] == "I stayed."
