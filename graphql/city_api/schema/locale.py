"""Languages."""

from __future__ import annotations

from typing import Any

import graphene
from django.utils.translation import get_language_info

from city_api.schema.enums import TextDirection
from city_api.schema.fields import one, string
from city_api.schema.scalars import LanguageCode


class Locale(graphene.ObjectType):
    """A language that content is written in."""

    code = one(LanguageCode, "Its code.")
    name = string("Its name in English, such as Czech.")
    native_name = string("What its speakers call it, such as čeština.")
    direction = one(TextDirection, "Which way it is written.")

    @staticmethod
    def resolve_code(locale: Any, _info: Any) -> str:
        return str(locale.language_code)

    @staticmethod
    def resolve_name(locale: Any, _info: Any) -> str:
        return str(get_language_info(locale.language_code)["name"])

    @staticmethod
    def resolve_native_name(locale: Any, _info: Any) -> str:
        return str(get_language_info(locale.language_code)["name_local"])

    @staticmethod
    def resolve_direction(locale: Any, _info: Any) -> str:
        return "rtl" if get_language_info(locale.language_code)["bidi"] else "ltr"
