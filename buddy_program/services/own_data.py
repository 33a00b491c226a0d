"""What is held about somebody: handed out whole, and taken out whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.forms.models import model_to_dict
from wagtail.admin.models import FormState
from wagtail.models import ModelLogEntry

from buddy_program.access import check_coordinates
from buddy_program.choices import Purpose
from buddy_program.models import (
    Message,
    Pair,
    Participant,
    Transition,
)
from buddy_program.models.participant import OVER
from buddy_program.services.consent import has_consented
from buddy_program.services.leaving import participant_withdraw
from buddy_program.services.locks import city_lock, people_lock

FORGOTTEN: dict[str, Any] = {
    **dict.fromkeys(("email", "name", "phone", "district", "gender"), ""),
    **dict.fromkeys(("experience", "expectations", "heard_from"), ""),
    "decline_reason": "",
    "family": 0,
    "age": 0,
}
LISTS = ("reach", "slots", "interests", "dislikes", "goals", "wants_gender")
UNSENT = (Message.State.WAITING, Message.State.LEASED)
DEALT_WITH = "-"
"""What stands for the outcome of a concern whose reporter was erased."""


def data_of(participant: Participant) -> dict[str, Any]:
    """Return all that is held about somebody, as values that JSON knows.

    What others have written is theirs and isn't in it: notes of interviews are a
    coordinator's, and are; concerns of others aren't. Of a pair's end it says only what
    they did themselves: neither what the other answered, nor that somebody has told of
    a danger.
    """
    return {
        "profile": {
            **_plain(participant, leave=("id", "site", "cohort")),
            "city": participant.site.site_name,
            "cohort": participant.cohort.name if participant.cohort else None,
            "languages": _rows(participant.languages.all(), leave=("participant",)),
        },
        "consents": _rows(participant.consents.all(), leave=OWN),
        "agreements": _rows(participant.agreements.all(), leave=(*OWN, "page")),
        "steps": _rows(
            participant.transitions.all(), leave=(*OWN, "pair", "by", "undoes")
        ),
        "cohorts": [
            {**_plain(each, leave=(*OWN, "id", "by")), "cohort": each.cohort.name}
            for each in participant.cohort_steps.select_related("cohort")
        ],
        "interviews": _rows(
            participant.interviews.all(),
            leave=(*OWN, "held_by", "rules", "struck_by"),
        ),
        "pairs": [
            {
                **_plain(
                    pair,
                    leave=(*NOT_THEIRS, f"{pair.other(participant).side}_agreed_at"),
                ),
                **_ended(pair, participant),
                "meetings": _rows(
                    pair.meetings.filter(told_by=participant),
                    leave=("pair", "told_by"),
                ),
            }
            for pair in Pair.objects.of(participant).order_by("pk")
        ],
        "check_ins": _rows(participant.check_ins.all(), leave=(*OWN, "pair")),
        "questionnaires": _rows(participant.answers.all(), leave=OWN),
        "concerns": _rows(
            participant.concerns.all(),
            leave=("site", "pair", "reporter", "handled_by", "outcome"),
        ),
        "mails": _rows(
            participant.messages.all(), leave=(*OWN, "site", "pair", "check_in")
        ),
        "links": _rows(participant.links.all(), leave=(*OWN, "digest")),
    }


OWN = ("participant",)
NOT_THEIRS = (
    *("id", "site", "run", "seat", "newcomer", "local"),
    *("end_reason", "ended_by"),
)


@transaction.atomic
def participant_erase(
    *, participant: Participant, now: dt.datetime, by: Any = None
) -> None:
    """Take everything out that says who somebody was; the row stays for the counts.

    Who still takes part leaves first. Answers to questionnaires stay as numbers where
    they had agreed to the evaluation, and numbers of check-ins and dates of meetings
    stay; a safeguarding block stays with the keyed digest of the address.

    Raises:
        NotAllowed: if the user doesn't coordinate the city's programme.
    """
    if by is not None:
        check_coordinates(by, participant.site_id)
    city_lock(site_id=participant.site_id)
    people_lock(participant)
    if participant.state not in OVER:
        participant_withdraw(participant=participant, now=now, tell=False)
    _forget_logs(participant)
    if not has_consented(participant, Purpose.EVALUATION):
        participant.answers.all().delete()
    for rows in (
        participant.languages.all(),
        participant.interviews.all(),
        participant.consents.all(),
        participant.agreements.all(),
        participant.links.all(),
        participant.messages.filter(state__in=UNSENT),
        participant.answers.filter(answered_at=None),
    ):
        rows.delete()
    _forget_words(participant)
    facts = FORGOTTEN | {name: [] for name in LISTS} | {"erased_at": now}
    Participant.objects.filter(pk=participant.pk).update(**facts)
    participant.refresh_from_db()


def _forget_words(participant: Participant) -> None:
    """Take out what was written by and about somebody in rows that stay."""
    pairs = Pair.objects.of(participant)
    steps = Transition.objects.filter(Q(participant=participant) | Q(pair__in=pairs))
    steps.exclude(reason="").update(reason="")
    participant.check_ins.update(note="")
    for pair in pairs:
        pair.meetings.filter(told_by=participant).update(note="")
    participant.concerns.update(text="", email="")
    participant.concerns.exclude(outcome="").update(outcome=DEALT_WITH)
    participant.blocks.update(reason="")


def _forget_logs(participant: Participant) -> None:
    logs_forget(
        Participant.objects.filter(pk=participant.pk),
        Pair.objects.of(participant),
        participant.interviews.all(),
        participant.consents.all(),
        participant.agreements.all(),
        participant.check_ins.all(),
        participant.answers.all(),
        participant.concerns.all(),
        participant.blocks.all(),
        participant.languages.all(),
    )


def logs_forget(*kinds: QuerySet[Any]) -> None:
    """Take names out of Wagtail's log, and what an editor hasn't saved yet."""
    for rows in kinds:
        about = {
            "content_type": ContentType.objects.get_for_model(rows.model),
            "object_id__in": [str(key) for key in rows.values_list("pk", flat=True)],
        }
        ModelLogEntry.objects.filter(**about).update(label="", data={})
        FormState.objects.filter(**about).delete()


def _rows(rows: QuerySet[Any], *, leave: Iterable[str]) -> list[dict[str, Any]]:
    return [_plain(row, leave=(*leave, "id")) for row in rows.order_by("pk")]


def _plain(row: Model, *, leave: Iterable[str]) -> dict[str, Any]:
    left_out = set(leave)
    names = [each.name for each in row._meta.concrete_fields]
    kept = [name for name in names if name not in left_out]
    values = model_to_dict(row, fields=kept) | {
        name: getattr(row, name)
        for name in kept
        if not row._meta.get_field(name).editable
    }
    return {name: _json(value) for name, value in values.items()}


def _ended(pair: Pair, participant: Participant) -> dict[str, str]:
    """Return who ended a pair and why, where it was the person themselves."""
    if pair.ended_by != participant.side:
        return {}
    return {"end_reason": pair.end_reason, "ended_by": pair.ended_by}


def _json(value: Any) -> Any:
    if isinstance(value, (dt.datetime, dt.date)):
        return value.isoformat()
    return value if isinstance(value, (dict, list, int, type(None))) else str(value)
