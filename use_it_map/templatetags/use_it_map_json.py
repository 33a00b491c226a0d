"""Values for scripts in attributes, and languages in words."""

from __future__ import annotations

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.template import Library

from cms.languages import language_name

register = Library()


@register.filter
def as_json(value: Any) -> str:
    """Return a value as JSON, which the template escapes for its attribute."""
    return json.dumps(value, cls=DjangoJSONEncoder)


@register.filter
def in_words(tag: str) -> str:
    """Return the name of a language in the reader's own, or its code if unknown."""
    return language_name(tag)
