"""Participants: the list, narrowed down, and what is done to many at once."""

from __future__ import annotations

from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from buddy_program.admin.cohorts import IN_NONE, cohorts_of, put
from buddy_program.admin.screens import (
    act,
    chosen_city,
    for_coordinators,
    my_cities,
    paged,
    screen,
    searched,
)
from buddy_program.choices import ParticipantState as State
from buddy_program.choices import Side
from buddy_program.models import Participant
from buddy_program.models.participant import UNSENT

STATES = [state for state in State if state not in UNSENT]
NARROWED_BY = ("side", "state", "cohort", "city")


@for_coordinators
def people(request: HttpRequest) -> HttpResponse:
    """List the participants of the user's cities; a search comes by POST."""
    cities = my_cities(request)
    narrowed = {name: _asked(request, name) for name in NARROWED_BY}
    here = f"{reverse('buddy_program_people')}?{urlencode(narrowed)}"
    done = act(request, {"put": _put}, here)
    if done is not None:
        return done
    found = _filtered(request, Participant.objects.filter(site__in=cities).applied())
    return screen(
        request,
        "people",
        _("Participants"),
        page=paged(request, found.select_related("site", "cohort")),
        cities=cities,
        city=chosen_city(request, cities),
        sides=Side.choices,
        states=[(state.value, state.label) for state in STATES],
        cohorts=cohorts_of(cities),
        in_none=IN_NONE,
        narrowed=narrowed,
        query=f"{urlencode(narrowed)}&",
        is_narrowed=any(narrowed.values()) or bool(searched(request)),
        q=searched(request),
        now=timezone.now(),
    )


def _put(request: HttpRequest) -> str | None:
    keys = request.POST.getlist("person")
    return put(request, [int(key) for key in keys if key.isdecimal()])


def _asked(request: HttpRequest, name: str) -> str:
    return request.POST.get(name) or request.GET.get(name) or ""


def _filtered(
    request: HttpRequest, found: QuerySet[Participant]
) -> QuerySet[Participant]:
    if city := chosen_city(request, my_cities(request)):
        found = found.filter(site=city)
    if (side := _asked(request, "side")) in Side.values:
        found = found.filter(side=side)
    if (state := _asked(request, "state")) in STATES:
        found = found.filter(state=state)
    if (cohort := _asked(request, "cohort")) == IN_NONE:
        found = found.filter(cohort=None)
    elif cohort.isdecimal() and len(cohort) < 9:
        found = found.filter(cohort=int(cohort))
    if q := searched(request):
        number = q.rpartition("-")[2]
        by_number = Q(pk=int(number)) if number.isdecimal() and len(number) < 9 else Q()
        named = Q(name__icontains=q) | Q(email__icontains=q)
        found = found.filter(named | by_number if by_number else named)
    return found.order_by("-state_since", "-pk")
