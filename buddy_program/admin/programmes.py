"""How a programme is set up: who may join, what they read, its rules and cohorts."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput
from wagtail.models import Site

from buddy_program.admin.page_choice import CityPageField, choosable_pages
from buddy_program.admin.runs import CRITERIA
from buddy_program.admin.screens import (
    REFUSALS,
    chosen_city,
    for_coordinators,
    mine,
    my_cities,
    screen,
)
from buddy_program.matching.people import Level
from buddy_program.models import Programme, RulesVersion
from buddy_program.rules import LIMITS, ProgrammeRules
from buddy_program.services.programme import (
    AlreadyThere,
    programme_set_up,
    rules_change,
)
from cms.access import is_hub_administrator

PAGES = ("about", "newcomer_pack", "local_pack", "code_of_conduct", "first_meeting")
RULES = {
    "months": gettext_lazy("How many months a pair commits itself"),
    "meetings_per_month": gettext_lazy("Meetings a month"),
    "max_capacity": gettext_lazy("Most newcomers of a local at once"),
    "language_level": gettext_lazy("Least level of a common language"),
    "shared_slots": gettext_lazy("Least free times in common"),
    "interview_floor": gettext_lazy("Points in interviews to be recommended"),
    "answer_days": gettext_lazy("Days to answer a proposal"),
    "silence_days": gettext_lazy("Days without an answer that are silence"),
    "keep_draft_days": gettext_lazy("Days to keep unsent applications"),
    "keep_reserve_days": gettext_lazy("Days in reserve until somebody is declined"),
    "keep_declined_days": gettext_lazy("Days to keep who was declined"),
    "keep_finished_days": gettext_lazy("Days to keep who has finished or left"),
    "keep_concern_days": gettext_lazy("Days to keep concerns that were dealt with"),
}
TRAIL = {"buddy_program_programmes": gettext_lazy("Programme and rules")}


class ProgrammeForm(forms.ModelForm):  # type: ignore[type-arg]
    """Who may join, and which pages of the city participants are given."""

    districts = forms.CharField(
        label=gettext_lazy("Districts"),
        required=False,
        help_text=gettext_lazy("One a line."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    class Meta:
        model = Programme
        fields = [
            *("newcomers_welcome", "newcomers_from", "locals_welcome", "locals_from"),
            *("contact_email", "districts"),
            *PAGES,
        ]
        field_classes = dict.fromkeys(PAGES, CityPageField)
        widgets = {name: AdminDateInput() for name in ("newcomers_from", "locals_from")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["districts"] = "\n".join(self.instance.districts)
        pages = choosable_pages(self.instance.site)
        for name in PAGES:
            field: Any = self.fields[name]
            field.offer(pages, getattr(self.instance, f"{name}_id"))

    def clean_districts(self) -> list[str]:
        lines = (line.strip() for line in self.cleaned_data["districts"].splitlines())
        found = list(dict.fromkeys(line for line in lines if line))
        if any(len(name) > 60 for name in found):
            raise forms.ValidationError(_("A name has at most 60 characters."))
        return found


class RulesForm(forms.Form):
    """What decides about people; every version is kept."""

    def __init__(self, rules: ProgrammeRules, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = rules
        for name, label in RULES.items():
            self.fields[name] = self._number(label, LIMITS[name], getattr(rules, name))
        self.fields["language_level"] = forms.TypedChoiceField(
            label=RULES["language_level"],
            choices=[(int(level), level.name) for level in list(Level)[:6]],
            coerce=int,
            initial=rules.language_level,
        )
        self.fields["check_in_days"] = forms.CharField(
            label=_("Days of the check-ins"),
            initial=", ".join(map(str, rules.check_in_days)),
            help_text=_("After the start, divided by commas; then monthly."),
        )
        self.fields["rubric"] = forms.CharField(
            label=_("What interviews give points for"),
            initial=", ".join(rules.rubric),
            help_text=_("Divided by commas."),
        )
        for name, label in _weights().items():
            most = 100 if name in CRITERIA else 1000
            value = getattr(rules.weights, name)
            text = _("Weight: %(criterion)s") % {"criterion": label}
            shown = text if name in CRITERIA else label
            self.fields[f"weight_{name}"] = self._number(shown, (0, most), value)
        self.fields["note"] = forms.CharField(
            label=_("Why do you change them?"), max_length=300, required=False
        )

    @staticmethod
    def _number(label: Any, limits: tuple[int, int], value: int) -> forms.IntegerField:
        least, most = limits
        return forms.IntegerField(
            label=label, min_value=least, max_value=most, initial=value
        )

    def clean_check_in_days(self) -> tuple[int, ...]:
        parts = [each.strip() for each in self.cleaned_data["check_in_days"].split(",")]
        if not all(each.isdecimal() and len(each) < 4 for each in parts):
            raise forms.ValidationError(_("Whole numbers, divided by commas."))
        return tuple(map(int, parts))

    def clean_rubric(self) -> tuple[str, ...]:
        parts = (each.strip() for each in self.cleaned_data["rubric"].split(","))
        return tuple(dict.fromkeys(each for each in parts if each))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.errors:
            return said
        weights = {
            name.removeprefix("weight_"): said[name]
            for name in said
            if name.startswith("weight_")
        }
        changed = {name: said[name] for name in [*RULES, "check_in_days", "rubric"]}
        try:
            self.changed = replace(
                self.rules, weights=replace(self.rules.weights, **weights), **changed
            )
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        return said


def _weights() -> dict[str, Any]:
    labels: dict[str, Any] = {str(key): label for key, label in CRITERIA.items()}
    return {**labels, "floor": _("Least score")}


@for_coordinators
def programmes(request: HttpRequest) -> HttpResponse:
    """List the programmes of the user's cities; a hub administrator sets them up."""
    cities = my_cities(request)
    if request.method == "POST":
        return _set_up(request, chosen_city(request, cities))
    found = Programme.objects.filter(site__in=cities).select_related("site")
    with_one = {each.site_id for each in found}
    without = [each for each in cities if each.pk not in with_one]
    if len(found) == 1 and not is_hub_administrator(request.user):
        return redirect("buddy_program_programme", found[0].pk)
    return screen(
        request,
        "programmes",
        _("Programme and rules"),
        programmes=found,
        without=without if is_hub_administrator(request.user) else [],
    )


