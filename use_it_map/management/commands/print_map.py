"""Makes the print edition of a city's map."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cms.selectors.city import city_by_slug
from cms.selectors.reader import Reader
from use_it_map.printing.edition import PAPERS, NothingToPrint, edition
from use_it_map.printing.ground import GroundUnusable


class Command(BaseCommand):
    help = "Write the print edition of a city's map, with its public places, as a PDF."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("city", help="The city's short name, such as ostrava.")
        parser.add_argument(
            "--language", help="One of the city's; its default if left out."
        )
        parser.add_argument("--output", type=Path, help="map.pdf if left out.")
        parser.add_argument(
            "--paper", choices=PAPERS, default="a3", help="The sheet's size; a3."
        )
        parser.add_argument(
            "--year", type=int, help="Of the edition; this year if left out."
        )

    def handle(
        self,
        *,
        city: str,
        language: str | None,
        output: Path | None,
        year: int | None,
        paper: str,
        **options: Any,
    ) -> None:
        found = city_by_slug(city)
        if found is None:
            raise CommandError(f"There is no city “{city}”.")
        locale = found.locale(language) if language else found.locales[0]
        if locale is None:
            known = ", ".join(found.languages)
            raise CommandError(f"{city} has no “{language}”, only: {known}.")
        try:
            [pdf] = edition(
                Reader(found, locale),
                year=year or timezone.localdate().year,
                paper=paper,
            )
        except NothingToPrint:
            raise CommandError(f"{city} has no public place to print.") from None
        except GroundUnusable as unusable:
            raise CommandError(f"VITEJ_MAP_PRINT_TILES: {unusable}") from None
        file = output or Path("map.pdf")
        try:
            file.write_bytes(pdf)
        except OSError as error:
            message = f"{file} can't be written: {error.strerror}."
            raise CommandError(message) from None
        self.stdout.write(f"Wrote {file} ({len(pdf) // 1024} kB).")
