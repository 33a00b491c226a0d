"""Giving and taking back consents; each keeps the version of the text it was given to.

A text never changes: a new one is added to its end, and its number is the version.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buddy_program.choices import Purpose
from buddy_program.models import Consent, Participant
from buddy_program.models.participant import OVER

TEXTS: Mapping[str, tuple[Promise, ...]] = {
    Purpose.MATCHING: (
        gettext_lazy(
            "I am at least 18 years old. The programme's coordinators may use what I "
            "have written here to talk with me and to find somebody who suits me."
        ),
    ),
    Purpose.CONTACT: (
        gettext_lazy(
            "When I and the person found for me have both agreed, we are given each "
            "other's name, e-mail and phone."
        ),
    ),
    Purpose.EVALUATION: (
        gettext_lazy(
            "I will be asked short questionnaires, and my answers may be used without "
            "my name to make the programme better. I can take part without this."
        ),
    ),
}

NEEDED = (Purpose.MATCHING, Purpose.CONTACT)
"""Without these nobody can take part."""


class ConsentNeeded(Exception):
    """Without this consent nobody can take part; one can leave instead."""


def version_of(purpose: str) -> int:
    """Return the version of the text that is shown now."""
    return len(TEXTS[purpose])


@transaction.atomic
def consent_give(*, participant: Participant, purpose: str, now: dt.datetime) -> None:
    """Note a consent to the text of today; one that was given stays as it is.

    Raises:
        ValidationError: if there is no such purpose.
    """
    _check_purpose(purpose)
    Consent.objects.get_or_create(
        participant=participant,
        purpose=purpose,
        withdrawn_at=None,
        defaults={
            "text_version": version_of(purpose),
            "language": participant.language,
            "given_at": now,
        },
    )


@transaction.atomic
def consent_take_back(
    *, participant: Participant, purpose: str, now: dt.datetime
) -> None:
    """End a consent. Questionnaires that aren't answered yet go with it.

    Raises:
        ConsentNeeded: while somebody takes part and can't without it.
        ValidationError: if there is no such purpose.
    """
    _check_purpose(purpose)
    if purpose in NEEDED and participant.state not in OVER:
        raise ConsentNeeded
    given = participant.consents.filter(purpose=purpose, withdrawn_at=None)
    given.update(withdrawn_at=now)
    if purpose == Purpose.EVALUATION:
        participant.answers.filter(answered_at=None).delete()


def has_consented(participant: Participant, purpose: str) -> bool:
    """Tell whether a consent holds."""
    given = participant.consents.filter(purpose=purpose, withdrawn_at=None)
    return given.exists()


def _check_purpose(purpose: str) -> None:
    if purpose not in TEXTS:
        raise ValidationError({"purpose": _("Choose one of the answers.")})
