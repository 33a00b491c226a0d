"""Giving any column of any row another value."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Field, Model
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.models import TranslatableObject

from tests import factories

A_DAY = datetime.timedelta(days=1)
A_MOMENT = datetime.datetime(2099, 1, 1, tzinfo=datetime.UTC)
A_BLOCK = [{"type": "heading", "value": {"text": "Changed"}, "id": str(uuid.uuid4())}]


def other_value(row: Model, field: Field[Any, Any]) -> Any:
    """Return a value that a column could have and has not."""
    value = field.value_from_object(row)
    if isinstance(field, models.ForeignKey):
        return _other_target(field, value)
    if isinstance(field, StreamField):
        return A_BLOCK
    if field.choices and not isinstance(value, list):
        return next(key for key, _label in field.flatchoices if key != value)
    return _other(field, value)


def _other_target(field: Any, value: Any) -> Any:
    if field.related_model is TranslatableObject:
        page = ContentType.objects.get_for_model(Page)
        new = TranslatableObject(translation_key=uuid.uuid4(), content_type=page)
        new.save()
        return new.pk
    others = field.related_model._default_manager.exclude(pk=value).order_by("-pk")
    found = others.values_list("pk", flat=True).first()
    if found is None and field.null and value is not None:
        return None
    assert found is not None, f"There is no other {field.related_model} to choose."
    return found


def _other(field: Field[Any, Any], value: Any) -> Any:
    for kind, other in OTHERS:
        if isinstance(field, kind):
            return other(value)
    if isinstance(value, list):
        return ["student"]
    return f"{value or ''}x"[-(field.max_length or 1000) :]


def _other_file(_value: Any) -> str:
    content = ContentFile(factories.picture((50, 40)))
    return default_storage.save("another.png", content)


OTHERS: tuple[tuple[type[Field[Any, Any]], Callable[[Any], Any]], ...] = (
    (models.FileField, _other_file),
    (models.BooleanField, lambda value: not value),
    (models.UUIDField, lambda _value: uuid.uuid4()),
    (
        models.JSONField,
        lambda value: ["use_it_map"] if isinstance(value, list) else {"en": "Changed"},
    ),
    (models.DateTimeField, lambda value: (value or A_MOMENT) - A_DAY),
    (models.DateField, lambda value: (value or A_MOMENT.date()) - A_DAY),
    (models.TimeField, lambda value: value.replace(second=1)),
    (models.DecimalField, lambda value: (value or Decimal(1)) + 1),
    (models.IntegerField, lambda value: (value or 0) + 1),
)
