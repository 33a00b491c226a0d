from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Site

from cms.models import CitySettings, Funding
from cms.selectors.city import city_by_slug
from cms.selectors.reader import Reader
from tests import factories
from tests.use_it_map.factories import category, place
from use_it_map.printing.edition import edition

pytestmark = pytest.mark.django_db

HOSTILE = [
    '#panic("x")',
    "$ x $ *b* _i_ @ref <label> \\ `raw`",
    '"), read("/etc/passwd")',
]


def pages(language: str) -> list[bytes]:
    city = city_by_slug("ostrava")
    assert city is not None
    locale = city.locale(language)
    assert locale is not None
    return edition(Reader(city, locale), year=2027, kind="png")


@pytest.fixture
def places(ostrava: Site) -> None:
    doctors = category("doctors", name="Doctors")
    factories.translate(doctors, "cs", name="Lékaři")
    factories.translate(doctors, "uk", name="Лікарі")
    cafes = category("cafes", name="Cafés & <b>cakes</b>")
    settings = CitySettings.objects.get(site=ostrava)
    funder = factories.organisation(ostrava, "Statutární město Ostrava")
    logo = factories.image(ostrava, size=(300, 120))
    number = "CZ.03.03.01/00/22_021/0002004"
    Funding.objects.create(
        settings=settings, organisation=funder, logo=logo, registration_number=number
    )
    for index, name in enumerate([*HOSTILE, *(f"Ordinace {n}" for n in range(20))]):
        place(
            ostrava,
            name,
            category=cafes if index % 3 else doctors,
            latitude=Decimal("49.83") + Decimal(index % 7) / 1000,
            longitude=Decimal("18.26") + Decimal(index // 7) / 500,
            opening_hours="Mo-Fr 08:00-17:00; PH closed",
            languages=["en", "uk"],
            street="Nádražní",
            house_number=f"{index}/2",
            municipality="Ostrava",
            phone="+420 555 000 111",
        )


@pytest.mark.usefixtures("places")
def test_an_edition_is_set_in_every_language_whatever_the_names(tmp_path: Any) -> None:
    for language in ("cs", "uk"):
        made = pages(language)
        assert len(made) == 2
        assert all(page.startswith(b"\x89PNG") for page in made)
        if folder := os.environ.get("VITEJ_TEST_PAGES"):  # to look at them
            for number, page in enumerate(made):
                Path(folder, f"{language}{number}.png").write_bytes(page)

    file = tmp_path / "map.pdf"
    call_command("print_map", "ostrava", language="uk", output=file, year=2027)
    assert file.read_bytes().startswith(b"%PDF-")


def test_a_city_without_places_prints_nothing(ostrava: Site, tmp_path: Any) -> None:
    file = tmp_path / "map.pdf"
    place(ostrava, "Draft", live=False)
    with pytest.raises(CommandError, match="no public place"):
        call_command("print_map", "ostrava", output=file)
    assert not file.exists()


@pytest.mark.parametrize(("city", "language"), [("nowhere", "cs"), ("ostrava", "de")])
def test_what_is_not_there_is_named(ostrava: Site, city: str, language: str) -> None:
    with pytest.raises(CommandError, match=r"no city|only: en, cs, uk"):
        call_command("print_map", city, language=language)
