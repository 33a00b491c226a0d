"""Setting up a city's programme, and changing its rules."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Site

from buddy_program.access import check_coordinates
from buddy_program.choices import TeamRole
from buddy_program.models import Programme, RulesVersion, Team
from buddy_program.rules import ProgrammeRules
from cms.services.content import content_changed


class AlreadyThere(Exception):
    """The city has a programme."""


@transaction.atomic
def programme_set_up(
    *, site: Site, contact_email: str, now: dt.datetime, by: Any = None
) -> Programme:
    """Give a city a programme with its first rules and a group for each role.

    Raises:
        AlreadyThere: nothing has changed then.
    """
    programme, made = Programme.objects.get_or_create(
        site=site, defaults={"contact_email": contact_email}
    )
    if not made:
        raise AlreadyThere
    _store(programme, ProgrammeRules(), 1, made_at=now, made_by=by)
    for role in TeamRole:
        _add_team(site, role)
    return programme


def _add_team(site: Site, role: TeamRole) -> None:
    with translation.override("en"):
        name = _("%(city)s: buddy programme, %(role)s") % {
            "city": site.site_name or site.hostname,
            "role": role.label,
        }
    # Never a group that is there already: its members would become the team.
    if Group.objects.filter(name=name[:150]).exists():
        name = f"{name[:130]} ({site.pk})"
    group = Group.objects.create(name=name[:150])
    group.permissions.add(
        Permission.objects.get(
            codename="access_admin", content_type__app_label="wagtailadmin"
        )
    )
    Team.objects.create(site=site, group=group, role=role)


@transaction.atomic
def rules_change(
    *,
    programme: Programme,
    rules: ProgrammeRules,
    now: dt.datetime,
    by: Any,
    note: str = "",
) -> RulesVersion:
    """Let other rules hold from now on. Cohorts that have started keep theirs.

    Raises:
        NotAllowed: if the user doesn't coordinate the programme.
    """
    check_coordinates(by, programme.site_id)
    # Locked, so that two changes at once are two versions.
    Programme.objects.select_for_update().get(pk=programme.pk)
    latest = programme.versions.order_by("-version").first()
    if latest is not None and latest.rules == rules:
        return latest
    number = latest.version + 1 if latest else 1
    return _store(programme, rules, number, made_at=now, made_by=by, note=note)


def _store(
    programme: Programme, rules: ProgrammeRules, version: int, **made: Any
) -> RulesVersion:
    made_now = RulesVersion.objects.create(
        programme=programme, version=version, data=rules.to_data(), **made
    )
    # The public reads of the commitment and the form's limits, which are rules.
    content_changed(site_ids=[programme.site_id])
    return made_now
