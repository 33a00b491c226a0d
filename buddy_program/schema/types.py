"""What anybody may read of a programme; nobody who takes part is in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import graphene
from django.utils import translation
from graphene.utils.str_converters import to_camel_case
from wagtail.models import Page

from buddy_program.choices import Purpose, Side
from buddy_program.conduct import Conduct, conduct_in
from buddy_program.models import Programme
from buddy_program.questions import Option, Question, questions_for
from buddy_program.rules import ProgrammeRules
from buddy_program.schema.choices import BuddyPurpose, BuddyQuestionKind, BuddySide
from buddy_program.selectors.public import PublicNumbers, public_numbers
from buddy_program.services.consent import NEEDED, TEXTS, version_of
from city_api.schema.fields import many, maybe, one, string
from cms.selectors.links import fetch
from cms.selectors.reader import Reader

PAGES = ("about", "newcomer_pack", "local_pack", "code_of_conduct", "first_meeting")


@dataclass
class PublicProgramme:
    """A city's programme and who reads it."""

    programme: Programme
    reader: Reader

    @cached_property
    def rules(self) -> ProgrammeRules:
        return self.programme.rules

    @cached_property
    def conduct(self) -> Conduct:
        with self.language():
            return conduct_in(self.programme, self.reader.languages)

    def language(self) -> AbstractContextManager[None]:
        """Say what is said within in the reader's language."""
        return translation.override(self.reader.locale.language_code)

    @cached_property
    def pages(self) -> dict[int, Any]:
        """The programme's pages that are public, by the ids that it names."""
        ids = {getattr(self.programme, f"{name}_id") for name in PAGES} - {None}
        return fetch(self.reader, Page, ids)

    @cached_property
    def forms(self) -> list[PublicForm]:
        return [PublicForm(self, side) for side in Side]

    @cached_property
    def numbers(self) -> PublicNumbers:
        # Participants come and go without a trace in the content version: what was
        # counted holds until midnight.
        _today = self.reader.today  # Asking bounds the answer's lifetime.
        return public_numbers(self.reader.site_id)

    def page(self, name: str) -> dict[str, str] | None:
        found = self.pages.get(getattr(self.programme, f"{name}_id"))
        if found is None:
            return None
        return {"title": found.title, "path": self.reader.path_of(found)}


@dataclass
class PublicForm:
    """The application of one side, as far as it is asked for."""

    found: PublicProgramme
    side: Side

    @property
    def open(self) -> bool:
        return self.found.programme.welcomes(self.side, self.found.reader.today)

    @property
    def opens_on(self) -> dt.date | None:
        return self.found.programme.opens_on(self.side, self.found.reader.today)

    @cached_property
    def questions(self) -> list[dict[str, Any]]:
        with self.found.language():
            return question_data(questions_for(self.found.programme, self.side))

    @property
    def onboarding(self) -> dict[str, str] | None:
        return self.found.page(f"{self.side}_pack")


class BuddyPage(graphene.ObjectType):
    """A page of the city about the programme; `route` and `page` have its content."""

    title = string("Its title.")
    path = string("Its path in this city's site.")


class BuddyOption(graphene.ObjectType):
    """One of the answers that are offered."""

    value = string("What is sent.")
    label = string("What is shown, in the asked language.")


class BuddyQuestion(graphene.ObjectType):
    """A question of the application form, with all that a form needs to ask it."""

    key = string("The field of `SaveBuddyProfileInput` that takes the answer.")
    kind = one(BuddyQuestionKind, "What an answer looks like.")
    section = string(
        "The title of the part of the form that it belongs to, in the asked language; "
        "the questions of a part follow each other."
    )
    label = string("The question, in the asked language.")
    help = string("What helps to answer, or empty.")
    options = many(BuddyOption, "What to choose from; empty where nothing is chosen.")
    levels = many(BuddyOption, "How well a language can be spoken; else empty.")
    required = one(graphene.Boolean, "Whether an application needs it.")
    least = one(graphene.Int, "The least number; else 0.")
    most = one(
        graphene.Int,
        "The greatest number; the most characters of a text or entries of a list.",
    )


class BuddyForm(graphene.ObjectType):
    """The application of one side."""

    side = one(BuddySide, "For whom it is.")
    open = one(graphene.Boolean, "Whether that side may apply at the moment.")
    opens_on = maybe(
        graphene.Date, "The day from which it may apply; null if open or not known."
    )
    questions = many(BuddyQuestion, "What is asked, in order.")
    onboarding = maybe(BuddyPage, "What that side reads before it meets anybody.")


