"""Sending the programme's mails: a lease, one try, and what became of it.

A worker takes a message for a time, commits that, writes and sends the mail outside any
transaction, and notes the outcome. If it dies, at whatever point, the lease runs out
and another worker sends the mail again, with the same Message-ID: at least once. A mail
is twice there only if a worker dies between the mail server's yes and the note of it.

Nothing of what a mail server says is logged or stored: its words name the address.
"""

from __future__ import annotations

import datetime as dt
import logging
import secrets
from dataclasses import dataclass
from email.headerregistry import Address
from email.utils import parseaddr
from smtplib import (
    SMTPDataError,
    SMTPException,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
)
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from buddy_program.access import check_coordinates, check_safeguards
from buddy_program.mailing.facts import addressees, facts_for, language_for
from buddy_program.mailing.timely import is_timely
from buddy_program.mailing.written import write
from buddy_program.messages import ABOUT_CONCERNS, MessageKind
from buddy_program.models import Message
from buddy_program.models.message import OUTDATED

LEASE = dt.timedelta(minutes=5)
"""Longer than any try takes."""
TIMEOUT_S = 20
DELAYS = tuple(
    dt.timedelta(minutes=each) for each in (1, 5, 15, 60, 180, 360, 720, 1440)
)
"""How long to wait after each failed try: about two days altogether."""
MAX_ATTEMPTS = len(DELAYS) + 1
State = Message.State

logger = logging.getLogger("vitej.buddies")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a try; `state` is WAITING where another may do better."""

    state: str
    reason: str = ""


class StillOnItsWay(Exception):
    """The message waits or is being sent; it needs no sending again."""


def messages_send(*, limit: int = 1000) -> int:
    """Send what is due; return how many tries that were."""
    tries = 0
    while tries < limit and message_send_next():
        tries += 1
    return tries


def message_send_next() -> bool:
    """Send what is due for the longest time; return whether there was anything."""
    message = message_lease(now=timezone.now())
    if message is None:
        return False
    outcome = _tried(message, timezone.now())
    message_finish(message=message, outcome=outcome, now=timezone.now())
    return True


def message_lease(*, now: dt.datetime) -> Message | None:
    """Take what is due for the longest time, for as long as `LEASE`, and commit it."""
    with transaction.atomic():
        due = Message.objects.due(now).order_by("next_try_at", "pk")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        message = due.first()
        if message is None:
            return None
        taken = Message.objects.due(now).filter(
            pk=message.pk, attempts=message.attempts
        )
        if not taken.update(
            state=State.LEASED, attempts=F("attempts") + 1, leased_until=now + LEASE
        ):
            return None
        if message.state == State.LEASED:
            logger.warning(
                "Message %s was left half-way; it may arrive twice, as <%s>.",
                message.pk,
                message.message_id,
            )
        rows = Message.objects.select_related(
            "participant", "pair__newcomer", "pair__local", "check_in", "site"
        )
        return rows.get(pk=message.pk)


def message_finish(*, message: Message, outcome: Outcome, now: dt.datetime) -> bool:
    """Note what became of a try; return False if another worker has taken over."""
    mine = Message.objects.filter(
        pk=message.pk, state=State.LEASED, attempts=message.attempts
    )
    noted = mine.update(
        leased_until=None,
        last_reason=outcome.reason,
        **_next(message, outcome, now),
    )
    if not noted:
        logger.warning(
            "Message %s was taken over; it may arrive twice, as <%s>.",
            message.pk,
            message.message_id,
        )
    return bool(noted)


def _next(message: Message, outcome: Outcome, now: dt.datetime) -> dict[str, object]:
    if outcome.state != State.WAITING:
        return {"state": outcome.state, "finished_at": now}
    if message.attempts >= MAX_ATTEMPTS:
        logger.warning("Message %s is given up: %s.", message.pk, outcome.reason)
        return {"state": State.FAILED, "finished_at": now}
    return {"state": State.WAITING, "next_try_at": now + delay(message.attempts)}


def delay(attempts: int) -> dt.timedelta:
    """Return how long to wait after so many tries, a tenth more or less by chance."""
    return DELAYS[attempts - 1] * (0.9 + secrets.randbelow(2001) / 10_000)


def _tried(message: Message, now: dt.datetime) -> Outcome:
    if message.attempts > MAX_ATTEMPTS:  # workers have died of it again and again
        return Outcome(State.FAILED, "connection")
    try:
        if not is_timely(message, now):
            return Outcome(State.FAILED, OUTDATED)
        mail = mail_of(message, now)
    except Exception as error:  # noqa: BLE001 - one faulty mail holds up no other
        # Not the error's words: they may hold what somebody wrote.
        logger.error("Message %s: %s.", message.pk, type(error).__name__)  # noqa: TRY400
        return Outcome(State.WAITING, "error")
    return sent(mail)


def sent(mail: EmailMultiAlternatives) -> Outcome:
    """Hand a mail to the mail server, and return what it made of it."""
    if not mail.to:
        return Outcome(State.FAILED, "no address")
    try:
        mail.send()
    except SMTPRecipientsRefused as error:
        codes = [code for code, _words in error.recipients.values()]
        return _refused(min(codes, default=0))
    except SMTPDataError as error:
        return _refused(error.smtp_code)
    except (SMTPNotSupportedError, ValueError):
        # An address or a header that can't be put into a mail.
        return Outcome(State.BOUNCED, "address")
    except (SMTPException, OSError):
        return Outcome(State.WAITING, "connection")
    return Outcome(State.SENT)


def _refused(code: int) -> Outcome:
    for_good = 500 <= code < 600
    return Outcome(State.BOUNCED if for_good else State.WAITING, f"smtp {code}")


def mail_of(message: Message, now: dt.datetime) -> EmailMultiAlternatives:
    """Write the mail of a message, from the rows as they are."""
    facts = facts_for(message, now)
    written = write(MessageKind(message.kind), language_for(message), facts)
    mail = EmailMultiAlternatives(
        written.subject,
        written.text,
        from_email=_sender(facts.city),
        to=addressees(message),
        reply_to=[facts.contact] if facts.contact else None,
        headers={
            "Message-ID": f"<{message.message_id}@{_host()}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": written.language,
        },
        connection=get_connection(timeout=TIMEOUT_S),
    )
    mail.attach_alternative(written.html, "text/html")
    return mail


def _sender(city: str) -> str:
    """Return the hub's address under the city's name."""
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return str(Address(display_name=" ".join(city.split()), addr_spec=address))


def _host() -> str:
    return urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"


@transaction.atomic
def message_send_again(*, message: Message, by: object, now: dt.datetime) -> None:
    """Let a message that is over be sent once more, with the same Message-ID.

    Raises:
        NotAllowed: if the user doesn't coordinate the city's programme, or doesn't
            safeguard it where the message tells of a concern.
        StillOnItsWay: if it isn't over.
    """
    of_concern = message.kind in ABOUT_CONCERNS
    (check_safeguards if of_concern else check_coordinates)(by, message.site_id)
    over = Message.objects.filter(
        pk=message.pk, state__in=[State.SENT, State.FAILED, State.BOUNCED]
    )
    if not over.update(
        state=State.WAITING,
        attempts=0,
        next_try_at=now,
        finished_at=None,
        seen_at=None,
    ):
        raise StillOnItsWay
