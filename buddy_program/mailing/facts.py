"""What stands in a mail, from the rows as they are when it is sent."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.models import Page, Site

from buddy_program.addresses import personal_url
from buddy_program.choices import EndReason, ParticipantState, Purpose, TeamRole
from buddy_program.mailing.written import Facts, language_of
from buddy_program.messages import MessageKind as Kind
from buddy_program.models import Consent, Message, Pair, Participant, Programme
from buddy_program.services.personal_links import link_issue
from cms.models import CitySettings
from cms.selectors.city import City, city_by_slug
from cms.selectors.reader import Reader

NAMED = (Kind.INTRODUCED, Kind.CHECK_IN, Kind.CHECK_IN_REMINDER)
"""The mails that name the other one of a match; its end does so, too."""


def facts_for(message: Message, now: dt.datetime) -> Facts:
    """Return what a mail tells. A link to the personal area is made and stored."""
    programme = Programme.objects.filter(site=message.site_id).first()
    city = _city_name(message.site)
    contact = programme.contact_email if programme else ""
    participant = message.participant
    if participant is None:
        base: str = settings.WAGTAILADMIN_BASE_URL
        return Facts(city=city, admin_url=base + reverse("wagtailadmin_home"))
    if message.kind == Kind.CONCERN_RECEIVED:
        return Facts(city=city, contact=contact)
    root, language = root_url(message.site), language_of(participant.language)
    token = link_issue(participant=participant, now=now)
    return Facts(
        city=city,
        contact=contact,
        url=personal_url(root, language, token),
        waiting=participant.state == ParticipantState.AVAILABLE,
        **_about_pair(Kind(message.kind), message.pair, participant),
        **_pages(Kind(message.kind), message, participant, language),
    )


def _city_name(site: Site) -> str:
    return str(site.site_name or site.hostname)


def root_url(site: Site) -> str:
    """Return the address of the city's web site, without a slash at the end."""
    own = CitySettings.objects.filter(site=site).values_list("microsite_url", flat=True)
    return (own.first() or str(site.root_url)).rstrip("/")


def _about_pair(kind: Kind, pair: Pair | None, reader: Participant) -> dict[str, Any]:
    if pair is None:
        return {}
    other = pair.other(reader)
    known = (pair.contacts_shown and kind in NAMED) or kind == Kind.PAIR_CLOSED
    told: dict[str, Any] = {
        "pair": True,
        "answer_by": pair.answer_by,
        "completed": pair.end_reason == EndReason.COMPLETED,
        "other_name": (other.name or other.reference) if known else "",
    }
    if kind == Kind.INTRODUCED and pair.contacts_shown and _gives_contact(other):
        told |= {"other_email": other.email, "other_phone": other.phone}
    return told


def _gives_contact(participant: Participant) -> bool:
    """Tell whether somebody hasn't taken back that their match gets their contact."""
    given = Consent.objects.filter(participant=participant, purpose=Purpose.CONTACT)
    return not given.exists() or given.filter(withdrawn_at=None).exists()


def _pages(
    kind: Kind, message: Message, reader: Participant, language: str
) -> dict[str, Any]:
    wanted = {
        Kind.ACCEPTED: {
            "pack_url": f"{reader.side}_pack",
            "conduct_url": "code_of_conduct",
        },
        Kind.INTRODUCED: {"guide_url": "first_meeting"},
    }.get(kind)
    settings = CitySettings.objects.filter(site=message.site_id).first()
    city = city_by_slug(settings.slug) if settings and wanted else None
    if not wanted or city is None:
        return {}
    programme = Programme.objects.get(site=message.site_id)
    return {
        name: _address(city, getattr(programme, field), language)
        for name, field in wanted.items()
    }


def _address(city: City, page: Page | None, language: str) -> str:
    """Return where a page is read in a language or along the fallbacks, or ""."""
    if page is None:
        return ""
    locale = city.locale(language) or city.locales[0]
    reader = Reader(city=city, locale=locale)
    same = reader.pages().filter(translation_key=page.translation_key)
    found = reader.best(same).first()
    return city.root_url + reader.path_of(found) if found else ""


def addressees(message: Message) -> list[str]:
    """Return whom a mail goes to: its participant, or who looks after safety."""
    if message.participant is not None:
        return [message.participant.email]
    users = get_user_model().objects.filter(
        is_active=True,
        groups__buddy_team__site=message.site_id,
        groups__buddy_team__role=TeamRole.SAFEGUARDING,
    )
    team = users.exclude(email="").values_list("email", flat=True).distinct()
    if found := sorted(team):
        return found
    # Nobody has the role yet; the mail says no more than that something has come in.
    programme = Programme.objects.filter(site=message.site_id).first()
    return [programme.contact_email] if programme else []


def language_for(message: Message) -> str:
    """Return the language that a mail is written in."""
    if message.participant is not None:
        return language_of(message.participant.language)
    return language_of(message.site.root_page.locale.language_code)
