"""One participant's page, with all that can be done now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buddy_program.admin.cohorts import IN_NONE, cohorts_of, put
from buddy_program.admin.screens import Act, act, for_coordinators, mine, screen
from buddy_program.admin.way import way_of
from buddy_program.choices import ParticipantState as State
from buddy_program.models import Interview, Pair, Participant
from buddy_program.paths import PARTICIPANT_PATHS, leads
from buddy_program.questions import language_name, slot_label
from buddy_program.selectors.day import with_people
from buddy_program.selectors.matching import programme_rules
from buddy_program.services import leaving, screening
from buddy_program.services.screening import INTERVIEWED, MOST_POINTS
from buddy_program.services.undoing import (
    interview_restore,
    interview_strike,
    mail_has_gone,
    step_take_back,
    step_to_take_back,
)
from buddy_program.vocabulary import GOALS, INTERESTS

TRAIL = {"buddy_program_people": gettext_lazy("Participants")}
RUBRIC = {
    "motivation": gettext_lazy("Motivation"),
    "time": gettext_lazy("Time for regular meetings"),
    "respect": gettext_lazy("Respect for others"),
    "expectations": gettext_lazy("Realistic expectations"),
}
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


LAST_STEP = {
    State.INTERVIEW: gettext_lazy("Take the invitation back"),
    State.RESERVE: gettext_lazy("Take the place in reserve back"),
    State.ACCEPTED: gettext_lazy("Take the acceptance back"),
}
"""What taking the last decision back is called."""


class InterviewForm(forms.Form):
    """Points by the rubric, notes, and what speaks against somebody."""

    def __init__(self, rubric: tuple[str, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rubric = rubric
        wrong = _("0 to %(most)d points.") % {"most": MOST_POINTS}
        for name in rubric:
            self.fields[f"score-{name}"] = forms.TypedChoiceField(
                label=rubric_label(name),
                choices=[(mark, mark) for mark in range(MOST_POINTS + 1)],
                coerce=int,
                widget=forms.RadioSelect(),
                error_messages={"required": wrong, "invalid_choice": wrong},
            )
        for name, rows, most in (("notes", 4, 5000), ("red_flags", 2, 2000)):
            field: Any = Interview._meta.get_field(name)
            self.fields[name] = forms.CharField(
                label=capfirst(field.verbose_name),
                required=False,
                max_length=most,
                widget=forms.Textarea(attrs={"rows": rows}),
            )

    def scores(self) -> dict[str, int]:
        return {name: self.cleaned_data[f"score-{name}"] for name in self.rubric}


@for_coordinators
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show somebody's profile, way and interviews; do what is possible now."""
    people = Participant.objects.applied().select_related("site", "cohort__rules")
    them = mine(request, people, pk)
    here = reverse("buddy_program_person", args=[pk])
    rules = programme_rules(them.site)
    noting = request.POST.get("do") == "note"
    form = InterviewForm(rules.rubric, request.POST if noting else None)
    if not noting or form.is_valid():
        done = act(request, _acts(them, form), here)
        if done is not None:
            return done
    step = step_to_take_back(them)
    return screen(
        request,
        "person",
        str(them),
        trail=TRAIL,
        them=them,
        steps=[(name, STEPS[name][0]) for name in _possible(them)],
        last_step=LAST_STEP[State(step.after)] if step else "",
        last_mail_gone=step is not None and mail_has_gone(step),
        may_decline=leads(PARTICIPANT_PATHS, them.state, State.DECLINED),
        may_withdraw=leads(PARTICIPANT_PATHS, them.state, State.WITHDRAWN),
        may_note=them.state in INTERVIEWED,
        form=form,
        profile=_profile(them),
        pairs=with_people(Pair.objects.of(them)),
        way=way_of(them.transitions.all(), them.cohort_steps.all()),
        interviews=[
            _told(each)
            for each in them.interviews.select_related("held_by", "struck_by")
        ],
        floor=rules.interview_floor,
        cohorts=cohorts_of([them.site]),
        in_none=IN_NONE,
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


def _acts(them: Participant, form: InterviewForm) -> dict[str, Act]:
    return {**_steps(them), **_leaving(them), **_interviewing(them, form)}


def _steps(them: Participant) -> dict[str, Act]:
    def stepping(name: str) -> Act:
        def step(request: HttpRequest) -> str:
            _label, service, _to, told = STEPS[name]
            service(participant=them, by=request.user, now=timezone.now())
            return str(told)

        return step

    def take_back(request: HttpRequest) -> str:
        step = them.transitions.filter(after=State.DECLINED).last()
        screening.decline_take_back(
            participant=them, by=request.user, now=timezone.now()
        )
        if step is not None and mail_has_gone(step):
            return _("Taken back. The mail had gone out already: write to them.")
        return _("Taken back; no mail goes out.")

    def back(request: HttpRequest) -> str:
        gone = step_take_back(participant=them, by=request.user, now=timezone.now())
        if gone:
            return _("Taken back. The mail had gone out already: write to them.")
        return _("Taken back; no mail goes out.")

    def to_cohort(request: HttpRequest) -> str | None:
        return put(request, [them.pk])

    return {
        **{name: stepping(name) for name in STEPS},
        "take_back": take_back,
        "back": back,
        "put": to_cohort,
    }


def _leaving(them: Participant) -> dict[str, Act]:
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

    return {"decline": decline, "withdraw": withdraw}


def _interviewing(them: Participant, form: InterviewForm) -> dict[str, Act]:
    def note(request: HttpRequest) -> str:
        screening.interview_note(
            participant=them,
            by=request.user,
            now=timezone.now(),
            scores=form.scores(),
            notes=form.cleaned_data["notes"],
            red_flags=form.cleaned_data["red_flags"],
        )
        return _("The interview is noted.")

    def strike(request: HttpRequest) -> str:
        interview_strike(
            interview=_interview(request, them), by=request.user, now=timezone.now()
        )
        return _("Struck out: it stays to be read and doesn't count.")

    def restore(request: HttpRequest) -> str:
        interview_restore(interview=_interview(request, them), by=request.user)
        return _("It counts again.")

    return {"note": note, "strike": strike, "restore": restore}


def _interview(request: HttpRequest, them: Participant) -> Interview:
    key = request.POST.get("interview", "")
    pk = int(key) if key.isdecimal() else 0
    return get_object_or_404(them.interviews.select_related("participant"), pk=pk)


def _profile(them: Participant) -> list[tuple[str, str]]:
    """Return what somebody has said, in words, without what they left out."""
    spoken = (
        f"{language_name(each.tag)} ({each.get_level_display()})"
        for each in them.languages.all()
    )
    rows = [
        ("email", them.email),
        ("phone", them.phone),
        ("district", ", ".join(_meets_in(them))),
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


def _meets_in(them: Participant) -> list[str]:
    return list(dict.fromkeys(filter(None, [them.district, *them.reach])))


def _label(name: str) -> str:
    field: Any = Participant._meta.get_field(name)
    return str(capfirst(field.verbose_name))


def _words(words: Any, keys: list[str]) -> str:
    return ", ".join(str(words.get(key, key)) for key in keys)


def _genders(them: Participant) -> str:
    labels = dict(Participant._meta.get_field("gender").flatchoices)
    return ", ".join(str(labels.get(key, key)) for key in them.wants_gender)
