"""What columns, properties and tags are called, in other people's files.

Every format's names go through the same table, so that a column `addr:street` and a
property `Ulice` mean what OpenStreetMap and a Czech spreadsheet mean by them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from use_it_map.importing.rows import Cell, Position, RawRow
from use_it_map.records import FIELDS

SYNONYMS: Mapping[str, str] = {
    "name": "title nazev jmeno misto назва",
    "description": "desc popis cmt опис",
    "categories": "category kategorie druh категорія",
    "latitude": "lat y sirka zemepisna_sirka zem_sirka gps_lat широта",
    "longitude": "lon lng long x delka zemepisna_delka zem_delka gps_lon довгота",
    "street": "addr:street addr:place contact:street ulice вулиця",
    "house_number": "addr:housenumber contact:housenumber cislo cp cislo_popisne",
    "postcode": "addr:postcode contact:postcode zip psc postal_code",
    "municipality": "addr:city contact:city city obec mesto town",
    "ruian_code": "ref:ruian:addr ruian kod_adm",
    "opening_hours": "hours oteviraci_doba oteviracka",
    "opening_hours_note": "poznamka_k_oteviraci_dobe",
    "languages": "language jazyky jazyk мови",
    "wheelchair": "bezbarierovy bezbarierovost",
    "price_level": "ceny",
    "phone": "contact:phone tel telefon contact:mobile телефон",
    "email": "contact:email e-mail mail",
    "website": "contact:website url web www link contact:url сайт",
    "booking_url": "contact:booking booking rezervace website:booking",
    "benefit": "vyhoda sleva",
    "why_listed": "proc",
    "is_commercial": "commercial komercni",
    "state": "stav",
    "source": "zdroj",
    "source_url": "source:url",
    "external_id": "id @id gid",
    "owner_email": "e-mail_majitele",
    "verified_on": "verified check_date overeno",
}
_KNOWN = {
    word: field for field, words in SYNONYMS.items() for word in (field, *words.split())
} | {field: field for field in FIELDS}

_ACCENTS = str.maketrans("áčďéěíňóřšťúůýž", "acdeeinorstuuyz")


def field_of(name: str) -> str | None:
    """Return the field that a column, property or tag means, if it means one."""
    return _KNOWN.get(plain(name))


def plain(name: str) -> str:
    """Return a name as the table has it: "Otevírací doba" is "oteviraci_doba"."""
    return re.sub(r"\s+", "_", name.strip().casefold().translate(_ACCENTS))


LANGUAGE = re.compile(r"language:([a-z]{2,3}(?:-[A-Za-z0-9]+)*)")


def raw_row(
    position: Position, named: Iterable[tuple[str, str, Position]], **further: Cell
) -> RawRow:
    """Return a row of what stands under names; `further` cells go before all others.

    Of several names that mean a field, the field's own counts, else the first that
    isn't empty. OpenStreetMap's `language:uk=yes` counts as a language.
    """
    cells: dict[str, Cell] = {}
    spoken: dict[str, Position] = {}
    empty: dict[str, Position] = {}
    tags = []
    unused: dict[str, None] = {}
    for name, text, where in named:
        field = field_of(name)
        if not text.strip():
            empty |= {field: where} if field else {}
            continue
        if field and (field not in cells or plain(name) == field):
            cells[field] = Cell(text, where)
        elif language := LANGUAGE.fullmatch(name):
            spoken |= {} if text == "no" else {language[1]: where}
        elif field is None:
            tags.append(f"{name}={text}")
            unused[name] = None
    if spoken and "languages" not in cells:
        cells["languages"] = Cell("; ".join(spoken), next(iter(spoken.values())))
    return RawRow(position, cells | further, tuple(tags), tuple(unused), empty)
