"""Imports places into a city's map from the command line."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cms.models import CitySettings
from use_it_map.importing.reasons import reason
from use_it_map.importing.rows import FileRefused, RowError
from use_it_map.services.importing import (
    ImportOptions,
    NoMap,
    Preview,
    RowsRefused,
    Upload,
    import_preview,
    places_import,
)


class Command(BaseCommand):
    help = (
        "Import places from CSV, GeoJSON, KML, GPX, OSM XML or Overpass JSON. All rows "
        "or none, unless --skip-bad; doing the same again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("city", help="The city's short name, such as ostrava.")
        parser.add_argument("file", type=Path, help="The file.")
        parser.add_argument(
            "--language", help="Of the names and texts; the city's own if left out."
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would be, write nothing."
        )
        parser.add_argument(
            "--skip-bad", action="store_true", help="Leave rows with errors out."
        )
        parser.add_argument(
            "--publish", action="store_true", help="Publish; drafts if left out."
        )
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="Let the file win over what editors changed or deleted since.",
        )
        parser.add_argument(
            "--duplicates",
            action="store_true",
            help="Add places although one of the name is nearby.",
        )
        parser.add_argument(
            "--external-source",
            default="file",
            help="Whose the ids in the file are, where it doesn't say; “file”.",
        )

    def handle(
        self,
        *,
        city: str,
        file: Path,
        language: str | None,
        dry_run: bool,
        **options: Any,
    ) -> None:
        settings = CitySettings.objects.filter(slug=city).first()
        if settings is None:
            raise CommandError(f"There is no city “{city}”.")
        names = ImportOptions.__dataclass_fields__
        chosen = ImportOptions(
            language=language or settings.site.root_page.locale.language_code,
            **{name: options[name] for name in names if name != "language"},
        )
        upload = Upload(settings.site, _read(file), file.name, chosen)
        today = timezone.localdate()
        try:
            if dry_run:
                preview = import_preview(upload=upload, today=today)
            else:
                preview = places_import(
                    upload=upload, user=None, today=today, progress=self.progress
                )
        except FileRefused as refused:
            where = f"line {refused.line}: " if refused.line else ""
            raise CommandError(where + reason(refused.code, refused.params)) from None
        except NoMap:
            message = f"{city} has no map in “{chosen.language}”. Add the page first."
            raise CommandError(message) from None
        except RowsRefused as refused:
            self.name_errors(refused.errors)
            raise CommandError(
                "Nothing was imported. Correct the rows, or skip them: --skip-bad"
            ) from None
        self.report(preview, dry_run=dry_run)

    def progress(self, done: int, total: int) -> None:
        self.stdout.write(f"{done} of {total}")

    def report(self, preview: Preview, *, dry_run: bool) -> None:
        self.name_errors(preview.errors)
        for row in preview.planned:
            for change in row.kept:
                self.stdout.write(
                    f"line {row.position.line}: {change.field} was changed here and "
                    f"stays: {change.old!r}, the file says {change.new!r}"
                )
            if row.twin:
                self.stdout.write(
                    f"line {row.position.line}: left out, “{row.twin}” is nearby"
                )
        counts = ", ".join(f"{name}: {n}" for name, n in preview.counts.items())
        verb = "Would be" if dry_run else "Done"
        self.stdout.write(f"{verb}: {counts or 'nothing'}.")

    def name_errors(self, errors: Any) -> None:
        for error in errors:
            self.stderr.write(_line(error))


def _line(error: RowError) -> str:
    place = f"line {error.position.line}, column {error.position.column}"
    field = f", {error.field}" if error.field else ""
    return f"{place}{field}: {reason(error.code, error.params)}"


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"{file} can't be read: {error.strerror}.") from None
