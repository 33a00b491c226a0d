"""The mails: which were sent, and what each looks like in every language."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Site

from buddy_program.addresses import personal_url
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
from buddy_program.mailing.facts import root_url
from buddy_program.mailing.written import Facts, language_of, write
from buddy_program.messages import ABOUT_CONCERNS, MessageKind
from buddy_program.models import Message, Programme
from buddy_program.services.mail import message_send_again
from buddy_program.services.noticing import message_see

TRAIL = {"buddy_program_mails": gettext_lazy("Mails")}
OVER = (Message.State.SENT, Message.State.FAILED, Message.State.BOUNCED)
REASONS = {
    "outdated": gettext_lazy("what it told of was over"),
    "address": gettext_lazy("no such address can be written to"),
    "no address": gettext_lazy("there is no address"),
    "connection": gettext_lazy("the mail server couldn't be reached"),
    "error": gettext_lazy("it couldn't be written; the log says more"),
}


@for_coordinators
def mails(request: HttpRequest) -> HttpResponse:
    """List the mails to the participants of the user's cities, the latest first."""
    cities = my_cities(request)
    city, state = chosen_city(request, cities), request.GET.get("state", "")
    found = _mails().filter(site__in=[city] if city else cities)
    if state in Message.State.values:
        found = found.filter(state=state)
    page = paged(request, found.select_related("participant", "site"))
    return screen(
        request,
        "mails",
        _("Mails"),
        page=page,
        rows=[(each, kind_label(each.kind), reason_label(each)) for each in page],
        cities=cities,
        city=city,
        states=Message.State.choices,
        state=state,
    )


def _mails() -> QuerySet[Message]:
    """Return the mails that coordinators may know of."""
    return Message.objects.exclude(participant=None).exclude(kind__in=ABOUT_CONCERNS)


@for_coordinators
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what became of a mail; send it once more."""
    found = mine(request, _mails().select_related("participant"), pk)

    def again(request: HttpRequest) -> str:
        message_send_again(message=found, by=request.user, now=timezone.now())
        return _("The mail goes out again.")

    def see(request: HttpRequest, *, seen: bool) -> str:
        message_see(message=found, by=request.user, now=timezone.now(), seen=seen)
        return _("Noted.") if seen else _("It stands on your list again.")

    acts: dict[str, Act] = {
        "again": again,
        "see": lambda each: see(each, seen=True),
        "unsee": lambda each: see(each, seen=False),
    }
    done = act(request, acts, reverse("buddy_program_mail", args=[pk]))
    return done or screen(
        request,
        "mail",
        kind_label(found.kind),
        trail=TRAIL,
        mail=found,
        reason=reason_label(found),
        may_send=found.state in OVER,
        is_lost=Message.objects.filter(pk=pk).undelivered().exists(),
    )


@for_coordinators
def mail_preview(request: HttpRequest) -> HttpResponse:
    """Show what a mail looks like in a language, with invented facts."""
    cities = my_cities(request)
    city = chosen_city(request, cities) or cities[0]
    kinds = {each.value: capfirst(each.label) for each in MessageKind}
    asked = request.GET.get("kind", "")
    kind = MessageKind(asked if asked in kinds else MessageKind.INTRODUCED)
    language = language_of(request.GET.get("language", ""))
    return screen(
        request,
        "mail_preview",
        _("Preview of mails"),
        trail=TRAIL,
        written=write(kind, language, example(city, language, timezone.now())),
        kinds=kinds.items(),
        kind=kind.value,
        languages=settings.LANGUAGES,
        language=language,
        cities=cities,
        city=city,
    )


def example(site: Site, language: str, now: dt.datetime) -> Facts:
    """Return facts that are nobody's."""
    root = root_url(site)
    programme = Programme.objects.filter(site=site).first()
    base: str = settings.WAGTAILADMIN_BASE_URL
    return Facts(
        city=str(site.site_name or site.hostname),
        contact=programme.contact_email if programme else "buddies@example.com",
        url=personal_url(root, language, "example"),
        other_name="Jana Kučerová",
        other_email="jana@example.com",
        other_phone="+420 700 000 000",
        answer_by=now + dt.timedelta(days=5),
        waiting=True,
        pack_url=f"{root}/{language}/example/",
        conduct_url=f"{root}/{language}/example/",
        guide_url=f"{root}/{language}/example/",
        admin_url=base + reverse("wagtailadmin_home"),
    )


def kind_label(kind: str) -> str:
    known = dict(MessageKind.choices)
    return capfirst(str(known.get(kind, kind)))


def reason_label(message: Message) -> Any:
    """Return in words why a mail wasn't sent; "" if nothing went wrong."""
    if message.state == Message.State.SENT or not message.last_reason:
        return ""
    if message.last_reason.startswith("smtp "):
        code = message.last_reason.removeprefix("smtp ")
        return _("the mail server answered %(code)s") % {"code": code}
    return REASONS.get(message.last_reason, message.last_reason)
