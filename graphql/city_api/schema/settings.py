"""What is set for a city, as far as its readers need it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import graphene

from city_api.engine.needs import ahead, needs
from city_api.engine.peers import Node, Peers, nodes
from city_api.schema.enums import Channel, Region, Weekday
from city_api.schema.fields import from_row, many, maybe, one, string
from city_api.schema.media import Image
from city_api.schema.people import Organisation
from cms.models import Funding as FundingModel
from cms.models import Image as ImageModel
from cms.models import Organisation as OrganisationModel
from cms.plugins import registry
from cms.selectors.reader import Reader


def settings_node(reader: Reader) -> Node:
    """Return the city's settings as a row with everything that it refers to."""
    settings = reader.city.settings
    return reader.remember("settings", lambda: Peers(reader, [settings]).node(settings))


class Bounds(graphene.ObjectType):
    """A box on the map, in degrees of WGS 84."""

    south = one(graphene.Float, "Its southern edge.")
    west = one(graphene.Float, "Its western edge.")
    north = one(graphene.Float, "Its northern edge.")
    east = one(graphene.Float, "Its eastern edge.")


class MapView(graphene.ObjectType):
    """Where a map of the city begins."""

    latitude = maybe(graphene.Float, "The centre, in degrees north, WGS 84.")
    longitude = maybe(graphene.Float, "The centre, in degrees east, WGS 84.")
    zoom = one(graphene.Int, "The zoom, as web maps count it.")
    bounds = maybe(Bounds, "How far the city reaches.")

    class Meta:
        default_resolver = from_row

    @staticmethod
    def resolve_bounds(node: Node, _info: Any) -> dict[str, Any] | None:
        edges = {
            name: getattr(node.row, name) for name in ("south", "west", "north", "east")
        }
        return None if None in edges.values() else edges


class Brand(graphene.ObjectType):
    """What a city's site looks like."""

    colour_primary = string("The main colour, as #rrggbb.")
    colour_accent = string("The accent colour, as #rrggbb.")
    logo = maybe(Image, "The logo.")

    class Meta:
        default_resolver = from_row

    @staticmethod
    @needs(links={"logo_id": ImageModel})
    def resolve_logo(node: Node, _info: Any) -> Node | None:
        return node.linked("logo_id", ImageModel)


class OpeningSpan(graphene.ObjectType):
    """A span of opening hours on a weekday, local time."""

    weekday = one(Weekday, "The day.")
    opens = one(graphene.Time, "When it opens.")
    closes = one(graphene.Time, "When it closes.")


class Contact(graphene.ObjectType):
    """How to reach the centre."""

    organisation = maybe(Organisation, "The organisation that runs it.")
    email = string("Its e-mail address.")
    phone = string("Its phone number.")
    street_address = string("Street and number.")
    postal_code = string("Postcode.")
    address_locality = string("Town.")
    opening_hours = many(OpeningSpan, "When it is open, from Monday on.")
    opening_note = string("A note on that, or empty.")

    class Meta:
        default_resolver = from_row

    @staticmethod
    @needs(links={"organisation_id": OrganisationModel})
    def resolve_organisation(node: Node, _info: Any) -> Node | None:
        return node.linked("organisation_id", OrganisationModel)

    @staticmethod
    def resolve_opening_hours(node: Node, _info: Any) -> Sequence[Any]:
        return list(node.row.opening_hours.order_by("weekday", "opens"))

    @staticmethod
    def resolve_opening_note(node: Node, _info: Any) -> str:
        return node.reader.text(node.row.opening_note)


class SocialChannel(graphene.ObjectType):
    """Where a centre speaks to its readers."""

    kind = one(Channel, "Which channel it is.")
    url = string("Its address there.")


class Funding(graphene.ObjectType):
    """Who pays for the centre, and what must be published about it."""

    organisation = maybe(Organisation, "Who pays, if it is public.")
    programme = string("The programme, or empty.")
    registration_number = string("The number of the project, or empty.")
    publicity = string("The sentence that the funder asks for, or empty.")
    logo = maybe(Image, "The logo to show.")

    class Meta:
        default_resolver = from_row

    @staticmethod
    @needs(links={"organisation_id": OrganisationModel})
    def resolve_organisation(node: Node, _info: Any) -> Node | None:
        return node.linked("organisation_id", OrganisationModel)

    @staticmethod
    def resolve_publicity(node: Node, _info: Any) -> str:
        return node.reader.text(node.row.publicity)

    @staticmethod
    @needs(links={"logo_id": ImageModel, "organisation_id": OrganisationModel})
    def resolve_logo(node: Node, _info: Any) -> Node | None:
        own = node.linked("logo_id", ImageModel)
        organisation = node.linked("organisation_id", OrganisationModel)
        if own or organisation is None:
            return own
        return organisation.linked("logo_id", ImageModel)


class Feature(graphene.ObjectType):
    """A plugin of the hub, on or off in this city."""

    name = string("Its name.")
    title = string("Its title in the reader's language.")
    enabled = one(graphene.Boolean, "Whether this city has it.")


class SiteSettings(graphene.ObjectType):
    """What is set for a city."""

    region = one(Region, "The region it lies in.")
    municipality_code = string("The code of the town in the Czech register RÚIAN.")
    map = one(MapView, "Where a map of the city begins.")
    brand = one(Brand, "What its site looks like.")
    contact = one(Contact, "How to reach the centre.")
    channels = many(SocialChannel, "Where it speaks to its readers.")
    fundings = many(Funding, "Who pays for it.")
    features = many(Feature, "The plugins of the hub.")
    microsite_url = string("The address of its web site, if not the hub's; or empty.")

    @staticmethod
    def resolve_region(reader: Reader, _info: Any) -> str:
        return reader.city.settings.region

    @staticmethod
    def resolve_municipality_code(reader: Reader, _info: Any) -> str:
        return reader.city.settings.municipality_code

    @staticmethod
    @ahead
    def resolve_map(reader: Reader, _info: Any) -> Node:
        return settings_node(reader)

    @staticmethod
    @ahead
    def resolve_brand(reader: Reader, _info: Any) -> Node:
        return settings_node(reader)

    @staticmethod
    @ahead
    def resolve_contact(reader: Reader, _info: Any) -> Node:
        return settings_node(reader)

    @staticmethod
    def resolve_channels(reader: Reader, _info: Any) -> Sequence[Any]:
        return list(reader.city.settings.channels.all())

    @staticmethod
    @ahead
    def resolve_fundings(reader: Reader, _info: Any) -> list[Node]:
        return nodes(reader, FundingModel.objects.filter(settings=reader.city.settings))

    @staticmethod
    def resolve_features(reader: Reader, _info: Any) -> list[dict[str, Any]]:
        disabled = reader.city.settings.disabled_features
        return [
            {"name": name, "title": str(title), "enabled": name not in disabled}
            for name, title in registry.feature_choices()
        ]

    @staticmethod
    def resolve_microsite_url(reader: Reader, _info: Any) -> str:
        return reader.city.settings.microsite_url
