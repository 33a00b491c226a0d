"""Cohorts: the list, one cohort's page, and putting people into one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django import forms
from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput
from wagtail.models import Site

from buddy_program.admin.screens import (
    Act,
    act,
    chosen_city,
    for_coordinators,
    mine,
    my_cities,
    screen,
)
from buddy_program.choices import Side
from buddy_program.models import Cohort, Participant
from buddy_program.models.participant import OVER
from buddy_program.services import cohorts as services
from buddy_program.services.cohorts import Put, Refusal

TRAIL = {"buddy_program_cohorts": gettext_lazy("Cohorts")}
IN_NONE = "none"
"""What stands for no cohort in a query and in a form."""

STEPS: dict[str, tuple[Callable[..., Any], str, Any, Any]] = {
    "start": (
        services.cohort_start,
        Cohort.State.PLANNED,
        gettext_lazy("Start"),
        gettext_lazy("The cohort has started; its rules are frozen."),
    ),
    "unstart": (
        services.cohort_unstart,
        Cohort.State.RUNNING,
        gettext_lazy("Take the start back"),
        gettext_lazy("The cohort is planned again; its rules are open."),
    ),
    "close": (
        services.cohort_close,
        Cohort.State.RUNNING,
        gettext_lazy("Close"),
        gettext_lazy("The cohort is closed; who is in it goes on by its rules."),
    ),
    "reopen": (
        services.cohort_reopen,
        Cohort.State.CLOSED,
        gettext_lazy("Open it again"),
        gettext_lazy("The cohort runs again."),
    ),
}
"""What a button does, in which state it is shown, what it is called, what is told."""


REFUSALS = {
    Refusal.OTHER_CITY: gettext_lazy("belongs to another city"),
    Refusal.ERASED: gettext_lazy("has been erased"),
    Refusal.IN_PAIR: gettext_lazy("is in a pair, which keeps its rules until it ends"),
}


class CohortForm(forms.ModelForm):  # type: ignore[type-arg]
    """A round of a city's programme."""

    class Meta:
        model = Cohort
        fields = ["name", "starts_on", "ends_on", "pilot"]
        widgets = {"starts_on": AdminDateInput(), "ends_on": AdminDateInput()}

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        begins, ends = said.get("starts_on"), said.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", _("It can't end before it starts."))
        return said


