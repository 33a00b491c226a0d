"""What visitors and owners of places may send."""

from __future__ import annotations

from typing import Any

import graphene
from django.db import transaction
from django.utils.translation import gettext as _

from city_api.engine.ids import decode, encode
from city_api.schema.enums import described
from city_api.schema.fields import one, string
from city_api.schema.mutations import CityInput, payload, user_error
from cms.selectors.reader import Reader
from use_it_map.models import PlacePage, PlaceSuggestion
from use_it_map.proposals import FIELDS
from use_it_map.services.challenge import (
    ChallengeRefused,
    challenge_make,
    challenge_spend,
)
from use_it_map.services.owner_links import BadToken, owner_confirm
from use_it_map.services.suggestions import (
    NewSuggestion,
    TooManyWaiting,
    suggestion_add,
)

Kind = PlaceSuggestion.Kind

PlaceReportReason = described(
    "PlaceReportReason",
    "What is the matter with a place.",
    {
        "CLOSED": ("closed", "It is closed for good."),
        "WRONG": ("wrong", "Something is wrong; the message says what."),
        "DUPLICATE": ("duplicate", "It stands on the map twice."),
    },
)


class PlaceChallenge(graphene.ObjectType):
    """A little work for a visitor's browser, to be done before something is sent.

    It is ALTCHA's, version 2 (https://altcha.org); its answer works once, for the city.
    """

    json = string("The challenge as ALTCHA's widget takes it, in JSON.")


class PlaceSuggestionReceipt(graphene.ObjectType):
    """What became of a suggestion: it waits for the centre to decide."""

    reference = one(graphene.ID, "What to name in a letter to the centre.")


class PlaceConfirmation(graphene.ObjectType):
    """A place that its owner has found to be right."""

    title = string("The name of the place.")
    verified_on = one(graphene.Date, "The day that the map shows for it.")


class CreatePlaceChallengeInput(CityInput, graphene.InputObjectType):
    """For which city."""


class Sender:
    """The fields of everything that a visitor sends."""

    challenge = graphene.String(
        required=True,
        description="The answer to a challenge of the city, as the widget gives it.",
    )
    message = graphene.String(description="In the visitor's own words.")
    contact_email = graphene.String(
        description="For questions of the centre; deleted some time after it decided."
    )


class Proposal:
    """What a place should say; what is left out stays as it is."""

    title = graphene.String(description="The name.")
    description = graphene.String(description="What one finds there.")
    category = graphene.String(description="The slug of a category.")
    street = graphene.String(description="The street.")
    house_number = graphene.String(description="Such as 372/2.")
    postcode = graphene.String(description="The postcode.")
    municipality = graphene.String(description="The town.")
    latitude = graphene.Float(description="Degrees north, WGS 84.")
    longitude = graphene.Float(description="Degrees east, WGS 84.")
    opening_hours = graphene.String(description="As OpenStreetMap writes them.")
    opening_hours_note = graphene.String(description="A note on them, in words.")
    wheelchair = graphene.String(description="yes, limited or no, as OpenStreetMap.")
    phone = graphene.String(description="The place's phone.")
    email = graphene.String(description="The place's e-mail, for the public.")
    website = graphene.String(description="The place's website.")
    booking_url = graphene.String(description="Where one books.")
    languages = graphene.List(
        graphene.NonNull(graphene.String), description="Spoken there; BCP 47 codes."
    )


class SuggestPlaceInput(CityInput, Sender, Proposal, graphene.InputObjectType):
    """A place that the map lacks: a title, a description and a point at the least."""


class SuggestPlaceChangeInput(CityInput, Sender, Proposal, graphene.InputObjectType):
    """What should be different about a place."""

    place = graphene.ID(required=True, description="The id of the place.")


class ReportPlaceInput(CityInput, Sender, graphene.InputObjectType):
    """What is the matter with a place."""

    place = graphene.ID(required=True, description="The id of the place.")
    reason = graphene.Field(
        PlaceReportReason, required=True, description="What is the matter."
    )
    duplicate_of = graphene.ID(description="Of a duplicate: the id of the other place.")


class ConfirmPlaceInput(CityInput, graphene.InputObjectType):
    """The word of a place's owner that everything is right."""

    token = graphene.String(required=True, description="From the mail to the owner.")


def _argument(kind: Any, description: str) -> Any:
    return graphene.Argument(kind, required=True, description=description)


