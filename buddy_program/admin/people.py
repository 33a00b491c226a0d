"""Participants: the list, and one person's page with all that can be done now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buddy_program.admin.screens import (
    Act,
    act,
    chosen_city,
    for_coordinators,
    mine,
    my_cities,
    paged,
    screen,
)
from buddy_program.choices import ParticipantState as State
from buddy_program.choices import Side
from buddy_program.models import Pair, Participant
from buddy_program.models.participant import UNSENT
from buddy_program.paths import PARTICIPANT_PATHS, leads
from buddy_program.questions import language_name, slot_label
from buddy_program.selectors.day import with_people
from buddy_program.selectors.matching import programme_rules
from buddy_program.services import leaving, screening
from buddy_program.services.screening import INTERVIEWED, MOST_POINTS
from buddy_program.vocabulary import GOALS, INTERESTS

TRAIL = {"buddy_program_people": gettext_lazy("Participants")}
RUBRIC = {
    "motivation": gettext_lazy("Motivation"),
    "time": gettext_lazy("Time for regular meetings"),
    "respect": gettext_lazy("Respect for others"),
    "expectations": gettext_lazy("Realistic expectations"),
}
STATES = [state for state in State if state not in UNSENT]

Service = Callable[..., Any]
STEPS: dict[str, tuple[Any, Service, str, Any]] = {
    "begin": (
        gettext_lazy("Begin screening"),
        screening.screening_begin,
        State.SCREENING,
        gettext_lazy("Screening has begun."),
    ),
    "invite": (
        gettext_lazy("Invite to an interview"),
        screening.interview_invite,
        State.INTERVIEW,
        gettext_lazy("The invitation goes out by mail."),
    ),
    "accept": (
        gettext_lazy("Accept"),
        screening.participant_accept,
        State.ACCEPTED,
        gettext_lazy("Accepted; the mail goes out now."),
    ),
    "reserve": (
        gettext_lazy("Put in reserve"),
        screening.participant_reserve,
        State.RESERVE,
        gettext_lazy("In reserve; the mail goes out now."),
    ),
    "take_back": (
        gettext_lazy("Take the decline back"),
        screening.decline_take_back,
        State.SCREENING,
        gettext_lazy("The decline is taken back."),
    ),
    "pause": (
        gettext_lazy("Pause"),
        leaving.participant_pause,
        State.PAUSED,
        gettext_lazy("Paused."),
    ),
    "resume": (
        gettext_lazy("End the pause"),
        leaving.participant_resume,
        State.AVAILABLE,
        gettext_lazy("The pause is over."),
    ),
}
"""What a button is called, what it does, where that leads, what is told then."""

ONLY_FROM = {
    "begin": (State.SUBMITTED,),
    "take_back": (State.DECLINED,),
    "resume": (State.PAUSED,),
}


@for_coordinators
def people(request: HttpRequest) -> HttpResponse:
    """List the participants of the user's cities; a search comes by POST."""
    cities = my_cities(request)
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
        side=_asked(request, "side"),
        state=_asked(request, "state"),
        q=request.POST.get("q", ""),
        now=timezone.now(),
    )


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
    if q := request.POST.get("q", "").strip():
        number = q.rpartition("-")[2]
        by_number = Q(pk=int(number)) if number.isdecimal() and len(number) < 9 else Q()
        named = Q(name__icontains=q) | Q(email__icontains=q)
        found = found.filter(named | by_number if by_number else named)
    return found.order_by("-state_since", "-pk")


@for_coordinators
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show somebody's profile, way and interviews; do what is possible now."""
    them = mine(request, Participant.objects.applied().select_related("site"), pk)
    here = reverse("buddy_program_person", args=[pk])
    done = act(request, _acts(them), here)
    if done is not None:
        return done
    rules = programme_rules(them.site)
    return screen(
        request,
        "person",
        str(them),
        trail=TRAIL,
        them=them,
        steps=[(name, STEPS[name][0]) for name in _possible(them)],
        may_decline=leads(PARTICIPANT_PATHS, them.state, State.DECLINED),
        may_withdraw=leads(PARTICIPANT_PATHS, them.state, State.WITHDRAWN),
        may_note=them.state in INTERVIEWED,
        rubric=[(name, rubric_label(name)) for name in rules.rubric],
        marks=range(MOST_POINTS + 1),
        profile=_profile(them),
        pairs=with_people(Pair.objects.of(them)),
        transitions=them.transitions.select_related("by"),
        interviews=[_told(each) for each in them.interviews.select_related("held_by")],
        floor=rules.interview_floor,
    )


