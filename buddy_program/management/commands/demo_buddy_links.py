"""Prints links to personal areas of the demo, whose mails go to nobody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from buddy_program.addresses import personal_url
from buddy_program.choices import PairState
from buddy_program.choices import ParticipantState as State
from buddy_program.mailing.facts import root_url
from buddy_program.models import CheckIn, Pair, Participant
from buddy_program.services.personal_links import link_issue


class Command(BaseCommand):
    help = "Print a link to the personal area of somebody in each state, in the demo."

    def handle(self, **options: Any) -> None:
        if not getattr(settings, "VITEJ_DEMO_ALLOWED", False):
            raise CommandError(
                _("Links are printed only where the settings say VITEJ_DEMO_ALLOWED.")
            )
        now = timezone.now()
        seen = set()
        for participant in examples():
            label = participant.get_state_display()
            if participant.pk in seen:
                continue
            seen.add(participant.pk)
            token = link_issue(participant=participant, now=now)
            root = root_url(participant.site)
            link = personal_url(root, participant.language, token)
            name = participant.name or participant.email
            self.stdout.write(
                f"{name}, {participant.site.site_name}: {label}\n  {link}"
            )
        if not seen:
            raise CommandError(_("Nobody takes part yet. Load the demo first."))


def examples() -> Iterator[Participant]:
    """Yield people whose areas differ: who is asked something first, then by state."""
    people = Participant.objects.there().select_related("site")
    proposed = Pair.objects.filter(state=PairState.PROPOSED).values("newcomer")
    asked = CheckIn.objects.filter(
        answered_at=None, asked_at__isnull=False, pair__state=PairState.ACTIVE
    ).values("participant")
    wanted: list[dict[str, Any]] = [{"pk__in": proposed}, {"pk__in": asked}]
    over = (State.DECLINED, State.WITHDRAWN)
    wanted += [{"state": each} for each in State.values if each not in over]
    for about in wanted:
        found = people.filter(**about).order_by("pk").first()
        if found is not None:
            yield found
