"""The languages of a place as one text: `en:native:Dr. Novák; uk`.

Language, how well, who; what is left out is left out from the end. A backslash makes
the next character a part of the text.
"""

from __future__ import annotations

import re
from functools import cache

from django.conf.locale import LANG_INFO
from django.utils import translation

from cms.languages import LANGUAGE_CODE, language_name
from use_it_map.choices import LanguageLevel
from use_it_map.records import LanguageRecord

_SPECIAL = re.compile(r"([\\:;,])")


class NoLanguage(ValueError):
    """The text names no language, or no level; its argument is what was found."""


class LanguageTwice(ValueError):
    """The text names the language that is its argument more than once."""


def written(tag: str, level: str = "", who: str = "") -> str:
    """Return a language as a text has it."""
    parts = [_SPECIAL.sub(r"\\\1", part) for part in (tag, level, who)]
    return ":".join(parts).rstrip(":") if not who else ":".join(parts)


def languages_text(languages: tuple[LanguageRecord, ...]) -> str:
    """Return the languages of a place as one text."""
    return "; ".join(written(each.tag, each.level, each.who) for each in languages)


def languages_of(text: str) -> tuple[LanguageRecord, ...]:
    """Return the languages that a text names, by code or by name ("Czech", "čeština").

    Raises:
        NoLanguage, LanguageTwice: if it can't be read.
    """
    found = [_language(part) for part in _split(text, ";,") if part.strip()]
    tags = [each.tag for each in found]
    for tag in tags:
        if tags.count(tag) > 1:
            raise LanguageTwice(tag)
    return tuple(found)


def _language(text: str) -> LanguageRecord:
    tag, level, who = (*(_plain(part) for part in _split(text, ":")), "", "")[:3]
    return LanguageRecord(_tag(tag.strip()), _level(level.strip()), who.strip())


def _level(text: str) -> str:
    if text and text.lower() not in LanguageLevel.values:
        raise NoLanguage(text)
    return text.lower() or str(LanguageLevel.GOOD)


def _tag(text: str) -> str:
    if named := _names().get(text.casefold()):
        return named
    language, hyphen, rest = text.partition("-")
    tag = f"{language.lower()}{hyphen}{rest}"
    if not LANGUAGE_CODE.fullmatch(tag) or len(tag) > 20:
        raise NoLanguage(text)
    return tag


@cache
def _names() -> dict[str, str]:
    """Return codes by the languages' names: in English, Czech, Ukrainian and their own.

    They are those of Django's catalogues and of `cms.languages`.
    """
    names = {
        str(info[key]).casefold(): code
        for code, info in LANG_INFO.items()
        if len(code) == 2
        for key in ("name", "name_local")
        if key in info
    }
    known = LANG_INFO.items()
    english = [(info["name"], code) for code, info in known if "name" in info]
    for language in ("cs", "uk"):
        with translation.override(language):
            for name, code in english:
                names.setdefault(translation.gettext(name).casefold(), code)
                names.setdefault(language_name(code).casefold(), code)
    return names


def _split(text: str, separators: str) -> list[str]:
    """Split at separators that no backslash stands before; backslashes stay."""
    parts, start, at = [], 0, 0
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] in separators:
            parts.append(text[start:at])
            start = at + 1
        at += 1
    return [*parts, text[start:]]


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)
