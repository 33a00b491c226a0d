"""What is sent: each names the city, and, for what is somebody's own, the token."""

from __future__ import annotations

from typing import Any

import graphene

from buddy_program.schema.choices import BuddyPurpose, BuddySide
from city_api.schema.mutations import CityInput

TOKEN = "From the link in a mail, or from the change before."  # noqa: S105


class Own:
    """The field of everything that is about the sender's own part."""

    token = graphene.String(required=True, description=TOKEN)


def _list(description: str) -> Any:
    return graphene.List(
        graphene.NonNull(graphene.String), description=description, required=False
    )


class StartBuddyApplicationInput(CityInput, graphene.InputObjectType):
    """Who would like to take part, and on which side."""

    email = graphene.String(required=True, description="Where the link is mailed.")
    side = graphene.Field(BuddySide, required=True, description="On which side.")


class RequestBuddyLinkInput(CityInput, graphene.InputObjectType):
    """Whose area is to be opened."""

    email = graphene.String(required=True, description="The address they applied with.")


class OwnBuddyAreaInput(CityInput, Own, graphene.InputObjectType):
    """Whose area it is."""


class BuddySpokenLanguageInput(graphene.InputObjectType):
    """A language, and how well it is spoken."""

    tag = graphene.String(required=True, description="The value of an option.")
    level = graphene.String(required=True, description="The value of a level.")


class SaveBuddyProfileInput(CityInput, Own, graphene.InputObjectType):
    """Answers to the form's questions; what is left out stays as it is."""

    name = graphene.String(description="What to call them.")
    phone = graphene.String(description="A phone number, or empty.")
    languages = graphene.List(
        graphene.NonNull(BuddySpokenLanguageInput), description="All languages spoken."
    )
    age = graphene.String(description="A value of the options.")
    family = graphene.String(description="A value of the options.")
    gender = graphene.String(description="A value of the options.")
    wants_gender = _list("Values of the options; none: anybody.")
    district = graphene.String(description="A value of the options.")
    reach = _list("Values of the options.")
    slots = _list("Values of the options.")
    interests = _list("Values of the options.")
    dislikes = _list("Values of the options; none of the interests.")
    goals = _list("Values of the options.")
    capacity = graphene.Int(description="How many newcomers at once; locals only.")
    expectations = graphene.String(description="A text, or empty.")
    experience = graphene.String(description="A text, or empty.")
    heard_from = graphene.String(description="A value of the options.")


class SubmitBuddyApplicationInput(CityInput, Own, graphene.InputObjectType):
    """What the applicant agrees to."""

    consents = graphene.List(
        graphene.NonNull(BuddyPurpose), required=True, description="All that they give."
    )


class AgreeToBuddyConductInput(CityInput, Own, graphene.InputObjectType):
    """Which text is agreed to."""

    version = graphene.String(required=True, description="Of the code that was shown.")


class AnswerBuddyProposalInput(CityInput, Own, graphene.InputObjectType):
    """Yes or no to a proposal."""

    match = graphene.ID(required=True, description="The id of the proposal.")
    agrees = graphene.Boolean(required=True, description="True: yes; false: no.")


class AnswerBuddyCheckInInput(CityInput, Own, graphene.InputObjectType):
    """How it goes."""

    check_in = graphene.ID(required=True, description="The id of the check-in.")
    met = graphene.Boolean(required=True, description="Whether the two have met.")
    mood = graphene.Int(description="How it was, from 1, bad, to 5, very good.")
    worried = graphene.Boolean(required=True, description="Whether something worries.")
    note = graphene.String(description="In their own words, for the coordinators.")


class AddBuddyMeetingInput(CityInput, Own, graphene.InputObjectType):
    """When the two have met."""

    match = graphene.ID(required=True, description="The id of the match.")
    held_on = graphene.Date(required=True, description="The day.")
    note = graphene.String(description="In their own words.")


class BuddyItemAnswerInput(graphene.InputObjectType):
    """The answer to an item of a questionnaire."""

    key = graphene.String(required=True, description="The key of the item.")
    value = graphene.Int(required=True, description="The value of an option.")


class AnswerBuddyQuestionnaireInput(CityInput, Own, graphene.InputObjectType):
    """Answers to a questionnaire; items may be left out."""

    questionnaire = graphene.ID(required=True, description="Its id.")
    values = graphene.List(
        graphene.NonNull(BuddyItemAnswerInput), required=True, description="Answers."
    )


class SetBuddyConsentInput(CityInput, Own, graphene.InputObjectType):
    """Giving a consent or taking it back."""

    purpose = graphene.Field(BuddyPurpose, required=True, description="Which one.")
    given = graphene.Boolean(required=True, description="False: it is taken back.")


class ReportBuddyConcernInput(CityInput, graphene.InputObjectType):
    """A worry about somebody's safety; only the safeguarding role reads it."""

    text = graphene.String(required=True, description="What happened.")
    contact_email = graphene.String(description="For questions; nobody has to.")


class TellBuddyConcernInput(CityInput, Own, graphene.InputObjectType):
    """A participant's worry; neither the other nor the coordinators read it."""

    text = graphene.String(required=True, description="What happened.")
    match = graphene.ID(description="The match that it is about.")
    contact_email = graphene.String(description="For questions, if another is better.")
