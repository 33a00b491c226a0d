"""Puts the invitation to the programme on a city's home, in its languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from wagtail.models import Site
from wagtail.rich_text import RichText
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from buddy_program.blocks import BOTH
from buddy_program.demo.reader import SOURCE_LANGUAGE, read
from cms.models import User

BLOCK = "buddy_program_invitation"


def invite(site: Site, user: User) -> None:
    """Add the block to the home, unless it is there, and its texts in each language."""
    page: Any = site.root_page.specific
    if any(block.block_type == BLOCK for block in page.body):
        return
    texts = read("pages")["invitation"]
    own = texts[SOURCE_LANGUAGE]
    text = RichText(f"<p>{own['text']}</p>")
    page.body.append((BLOCK, {"title": own["title"], "text": text, "invited": BOTH}))
    page.save_revision(user=user).publish(user=user)
    page = type(page).objects.get(pk=page.pk)
    source, _made = TranslationSource.update_or_create_from_instance(page)
    translations = Translation.objects.filter(source=source)
    for translation in translations.select_related("target_locale"):
        other = texts[translation.target_locale.language_code]
        _translate(translation, {own[key]: other[key] for key in own}, user)


def _translate(translation: Translation, words: Mapping[str, str], user: User) -> None:
    segments = StringSegment.objects.filter(
        source=translation.source, string__data__in=words
    )
    StringTranslation.objects.bulk_create(
        StringTranslation(
            translation_of=segment.string,
            context=segment.context,
            locale=translation.target_locale,
            data=words[segment.string.data],
            translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
            last_translated_by=user,
        )
        for segment in segments.select_related("string", "context")
    )
    # Published here and not by wagtail-localize, which waits for the commit.
    translation.save_target(user=user, publish=False)
    translation.get_target_instance().latest_revision.publish(user=user)
    translation.destination_last_updated_at = timezone.now()
    translation.save(update_fields=["destination_last_updated_at"])
