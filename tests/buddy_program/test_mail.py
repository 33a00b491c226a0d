"""The outbox: what is sent, to whom, in which words, and what is sent no more."""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Site

from buddy_program.access import NotAllowed
from buddy_program.choices import ParticipantState as State
from buddy_program.mailing.facts import facts_for
from buddy_program.mailing.written import Facts, write
from buddy_program.messages import MessageKind as Kind
from buddy_program.models import (
    Concern,
    Consent,
    Message,
    Pair,
    Participant,
    PersonalLink,
    Programme,
)
from buddy_program.models.link import digest_of
from buddy_program.services import mail as sending
from buddy_program.services.mail import (
    DELAYS,
    LEASE,
    MAX_ATTEMPTS,
    Outcome,
    StillOnItsWay,
    message_finish,
    message_lease,
    message_send_again,
    messages_send,
)
from buddy_program.services.outbox import message_note
from tests import factories as hub
from tests.buddy_program import factories
from tests.buddy_program.factories import NOW
from tests.support.mail_server import MailServer, mail_serving

pytestmark = pytest.mark.django_db

EXAMPLE = Facts(
    city="Ostrava",
    contact="buddies@example.com",
    url="https://ostrava.example.com/en/buddy/#token",
    other_name="Oksana",
    other_email="oksana@example.com",
    other_phone="+420 700 000 000",
    answer_by=NOW,
    pack_url="https://ostrava.example.com/en/pack/",
    conduct_url="https://ostrava.example.com/en/conduct/",
    guide_url="https://ostrava.example.com/en/guide/",
    admin_url="https://hub.example.com/admin/",
)


@pytest.fixture
def ostrava() -> Site:
    site = hub.city("ostrava")
    factories.programme(site)
    return site


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    with mail_serving() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


def noted(to: Any, kind: Kind = Kind.PERSONAL_LINK, **about: Any) -> Message:
    return message_note(kind=kind, to=to, now=timezone.now(), **about)


def make_due(message: Message) -> None:
    Message.objects.filter(pk=message.pk).update(next_try_at=timezone.now())


def state(message: Message) -> tuple[str, int, str]:
    message.refresh_from_db()
    return message.state, message.attempts, message.last_reason


@pytest.mark.parametrize("language", ["en", "cs", "uk"])
@pytest.mark.parametrize("kind", list(Kind))
def test_every_mail_is_there_in_every_language(kind: Kind, language: str) -> None:
    written = write(kind, language, EXAMPLE)

    english = write(kind, "en", EXAMPLE)
    assert written.subject
    assert "\n" not in written.subject
    assert (written.subject == english.subject) is (language == "en")
    assert (written.text == english.text) is (language == "en")
    assert f'<html lang="{language}">' in written.html
    for paragraph in written.text.strip().split("\n\n"):
        assert "{" not in paragraph
        assert "%" not in paragraph


def test_html_shows_what_somebody_wrote_as_text() -> None:
    facts = Facts(city="Ostrava", url="https://example.com/#t", other_name="<b>&Eva")

    written = write(Kind.INTRODUCED, "en", facts)

    assert "Your buddy is <b>&Eva." in written.text
    assert "Your buddy is &lt;b&gt;&amp;Eva." in written.html
    assert re.findall('href="([^"]+)"', written.html) == ["https://example.com/#t"]


def test_a_mail_arrives_once_with_all_that_it_needs(
    ostrava: Site, mail_server: MailServer
) -> None:
    person = factories.newcomer(ostrava, language="uk-UA")
    message = noted(person)

    assert messages_send() == 1
    assert messages_send() == 0

    (arrived,) = mail_server.mails
    assert mail_server.recipients == [[person.email]]
    assert arrived["Message-ID"] == f"<{message.message_id}@localhost>"
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived["Content-Language"] == "uk"
    assert arrived["Reply-To"] == "buddies@example.com"
    assert arrived["From"] == "Ostrava <webmaster@localhost>"
    assert arrived["Subject"].strip() == "Посилання на ваш особистий кабінет"
    plain, html = arrived.iter_parts()
    assert plain.get_content_type() == "text/plain"
    assert html.get_content_type() == "text/html"
    (token,) = re.findall(r"/uk/buddy/#(\S+)", plain.get_content())
    link = PersonalLink.objects.get()
    assert (link.digest, link.participant) == (digest_of(token), person)
    assert f"/uk/buddy/#{token}" in html.get_content()
    assert state(message) == ("sent", 1, "")


