"""Which rules hold for whom, for many people at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from buddy_program.models import Cohort, Participant, RulesVersion
from buddy_program.rules import ProgrammeRules


def rules_by_participant(people: Iterable[Participant]) -> Mapping[int, ProgrammeRules]:
    """Return the rules of each by id, their cohort's or today's, with two queries."""
    given = list(people)
    frozen = _of_cohorts({each.cohort_id for each in given if each.cohort_id})
    today = _of_sites({each.site_id for each in given})
    return {
        each.pk: frozen.get(each.cohort_id)
        or today.get(each.site_id)
        or ProgrammeRules()
        for each in given
    }


def _of_cohorts(ids: set[int]) -> dict[int | None, ProgrammeRules]:
    found = Cohort.objects.filter(pk__in=ids, rules__isnull=False)
    return {
        each.pk: each.rules.rules
        for each in found.select_related("rules")
        if each.rules is not None
    }


def _of_sites(ids: set[int]) -> dict[int, ProgrammeRules]:
    versions = RulesVersion.objects.filter(programme__site__in=ids)
    ordered = versions.select_related("programme").order_by("version")
    return {each.programme.site_id: each.rules for each in ordered}
