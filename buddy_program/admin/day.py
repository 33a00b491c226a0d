"""The coordinator's day on one screen."""

from __future__ import annotations

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from buddy_program.access import cities_coordinated_by
from buddy_program.admin.mails import kind_label
from buddy_program.admin.screens import act, for_coordinators, my_cities, screen
from buddy_program.models import CheckIn, MatchRun, Message, Participant
from buddy_program.selectors.day import KINDS, Item, needs_me
from buddy_program.services.noticing import check_in_see

MOST = 200


@for_coordinators
def day(request: HttpRequest) -> HttpResponse:
    """Show what needs the coordinator, the oldest first; the query may narrow it."""
    cities = my_cities(request)
    items = needs_me(cities, timezone.now())
    counts = Counter(item.kind for item in items)
    kind = request.GET.get("kind", "")
    shown = [item for item in items if kind in ("", item.kind)]
    return screen(
        request,
        "day",
        _("What needs me"),
        rows=[(item, *_told(item)) for item in shown[:MOST]],
        kinds=[(key, KINDS[key], counts[key]) for key in KINDS if counts[key]],
        kind=kind,
        total=len(items),
        more=len(shown) - MOST if len(shown) > MOST else 0,
        several=len(cities) > 1,
    )


def _told(item: Item) -> tuple[str, str]:
    """Return whom an item is about, and where it is dealt with."""
    thing = item.thing
    if isinstance(thing, Participant):
        named = f"{thing} ({thing.get_side_display()})"
        return named, reverse("buddy_program_person", args=[thing.pk])
    if isinstance(thing, MatchRun):
        return _("Match run"), reverse("buddy_program_run", args=[thing.pk])
    if isinstance(thing, Message):
        mail = {"name": str(thing.participant), "mail": kind_label(thing.kind)}
        url = reverse("buddy_program_mail", args=[thing.pk])
        return _("%(name)s: “%(mail)s”") % mail, url
    pair = thing.pair if isinstance(thing, CheckIn) else thing
    url = reverse("buddy_program_pair", args=[pair.pk])
    if isinstance(thing, CheckIn):
        said = {"name": str(thing.participant), "day": thing.day, "pair": str(pair)}
        return _("%(name)s, day %(day)d (%(pair)s)") % said, url
    return str(pair), url


@for_coordinators
@require_POST
def check_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a check-in was seen, or put it back on the list."""
    mine = CheckIn.objects.select_related("pair").filter(
        pair__site__in=cities_coordinated_by(request.user)
    )
    found = get_object_or_404(mine, pk=pk)

    def see(_request: HttpRequest, *, seen: bool) -> str:
        check_in_see(check_in=found, by=request.user, now=timezone.now(), seen=seen)
        return _("Noted.") if seen else _("It stands on your list again.")

    to = reverse("buddy_program_pair", args=[found.pair_id])
    acts = {
        "see": lambda each: see(each, seen=True),
        "unsee": lambda each: see(each, seen=False),
    }
    return act(request, acts, to) or redirect(to)
