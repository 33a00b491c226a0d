"""What the hub adds to wagtail-localize: readable slugs, and progress that is kept."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from wagtail.models import Page
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.models import TranslationProgress
from cms.slugs import romanised

SLUG = "slug"
TITLE = "title"
FROM_TITLE = "title"
"""The tool that a slug made from a title is said to come from."""


def slug_romanise(*, string: StringTranslation) -> None:
    """Write a translated slug in ASCII letters, before anybody else turns it into "".

    One without a letter or digit is left: the page makes another, of its title.
    """
    if string.context.path == SLUG:
        string.data = romanised(string.data) or string.data


def slug_follow_title(*, title: StringTranslation) -> None:
    """Make a page's slug from its translated title, if nobody has translated the slug.

    Once the translated page is public, its address stays.
    """
    if title.context.path != TITLE or title.has_error:
        return
    segment = StringSegment.objects.filter(
        source__object_id=title.context.object_id, context__path=SLUG
    ).first()
    slug = romanised(title.data)
    if segment is None or not slug:
        return
    known = StringTranslation.objects.filter(
        translation_of=segment.string_id,
        context=segment.context_id,
        locale=title.locale,
    ).first()
    if known and (known.tool_name != FROM_TITLE or _is_public(title)):
        return
    StringTranslation.objects.update_or_create(
        translation_of_id=segment.string_id,
        context_id=segment.context_id,
        locale=title.locale,
        defaults={
            "data": slug,
            "translation_type": StringTranslation.TRANSLATION_TYPE_MACHINE,
            "tool_name": FROM_TITLE,
            "has_error": False,
        },
    )


def _is_public(string: StringTranslation) -> bool:
    key = string.context.object_id
    pages = Page.objects.filter(translation_key=key, locale=string.locale, live=True)
    return pages.exists()


def progress_refresh(*, translation: Translation) -> TranslationProgress:
    """Count anew what is translated."""
    segments = _segments(translation.source)
    made = StringTranslation.objects.filter(
        translation_of_id=OuterRef("string_id"),
        context_id=OuterRef("context_id"),
        locale_id=translation.target_locale_id,
        has_error=False,
    )
    total = segments.count()
    progress = TranslationProgress.objects.filter(translation=translation).first()
    progress = progress or TranslationProgress(translation=translation)
    progress.total = total
    progress.translated = segments.filter(Exists(made)).count()
    progress.published = min(progress.published, total)
    progress.save()
    return progress


def progress_publish(*, instance: Any) -> None:
    """Note that readers now see the translated texts of a page or a snippet."""
    translations = Translation.objects.filter(
        source__object_id=instance.translation_key, target_locale=instance.locale_id
    )
    for translation in translations.select_related("source"):
        progress = progress_refresh(translation=translation)
        progress.published = progress.translated
        progress.save(update_fields=["published"])


def progress_compare(*, instance: Any) -> None:
    """Note in its translations whether a published source has changed since."""
    source = TranslationSource.objects.filter(
        object_id=instance.translation_key, locale=instance.locale_id
    ).first()
    if source is None:
        return
    known = set(_segments(source).values_list("context__path", "string__data"))
    now = {
        (segment.path, segment.string.data)
        for segment in extract_segments(instance)
        if isinstance(segment, StringSegmentValue) and segment.path != SLUG
    }
    _note_behind(source, behind=known != now)


def progress_caught_up(*, source: TranslationSource) -> None:
    """Note that translators have the newest source before them."""
    _note_behind(source, behind=False)


def _note_behind(source: TranslationSource, *, behind: bool) -> None:
    rows = TranslationProgress.objects.filter(translation__source=source)
    for progress in rows.exclude(behind_source=behind):
        progress.behind_source = behind
        progress.save(update_fields=["behind_source"])


def _segments(source: TranslationSource) -> QuerySet[StringSegment]:
    found: QuerySet[StringSegment] = StringSegment.objects.filter(source=source)
    return found.exclude(context__path=SLUG)
