"""Tells wagtail-localize about many translations that are there already, at once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from modelcluster.models import ClusterableModel, get_serializable_data_for_fields
from wagtail_localize.models import (
    OverridableSegment,
    String,
    StringSegment,
    StringTranslation,
    TranslatableObject,
    Translation,
    TranslationContext,
    TranslationLog,
    TranslationSource,
    get_schema_version,
)
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.models import TranslationProgress
from use_it_map.demo.pages import Press

SLUG = "slug"


@dataclass(frozen=True, kw_only=True)
class Text:
    """A text of a source, and what it is in other languages, by code."""

    instance: Any
    segment: StringSegmentValue
    others: Mapping[str, str]


def translations_note(press: Press, instances: Sequence[Mapping[str, Any]]) -> None:
    """Note what in pages or snippets translates what, by language code.

    The first of each is the source. All are of one model whose texts are plain, and
    nobody has translated any of them before.
    """
    sources = _sources(press, [_first(each) for each in instances])
    texts = [text for each in instances for text in _texts(each)]
    contexts = _contexts(sources, instances)
    strings = _strings(texts)
    _segments(sources, contexts, strings, instances, texts)
    _translations(press, sources, instances)
    StringTranslation.objects.bulk_create(
        StringTranslation(
            translation_of=strings[text.segment.string.data],
            context=contexts[text.instance.translation_key, text.segment.path],
            locale=press.locales[code],
            data=other,
            translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
            last_translated_by=press.user,
        )
        for text in texts
        for code, other in text.others.items()
    )


def _first(each: Mapping[str, Any]) -> Any:
    return next(iter(each.values()))


def _texts(each: Mapping[str, Any]) -> Iterator[Text]:
    source = _first(each)
    found = {
        code: {segment.path: segment for segment in extract_segments(instance)}
        for code, instance in each.items()
    }
    for segment in extract_segments(source):
        if isinstance(segment, StringSegmentValue):
            others = {
                code: segments[segment.path].string.data
                for code, segments in found.items()
                if each[code] is not source
            }
            yield Text(instance=source, segment=segment, others=others)


def _sources(press: Press, instances: Sequence[Any]) -> dict[Any, TranslationSource]:
    model = type(instances[0])
    # The one that first said it is translatable: Page for all pages.
    base = ContentType.objects.get_for_model(model.get_translation_model())
    TranslatableObject.objects.bulk_create(
        TranslatableObject(translation_key=each.translation_key, content_type=base)
        for each in instances
    )
    sources = TranslationSource.objects.bulk_create(
        TranslationSource(
            object_id=each.translation_key,
            locale=each.locale,
            specific_content_type=ContentType.objects.get_for_model(model),
            object_repr=str(each)[:200],
            content_json=_as_json(each),
            schema_version=get_schema_version(model._meta.app_label),
            last_updated_at=press.now,
        )
        for each in instances
    )
    return {source.object_id: source for source in sources}


def _as_json(instance: Any) -> str:
    if isinstance(instance, ClusterableModel):
        found: str = instance.to_json()
        return found
    fields = get_serializable_data_for_fields(instance)
    return json.dumps(fields, cls=DjangoJSONEncoder)


def _contexts(
    sources: Mapping[Any, TranslationSource], instances: Sequence[Mapping[str, Any]]
) -> dict[tuple[Any, str], TranslationContext]:
    rows = []
    for each in map(_first, instances):
        for segment in extract_segments(each):
            row = TranslationContext(
                object_id=sources[each.translation_key].object_id,
                path=segment.path,
                path_id=TranslationContext._get_path_id(segment.path),  # noqa: SLF001
                field_path=_field_path(segment.path),
            )
            rows.append(row)
    made = TranslationContext.objects.bulk_create(rows)
    return {(context.object_id, context.path): context for context in made}


def _field_path(path: str) -> str:
    """Return a path such as `languages.<key>.who` without the key."""
    first, *rest = path.split(".")
    return ".".join([first, *rest[1:]])


def _strings(texts: Sequence[Text]) -> dict[str, String]:
    """Return the rows of the sources' texts; equal texts share one."""
    wanted = {text.segment.string.data for text in texts}
    locale = texts[0].instance.locale
    known = {
        string.data: string
        for string in String.objects.filter(locale=locale)
        if string.data in wanted
    }
    made = String.objects.bulk_create(
        String(
            locale=locale,
            data=data,
            data_hash=String._get_data_hash(data),  # noqa: SLF001
        )
        for data in sorted(wanted - known.keys())
    )
    return known | {string.data: string for string in made}


def _segments(
    sources: Mapping[Any, TranslationSource],
    contexts: Mapping[tuple[Any, str], TranslationContext],
    strings: Mapping[str, String],
    instances: Sequence[Mapping[str, Any]],
    texts: Sequence[Text],
) -> None:
    StringSegment.objects.bulk_create(
        StringSegment(
            source=sources[text.instance.translation_key],
            context=contexts[text.instance.translation_key, text.segment.path],
            order=text.segment.order,
            string=strings[text.segment.string.data],
            attrs=json.dumps(text.segment.attrs, cls=DjangoJSONEncoder),
        )
        for text in texts
    )
    OverridableSegment.objects.bulk_create(
        OverridableSegment(
            source=sources[each.translation_key],
            context=contexts[each.translation_key, segment.path],
            order=segment.order,
            data_json=json.dumps(segment.data, cls=DjangoJSONEncoder),
        )
        for each in map(_first, instances)
        for segment in extract_segments(each)
        if isinstance(segment, OverridableSegmentValue)
    )


def _translations(
    press: Press,
    sources: Mapping[Any, TranslationSource],
    instances: Sequence[Mapping[str, Any]],
) -> None:
    targets = [
        (sources[each.translation_key], instance, _count(each))
        for found in instances
        for each in [_first(found)]
        for instance in found.values()
        if instance is not each
    ]
    made = Translation.objects.bulk_create(
        Translation(
            source=source,
            target_locale=instance.locale,
            translations_last_updated_at=press.now,
            destination_last_updated_at=press.now,
        )
        for source, instance, _texts in targets
    )
    TranslationProgress.objects.bulk_create(
        TranslationProgress(
            translation=translation, total=count, translated=count, published=count
        )
        for translation, (_source, _instance, count) in zip(made, targets, strict=True)
    )
    TranslationLog.objects.bulk_create(
        TranslationLog(
            source=source, locale=instance.locale, revision=instance.latest_revision
        )
        for source, instance, _texts in targets
    )


def _count(instance: Any) -> int:
    """Return how many texts count; slugs don't, since the hub makes them itself."""
    return sum(
        isinstance(segment, StringSegmentValue) and segment.path != SLUG
        for segment in extract_segments(instance)
    )