class BuddyCommitment(graphene.ObjectType):
    """For how long and how often a pair meets."""

    months = one(graphene.Int, "For how many months.")
    meetings_per_month = one(graphene.Int, "How many times a month.")


class BuddyConduct(graphene.ObjectType):
    """The code of conduct that both sides agree to."""

    version = string("Names the text as it is now; an agreement sends it back.")
    page = maybe(BuddyPage, "The page it stands on, if it has one that is public.")
    paragraphs = many(
        graphene.String, "The text of a programme that has no page for it; else empty."
    )


class BuddyConsent(graphene.ObjectType):
    """What an applicant is asked to agree to."""

    purpose = one(BuddyPurpose, "What the data are used for.")
    text = string("What is agreed to, in the asked language.")
    version = one(graphene.Int, "The version of the text, which is kept.")
    required = one(graphene.Boolean, "Whether nobody can take part without it.")


class BuddyNumbers(graphene.ObjectType):
    """Counts of a day; each null under 5, and nobody is in two of them."""

    newcomers_waiting = maybe(graphene.Int, "Newcomers who wait for a match.")
    locals_waiting = maybe(graphene.Int, "Locals who wait for a match.")
    pairs_active = maybe(graphene.Int, "Pairs that meet.")
    pairs_completed = maybe(graphene.Int, "Pairs that met for as long as was agreed.")


class BuddyProgram(graphene.ObjectType):
    """A city's buddy programme: newcomers and locals who get to know each other."""

    contact_email = string("Where the coordinators are reached.")
    about = maybe(BuddyPage, "Who can join, and what it is like.")
    first_meeting = maybe(BuddyPage, "A guide to the first meeting.")
    commitment = one(BuddyCommitment, "What both sides commit themselves to.")
    code_of_conduct = one(BuddyConduct, "What both sides agree to.")
    forms = many(BuddyForm, "The application forms, newcomers' first.")
    consents = many(BuddyConsent, "What an applicant is asked to agree to.")
    numbers = one(BuddyNumbers, "How many take part, as of some time today.")

    @staticmethod
    def resolve_contact_email(found: PublicProgramme, _info: Any) -> str:
        return found.programme.contact_email

    @staticmethod
    def resolve_about(found: PublicProgramme, _info: Any) -> dict[str, str] | None:
        return found.page("about")

    @staticmethod
    def resolve_first_meeting(
        found: PublicProgramme, _info: Any
    ) -> dict[str, str] | None:
        return found.page("first_meeting")

    @staticmethod
    def resolve_commitment(found: PublicProgramme, _info: Any) -> ProgrammeRules:
        return found.rules

    @staticmethod
    def resolve_code_of_conduct(found: PublicProgramme, _info: Any) -> dict[str, Any]:
        return conduct_data(found.conduct, found.page("code_of_conduct"))

    @staticmethod
    def resolve_forms(found: PublicProgramme, _info: Any) -> list[PublicForm]:
        return found.forms

    @staticmethod
    def resolve_consents(found: PublicProgramme, _info: Any) -> list[dict[str, Any]]:
        with found.language():
            return consent_data()

    @staticmethod
    def resolve_numbers(found: PublicProgramme, _info: Any) -> PublicNumbers:
        return found.numbers


def question_data(questions: Iterable[Question]) -> list[dict[str, Any]]:
    """Return questions as the type `BuddyQuestion` shows them."""
    return [
        {
            "key": to_camel_case(each.key),
            "kind": each.kind.value,
            "section": str(each.section),
            "label": str(each.label),
            "help": str(each.help),
            "options": _options(each.options),
            "levels": _options(each.levels),
            "required": each.required,
            "least": each.least,
            "most": each.most,
        }
        for each in questions
    ]


def consent_data() -> list[dict[str, Any]]:
    """Return the consents as the type `BuddyConsent` shows them."""
    return [
        {
            "purpose": purpose.value,
            "text": str(TEXTS[purpose][-1]),
            "version": version_of(purpose),
            "required": purpose in NEEDED,
        }
        for purpose in Purpose
    ]


def conduct_data(conduct: Conduct, page: Any) -> dict[str, Any]:
    """Return a code of conduct as the type `BuddyConduct` shows it."""
    return {
        "version": conduct.digest,
        "page": page,
        "paragraphs": list(conduct.paragraphs),
    }


def _options(options: tuple[Option, ...]) -> list[dict[str, str]]:
    return [{"value": each.value, "label": str(each.label)} for each in options]
