"""What is asked of participants: one description for the form, its check and the API.

A question's key is the name of the participant's field. What is given for it is text, a
number, or a list of keys; `checked` turns that into what is stored, or says at each
field what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import get_language_info, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from buddy_program.choices import HeardFrom, Side
from buddy_program.matching.people import (
    SLOTS,
    AgeBand,
    FamilyStage,
    Gender,
    Level,
)
from buddy_program.models import Programme
from buddy_program.texts import written
from buddy_program.vocabulary import (
    AGE_LABELS,
    FAMILY_LABELS,
    GENDER_LABELS,
    GOALS,
    INTERESTS,
    LEVEL_LABELS,
    Words,
)

MOST_LANGUAGES = 8
MOST_INTERESTS = 12
MAX_PLACE = 60
PHONE = re.compile(r"[0-9+()/ .\-]{6,30}")

SPOKEN = (
    *("cs", "uk", "en", "ru", "vi", "sk", "pl", "de", "fr", "es", "pt", "it", "ar"),
    *("az", "be", "bg", "bn", "el", "fa", "fi", "he", "hi", "hr", "hu", "hy", "id"),
    *("ja", "ka", "kk", "ko", "ky", "lt", "lv", "mk", "mn", "ne", "nl", "ro", "sl"),
    *("sq", "sr", "sv", "ta", "te", "tg", "th", "tk", "tr", "ur", "uz", "zh-hans"),
)
"""The languages that can be named; matching compares their codes as they are."""

Text = str | Promise


class Kind(StrEnum):
    """What an answer looks like."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    PHONE = "phone"
    CHOICE = "choice"
    CHOICES = "choices"
    LANGUAGES = "languages"
    NUMBER = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One of the answers that are offered; `stored` is what the participant keeps."""

    value: str
    label: Text
    stored: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of the application form.

    `most` counts the characters of a text and the entries of a list; a number lies
    between `least` and `most`. `levels` are how well a language can be spoken. The
    questions of one `section` of the form follow each other.
    """

    key: str
    kind: Kind
    label: Text
    help: Text = ""
    options: tuple[Option, ...] = ()
    levels: tuple[Option, ...] = ()
    least: int = 0
    most: int = 1
    required: bool = False
    section: Text = ""


def questions_for(programme: Programme, side: str) -> tuple[Question, ...]:
    """Return what a side is asked, in the order of the form."""
    capacity = [_capacity(programme)] if side == Side.LOCAL else []
    sections = {
        gettext_lazy("About you"): _about_them(),
        gettext_lazy("Your languages"): [_languages_spoken()],
        gettext_lazy("Where and when"): _where_and_when(programme),
        gettext_lazy("What you like"): _what_they_like(),
        gettext_lazy("You and your buddy"): [
            *_whom(),
            *capacity,
            *_in_their_own_words(),
        ],
    }
    return tuple(
        replace(each, section=section)
        for section, asked in sections.items()
        for each in asked
        if each.kind not in CHOOSING or each.options
    )


