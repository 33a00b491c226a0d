"""Values for scripts in attributes, and languages in words."""

from __future__ import annotations

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.template import Library
from django.utils.translation import get_language_info

register = Library()


@register.filter
def as_json(value: Any) -> str:
    """Return a value as JSON, which the template escapes for its attribute."""
    return json.dumps(value, cls=DjangoJSONEncoder)


@register.filter
def in_words(tag: str) -> str:
    """Return the name of a language in the reader's own, or its code if unknown."""
    try:
        return str(get_language_info(tag)["name_translated"])
    except KeyError:
        return tag
