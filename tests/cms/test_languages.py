"""What languages are called in the languages of the hub."""

from __future__ import annotations

import pytest
from django.conf.locale import LANG_INFO
from django.utils.translation import override

from cms.language_names import CZECH, UKRAINIAN
from cms.languages import language_name

BRAZILIAN = {"cs": "brazilská portugalština", "uk": "бразильська португальська"}


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["Czech", "Polish", "Ukrainian", "Chinese", "Brazilian Portuguese"]),
        ("cs", ["čeština", "polština", "ukrajinština", "čínština", BRAZILIAN["cs"]]),
        ("uk", ["чеська", "польська", "українська", "китайська", BRAZILIAN["uk"]]),
    ],
)
def test_languages_are_named_by_nouns(language: str, names: list[str]) -> None:
    codes = ["cs", "pl", "uk", "zh", "pt-BR"]

    with override(language):
        assert [language_name(code) for code in codes] == names


def test_a_language_without_a_name_keeps_its_code() -> None:
    with override("cs"):
        assert language_name("tlh") == "tlh"
        assert language_name("pl-Latn") == "polština"


def test_every_language_that_django_knows_has_a_czech_noun() -> None:
    known = {code for code, info in LANG_INFO.items() if "name" in info}

    assert known - CZECH.keys() == set()
    assert not [name for name in CZECH.values() if name.endswith(("sky", "nou"))]


def test_ukrainian_names_are_written_small() -> None:
    with override("uk"):
        names = [language_name(code) for code in (*CZECH, *UKRAINIAN)]

    assert [name for name in names if not name[0].islower()] == []