class Mutations:
    """Plain: the hub makes it a part of the type `Mutation`."""

    create_place_challenge = one(
        payload("CreatePlaceChallengePayload", PlaceChallenge, "The challenge."),
        "Ask for the work that comes before a suggestion.",
        input=_argument(CreatePlaceChallengeInput, "For which city."),
    )
    suggest_place = one(
        payload("SuggestPlacePayload", PlaceSuggestionReceipt, "What became of it."),
        "Suggest a place that the map lacks.",
        input=_argument(SuggestPlaceInput, "The place."),
    )
    suggest_place_change = one(
        payload(
            "SuggestPlaceChangePayload", PlaceSuggestionReceipt, "What became of it."
        ),
        "Suggest what should be different about a place.",
        input=_argument(SuggestPlaceChangeInput, "The change."),
    )
    report_place = one(
        payload("ReportPlacePayload", PlaceSuggestionReceipt, "What became of it."),
        "Report a place that is closed, wrong or there twice.",
        input=_argument(ReportPlaceInput, "The report."),
    )
    confirm_place = one(
        payload("ConfirmPlacePayload", PlaceConfirmation, "What was confirmed."),
        "Confirm, as the owner of a place, that everything is right.",
        input=_argument(ConfirmPlaceInput, "The owner's token."),
    )

    @staticmethod
    def resolve_create_place_challenge(
        site: Reader,
        _info: Any,
        input: Any,  # noqa: A002
    ) -> Any:
        slug = site.city.settings.slug
        text = challenge_make(city=slug, now=site.clock.moment)
        return {"result": {"json": text}, "errors": []}

    @staticmethod
    def resolve_suggest_place(site: Reader, _info: Any, input: Any) -> Any:  # noqa: A002
        return _suggest(site, input, Kind.NEW)

    @staticmethod
    def resolve_suggest_place_change(site: Reader, _info: Any, input: Any) -> Any:  # noqa: A002
        place = _place(site, input.place)
        if place is None:
            return user_error("NOT_FOUND", _("There is no such place here."), "place")
        return _suggest(site, input, Kind.CHANGE, place=place)

    @staticmethod
    def resolve_report_place(site: Reader, _info: Any, input: Any) -> Any:  # noqa: A002
        place = _place(site, input.place)
        other = _place(site, input.get("duplicate_of"))
        missing = _("There is no such place here.")
        if place is None:
            return user_error("NOT_FOUND", missing, "place")
        if input.get("duplicate_of") and other is None:
            return user_error("NOT_FOUND", missing, "duplicateOf")
        reason = getattr(input.reason, "value", input.reason)
        return _suggest(site, input, reason, place=place, duplicate_of=other)

    @staticmethod
    def resolve_confirm_place(site: Reader, _info: Any, input: Any) -> Any:  # noqa: A002
        now = site.clock.moment
        try:
            place = owner_confirm(token=input.token, site_id=site.site_id, now=now)
        except BadToken:
            message = _("This link doesn't work. It may be too old, or was used.")
            return user_error("NOT_FOUND", message, "token")
        today = site.today
        return {"result": {"title": place.title, "verified_on": today}, "errors": []}


def _place(site: Reader, key: str | None) -> PlacePage | None:
    """Return a public place of the city by its id."""
    if key is None:
        return None
    found: PlacePage | None = (
        site.pages(PlacePage).filter(pk=decode("Page", key)).first()
    )
    return found


def _suggest(site: Reader, sent: Any, kind: str, **about: Any) -> Any:
    """Keep a suggestion and use up its challenge; neither without the other."""
    now = site.clock.moment
    said = NewSuggestion(
        site=site.city.site,
        locale=site.locale,
        kind=kind,
        proposed={name: sent.get(name) for name in (*FIELDS, "category", "languages")},
        message=sent.get("message") or "",
        email=sent.get("contact_email") or "",
        **about,
    )
    try:
        with transaction.atomic():
            challenge_spend(
                answer=sent.challenge, city=site.city.settings.slug, now=now
            )
            suggestion = suggestion_add(said=said, now=now)
    except ChallengeRefused:
        message = _("Your browser's answer is too old or was used before. Try again.")
        return user_error("REFUSED", message, "challenge")
    except TooManyWaiting:
        message = _("Very many suggestions wait for the centre. Try again later.")
        return user_error("REFUSED", message)
    reference = encode("PlaceSuggestion", suggestion.pk)
    return {"result": {"reference": reference}, "errors": []}
