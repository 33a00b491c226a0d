"""Slugs of translations, and how far pages are translated."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks
from wagtail.models import Page, Site
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.operations import translate_object

from cms.selectors.translation import Progress, translation_progress
from tests import factories


@pytest.fixture
def guide(ostrava: Site) -> Any:
    guide = factories.guide(ostrava, "Register your address", slug="register")
    translate_object(guide, [factories.locale("uk")])
    return guide


def ukrainian(guide: Page) -> Page:
    return guide.get_translation(factories.locale("uk"))


def write(guide: Page, path: str, text: str) -> StringTranslation:
    segment = StringSegment.objects.get(
        source__object_id=guide.translation_key, context__path=path
    )
    made, _created = StringTranslation.objects.update_or_create(
        translation_of=segment.string,
        context=segment.context,
        locale=factories.locale("uk"),
        defaults={"data": text},
    )
    return made


def publish(guide: Page, run: DjangoCaptureOnCommitCallbacks) -> Page:
    with run(execute=True):
        Translation.objects.get(source__object_id=guide.translation_key).save_target(
            publish=True
        )
    return ukrainian(guide)


def test_a_slug_in_cyrillic_is_romanised(
    guide: Page, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    write(guide, "slug", "реєстрація місця")

    page = publish(guide, django_capture_on_commit_callbacks)

    assert page.slug == "reiestratsiya-mistsya"


def test_a_slug_follows_the_title_until_the_page_is_public(
    guide: Page, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    write(guide, "title", "Житло")
    write(guide, "title", "Реєстрація")
    page = publish(guide, django_capture_on_commit_callbacks)
    assert page.slug == "reiestratsiya"

    write(guide, "title", "Реєстрація житла")
    page = publish(guide, django_capture_on_commit_callbacks)

    assert page.title == "Реєстрація житла"
    assert page.slug == "reiestratsiya"


def test_a_slug_that_somebody_wrote_stays(guide: Page) -> None:
    write(guide, "slug", "oblik")
    write(guide, "title", "Реєстрація")

    slugs = StringTranslation.objects.filter(context__path="slug")
    assert [slug.data for slug in slugs] == ["oblik"]


def test_a_slug_without_letters_or_digits_is_made_from_the_title(
    guide: Page, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    write(guide, "slug", "!!!")

    page = publish(guide, django_capture_on_commit_callbacks)

    assert page.slug == "register-your-address"


def test_progress_is_what_readers_see(
    guide: Page, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    page = ukrainian(guide)
    write(guide, "title", "Реєстрація")
    assert translation_progress([page.pk])[page.pk].share == 0

    publish(guide, django_capture_on_commit_callbacks)
    half = translation_progress([page.pk])
    write(guide, "summary", "Що робити.")
    publish(guide, django_capture_on_commit_callbacks)
    whole = translation_progress([page.pk])

    assert half == {page.pk: Progress(complete=False, share=0.5, behind_source=False)}
    assert whole == {page.pk: Progress(complete=True, share=1.0, behind_source=False)}


def test_a_translation_falls_behind_when_the_text_of_its_source_changes(
    guide: Any,
) -> None:
    page = ukrainian(guide)
    guide.save_revision().publish()
    assert not translation_progress([page.pk])[page.pk].behind_source

    guide.summary = "Something else."
    guide.save_revision().publish()
    behind = translation_progress([page.pk])[page.pk].behind_source
    TranslationSource.objects.get(object_id=guide.translation_key).update_from_db()
    caught_up = translation_progress([page.pk])[page.pk].behind_source

    assert behind
    assert not caught_up


def test_sources_and_pages_translated_by_hand_or_on_their_own_have_no_progress(
    guide: Page, ostrava: Site
) -> None:
    by_hand = factories.translate(factories.guide(ostrava), "cs")
    Translation.objects.update(enabled=False)

    pages = [guide.pk, by_hand.pk, ukrainian(guide).pk]

    assert translation_progress(pages) == {}


@pytest.mark.parametrize("count", [1, 5])
def test_progress_costs_two_queries_whatever_the_number_of_pages(
    ostrava: Site, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    guides = [factories.guide(ostrava) for _number in range(count)]
    for guide in guides:
        translate_object(guide, [factories.locale("uk")])
    pages = [ukrainian(guide).pk for guide in guides]

    with django_assert_num_queries(2):
        found = translation_progress(pages)

    assert set(found) == set(pages)
