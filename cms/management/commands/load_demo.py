"""Loads the demo content of three cities."""

import sys
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.demo.accounts import ADMINISTRATOR, PASSWORD, STAFF
from cms.demo.loader import DemoRefused, demo_counts, demo_load
from cms.demo.progress import Progress
from cms.demo.reader import CITIES, ContentError


class Command(BaseCommand):
    help = "Load the demo content: three cities, their pages, pictures and accounts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--port", type=port, help="The port that the city sites are served on."
        )
        parser.add_argument(
            "--no-places",
            action="store_false",
            dest="places",
            help="Don't say in the end where everything is.",
        )

    def handle(self, *, port: int | None, places: bool, **options: Any) -> None:
        if not getattr(settings, "VITEJ_DEMO_ALLOWED", False):
            raise CommandError(
                _(
                    "The demo has accounts with a known password. It is loaded only "
                    "where the settings say VITEJ_DEMO_ALLOWED."
                )
            )
        try:
            outcome = demo_load(now=timezone.now(), progress=self.progress, port=port)
        except (ContentError, DemoRefused) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            self.stderr.write("")
            raise CommandError(
                _("Interrupted; nothing was loaded."), returncode=130
            ) from None
        self.report(loaded=outcome.loaded, current=outcome.current)
        if places:
            self.stdout.write(where(outcome.port))

    def progress(self, total: int) -> Progress:
        # Django's wrapper of the stream would end each write with a new line.
        return Progress(sys.stderr, total=total)

    def report(self, *, loaded: bool, current: bool) -> None:
        if loaded:
            counts = demo_counts()
            self.stdout.write(
                _("Loaded %(cities)s cities, %(guides)s guides, %(posts)s posts.")
                % counts
            )
        elif current:
            self.stdout.write(_("The demo content is loaded already."))
        else:
            self.stdout.write(
                _(
                    "The demo content is loaded already, from other files than "
                    "today's. Start over to get the new ones."
                )
            )


def port(text: str) -> int:
    """Return the port in `text`.

    Raises:
        ArgumentTypeError: if it is none.
    """
    if text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise ArgumentTypeError(
        _("“%(text)s” is no port; give a number from 1 to 65535.") % {"text": text}
    )


def where(port: int) -> str:
    """Return where hub, admin, API explorer and cities are, and how to log in."""
    hub = f"http://localhost:{port}"
    places = {
        _("Start page"): f"{hub}/",
        _("Admin"): f"{hub}/admin/",
        _("API explorer"): f"{hub}/graphql/",
        **{slug.capitalize(): f"http://{slug}.localhost:{port}/" for slug in CITIES},
    }
    names = ", ".join((ADMINISTRATOR, *(name for name, _city, _kind in STAFF)))
    return "\n".join(
        [
            "",
            *(f"  {name:<14} {address}" for name, address in places.items()),
            "",
            "  " + _("Accounts: %(names)s") % {"names": names},
            "  " + _("Password: %(password)s") % {"password": PASSWORD},
            "",
        ]
    )
