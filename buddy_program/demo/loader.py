"""Loads the demo content of the buddy programme into the cities that are there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from random import Random
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Site
from wagtail.users.models import UserProfile

from buddy_program.choices import TeamRole
from buddy_program.demo import past as past_cohort
from buddy_program.demo.invitation import invite
from buddy_program.demo.pages import add_pages
from buddy_program.demo.past import Past
from buddy_program.demo.play import PLANS, WEEK, City, Plan, finish, play
from buddy_program.models import CheckIn, Cohort, Message, Programme, Team
from buddy_program.services.cohorts import cohort_close, cohort_start
from buddy_program.services.programme import programme_set_up
from cms.models import CitySettings, User
from cms.services.content import content_transaction

ADMINISTRATOR = "admin"
SEEN_AFTER = dt.timedelta(hours=20)
SENT_AFTER = dt.timedelta(seconds=40)


@content_transaction()
def load(say: Callable[[str], None]) -> None:
    """Give each city of the demo its programme with a history, unless it has one."""
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    found = {
        settings.slug: settings.site
        for settings in CitySettings.objects.select_related("site__root_page")
    }
    there = set(Programme.objects.values_list("site", flat=True))
    plans = [
        plan
        for plan in PLANS
        if plan.slug in found and found[plan.slug].pk not in there
    ]
    if not plans:
        return
    admin = User.objects.get(username=ADMINISTRATOR)
    cities = []
    for plan in plans:
        site = found[plan.slug]
        say(_("Buddy programme: %(city)s") % {"city": site.site_name})
        cities.append(_city(plan, site, admin, now))
    play(cities, now)
    for city in cities:
        finish(city, now)
    _see(cities, now)
    _post(cities)


def _city(plan: Plan, site: Site, admin: User, now: dt.datetime) -> City:
    begun = now - (plan.weeks + 1) * WEEK
    past = now - past_cohort.WEEKS * WEEK
    programme = programme_set_up(
        site=site,
        contact_email=f"buddies.{plan.slug}@example.com",
        now=past if plan.past else begun,
        by=admin,
    )
    pages = add_pages(site, admin)
    facts: dict[str, Any] = {
        "newcomers_welcome": True,
        "locals_welcome": True,
        "districts": list(plan.districts),
        **pages,
    }
    for name, value in facts.items():
        setattr(programme, name, value)
    programme.save()
    invite(site, admin)
    members = {
        role: _member(site, role, f"{plan.slug}-{role}", admin) for role in TeamRole
    }
    cohort = Cohort.objects.create(
        site=site, name=plan.cohort, pilot=plan.pilot, starts_on=begun.date()
    )
    boss = members[TeamRole.COORDINATOR]
    cohort_start(cohort=cohort, by=boss, now=begun)
    if plan.past:
        _past(plan, programme, boss, past, now)
    return City(
        plan=plan,
        site=site,
        programme=programme,
        cohort=cohort,
        boss=boss,
        chance=Random(plan.slug),  # noqa: S311 - the same each time
    )


def _past(
    plan: Plan, programme: Programme, boss: User, begun: dt.datetime, now: dt.datetime
) -> None:
    """Write the cohort before, which is over."""
    cohort = Cohort.objects.create(
        site=programme.site, name=plan.past, pilot=True, starts_on=begun.date()
    )
    cohort_start(cohort=cohort, by=boss, now=begun)
    past_cohort.write(
        Past(
            programme=programme,
            cohort=cohort,
            boss=boss,
            slug=plan.slug,
            offset=plan.offset + max(plan.newcomers, plan.locals),
            begun=begun,
            now=now,
            chance=Random(f"{plan.slug}, {plan.past}"),  # noqa: S311 - as below
        )
    )
    ended = now - (past_cohort.WEEKS - past_cohort.LASTED) * WEEK
    Cohort.objects.filter(pk=cohort.pk).update(ends_on=ended.date())
    cohort_close(cohort=cohort, by=boss, now=ended)


def _member(site: Site, role: str, name: str, admin: User) -> User:
    """Add somebody of a city's team, with the password that all of the demo have."""
    user, _made = User.objects.get_or_create(
        username=name,
        defaults={"email": f"{name}@vitej.example", "password": admin.password},
    )
    user.groups.add(Team.objects.get(site=site, role=role).group)
    UserProfile.get_for_user(user)
    return user


def _see(cities: list[City], now: dt.datetime) -> None:
    """Let the coordinators have seen what was told before this week."""
    told = CheckIn.objects.filter(pair__site__in=[city.site for city in cities])
    told.filter(answered_at__lt=now - WEEK).update(
        seen_at=F("answered_at") + SEEN_AFTER
    )


def _post(cities: list[City]) -> None:
    """Say of the mails of the past that they were sent; one couldn't be delivered."""
    waiting = Message.objects.filter(
        site__in=[city.site for city in cities], state=Message.State.WAITING
    )
    last = waiting.filter(kind="interview_invited").order_by("pk").last()
    if last is not None:
        Message.objects.filter(pk=last.pk).update(
            state=Message.State.BOUNCED,
            attempts=1,
            finished_at=F("created_at") + SENT_AFTER,
            last_reason="smtp 550",
        )
    waiting.update(
        state=Message.State.SENT,
        attempts=1,
        finished_at=F("created_at") + SENT_AFTER,
    )