def test_whose_language_is_not_written_gets_english(ostrava: Site) -> None:
    noted(factories.newcomer(ostrava, language="vi"))

    messages_send()

    assert mail.outbox[0].subject == "Your link to your personal area"


def test_what_fails_is_tried_again_later_with_the_same_id(
    ostrava: Site, mail_server: MailServer
) -> None:
    message = noted(factories.newcomer(ostrava))
    mail_server.on_mail = lambda _content: "451 later"

    assert messages_send() == 1

    assert state(message) == ("waiting", 1, "smtp 451")
    wait = message.next_try_at - timezone.now()
    assert DELAYS[0] * 0.8 < wait < DELAYS[0] * 1.2
    assert messages_send() == 0
    mail_server.on_mail = lambda _content: "250 OK"
    make_due(message)
    assert messages_send() == 1
    assert state(message) == ("sent", 2, "")
    assert mail_server.ids == [f"<{message.message_id}@localhost>"] * 2


def test_a_mail_server_that_is_away_loses_nothing(
    ostrava: Site, settings: Any, mail_server: MailServer
) -> None:
    message = noted(factories.newcomer(ostrava))
    settings.EMAIL_PORT = 1

    messages_send()

    assert state(message) == ("waiting", 1, "connection")
    settings.EMAIL_PORT = mail_server.port
    make_due(message)
    messages_send()
    assert state(message) == ("sent", 2, "")


@pytest.mark.parametrize("when", ["on_recipient", "on_mail"])
def test_a_refused_address_is_tried_no_more(
    ostrava: Site, mail_server: MailServer, when: str
) -> None:
    message = noted(factories.newcomer(ostrava))
    setattr(mail_server, when, lambda _what: "550 no such person")

    assert messages_send() == 1

    assert state(message) == ("bounced", 1, "smtp 550")
    assert message.finished_at is not None
    assert messages_send() == 0


def test_an_address_that_is_refused_for_now_is_tried_again(
    ostrava: Site, mail_server: MailServer
) -> None:
    message = noted(factories.newcomer(ostrava))
    mail_server.on_recipient = lambda _what: "450 greylisted"

    messages_send()

    assert state(message) == ("waiting", 1, "smtp 450")


def test_after_the_last_try_a_message_is_given_up(
    ostrava: Site, mail_server: MailServer
) -> None:
    message = noted(factories.newcomer(ostrava))
    Message.objects.update(attempts=MAX_ATTEMPTS - 1)
    mail_server.on_mail = lambda _content: "451 later"

    messages_send()

    assert state(message) == ("failed", MAX_ATTEMPTS, "smtp 451")