def checked(
    questions: Iterable[Question], given: Mapping[str, Any], before: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what is given in the form in which it is stored; None is left out.

    `before` is what stands there already, for what has to fit together.

    Raises:
        ValidationError: by field.
    """
    values: dict[str, Any] = {}
    errors: dict[str, ValidationError] = {}
    for question in questions:
        answer = given.get(question.key)
        if answer is None:
            continue
        try:
            values[question.key] = READ[question.kind](question, answer)
        except ValidationError as error:
            errors[question.key] = error
    both = {**before, **values}
    if set(both.get("interests", ())) & set(both.get("dislikes", ())):
        message = _("Nothing can be both liked and disliked.")
        errors.setdefault("dislikes", ValidationError(message))
    if errors:
        raise ValidationError(errors)
    return values


def missing(
    questions: Iterable[Question], said: Mapping[str, Any]
) -> dict[str, ValidationError]:
    """Return an error for each required question that isn't answered."""
    message = gettext_lazy("This is needed.")
    return {
        each.key: ValidationError(message)
        for each in questions
        if each.required and not said.get(each.key)
    }


def language_name(tag: str) -> str:
    """Return what a language is called in the active language."""
    return str(get_language_info(tag)["name_translated"])


def slot_label(slot: str) -> str:
    """Return a slot of the week in words, such as "Saturday, morning"."""
    day, part = slot.split("-")
    return f"{DAY_LABELS[day]}, {PART_LABELS[part]}"


def _about_them() -> list[Question]:
    return [
        Question(
            key="name",
            kind=Kind.TEXT,
            label=gettext_lazy("Your name"),
            help=gettext_lazy("As you would like to be called."),
            most=120,
            required=True,
        ),
        Question(
            key="phone",
            kind=Kind.PHONE,
            label=gettext_lazy("Phone"),
            help=gettext_lazy("If you like; only your coordinator and your buddy see."),
            most=30,
        ),
        _enum("age", gettext_lazy("Age"), AgeBand, AGE_LABELS),
        _enum("family", gettext_lazy("Whom you live with"), FamilyStage, FAMILY_LABELS),
        Question(
            key="gender",
            kind=Kind.CHOICE,
            label=gettext_lazy("Gender"),
            options=tuple(_option(str(key), GENDER_LABELS[key]) for key in Gender),
        ),
    ]


def _languages_spoken() -> Question:
    return Question(
        key="languages",
        kind=Kind.LANGUAGES,
        label=gettext_lazy("Languages you speak"),
        help=gettext_lazy("Czech, too, if you have begun to learn it."),
        options=tuple(_option(tag, language_name(tag)) for tag in SPOKEN),
        levels=tuple(
            Option(value=level.name.lower(), label=LEVEL_LABELS[level], stored=level)
            for level in Level
        ),
        most=MOST_LANGUAGES,
        required=True,
    )


def _where_and_when(programme: Programme) -> list[Question]:
    districts = tuple(_option(name, name) for name in programme.districts)
    return [
        Question(
            key="district",
            kind=Kind.CHOICE,
            label=gettext_lazy("Part of the city where you live"),
            options=districts and (_option("", gettext_lazy("not said")), *districts),
        ),
        Question(
            key="reach",
            kind=Kind.CHOICES,
            label=gettext_lazy("Where else you could meet"),
            options=districts,
            most=len(districts),
        ),
        Question(
            key="slots",
            kind=Kind.CHOICES,
            label=gettext_lazy("When you are usually free"),
            options=tuple(_option(slot, slot_label(slot)) for slot in SLOTS),
            most=len(SLOTS),
            required=True,
        ),
    ]


def _what_they_like() -> list[Question]:
    return [
        Question(
            key="interests",
            kind=Kind.CHOICES,
            label=gettext_lazy("What you like to do"),
            options=_words(INTERESTS),
            most=MOST_INTERESTS,
            required=True,
        ),
        Question(
            key="dislikes",
            kind=Kind.CHOICES,
            label=gettext_lazy("What you would rather not do"),
            options=_words(INTERESTS),
            most=MOST_INTERESTS,
        ),
        Question(
            key="goals",
            kind=Kind.CHOICES,
            label=gettext_lazy("What you hope for, or would like to give"),
            options=_words(GOALS),
            most=len(GOALS),
            required=True,
        ),
    ]


def _whom() -> list[Question]:
    return [
        Question(
            key="wants_gender",
            kind=Kind.CHOICES,
            label=gettext_lazy("Whom you would like to meet"),
            help=gettext_lazy("Nothing chosen: anybody."),
            options=tuple(
                _option(str(key), GENDER_LABELS[key]) for key in Gender if key
            ),
            most=len(Gender) - 1,
        ),
    ]


def _capacity(programme: Programme) -> Question:
    return Question(
        key="capacity",
        kind=Kind.NUMBER,
        label=gettext_lazy("How many newcomers you could meet at the same time"),
        least=1,
        most=programme.rules.max_capacity,
    )


def _in_their_own_words() -> list[Question]:
    return [
        Question(
            key="expectations",
            kind=Kind.LONG_TEXT,
            label=gettext_lazy("What you expect of the programme"),
            most=2000,
        ),
        Question(
            key="experience",
            kind=Kind.LONG_TEXT,
            label=gettext_lazy("Your experience with meeting people from elsewhere"),
            most=2000,
        ),
        Question(
            key="heard_from",
            kind=Kind.CHOICE,
            label=gettext_lazy("How you heard of the programme"),
            options=tuple(_option(each.value, each.label) for each in HeardFrom),
        ),
    ]


def _option(value: str, label: Text) -> Option:
    return Option(value=value, label=label, stored=value)


def _words(words: Words) -> tuple[Option, ...]:
    return tuple(_option(key, label) for key, label in words.items())


def _enum(key: str, label: Text, values: Any, labels: Mapping[Any, Text]) -> Question:
    options = tuple(
        Option(value=each.name.lower(), label=labels[each], stored=int(each))
        for each in values
    )
    return Question(key=key, kind=Kind.CHOICE, label=label, options=options)


def _text(question: Question, answer: Any) -> str:
    if not isinstance(answer, str):
        raise ValidationError(_("This must be a text."))
    return written(answer, question.most)


def _phone(question: Question, answer: Any) -> str:
    text = _text(question, answer)
    if text and not PHONE.fullmatch(text):
        raise ValidationError(_("Write a phone number, such as +420 601 123 456."))
    return text


def _one_line(question: Question, answer: Any) -> str:
    return " ".join(_text(question, answer).split())


def _choice(question: Question, answer: Any) -> Any:
    return _stored(question.options, answer)


def _choices(question: Question, answer: Any) -> list[Any]:
    _check_list(question, answer)
    found = [_stored(question.options, each) for each in answer]
    order = [each.stored for each in question.options]
    return sorted(set(found), key=order.index)


def _languages(question: Question, answer: Any) -> dict[str, int]:
    """Return levels by tag."""
    _check_list(question, answer)
    found: dict[str, int] = {}
    for each in answer:
        if not isinstance(each, Mapping):
            raise ValidationError(_("Choose one of the answers."))
        tag = _stored(question.options, each.get("tag"))
        if tag in found:
            raise ValidationError(_("Name each language once."))
        if not each.get("level"):
            raise ValidationError(_("Choose for each language how well you speak it."))
        found[tag] = int(_stored(question.levels, each["level"]))
    return found


def _number(question: Question, answer: Any) -> int:
    whole = isinstance(answer, int) and not isinstance(answer, bool)
    if not whole or not question.least <= answer <= question.most:
        raise ValidationError(
            _("Write a number from %(least)s to %(most)s."),
            params={"least": question.least, "most": question.most},
        )
    return int(answer)


def _check_list(question: Question, answer: Any) -> None:
    if not isinstance(answer, list):
        raise ValidationError(_("Choose from the answers."))
    if len(answer) > question.most:
        message = _("Choose %(limit)s at most.")
        raise ValidationError(message, params={"limit": question.most})


def _stored(options: tuple[Option, ...], answer: Any) -> Any:
    for each in options:
        if each.value == answer:
            return each.stored
    raise ValidationError(_("Choose one of the answers."))


CHOOSING = frozenset({Kind.CHOICE, Kind.CHOICES})
"""Kinds that ask nothing where there is nothing to choose from."""

READ: Mapping[Kind, Callable[[Question, Any], Any]] = {
    Kind.TEXT: _one_line,
    Kind.LONG_TEXT: _text,
    Kind.PHONE: _phone,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.LANGUAGES: _languages,
    Kind.NUMBER: _number,
}

DAY_LABELS: Words = {
    "mon": gettext_lazy("Monday"),
    "tue": gettext_lazy("Tuesday"),
    "wed": gettext_lazy("Wednesday"),
    "thu": gettext_lazy("Thursday"),
    "fri": gettext_lazy("Friday"),
    "sat": gettext_lazy("Saturday"),
    "sun": gettext_lazy("Sunday"),
}
PART_LABELS: Words = {
    "morning": pgettext_lazy("when somebody is free", "morning"),
    "afternoon": pgettext_lazy("when somebody is free", "afternoon"),
    "evening": pgettext_lazy("when somebody is free", "evening"),
}
