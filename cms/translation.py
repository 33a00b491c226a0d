"""Keeps what the hub adds to wagtail-localize true, whoever changes a translation."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_save
from wagtail.models import Page, TranslatableMixin
from wagtail.signals import page_published, published
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from cms.services import translation as services


def connect() -> None:
    """Begin to listen."""
    pre_save.connect(romanise_slug, sender=StringTranslation)
    post_save.connect(follow_title, sender=StringTranslation)
    post_save.connect(count_string, sender=StringTranslation)
    post_save.connect(count_segment, sender=StringSegment)
    for model in (StringTranslation, StringSegment):
        post_delete.connect(count_rest, sender=model)
    post_save.connect(count_translation, sender=Translation)
    post_save.connect(catch_up, sender=TranslationSource)
    page_published.connect(note_publication)
    published.connect(note_publication_of_snippet)


def romanise_slug(instance: StringTranslation, raw: bool, **_kwargs: Any) -> None:
    if not raw:
        services.slug_romanise(string=instance)


def follow_title(instance: StringTranslation, raw: bool, **_kwargs: Any) -> None:
    if not raw:
        services.slug_follow_title(title=instance)


def count_string(instance: StringTranslation, raw: bool, **_kwargs: Any) -> None:
    if not raw:
        _count(
            source__object_id=instance.context.object_id,
            target_locale=instance.locale_id,
        )


def count_segment(
    instance: StringSegment, created: bool, raw: bool, **_kwargs: Any
) -> None:
    if created and not raw:
        _count(source=instance.source_id)


def count_rest(instance: Any, **_kwargs: Any) -> None:
    """Count what is left where a text was deleted, unless its count is gone, too."""
    if isinstance(instance, StringSegment):
        _count(source=instance.source_id, progress__isnull=False)
    else:
        _count(
            source__object_id=instance.context.object_id,
            target_locale=instance.locale_id,
            progress__isnull=False,
        )


def count_translation(instance: Translation, raw: bool, **_kwargs: Any) -> None:
    if not raw:
        services.progress_refresh(translation=instance)


def catch_up(instance: TranslationSource, raw: bool, **_kwargs: Any) -> None:
    if not raw:
        services.progress_caught_up(source=instance)


def note_publication(instance: Any, **_kwargs: Any) -> None:
    if isinstance(instance, TranslatableMixin):
        services.progress_publish(instance=instance)
        services.progress_compare(instance=instance)


def note_publication_of_snippet(instance: Any, **kwargs: Any) -> None:
    """Note what pages send a signal of their own about."""
    if not isinstance(instance, Page):
        note_publication(instance, **kwargs)


def _count(**which: Any) -> None:
    for translation in Translation.objects.filter(**which).select_related("source"):
        services.progress_refresh(translation=translation)
