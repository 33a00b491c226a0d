"""The programme's part of the admin's menu."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from buddy_program.access import roles_of
from buddy_program.choices import TeamRole
from cms.memory import once_a_request


@once_a_request
def roles_in(request: HttpRequest) -> frozenset[str]:
    """Return the roles of who asks; they are read once for all items."""
    return roles_of(request.user)


class CoordinatorsItem(MenuItem):
    """Shown to those who coordinate a city's programme."""

    def is_shown(self, request: HttpRequest) -> bool:
        return TeamRole.COORDINATOR in roles_in(request)


class SafeguardingItem(MenuItem):
    """Shown to those who safeguard a city's programme."""

    def is_shown(self, request: HttpRequest) -> bool:
        return TeamRole.SAFEGUARDING in roles_in(request)


def buddy_menu() -> SubmenuMenuItem:
    """Return the menu of all that teams do; who is in none sees nothing of it."""
    items: list[Any] = [
        _item(_("What needs me"), "buddy_program_day", "tasks", 10),
        _item(_("Participants"), "buddy_program_people", "group", 20),
        _item(_("Matching"), "buddy_program_runs", "link", 30),
        _item(_("Pairs"), "buddy_program_pairs", "user", 40),
        _item(_("Cohorts"), "buddy_program_cohorts", "calendar", 50),
        _item(_("Programme and rules"), "buddy_program_programmes", "cog", 60),
        _item(_("Evaluation"), "buddy_program_evaluation", "order", 62),
        _item(_("Mails"), "buddy_program_mails", "mail", 64),
        SafeguardingItem(
            _("Safeguarding"),
            reverse("buddy_program_safety"),
            name="buddy-program-safety",
            icon_name="warning",
            order=70,
        ),
    ]
    return SubmenuMenuItem(
        _("Buddy programme"),
        Menu(items=items),
        name="buddy-program",
        icon_name="group",
        order=157,
    )


def _item(label: Any, url: str, icon: str, order: int) -> CoordinatorsItem:
    name = url.replace("_", "-")
    return CoordinatorsItem(label, reverse(url), name=name, icon_name=icon, order=order)
