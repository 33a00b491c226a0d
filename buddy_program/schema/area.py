"""A personal area as the person it belongs to sees it. No query leads to it."""

from __future__ import annotations

from typing import Any

import graphene
from graphene.utils.str_converters import to_camel_case

from buddy_program.instruments.catalogue import instrument
from buddy_program.models import Answers
from buddy_program.questions import Kind
from buddy_program.schema.choices import (
    BuddyAction,
    BuddyMatchState,
    BuddySide,
    BuddyState,
)
from buddy_program.schema.types import (
    BuddyConduct,
    BuddyConsent,
    BuddyQuestion,
    conduct_data,
    consent_data,
    question_data,
)
from buddy_program.selectors.own_area import Area, Match, chosen, spoken
from buddy_program.services.answers import in_language
from buddy_program.standing import what_next
from city_api.engine.ids import encode
from city_api.schema.fields import many, maybe, one, string
from city_api.schema.scalars import LanguageCode


class BuddySpokenLanguage(graphene.ObjectType):
    """A language that somebody speaks."""

    tag = one(LanguageCode, "The language.")
    level = string("How well: a value of the question's levels.")


class BuddyAnswer(graphene.ObjectType):
    """What somebody has answered to a question of the form."""

    key = string("The key of the question.")
    values = many(graphene.String, "The text, the number, or the values chosen.")
    languages = many(BuddySpokenLanguage, "The languages chosen; else empty.")


class BuddyGivenConsent(graphene.ObjectType):
    """A consent, and whether it holds."""

    consent = one(BuddyConsent, "What is agreed to.")
    given = one(graphene.Boolean, "Whether it holds now.")


class BuddyContact(graphene.ObjectType):
    """Whom somebody is matched with, shown when both have agreed."""

    name = string("Their name.")
    email = string("Their e-mail.")
    phone = string("Their phone, or empty.")


class BuddyMeeting(graphene.ObjectType):
    """A meeting that the person has put down."""

    held_on = one(graphene.Date, "When they met.")
    note = string("A note, or empty.")


class BuddyMatch(graphene.ObjectType):
    """A proposal, or a match that lasts."""

    id = one(graphene.ID, "To name it by in a mutation.")
    state = one(BuddyMatchState, "Where it stands.")
    agreed = one(graphene.Boolean, "Whether the person has said yes.")
    answer_by = one(graphene.DateTime, "Until when a proposal can be answered.")
    contact = maybe(BuddyContact, "The other; null until both have agreed.")
    languages = many(graphene.String, "Languages that both speak, in words.")
    interests = many(graphene.String, "What both like, in words.")
    slots = many(graphene.String, "When both are free, in words.")
    meetings = many(BuddyMeeting, "What the person has put down, the latest first.")


class BuddyCheckIn(graphene.ObjectType):
    """A question how it goes, that waits for an answer."""

    id = one(graphene.ID, "To name it by in a mutation.")
    match = one(graphene.ID, "The id of the match that it is about.")
    day = one(graphene.Int, "How many days after the start it is asked.")


class BuddyItemOption(graphene.ObjectType):
    """An answer to an item of a questionnaire."""

    value = one(graphene.Int, "What is sent.")
    text = string("What is shown.")


class BuddyItem(graphene.ObjectType):
    """A question of a questionnaire."""

    key = string("To name it by in an answer.")
    text = string("The question.")
    options = many(BuddyItemOption, "What to choose from; empty: a number is asked.")
    least = one(graphene.Int, "The least number; else 0.")
    most = one(graphene.Int, "The greatest number; else 0.")


class BuddyQuestionnaire(graphene.ObjectType):
    """A questionnaire that waits for answers; each item may be left out."""

    id = one(graphene.ID, "To name it by in a mutation.")
    title = string("What it is about.")
    lead = string("What is said before the first item.")
    items = many(BuddyItem, "Its questions.")


