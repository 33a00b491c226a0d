"""Questionnaires: asked where somebody agreed to it, answered once, scored exactly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from buddy_program.choices import Purpose
from buddy_program.instruments.catalogue import instrument, newest
from buddy_program.instruments.model import Instrument, Texts, WrongAnswers
from buddy_program.messages import MessageKind
from buddy_program.models import Answers, Participant
from buddy_program.services.consent import has_consented
from buddy_program.services.outbox import message_note
from buddy_program.services.pairs import rules_of


class AnsweredAlready(Exception):
    """It was answered before; the first answer stays."""


@transaction.atomic
def questionnaires_ask(
    *, participant: Participant, wave: str, now: dt.datetime
) -> list[Answers]:
    """Ask the questionnaires of the rules in a wave, once; return the new ones.

    Nobody is asked who hasn't agreed to be. What has no score is asked in check-ins.
    """
    if not has_consented(participant, Purpose.EVALUATION):
        return []
    asked = set(participant.answers.filter(wave=wave).values_list("instrument"))
    due = [
        newest(key)
        for key in rules_of(participant).instruments
        if (key,) not in asked and newest(key).scales
    ]
    made = [
        Answers.objects.create(
            participant=participant,
            wave=wave,
            instrument=each.key,
            version=each.version,
            language=participant.language,
            values={},
            texts={},
            scores={},
            due_at=now,
        )
        for each in due
    ]
    if made:
        message_note(kind=MessageKind.QUESTIONNAIRE, to=participant, now=now)
    return made


@transaction.atomic
def answers_give(
    *,
    answers: Answers,
    values: Mapping[str, int | None],
    language: str,
    now: dt.datetime,
) -> Answers:
    """Keep the answers with their texts and scores; an item may be left out.

    Raises:
        AnsweredAlready: if they were given before.
        ValidationError: if one isn't offered. Nothing has changed then.
    """
    asked = instrument(answers.instrument, answers.version)
    try:
        scores = asked.scores(values)
    except WrongAnswers:
        message = _("Choose one of the answers.")
        raise ValidationError({"values": message}) from None
    facts = {
        "values": {key: value for key, value in values.items() if value is not None},
        "texts": texts_of(asked, language),
        "scores": {key: _written(score) for key, score in scores.items()},
        "language": language,
        "answered_at": now,
    }
    unanswered = Answers.objects.filter(pk=answers.pk, answered_at=None)
    if not unanswered.update(**facts):
        raise AnsweredAlready
    answers.refresh_from_db()
    return answers


def texts_of(asked: Instrument, language: str) -> dict[str, Any]:
    """Return the questions and answers as they are shown in a language."""
    return {
        "lead": in_language(asked.lead, language),
        "items": {
            item.key: {
                "text": in_language(item.text, language),
                "options": {
                    str(option.value): in_language(option.text, language)
                    for option in item.options
                },
            }
            for item in asked.items
        },
    }


def in_language(texts: Texts, language: str) -> str:
    """Return a text in a language, else in English."""
    return texts.get(language) or texts["en"]


def _written(score: Fraction | None) -> str | None:
    return None if score is None else str(score)
