"""From an e-mail address to an application that the coordinators read.

Whether an address is known, in whatever state or on whatever list, shows nowhere: the
answer is the same, and what differs stands in the mail.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Site

from buddy_program.choices import ParticipantState, Purpose, Side
from buddy_program.messages import MessageKind
from buddy_program.models import Participant, ParticipantLanguage, Programme
from buddy_program.models.participant import OVER, UNCONFIRMED
from buddy_program.questions import Question, checked, missing, questions_for
from buddy_program.services.consent import NEEDED, consent_give
from buddy_program.services.moves import participant_move
from buddy_program.services.outbox import message_note
from buddy_program.services.personal_links import link_mail

MAX_ADDRESS = 254


class IntakeClosed(Exception):
    """The city has no programme, or takes nobody of that side at the moment."""


class NotNow(Exception):
    """Where somebody stands now, this can't be done (any more)."""


@transaction.atomic
def application_start(
    *, site: Site, email: str, side: str, language: str, now: dt.datetime
) -> None:
    """Begin an application and mail the link by which it goes on.

    Who has one, or takes part, is mailed a link to that instead.

    Raises:
        IntakeClosed
        ValidationError: by field.
    """
    _check_welcome(site.pk, side, now)
    if language not in dict(settings.LANGUAGES):
        raise ValidationError({"language": _("Choose one of the answers.")})
    address = _address(email)
    begun = {"side": side, "language": language}
    known = Participant.objects.filter(site=site, email=address).exclude(state__in=OVER)
    participant = known.first() or _begin(site, address, now, begun)
    if participant.state in UNCONFIRMED:
        known.filter(state__in=UNCONFIRMED).update(**begun)
        participant.refresh_from_db()
    link_mail(participant=participant, now=now)


def _begin(
    site: Site, address: str, now: dt.datetime, begun: dict[str, str]
) -> Participant:
    try:
        with transaction.atomic():
            return Participant.objects.create(
                site=site, email=address, created_at=now, state_since=now, **begun
            )
    except IntegrityError:  # begun twice at once
        return Participant.objects.exclude(state__in=OVER).get(site=site, email=address)


def _address(email: str) -> str:
    """Return an address as it is stored: two that differ by case are one."""
    address = email.strip().lower()
    try:
        MaxLengthValidator(MAX_ADDRESS)(address)
        validate_email(address)
    except ValidationError as error:
        raise ValidationError({"email": error}) from error
    return address


@transaction.atomic
def application_confirm(*, participant: Participant, now: dt.datetime) -> None:
    """Note that an address is its owner's. Once is enough."""
    if participant.state in UNCONFIRMED:
        participant_move(
            participant=participant,
            to=ParticipantState.CONFIRMED,
            now=now,
            confirmed_at=now,
        )


@transaction.atomic
def application_save(
    *, participant: Participant, given: Mapping[str, Any]
) -> Participant:
    """Write what somebody says of themselves; what is left out stays as it is.

    An application may be saved half-finished. One that was sent stays complete.

    Raises:
        NotNow: before the address is confirmed, and after the end.
        ValidationError: by field; nothing has changed then.
    """
    if participant.state in (*UNCONFIRMED, *OVER):
        raise NotNow
    questions = _questions(participant)
    before = said_of(participant, questions)
    values = checked(questions, given, before)
    if participant.state != ParticipantState.CONFIRMED:
        _check_complete(questions, {**before, **values})
    _write(participant, values)
    return participant


@transaction.atomic
def application_submit(
    *, participant: Participant, consents: Collection[str], now: dt.datetime
) -> None:
    """Hand an application over to the coordinators, with what is consented to.

    Raises:
        IntakeClosed: if that side isn't taken any more; the draft stays.
        NotNow: if it isn't a confirmed draft.
        ValidationError: by field, for what is missing. Nothing has changed then.
    """
    if participant.state != ParticipantState.CONFIRMED:
        raise NotNow
    _check_welcome(participant.site_id, participant.side, now)
    questions = _questions(participant)
    errors = missing(questions, said_of(participant, questions))
    if not set(NEEDED) <= set(consents):
        text = _("Without this nobody can take part.")
        errors["consents"] = ValidationError(text)
    if unknown := set(consents) - set(Purpose.values):
        errors["consents"] = ValidationError(", ".join(sorted(unknown))[:100])
    if errors:
        raise ValidationError(errors)
    for purpose in sorted(set(consents)):
        consent_give(participant=participant, purpose=purpose, now=now)
    participant_move(
        participant=participant,
        to=ParticipantState.SUBMITTED,
        now=now,
        submitted_at=now,
    )
    message_note(kind=MessageKind.APPLICATION_RECEIVED, to=participant, now=now)


def said_of(
    participant: Participant, questions: tuple[Question, ...]
) -> dict[str, Any]:
    """Return what somebody has said, by question, as it is stored."""
    said = {
        each.key: getattr(participant, each.key)
        for each in questions
        if each.key != "languages"
    }
    rows = participant.languages.values_list("tag", "level")
    return said | {"languages": dict(rows)}


def _questions(participant: Participant) -> tuple[Question, ...]:
    programme = Programme.objects.get(site=participant.site_id)
    return questions_for(programme, participant.side)


def _check_complete(questions: tuple[Question, ...], said: Mapping[str, Any]) -> None:
    if errors := missing(questions, said):
        raise ValidationError(errors)


def _write(participant: Participant, values: dict[str, Any]) -> None:
    languages = values.pop("languages", None)
    for name, value in values.items():
        setattr(participant, name, value)
    participant.save(update_fields=list(values))
    if languages is None:
        return
    participant.languages.all().delete()
    ParticipantLanguage.objects.bulk_create(
        ParticipantLanguage(participant=participant, tag=tag, level=level)
        for tag, level in languages.items()
    )


def _check_welcome(site_id: int, side: str, now: dt.datetime) -> None:
    """Refuse who isn't taken at the moment.

    Raises:
        IntakeClosed
    """
    programme = Programme.objects.filter(site=site_id).first()
    if programme is None or side not in Side.values:
        raise IntakeClosed
    if not programme.welcomes(side, timezone.localdate(now)):
        raise IntakeClosed