class PlanForm(CohortForm):
    """A new one; where there are several cities, it says for which."""

    def __init__(self, cities: list[Site], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cities = cities
        if len(cities) > 1:
            names = [(each.pk, each.site_name) for each in cities]
            self.fields["city"] = forms.TypedChoiceField(
                label=_("City"), choices=[("", ""), *names], coerce=int
            )
            self.order_fields(["city"])

    def city(self) -> Site:
        """Return for which city it is, once the form is valid."""
        key = self.cleaned_data.get("city")
        return next(each for each in self.cities if key in (each.pk, None))


@for_coordinators
def cohorts(request: HttpRequest) -> HttpResponse:
    """List cohorts with who is in them; plan one."""
    cities = my_cities(request)
    given = request.POST if request.method == "POST" else None
    initial = {"city": getattr(chosen_city(request, cities), "pk", None)}
    form = PlanForm(cities, given, initial=initial)
    if given is not None and form.is_valid():
        form.instance.site = form.city()
        if _saved(form):
            messages.success(request, _("The cohort is planned."))
            return redirect("buddy_program_cohorts")
    found = Cohort.objects.filter(site__in=cities).select_related("site", "rules")
    return screen(
        request,
        "cohorts",
        _("Cohorts"),
        cohorts=found.annotate(**_counts()),
        unplaced=_unplaced(cities),
        several=len(cities) > 1,
        form=form,
    )


def _counts() -> dict[str, Count]:
    return {
        f"{side}s": Count("participants", filter=Q(participants__side=side))
        for side in Side.values
    }


def _unplaced(cities: list[Site]) -> list[tuple[Site, int]]:
    """Return how many in each city are in no cohort, of those who haven't left."""
    nowhere = Participant.objects.filter(site__in=cities, cohort=None).applied()
    counted = nowhere.exclude(state__in=OVER).order_by().values_list("site")
    counts = dict(counted.annotate(Count("pk")))
    return [(each, counts[each.pk]) for each in cities if each.pk in counts]


def _saved(form: CohortForm) -> bool:
    """Save a cohort; another one of the same name is an error at the name."""
    try:
        with transaction.atomic():
            form.save()
    except IntegrityError:
        form.add_error("name", _("A cohort of this name is there already."))
        return False
    return True


@for_coordinators
def cohort(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a cohort, start and close it, and see what was done with it."""
    found = mine(request, Cohort.objects.select_related("site", "rules"), pk)
    here = reverse("buddy_program_cohort", args=[pk])
    if request.POST.get("do") == "delete":
        here = reverse("buddy_program_cohorts")
    done = act(request, _acts(found), here)
    if done is not None:
        return done
    given = request.POST if request.method == "POST" else None
    form = CohortForm(given, instance=found)
    if given is not None and form.is_valid() and _saved(form):
        messages.success(request, _("Saved."))
        return redirect(here)
    stored = Cohort.objects.annotate(**_counts())
    counts = stored.values("name", *(f"{side}s" for side in Side.values)).get(pk=pk)
    return screen(
        request,
        "cohort",
        counts["name"],
        trail=TRAIL,
        cohort=found,
        counts=counts,
        acts=[
            (name, label)
            for name, (_service, state, label, _told) in STEPS.items()
            if state == found.state
            and not (name == "unstart" and services.is_in_use(found))
        ],
        may_delete=found.state == Cohort.State.PLANNED,
        steps=found.steps.filter(participant=None).select_related("by"),
        form=form,
    )


def _acts(found: Cohort) -> dict[str, Act]:
    def stepping(name: str) -> Act:
        def step(request: HttpRequest) -> str:
            service, _state, _label, told = STEPS[name]
            service(cohort=found, by=request.user, now=timezone.now())
            return str(told)

        return step

    def delete(request: HttpRequest) -> str:
        services.cohort_delete(cohort=found, by=request.user)
        return _("The cohort is deleted.")

    return {**{name: stepping(name) for name in STEPS}, "delete": delete}


def cohorts_of(cities: list[Site]) -> list[tuple[str, str, bool]]:
    """Return (key, label, whether it may be joined) of the cohorts of some cities."""
    found = Cohort.objects.filter(site__in=cities).select_related("site")
    several = len(cities) > 1
    return [
        (
            str(each.pk),
            f"{each.site.site_name}: {each}" if several else str(each),
            each.state != Cohort.State.CLOSED,
        )
        for each in found
    ]


def put(request: HttpRequest, people: list[int]) -> str | None:
    """Put people into the cohort that a form names, and tell of it."""
    asked = request.POST.get("to", "")
    cities = my_cities(request)
    to = None
    if asked != IN_NONE:
        found = Cohort.objects.filter(site__in=cities)
        to = found.filter(pk=int(asked) if asked.isdecimal() else 0).first()
        if to is None:
            messages.warning(request, _("Choose a cohort first."))
            return None
    if not people:
        messages.warning(request, _("Tick somebody first."))
        return None
    mine = Participant.objects.filter(pk__in=people, site__in=cities)
    done = services.cohort_put(
        people=list(mine.values_list("pk", flat=True)),
        cohort=to,
        by=request.user,
        now=timezone.now(),
    )
    return _tell(request, done, to)


def _tell(request: HttpRequest, done: Put, to: Cohort | None) -> str | None:
    refused: dict[Any, list[str]] = defaultdict(list)
    for each, reason in done.refused:
        refused[REFUSALS[reason]].append(str(each))
    for label, names in refused.items():
        text = _("Not moved: %(names)s (%(reason)s).")
        messages.warning(request, text % {"names": ", ".join(names), "reason": label})
    count = len(done.moved)
    if not count:
        return None if refused else _("Nobody had to be moved.")
    if to is None:
        text = ngettext(
            "%(count)d person is in no cohort now.",
            "%(count)d people are in no cohort now.",
            count,
        )
        return text % {"count": count}
    text = ngettext(
        "%(count)d person is in the cohort %(cohort)s now.",
        "%(count)d people are in the cohort %(cohort)s now.",
        count,
    )
    return text % {"count": count, "cohort": to}
