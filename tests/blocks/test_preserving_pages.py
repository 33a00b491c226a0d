"""A page keeps the blocks of a missing plugin, whatever happens to the page."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core import serializers
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.models import ReferenceIndex, Site
from wagtail_localize.models import Translation, TranslationSource

from blocks.preserving import seal
from cms.models import StandardPage
from tests import factories
from tests.blocks.support import posted

HEADING = {
    "type": "heading",
    "value": {"text": "Where to go", "level": "2"},
    "id": "11111111-1111-4111-8111-111111111111",
}
MISSING = {
    "type": "missing_places",
    "value": {"places": [1, {"note": "Žižkov", "open": None}], "zoom": 12.5},
    "id": "22222222-2222-4222-8222-222222222222",
}
RAW = [MISSING, HEADING]


@pytest.fixture
def page(ostrava: Site) -> StandardPage:
    return factories.standard_page(ostrava, "Places", body=json.dumps(RAW))


def in_database(page: StandardPage) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT body FROM cms_standardpage WHERE page_ptr_id = %s", [page.pk]
        )
        body = cursor.fetchone()[0]
    return json.loads(body) if isinstance(body, str) else body


def form_of(page: StandardPage, **changes: str) -> dict[str, str]:
    """Return what the browser posts when somebody saves the page."""
    block = page.body.stream_block
    state = json.loads(json.dumps(block.get_form_state(page.body)))
    return {
        "title": page.title,
        "slug": page.slug,
        "intro": "",
        "content_licence": page.content_licence,
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "action-publish": "1",
        **posted(block, "body", state),
        **changes,
    }


def edit(client: Client, page: StandardPage, data: dict[str, str]) -> Any:
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)


def test_saving_and_publishing_changes_nothing(page: StandardPage) -> None:
    loaded = StandardPage.objects.get(pk=page.pk)
    loaded.save()
    loaded.save_revision().publish()

    assert in_database(page) == RAW


def test_an_edit_in_the_admin_changes_only_what_was_edited(
    as_ostrava_moderator: Client, page: StandardPage
) -> None:
    data = form_of(page, **{"body-1-value-text": "Where to go next"})

    response = edit(as_ostrava_moderator, page, data)

    assert response.status_code == 302
    edited = {**HEADING, "value": {"text": "Where to go next", "level": "2"}}
    assert in_database(page) == [MISSING, edited]


def test_the_admin_refuses_edited_content_and_changes_nothing(
    as_ostrava_moderator: Client, page: StandardPage
) -> None:
    data = form_of(page, **{"body-0-value": seal("missing_places", {})[:-1]})

    response = edit(as_ostrava_moderator, page, data)

    assert response.status_code == 200
    assert "Reload the page" in response.content.decode()
    assert in_database(page) == RAW
    assert page.revisions.count() == 1


def test_the_edit_view_loads_the_script(
    as_ostrava_moderator: Client, page: StandardPage
) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])

    html = as_ostrava_moderator.get(url).content.decode()

    assert "blocks/js/preserving.js" in html
    assert "missing_places" in html


def test_an_earlier_revision_brings_the_block_back(page: StandardPage) -> None:
    first = page.latest_revision
    assert first is not None
    del page.body[0]
    page.save_revision().publish()
    assert in_database(page) == [HEADING]

    first.as_object().save_revision().publish()

    assert in_database(page) == RAW


def test_the_history_compares_pages_with_kept_blocks(
    as_ostrava_moderator: Client, page: StandardPage
) -> None:
    del page.body[0]
    page.save_revision()
    url = reverse(
        "wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", "latest"]
    )

    html = as_ostrava_moderator.get(url).content.decode()

    assert "missing_places" in html
    assert "Žižkov" not in html


def test_a_copied_page_has_the_block(page: StandardPage) -> None:
    copied = page.copy(update_attrs={"slug": "places-2"})

    assert in_database(copied) == RAW


def test_export_and_import_keep_the_block(page: StandardPage) -> None:
    exported = serializers.serialize("json", [page])
    StandardPage.objects.filter(pk=page.pk).update(body=[])

    for loaded in serializers.deserialize("json", exported):
        loaded.save()

    assert in_database(page) == RAW


def test_search_finds_what_is_known_only(page: StandardPage) -> None:
    field = StandardPage._meta.get_field("body")

    assert field.get_searchable_content(page.body) == ["Where to go"]


def test_old_references_of_the_missing_block_can_still_be_described(
    page: StandardPage,
) -> None:
    ReferenceIndex.create_or_update_for_object(page)
    reference = ReferenceIndex(
        model_path="body.missing_places.place",
        base_content_type=page.cached_content_type,
        content_type=page.cached_content_type,
    )

    assert "missing_places" in reference.describe_source_field()


def test_a_translation_has_the_block_beside_translated_text(
    page: StandardPage,
) -> None:
    cs = factories.locale("cs")
    source, _created = TranslationSource.update_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=cs)
    translation.save_target()
    translated = page.get_translation(cs)
    assert in_database(translated) == RAW

    po = translation.export_po()
    for entry in po:
        if entry.msgid == "Where to go":
            entry.msgstr = "Kam jít"
    translation.import_po(po)
    translation.save_target()

    assert in_database(translated) == [
        MISSING,
        {**HEADING, "value": {"text": "Kam jít", "level": "2"}},
    ]
    assert in_database(page) == RAW


def test_strings_translated_before_the_plugin_went_stop_no_translation(
    page: StandardPage,
) -> None:
    cs = factories.locale("cs")
    body = page.body.stream_block
    raw = [{**HEADING, "id": MISSING["id"]}, HEADING]
    page.body = body.to_python(raw)
    page.save()
    source, _created = TranslationSource.update_or_create_from_instance(page)
    # The first heading's type is one that is gone by the time it is published.
    source.content_json = source.content_json.replace(
        '\\"heading\\"', '\\"missing\\"', 1
    )
    source.save()
    translation = Translation.objects.create(source=source, target_locale=cs)

    translation.save_target()

    first, second = in_database(page.get_translation(cs))
    assert first == {**raw[0], "type": "missing"}
    assert second == HEADING
