"""Coordinators see which mails were sent, and what each looks like."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from buddy_program.messages import MessageKind
from buddy_program.models import Message
from buddy_program.selectors.day import needs_me
from buddy_program.services.outbox import message_note
from cms.models import User
from tests import factories as hub
from tests.buddy_program import factories
from tests.buddy_program.factories import NOW

pytestmark = pytest.mark.django_db

PREVIEW = "buddy_program_mail_preview"


@pytest.fixture
def city() -> Site:
    site = hub.city("ostrava")
    factories.programme(site)
    return site


@pytest.fixture
def desk(city: Site) -> Client:
    return hub.client_of(factories.coordinator(city))


def mail_to(person: Any, state: str = "sent", **fields: Any) -> Message:
    over = {} if state == "waiting" else {"finished_at": NOW}
    return Message.objects.create(
        site=person.site,
        participant=person,
        kind="accepted",
        state=state,
        created_at=NOW,
        next_try_at=NOW,
        **(over | fields),
    )


def shown(client: Client, name: str, **asked: Any) -> str:
    response = client.get(reverse(name), asked)
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
@pytest.mark.parametrize("kind", list(MessageKind))
def test_every_mail_is_previewed_in_every_language(
    desk: Client, kind: MessageKind, language: str
) -> None:
    page = shown(desk, PREVIEW, kind=kind.value, language=language)

    assert f'<pre class="buddy-mail-text" lang="{language}">' in page
    assert "sandbox" in page
    frame = html.unescape(page.split('srcdoc="')[1].split('"')[0])
    assert frame.startswith(f'<!DOCTYPE html>\n<html lang="{language}">')


def test_a_preview_of_nothing_known_shows_the_introduction(desk: Client) -> None:
    page = shown(desk, PREVIEW, kind="nothing", language="xx", city="0")

    assert "Good news: both of you have said yes!" in page
    assert "jana@example.com" in page


def test_the_list_says_what_became_of_each(city: Site, desk: Client) -> None:
    person = factories.newcomer(city, name="Olena")
    mail_to(person, "bounced", last_reason="smtp 550")
    mail_to(person, "waiting", last_reason="connection", attempts=2)

    page = shown(desk, "buddy_program_mails")
    bounced = shown(desk, "buddy_program_mails", state="bounced")

    assert page.count(">Olena</a>") == 2
    assert "the mail server answered 550" in page
    assert "the mail server couldn&#x27;t be reached" in page
    assert bounced.count(">Olena</a>") == 1


def test_a_mail_is_sent_again_by_a_button(city: Site, desk: Client) -> None:
    mail = mail_to(
        factories.newcomer(city), "bounced", attempts=1, last_reason="smtp 550"
    )
    address = reverse("buddy_program_mail", args=[mail.pk])

    assert "the mail server answered 550" in desk.get(address).content.decode()
    assert (
        "goes out again"
        in desk.post(address, {"do": "again"}, follow=True).content.decode()
    )
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("waiting", 0)
    page = desk.post(address, {"do": "again"}, follow=True).content.decode()
    assert "on its way already" in page


def others(city: Site) -> list[User]:
    brno = hub.city("brno")
    factories.programme(brno)
    return [
        factories.coordinator(brno),
        factories.safeguard(city),
        hub.editor(city, name="editor"),
    ]


def test_nobody_else_sees_or_sends_a_citys_mails(city: Site) -> None:
    mail = mail_to(factories.newcomer(city, name="Tajemnik"), "bounced")

    for user in others(city):
        client = hub.client_of(user)
        again = reverse("buddy_program_mail", args=[mail.pk])
        assert client.post(again, {"do": "again"}).status_code in (302, 403, 404)
        page = client.get(reverse("buddy_program_mails"), follow=True)
        assert "Tajemnik" not in page.content.decode()
        preview = client.get(reverse(PREVIEW), {"city": city.pk}, follow=True)
        assert "Ostrava</p>" not in preview.content.decode()

    mail.refresh_from_db()
    assert mail.state == "bounced"


# --- what didn't arrive ---


def lost_in(city: Site) -> list[Message]:
    items = needs_me([city], NOW)
    return [item.thing for item in items if isinstance(item.thing, Message)]


def test_a_day_shows_whom_no_mail_reaches_until_it_is_seen(
    city: Site, desk: Client
) -> None:
    bounced = mail_to(factories.newcomer(city, name="Olena"), "bounced")
    given_up = mail_to(factories.local(city), "failed", last_reason="connection")
    declined = mail_to(factories.newcomer(city, "declined"), "bounced")
    mail_to(factories.newcomer(city), "failed", last_reason="outdated")
    mail_to(factories.newcomer(city, "draft"), "bounced")
    reached = factories.newcomer(city)
    mail_to(reached, "bounced")
    mail_to(reached, "sent")
    assert lost_in(city) == [bounced, given_up, declined]
    page = shown(desk, "buddy_program_day", kind="bounced")
    address = reverse("buddy_program_mail", args=[bounced.pk])
    assert f'<a href="{address}">Olena: “You are accepted”</a>' in page

    desk.post(address, {"do": "see"})
    assert lost_in(city) == [given_up, declined]

    desk.post(address, {"do": "unsee"})
    assert lost_in(city) == [bounced, given_up, declined]


def concerned(city: Site) -> tuple[Message, Message]:
    """Note the mails of a concern that somebody has told, which don't arrive."""
    reporter = factories.newcomer(city, "matched", name="Tajemnik")
    mails = (
        message_note(kind=MessageKind.CONCERN_RECEIVED, to=reporter, now=NOW),
        message_note(kind=MessageKind.COORDINATORS_CONCERN, to=city, now=NOW),
    )
    lost = {"state": "bounced", "finished_at": NOW, "last_reason": "smtp 550"}
    Message.objects.update(**lost)
    return mails