def _set_up(request: HttpRequest, city: Site | None) -> HttpResponse:
    if city is None or not is_hub_administrator(request.user):
        raise PermissionDenied
    given = forms.EmailField().clean
    try:
        email = given(request.POST.get("contact_email", ""))
    except forms.ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("buddy_program_programmes")
    try:
        made = programme_set_up(
            site=city, contact_email=email, now=timezone.now(), by=request.user
        )
    except AlreadyThere as error:
        messages.warning(request, str(REFUSALS[type(error)]))
        return redirect("buddy_program_programmes")
    return redirect("buddy_program_programme", made.pk)


@for_coordinators
def programme(request: HttpRequest, pk: int) -> HttpResponse:
    """Change how a programme is set up."""
    found = mine(request, Programme.objects.select_related("site"), pk)
    given = request.POST if request.method == "POST" else None
    form = ProgrammeForm(given, instance=found)
    if given is not None and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("buddy_program_programme", pk)
    return screen(request, "form", str(found), trail=TRAIL, form=form, programme=found)


@for_coordinators
def rules(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the rules of a programme, and see what they were."""
    found = mine(request, Programme.objects.select_related("site"), pk)
    given = request.POST if request.method == "POST" else None
    form = RulesForm(found.rules, given)
    if given is not None and form.is_valid():
        note = form.cleaned_data["note"]
        rules_change(
            programme=found,
            rules=form.changed,
            now=timezone.now(),
            by=request.user,
            note=note,
        )
        messages.success(request, _("These rules hold from now on."))
        return redirect("buddy_program_rules", pk)
    versions = list(found.versions.select_related("made_by"))
    return screen(
        request,
        "form",
        _("Rules of %(city)s") % {"city": found},
        trail=TRAIL,
        form=form,
        programme=found,
        versions=[
            (each, changes(each, before))
            for each, before in zip(versions, [*versions[1:], None], strict=True)
        ],
    )


def changes(
    after: RulesVersion, before: RulesVersion | None
) -> list[tuple[str, str, str]]:
    """Return what a version has changed: label, before, after."""
    if before is None:
        return []
    then, now = _flat(before.rules), _flat(after.rules)
    return [
        (_rule_label(name), str(then[name]), str(now[name]))
        for name in now
        if then[name] != now[name]
    ]


def _flat(given: ProgrammeRules) -> dict[str, Any]:
    data = asdict(given)
    weights = data.pop("weights")
    return {**data, **{f"weight_{name}": value for name, value in weights.items()}}


def _rule_label(name: str) -> str:
    weight = name.removeprefix("weight_")
    labels: dict[str, Any] = {
        **RULES,
        "check_in_days": _("Days of the check-ins"),
        "rubric": _("What interviews give points for"),
    }
    if weight in CRITERIA and weight != name:
        return _("Weight: %(criterion)s") % {"criterion": CRITERIA[weight]}  # type: ignore[index]
    return str(labels.get(name, capfirst(weight.replace("_", " "))))
