"""Codes of languages, as BCP 47 writes them."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LANGUAGE_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def language_list(text: str) -> list[str]:
    """Return the codes in a text such as "en, cs, uk"."""
    return [code for code in re.split(r"[\s,;]+", text) if code]


def cleaned_languages(text: str) -> str:
    """Return the codes of `text`, each once, as "en, cs, uk".

    Raises:
        ValidationError: at `languages`, naming what is no language code.
    """
    codes = list(dict.fromkeys(language_list(text)))
    wrong = [code for code in codes if not LANGUAGE_CODE.fullmatch(code)]
    if wrong:
        message = _("“%(code)s” is no language code; write them like: en, cs, uk")
        raise ValidationError(
            {"languages": ValidationError(message, params={"code": wrong[0]})}
        )
    return ", ".join(codes)
