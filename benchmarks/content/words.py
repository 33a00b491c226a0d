"""Invented texts that are the same in every run."""

from __future__ import annotations

import random
import uuid

WORDS = {
    "en": (
        "address bank bring centre city contract day doctor document employer family "
        "first flat form health insurance interview language letter local lease meet "
        "month office passport permit phone photo place register residence school "
        "send sign stamp street tax ticket tram visa wait week welcome work year"
    ),
    "cs": (
        "adresa banka brát byt centrum česky den doklad dopis formulář fotografie "
        "jazyk jízdenka lékař lhůta měsíc město místo nájem pas pobyt podpis pojištění "
        "pozvat práce přihlásit razítko rodina rok setkání smlouva škola telefon "
        "tramvaj týden úřad ulice vítejte vízum zaměstnavatel zdraví žádost"
    ),
    "uk": (
        "адреса банк вулиця документ дозвіл заява квартира квиток лист лікар місто "
        "місце місяць мова офіс паспорт податок реєстрація робота родина рік страховка "
        "телефон тиждень трамвай фото центр школа"
    ),
}


class Words:
    """Writes texts in a language; those of one key are always the same."""

    def __init__(self, language: str, *key: object) -> None:
        self._words = WORDS[language].split()
        # Seeded with a text: Python hashes that alike in every process.
        self.random = random.Random(f"{language} {key!r}")  # noqa: S311

    def some(self, count: int) -> str:
        """Return words, the first with a capital."""
        text = " ".join(self.random.choices(self._words, k=count))
        return text[0].upper() + text[1:]

    def sentences(self, count: int) -> str:
        """Return sentences of six to fourteen words."""
        return " ".join(
            f"{self.some(self.random.randint(6, 14))}." for _ in [0] * count
        )

    def pick(self, among: int) -> int:
        """Return one of the numbers below."""
        return self.random.randrange(among)


def key(*parts: object) -> uuid.UUID:
    """Return the UUID of what the parts name."""
    return uuid.uuid5(uuid.NAMESPACE_URL, "/".join(map(str, parts)))