class BuddyArea(graphene.ObjectType):
    """What somebody who applied sees of themselves."""

    side = one(BuddySide, "On which side they are.")
    state = one(BuddyState, "Where they stand.")
    state_label = string("The same in words, in the asked language.")
    what_next = string("What that means and what comes next, in the asked language.")
    email = string("Where mails to them go; empty once everything is erased.")
    can_change = one(
        graphene.Boolean,
        "Whether the token may still change something. If not, have a new link sent "
        "before anything is asked.",
    )
    may = many(BuddyAction, "What they can do now; taking data out always works.")
    questions = many(BuddyQuestion, "What their form asks.")
    answers = many(BuddyAnswer, "What they have answered, by question.")
    missing = many(graphene.String, "Keys of needed questions that aren't answered.")
    consents = many(BuddyGivenConsent, "What they have agreed to.")
    code_of_conduct = one(BuddyConduct, "What they agree to when they are accepted.")
    matches = many(BuddyMatch, "Proposals and matches that aren't over.")
    check_ins = many(BuddyCheckIn, "What waits for an answer, the oldest first.")
    questionnaires = many(BuddyQuestionnaire, "What waits for answers.")


class BuddyChange(graphene.ObjectType):
    """What a change has left, and the token for the next one."""

    token = string("Takes the place of the token that was used up.")
    area = one(BuddyArea, "The area after the change.")


def area_data(
    area: Area, *, language: str, page: Any, can_change: bool
) -> dict[str, Any]:
    """Return an area as the type `BuddyArea` shows it."""
    return {
        "side": area.participant.side,
        "state": area.participant.state,
        "state_label": area.participant.get_state_display(),
        "what_next": what_next(area),
        "email": area.participant.email,
        "can_change": can_change,
        "may": area.may,
        "questions": question_data(area.questions),
        "answers": _answers(area),
        "missing": [to_camel_case(key) for key in area.missing],
        "consents": [
            {"consent": each, "given": each["purpose"] in area.consents}
            for each in consent_data()
        ],
        "code_of_conduct": conduct_data(area.conduct, page),
        "matches": [_match(each) for each in area.matches],
        "check_ins": [
            {
                "id": encode("BuddyCheckIn", each.pk),
                "match": encode("BuddyMatch", each.pair_id),
                "day": each.day,
            }
            for each in area.check_ins
        ],
        "questionnaires": [
            _questionnaire(each, language) for each in area.questionnaires
        ],
    }


def _answers(area: Area) -> list[dict[str, Any]]:
    found = []
    for question in area.questions:
        stored = area.said[question.key]
        tags = spoken(question, stored) if question.kind == Kind.LANGUAGES else []
        found.append(
            {
                "key": to_camel_case(question.key),
                "values": [] if tags else chosen(question, stored),
                "languages": [{"tag": tag, "level": level} for tag, level in tags],
            }
        )
    return found


def _match(match: Match) -> dict[str, Any]:
    pair, other = match.pair, match.other
    return {
        "id": encode("BuddyMatch", pair.pk),
        "state": pair.state,
        "agreed": match.agreed,
        "answer_by": pair.answer_by,
        "contact": other
        and {"name": other.name, "email": other.email, "phone": other.phone},
        "languages": match.languages,
        "interests": match.interests,
        "slots": match.slots,
        "meetings": match.meetings,
    }


def _questionnaire(answers: Answers, language: str) -> dict[str, Any]:
    asked = instrument(answers.instrument, answers.version)
    return {
        "id": encode("BuddyQuestionnaire", answers.pk),
        "title": in_language(asked.title, language),
        "lead": in_language(asked.lead, language),
        "items": [
            {
                "key": item.key,
                "text": in_language(item.text, language),
                "options": [
                    {
                        "value": option.value,
                        "text": in_language(option.text, language),
                    }
                    for option in item.options
                ],
                "least": item.limits[0],
                "most": item.limits[1],
            }
            for item in asked.items
        ],
    }