def test_only_the_safeguarding_role_hears_of_lost_mails_about_concerns(
    city: Site, desk: Client
) -> None:
    to_reporter, to_team = concerned(city)
    brno = hub.city("brno")
    factories.programme(brno)
    guard = hub.client_of(factories.safeguard(city))
    elsewhere = hub.client_of(factories.safeguard(brno))

    for client, name in (
        *((desk, "buddy_program_day"), (desk, "buddy_program_mails")),
        (elsewhere, "buddy_program_safety"),
    ):
        page = shown(client, name)
        assert ("Tajemnik" in page, "smtp" in page, "550" in page) == (False,) * 3
    again = {"do": "again", "mail": to_team.pk}
    for mail in (to_reporter, to_team):
        address = reverse("buddy_program_mail", args=[mail.pk])
        assert desk.get(address).status_code == 404
        assert desk.post(address, {"do": "again"}).status_code == 404
    safety = reverse("buddy_program_safety")
    assert desk.post(safety, again).status_code == 302
    assert elsewhere.post(safety, again).status_code == 404
    assert {each.state for each in Message.objects.all()} == {"bounced"}

    page = shown(guard, "buddy_program_safety")
    assert "A concern has come in, to your team" in page
    assert "We have got your concern, Tajemnik" in page
    assert page.count("the mail server answered 550") == 2
    guard.post(safety, again)

    to_team.refresh_from_db()
    assert to_team.state == "waiting"
    Message.objects.filter(pk=to_team.pk).update(state="sent", finished_at=NOW)
    assert "to your team" not in shown(guard, "buddy_program_safety")


def test_safeguarding_sends_no_other_mail_again(city: Site) -> None:
    other = mail_to(factories.newcomer(city), "bounced")
    guard = hub.client_of(factories.safeguard(city))

    given = {"do": "again", "mail": other.pk}
    refused = guard.post(reverse("buddy_program_safety"), given)

    assert refused.status_code == 404
    other.refresh_from_db()
    assert other.state == "bounced"
