"""Codes of languages, as BCP 47 writes them, and their names."""

import re

from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from cms.language_names import CZECH, ENGLISH, UKRAINIAN

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


def language_name(code: str) -> str:
    """Return what a language is called in the active language, or its code.

    A noun, written as within a sentence: Polish, polština, польська.
    """
    wanted = code.lower()
    active = (get_language() or "en").partition("-")[0]
    own = {"cs": CZECH, "en": ENGLISH, "uk": UKRAINIAN}.get(active, {})
    for tag in (wanted, wanted.partition("-")[0]):
        if tag in own:
            return own[tag]
        if tag in LANG_INFO:
            name = str(get_language_info(tag)["name_translated"])
            return name[:1].lower() + name[1:] if active == "uk" else name
    return code