def test_one_faulty_mail_holds_up_no_other(
    ostrava: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    faulty = noted(factories.newcomer(ostrava, name="Olena Tajna"))
    fine = noted(factories.newcomer(ostrava))
    original = facts_for

    def facts(message: Message, now: dt.datetime) -> Facts:
        if message.pk == faulty.pk:
            raise KeyError("Olena Tajna")
        return original(message, now)

    monkeypatch.setattr(sending, "facts_for", facts)

    assert messages_send() == 2

    assert state(faulty) == ("waiting", 1, "error")
    assert state(fine) == ("sent", 1, "")
    assert f"Message {faulty.pk}: KeyError." in caplog.messages
    assert "Olena" not in caplog.text


def test_no_log_names_anybody(
    ostrava: Site, mail_server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    person = factories.newcomer(ostrava, name="Olena Tajna", email="olena@example.com")
    mail_server.on_recipient = lambda address: f"550 {address} unknown"
    noted(person)
    messages_send()
    mail_server.on_recipient = lambda address: f"450 {address} later"
    noted(person)
    Message.objects.filter(state="waiting").update(attempts=MAX_ATTEMPTS - 1)
    messages_send()

    records = [each for each in caplog.records if each.name.startswith("vitej")]
    assert len(records) == 1
    assert "olena" not in caplog.text.lower()
    stored = str(list(Message.objects.values()))
    assert "olena" not in stored.lower()


def test_a_lease_keeps_other_workers_away_until_it_runs_out(
    ostrava: Site, caplog: pytest.LogCaptureFixture
) -> None:
    message = noted(factories.newcomer(ostrava))
    now = timezone.now()
    first = message_lease(now=now)
    assert first is not None

    assert message_lease(now=now + LEASE / 2) is None
    second = message_lease(now=now + LEASE)

    assert second is not None
    assert (second.pk, second.attempts) == (message.pk, 2)
    (told,) = caplog.messages
    assert told == (
        f"Message {message.pk} was left half-way; it may arrive twice, as "
        f"<{message.message_id}>."
    )
    sent = Outcome("sent")
    assert not message_finish(message=first, outcome=sent, now=now)
    assert message_finish(message=second, outcome=sent, now=now)
    assert state(message) == ("sent", 2, "")


PEOPLE = {
    Kind.CONFIRM_EMAIL: State.CONFIRMED,
    Kind.APPLICATION_RECEIVED: State.WITHDRAWN,
    Kind.INTERVIEW_INVITED: State.DECLINED,
    Kind.ACCEPTED: State.ONBOARDED,
    Kind.RESERVE: State.ACCEPTED,
    Kind.DECLINED: State.SCREENING,
    Kind.ONBOARDED: State.WITHDRAWN,
    Kind.PAUSED: State.AVAILABLE,
    Kind.RESUMED: State.PAUSED,
    Kind.WITHDRAWN: State.AVAILABLE,
}


@pytest.mark.parametrize(("kind", "now_in"), PEOPLE.items())
def test_what_is_over_is_told_to_nobody(ostrava: Site, kind: Kind, now_in: str) -> None:
    message = noted(factories.newcomer(ostrava, now_in), kind)

    messages_send()

    assert mail.outbox == []
    assert state(message) == ("failed", 1, "outdated")
    assert not PersonalLink.objects.exists()


PAIRS = {
    Kind.PROPOSED: ("active", "closed"),
    Kind.PROPOSAL_REMINDER: ("active", "closed"),
    Kind.PROPOSAL_OVER: ("proposed", "active"),
    Kind.INTRODUCED: ("proposed", "closed"),
    Kind.PAIR_CLOSED: ("active", "paused"),
}


@pytest.mark.parametrize(
    ("kind", "now_in"),
    [(kind, each) for kind, found in PAIRS.items() for each in found],
)
def test_what_is_over_for_a_pair_is_told_to_nobody(
    ostrava: Site, kind: Kind, now_in: str
) -> None:
    newcomer, local = factories.newcomer(ostrava), factories.local(ostrava)
    pair = factories.pair(newcomer, local, now_in)
    message = noted(newcomer, kind, pair=pair)

    messages_send()

    assert mail.outbox == []
    assert state(message) == ("failed", 1, "outdated")


@pytest.mark.parametrize("kind", list(Kind))
def test_nothing_is_sent_to_who_was_erased(ostrava: Site, kind: Kind) -> None:
    person = factories.newcomer(ostrava, State.WITHDRAWN)
    message = noted(person, kind)
    Participant.objects.update(erased_at=NOW, email="", name="", phone="")

    messages_send()

    assert mail.outbox == []
    assert state(message) == ("failed", 1, "outdated")


def introduced(pair: Pair) -> str:
    noted(pair.newcomer, Kind.INTRODUCED, pair=pair)
    messages_send()
    return str(mail.outbox[-1].body)


def test_only_the_introduction_has_the_contact_of_the_other(ostrava: Site) -> None:
    newcomer = factories.newcomer(ostrava)
    local = factories.local(
        ostrava, name="Jana Malá", email="jana@example.com", phone="+420 601"
    )
    pair = factories.pair(newcomer, local, "active")

    text = introduced(pair)

    assert "Your buddy is Jana Malá. This is how you reach them:" in text
    assert "\n\njana@example.com\n+420 601\n\n" in text
    for kind in set(Kind) - {Kind.INTRODUCED, Kind.COORDINATORS_CONCERN}:
        message = Message(kind=kind, site=ostrava, participant=newcomer, pair=pair)
        body = str(sending.mail_of(message, NOW).message())
        assert "jana@" not in body
        assert "+420 601" not in body


def test_who_has_taken_back_the_consent_gives_no_contact(ostrava: Site) -> None:
    newcomer, local = factories.newcomer(ostrava), factories.local(ostrava)
    Consent.objects.create(
        participant=local,
        purpose="contact",
        text_version=1,
        language="en",
        given_at=NOW,
        withdrawn_at=NOW,
    )

    assert local.email not in introduced(factories.pair(newcomer, local, "active"))


def test_a_proposal_names_nobody(ostrava: Site) -> None:
    local = factories.local(ostrava, name="Jana Malá")
    newcomer = factories.newcomer(ostrava)
    pair = factories.pair(newcomer, local, answer_by=timezone.now() + LEASE)
    noted(newcomer, Kind.PROPOSED, pair=pair)

    messages_send()

    assert "Jana" not in str(mail.outbox[0].message())


def test_an_introduction_leads_to_the_guide_in_the_readers_language(
    ostrava: Site,
) -> None:
    guide = hub.standard_page(ostrava, "First meeting")
    Programme.objects.update(first_meeting=guide)
    pair = factories.pair(
        factories.newcomer(ostrava), factories.local(ostrava), "active"
    )

    text = introduced(pair)

    assert f"/en/{guide.slug}/\n" in text


def test_a_concern_tells_those_who_look_after_safety_and_nothing_of_it(
    ostrava: Site,
) -> None:
    Concern.objects.create(site=ostrava, text="He follows Olena.", told_at=NOW)
    factories.coordinator(ostrava)
    safe = factories.safeguard(ostrava)
    noted(ostrava, Kind.COORDINATORS_CONCERN)

    messages_send()

    (sent,) = mail.outbox
    assert sent.to == [safe.email]
    assert "http://localhost:8000/admin/" in sent.body
    assert "Olena" not in str(sent.message())


def test_only_coordinators_of_the_city_send_again(ostrava: Site) -> None:
    brno = hub.city("brno")
    factories.programme(brno)
    message = noted(factories.newcomer(ostrava))
    boss = factories.coordinator(ostrava)
    with pytest.raises(StillOnItsWay):
        message_send_again(message=message, by=boss, now=NOW)
    messages_send()
    with pytest.raises(NotAllowed):
        message_send_again(message=message, by=factories.coordinator(brno), now=NOW)
    assert state(message) == ("sent", 1, "")

    message_send_again(message=message, by=boss, now=NOW)
    messages_send()

    assert state(message) == ("sent", 1, "")
    assert [each.extra_headers["Message-ID"] for each in mail.outbox] == [
        f"<{message.message_id}@localhost>"
    ] * 2


def test_the_command_shows_before_it_sends(
    ostrava: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    noted(factories.newcomer(ostrava))

    call_command("send_buddy_mail", dry_run=True)
    assert mail.outbox == []
    call_command("send_buddy_mail", once=True)

    assert len(mail.outbox) == 1
    assert capsys.readouterr().out == "Would send 1 mails.\nTried 1 mails.\n"


def test_a_queue_is_rung_once_the_message_is_committed(
    ostrava: Site, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    person = factories.newcomer(ostrava)
    with django_capture_on_commit_callbacks() as none:
        noted(person)
    assert none == []
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}
    }

    with django_capture_on_commit_callbacks() as rung:
        noted(person)

    assert len(rung) == 1
