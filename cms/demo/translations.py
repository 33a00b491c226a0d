"""Translates pages and snippets the way a translator does, from messages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from cms.demo.entities import Messages, Texts
from cms.models import User


def translate(
    instance: Any,
    *,
    messages: Mapping[str, Messages],
    user: User,
    slugs: Texts | None = None,
) -> None:
    """Translate a page or snippet into the languages of `messages`, and publish it.

    What has no message stays in the source language: the admin shows it as still
    to be translated.
    """
    source, _created = TranslationSource.update_or_create_from_instance(instance)
    segments = list(
        StringSegment.objects.filter(source=source).select_related("string", "context")
    )
    for language, known in messages.items():
        locale = Locale.objects.get(language_code=language)
        slug = {"slug": slugs[language]} if slugs else {}
        now = timezone.now()
        translation, _created = Translation.objects.get_or_create(
            source=source,
            target_locale=locale,
            defaults={"translations_last_updated_at": now},
        )
        StringTranslation.objects.bulk_create(
            StringTranslation(
                translation_of=segment.string,
                context=segment.context,
                locale=locale,
                data=text,
                translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
                last_translated_by=user,
            )
            for segment in segments
            if (
                text := slug.get(segment.context.path) or known.get(segment.string.data)
            )
        )
        _publish(translation, user)


def _publish(translation: Translation, user: User) -> None:
    # Published here and not by wagtail-localize, which waits for the commit: a stop
    # between the two would leave drafts behind.
    translation.save_target(user=user, publish=False)
    target = translation.get_target_instance()
    target.latest_revision.publish(user=user)
    translation.destination_last_updated_at = timezone.now()
    translation.save(update_fields=["destination_last_updated_at"])