def rubric_label(name: str) -> str:
    """Return what a line of the rubric is called; a programme's own has its key."""
    return str(RUBRIC.get(name, capfirst(name.replace("_", " "))))


def _told(interview: Any) -> tuple[Any, list[tuple[str, int]]]:
    scores = interview.scores.items()
    return interview, [(rubric_label(name), points) for name, points in scores]


def _possible(them: Participant) -> list[str]:
    """Return the steps that lead on from where somebody stands."""
    if them.erased_at is not None:
        return []
    return [
        name
        for name, (_label, _service, to, _told) in STEPS.items()
        if leads(PARTICIPANT_PATHS, them.state, to)
        and them.state in ONLY_FROM.get(name, (them.state,))
    ]


def _acts(them: Participant) -> dict[str, Act]:
    def stepping(name: str) -> Act:
        def step(request: HttpRequest) -> str:
            _label, service, _to, told = STEPS[name]
            service(participant=them, by=request.user, now=timezone.now())
            return str(told)

        return step

    def decline(request: HttpRequest) -> str:
        screening.participant_decline(
            participant=them,
            by=request.user,
            now=timezone.now(),
            reason=request.POST.get("reason", ""),
        )
        return _("Declined; the mail goes out now. You can take it back here.")

    def withdraw(request: HttpRequest) -> str:
        reason = request.POST.get("reason", "").strip()[:500]
        leaving.participant_withdraw(
            participant=them, by=request.user, now=timezone.now(), reason=reason
        )
        return _("They have left the programme.")

    def note(request: HttpRequest) -> str:
        rubric = programme_rules(them.site).rubric
        given = {name: request.POST.get(f"score-{name}", "") for name in rubric}
        screening.interview_note(
            participant=them,
            by=request.user,
            now=timezone.now(),
            scores={
                name: int(text) for name, text in given.items() if text.isdecimal()
            },
            notes=request.POST.get("notes", ""),
            red_flags=request.POST.get("red_flags", ""),
        )
        return _("The interview is noted.")

    steps = {name: stepping(name) for name in STEPS}
    return {**steps, "decline": decline, "withdraw": withdraw, "note": note}


def _profile(them: Participant) -> list[tuple[str, str]]:
    """Return what somebody has said, in words, without what they left out."""
    spoken = (
        f"{language_name(each.tag)} ({each.get_level_display()})"
        for each in them.languages.all()
    )
    rows = [
        ("email", them.email),
        ("phone", them.phone),
        ("district", ", ".join([*filter(None, [them.district]), *them.reach])),
        ("slots", "; ".join(map(slot_label, them.slots))),
        ("interests", _words(INTERESTS, them.interests)),
        ("dislikes", _words(INTERESTS, them.dislikes)),
        ("goals", _words(GOALS, them.goals)),
        ("family", str(them.get_family_display()) if them.family else ""),
        ("age", str(them.get_age_display()) if them.age else ""),
        ("gender", them.get_gender_display() if them.gender else ""),
        ("wants_gender", _genders(them)),
        ("experience", them.experience),
        ("expectations", them.expectations),
        ("heard_from", them.get_heard_from_display() if them.heard_from else ""),
        ("capacity", "" if them.is_newcomer else str(them.capacity)),
        ("decline_reason", them.decline_reason),
    ]
    told = [(_label(name), text) for name, text in rows if text]
    return [(_("Languages"), ", ".join(spoken)), *told]


def _label(name: str) -> str:
    field: Any = Participant._meta.get_field(name)
    return str(capfirst(field.verbose_name))


def _words(words: Any, keys: list[str]) -> str:
    return ", ".join(str(words.get(key, key)) for key in keys)


def _genders(them: Participant) -> str:
    labels = dict(Participant._meta.get_field("gender").flatchoices)
    return ", ".join(str(labels.get(key, key)) for key in them.wants_gender)
