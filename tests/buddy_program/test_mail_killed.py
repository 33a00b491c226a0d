"""A worker that dies at any point of a send loses no mail, and doubles it openly.

`test_mail_workers` kills real processes at two points; here a worker dies at each
statement that it sends to the database, and on either side of the mail server's yes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Site

from buddy_program.messages import MessageKind
from buddy_program.models import Message
from buddy_program.services.mail import message_send_next, messages_send
from buddy_program.services.outbox import message_note
from tests.buddy_program import factories
from tests.buddy_program.factories import NOW

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """No code of ours catches it, as none outlives a SIGKILL."""


@dataclass
class Death:
    """Comes at a point, counted from 0; notes the points that were reached."""

    at: int
    reached: list[str] = field(default_factory=list)

    def pass_by(self, point: str) -> None:
        self.reached.append(point)
        if len(self.reached) > self.at:
            raise Killed


@contextmanager
def dying(at: int, patch: pytest.MonkeyPatch) -> Iterator[Death]:
    """Let a worker die at a point."""
    death, send = Death(at), EmailMultiAlternatives.send

    def execute(run: Any, sql: str, *rest: Any) -> Any:
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            death.pass_by(sql)
        return run(sql, *rest)

    def sending(message: EmailMultiAlternatives, **options: Any) -> Any:
        death.pass_by("before the mail server")
        sent = send(message, **options)
        death.pass_by("after the mail server")
        return sent

    with connection.execute_wrapper(execute), patch.context() as patched:
        patched.setattr(EmailMultiAlternatives, "send", sending)
        yield death


def test_a_worker_killed_at_any_point_loses_nothing(
    ostrava: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    factories.programme(ostrava)
    person = factories.newcomer(ostrava)
    points: list[str] = []
    doubled = 0

    for at in count():
        with transaction.atomic():
            message = message_note(kind=MessageKind.PERSONAL_LINK, to=person, now=NOW)
            mail.outbox.clear()
            caplog.clear()
            with dying(at, monkeypatch) as death:
                try:
                    survived = message_send_next()
                except Killed:
                    survived = False
            points = death.reached
            # The lease runs out, and another worker comes.
            Message.objects.filter(state="leased").update(leased_until=timezone.now())
            messages_send()

            message.refresh_from_db()
            assert message.state == Message.State.SENT, points[-1]
            ids = [each.extra_headers["Message-ID"] for each in mail.outbox]
            told = [text for text in caplog.messages if "may arrive twice" in text]
            twice = not survived and "after the mail server" in points
            assert ids == [f"<{message.message_id}@localhost>"] * (1 + twice)
            assert len(told) == (1 if message.attempts == 2 else 0)
            assert message.attempts == 2 or not twice
            doubled += twice
            transaction.set_rollback(True)
        if survived:
            break

    assert at == len(points) > 8
    assert doubled == 2  # as the yes comes, and as it is to be noted
