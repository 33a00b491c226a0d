"""Participants, pairs and all that belongs to them, at whatever point of their way."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Site

from buddy_program.choices import ParticipantState, Side, TeamRole
from buddy_program.matching.people import Level
from buddy_program.models import Pair, Participant, Programme, Team
from buddy_program.services.programme import programme_set_up
from cms.models import User

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
"""A Monday morning, for whatever is told the time."""


def programme(site: Site, **fields: Any) -> Programme:
    """Set up a city's programme that welcomes both sides."""
    made = programme_set_up(site=site, contact_email="buddies@example.com", now=NOW)
    facts = {"newcomers_welcome": True, "locals_welcome": True} | fields
    Programme.objects.filter(pk=made.pk).update(**facts)
    made.refresh_from_db()
    return made


def team_of(site: Site, role: str) -> Group:
    """Return the group of those who have a role in a city's programme."""
    return Group.objects.get(buddy_team=Team.objects.get(site=site, role=role))


def coordinator(site: Site, username: str = "") -> User:
    return _member(site, TeamRole.COORDINATOR, username)


def safeguard(site: Site, username: str = "") -> User:
    return _member(site, TeamRole.SAFEGUARDING, username)


def _member(site: Site, role: str, username: str) -> User:
    name = username or f"{role}-{site.pk}"
    user: User = User.objects.create_user(name, f"{name}@example.com", "password")
    user.groups.add(team_of(site, role))
    return user


def participant(
    site: Site,
    side: str = Side.NEWCOMER,
    state: str = ParticipantState.AVAILABLE,
    *,
    languages: dict[str, int] | None = None,
    **fields: Any,
) -> Participant:
    """Add somebody who stands in a state, with what must be known of them there."""
    number = Participant.objects.count() + 1
    facts: dict[str, Any] = {
        "name": f"Person {number}",
        "email": f"person{number}@example.com",
        "language": "en",
        "slots": ["sat-morning", "mon-evening"],
        "interests": ["hiking", "cooking"],
        "goals": ["friends"],
        "created_at": NOW,
        "state_since": NOW,
        "decline_reason": "No room" if state == ParticipantState.DECLINED else "",
    }
    for name in ("confirmed_at", "submitted_at", "onboarded_at", "waiting_since"):
        facts[name] = NOW
    made = Participant.objects.create(
        site=site, side=side, state=state, **(facts | fields)
    )
    spoken = {"en": Level.C1} if languages is None else languages
    for tag, level in spoken.items():
        made.languages.create(tag=tag, level=level)
    return made


def newcomer(site: Site, state: str = ParticipantState.AVAILABLE, **fields: Any) -> Any:
    return participant(site, Side.NEWCOMER, state, **fields)


def local(site: Site, state: str = ParticipantState.AVAILABLE, **fields: Any) -> Any:
    return participant(site, Side.LOCAL, state, **fields)


def pair(
    newcomer: Participant, local: Participant, state: str = "proposed", **fields: Any
) -> Pair:
    """Add a pair of two, who aren't moved by it."""
    facts: dict[str, Any] = {
        "proposed_at": NOW,
        "answer_by": NOW + dt.timedelta(days=5),
    }
    if state in ("active", "paused"):
        agreed = ("newcomer_agreed_at", "local_agreed_at", "started_at")
        facts |= dict.fromkeys(agreed, NOW)
    if state == "closed":
        facts |= {"ended_at": NOW, "end_reason": "completed"}
    return Pair.objects.create(
        site=newcomer.site,
        newcomer=newcomer,
        local=local,
        state=state,
        **(facts | fields),
    )


def now() -> dt.datetime:
    """Return the real time, for what can be told no other."""
    return timezone.now()
