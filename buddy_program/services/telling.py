"""What participants tell: answers to check-ins, meetings, and worries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Site

from buddy_program.messages import MessageKind
from buddy_program.models import CheckIn, Concern, Meeting, Pair, Participant
from buddy_program.services.answers import AnsweredAlready
from buddy_program.services.application import NotNow
from buddy_program.services.outbox import message_note
from buddy_program.texts import written

MAX_NOTE = 2000
MAX_MEETING_NOTE = 500
MAX_CONCERN = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """An answer to a check-in; `mood` goes from 1, bad, to 5, very good."""

    met: bool
    worried: bool
    mood: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worry:
    """What somebody worries about; the address is for questions, if they leave one."""

    text: str
    email: str = ""
    reporter: Participant | None = None
    pair: Pair | None = None


@transaction.atomic
def check_in_answer(*, check_in: CheckIn, said: Pulse, now: dt.datetime) -> None:
    """Keep the answer to a check-in.

    Raises:
        NotNow: before it is due.
        AnsweredAlready: if it was answered before.
        ValidationError: by field. Nothing has changed then.
    """
    if check_in.asked_at is None and check_in.due_at > now:
        raise NotNow
    if said.mood is not None and not 1 <= said.mood <= 5:
        message = _("Write a number from %(least)s to %(most)s.")
        params = {"least": 1, "most": 5}
        raise ValidationError({"mood": ValidationError(message, params=params)})
    facts = {
        "met": said.met,
        "mood": said.mood,
        "worried": said.worried,
        "note": _text("note", said.note, MAX_NOTE),
        "answered_at": now,
    }
    unanswered = CheckIn.objects.filter(pk=check_in.pk, answered_at=None)
    if not unanswered.update(**facts):
        raise AnsweredAlready
    check_in.refresh_from_db()


@transaction.atomic
def meeting_add(
    *,
    pair: Pair,
    told_by: Participant,
    held_on: dt.date,
    note: str,
    now: dt.datetime,
) -> Meeting:
    """Put down that a pair has met; one a day, and told again it is the same.

    Raises:
        NotNow: if the pair doesn't meet (any more).
        ValidationError: by field. Nothing has changed then.
    """
    if not pair.contacts_shown or pair.started_at is None:
        raise NotNow
    first = timezone.localdate(pair.started_at)
    if not first <= held_on <= timezone.localdate(now):
        raise ValidationError(
            {"held_on": _("Choose a day since you two were introduced, up to today.")}
        )
    text = _text("note", note, MAX_MEETING_NOTE)
    meeting, _made = Meeting.objects.update_or_create(
        pair=pair,
        told_by=told_by,
        held_on=held_on,
        defaults={"note": text, "told_at": now},
    )
    return meeting


@transaction.atomic
def concern_report(*, site: Site, worry: Worry, now: dt.datetime) -> Concern:
    """Hand a worry about somebody's safety to the safeguarding role, and to it alone.

    Raises:
        ValidationError: by field. Nothing has changed then.
    """
    text = _text("text", worry.text, MAX_CONCERN)
    if not text:
        raise ValidationError({"text": _("This is needed.")})
    concern = Concern.objects.create(
        site=site,
        pair=worry.pair,
        reporter=worry.reporter,
        text=text,
        email=_address(worry.email),
        told_at=now,
    )
    if worry.reporter is not None:
        message_note(kind=MessageKind.CONCERN_RECEIVED, to=worry.reporter, now=now)
    message_note(kind=MessageKind.COORDINATORS_CONCERN, to=site, now=now)
    return concern


def _address(email: str) -> str:
    """Return an address without blanks around it, or "".

    Raises:
        ValidationError: at `contact_email`.
    """
    address = email.strip()
    if address:
        try:
            validate_email(address)
        except ValidationError as error:
            raise ValidationError({"contact_email": error}) from error
    return address


def _text(field: str, text: str, limit: int) -> str:
    """Return a text as it is kept.

    Raises:
        ValidationError: at its field, if it is too long or holds what no text does.
    """
    try:
        return written(text, limit)
    except ValidationError as error:
        raise ValidationError({field: error}) from error
