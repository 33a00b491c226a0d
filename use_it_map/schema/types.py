"""Places and their categories as readers see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import graphene
import numpy as np
from django.utils.translation import gettext as _

from city_api.engine import pages
from city_api.engine.errors import ApiError
from city_api.engine.needs import needs
from city_api.engine.peers import Node, Peers, linked_of, nodes
from city_api.schema.content_pages import WithHero, linked_nodes
from city_api.schema.enums import Freshness, Licence
from city_api.schema.fields import from_row, many, maybe, one, string
from city_api.schema.locale import Locale
from city_api.schema.media import Image
from city_api.schema.page import Page
from city_api.schema.people import Organisation, fallback_of, locale_of
from city_api.schema.scalars import JSON, LanguageCode
from cms.models import Image as ImageModel
from cms.models import Organisation as OrganisationModel
from cms.selectors.reader import Reader
from use_it_map import choices
from use_it_map.exporting.places import ExportedPlace
from use_it_map.geometry import Point, distances_m
from use_it_map.models import PlaceLanguage as PlaceLanguageModel
from use_it_map.models import PlacePage
from use_it_map.models import PlacePhoto as PlacePhotoModel
from use_it_map.models.category import PlaceCategory as PlaceCategoryModel
from use_it_map.schema.choices import (
    LanguageLevel,
    PlaceIcon,
    PlaceSource,
    PlaceState,
    PlaceVerifier,
    PriceLevel,
    Wheelchair,
)
from use_it_map.schema.hours import Hours, OpeningHours
from use_it_map.selectors.exporting import PAGE_FIELDS, record_of
from use_it_map.structured_data import place_json_ld


def categories_by_key(reader: Reader) -> Mapping[str, Node]:
    """Return the public categories, each in the best language, by translation key."""

    def read() -> dict[str, Node]:
        rows = reader.rows(
            "place categories", lambda: reader.best_snippets(PlaceCategoryModel)
        )
        return {str(node.row.translation_key): node for node in nodes(reader, rows)}

    return reader.remember("place categories", read)


class PlaceCategory(graphene.ObjectType):
    """A kind of place, the same in all cities."""

    id = one(graphene.ID, "Its opaque id, the same in all languages.")
    slug = string("Its short name for filters, the same in all languages.")
    name = string("Its name.")
    icon = one(PlaceIcon, "Its pictogram.")
    osm_tag = string("What OpenStreetMap calls it, such as amenity=doctors, or empty.")
    parent = maybe(lambda: PlaceCategory, "The wider category.")
    locale = one(Locale, "The language that it is written in.")
    fallback_from = maybe(Locale, "The asked language, if it is not written in it.")

    class Meta:
        default_resolver = from_row

    @staticmethod
    @needs()
    def resolve_id(node: Node, _info: Any) -> str:
        return str(node.row.translation_key)

    @staticmethod
    @needs(links={"parent_id": PlaceCategoryModel})
    def resolve_parent(node: Node, _info: Any) -> Node | None:
        return node.linked("parent_id", PlaceCategoryModel)

    @staticmethod
    @needs()
    def resolve_locale(node: Node, _info: Any) -> Any:
        return locale_of(node)

    @staticmethod
    @needs()
    def resolve_fallback_from(node: Node, _info: Any) -> Any:
        return fallback_of(node)


class PlaceAddress(graphene.ObjectType):
    """Where a place is, in words."""

    street = string("The street, or empty.")
    house_number = string("The house's numbers, such as 372/2, or empty.")
    postcode = string("The postcode, or empty.")
    municipality = string("The town, or empty.")
    ruian_code = string("The address's number in the Czech register RÚIAN, or empty.")


class PlaceLanguage(graphene.ObjectType):
    """A language that a place serves people in."""

    tag = one(LanguageCode, "Its BCP 47 code.")
    level = one(LanguageLevel, "How well it is spoken.")
    who = string("Who speaks it there, or empty.")


class PlacePhoto(graphene.ObjectType):
    """A picture of a place."""

    image = maybe(Image, "The picture, if it is public.")
    caption = string("What it shows, or empty.")

    @staticmethod
    def resolve_image(photo: tuple[Any, Any], _info: Any) -> Node | None:
        row, linked = photo
        found: Node | None = linked.node(ImageModel, row.image_id)
        return found

    @staticmethod
    def resolve_caption(photo: tuple[Any, Any], _info: Any) -> str:
        return str(photo[0].caption)


def language_rows(peers: Peers) -> Mapping[Any, Sequence[Any]]:
    """Load the languages of places."""
    return pages.child_rows(peers, PlaceLanguageModel)


def photo_rows(peers: Peers) -> Mapping[Any, Sequence[Any]]:
    """Load the photos of places."""
    found = pages.child_rows(peers, PlacePhotoModel)
    linked = linked_of(peers.reader)
    for rows in found.values():
        for row in rows:
            linked.add(ImageModel, row.image_id)
    return found


def category_ids(peers: Peers) -> Mapping[Any, list[int]]:
    """Load the ids of all categories of places, the main one first."""
    linked = linked_of(peers.reader)
    preview = peers.reader.preview
    found = {row.pk: [row.category_id] if row.category_id else [] for row in peers.rows}
    saved = [row.pk for row in peers.rows if row is not preview]
    through = PlacePage.further_categories.through.objects
    joined = through.filter(placepage__in=saved).order_by("pk")
    for place, category in joined.values_list("placepage_id", "placecategory_id"):
        found[place].append(category)
    for row in peers.rows:
        if row is preview:
            found[row.pk] += [each.pk for each in row.further_categories.all()]
        for pk in found[row.pk]:
            linked.add(PlaceCategoryModel, pk)
    return found


def own_column(name: str, default: Any, node: Any, _info: Any, **_args: Any) -> Any:
    """Resolve a field from the column of the same name; an empty choice is null."""
    value = getattr(pages.own(node).row, name, default)
    return (value or None) if name in CHOICES else value


CHOICES = frozenset({"wheelchair", "price_level", "verified_by"})


class Place(WithHero, graphene.ObjectType):
    """A place on the map: partner, office, doctor, café and the like."""

    description = string("What newcomers find there.")
    category = maybe(PlaceCategory, "What it is first of all.")
    categories = many(PlaceCategory, "All that it is, the main one first.")
    address = one(PlaceAddress, "Where it is, in words.")
    latitude = maybe(graphene.Float, "Degrees of WGS 84; null in some drafts only.")
    longitude = maybe(graphene.Float, "Degrees of WGS 84; null in some drafts only.")
    distance = maybe(
        graphene.Int,
        "How far it is from a point, in metres, as the crow flies.",
        latitude=graphene.Argument(
            graphene.Float, required=True, description="The point's, in degrees."
        ),
        longitude=graphene.Argument(
            graphene.Float, required=True, description="The point's, in degrees."
        ),
    )
    opening_hours = one(OpeningHours, "When it is open.")
    languages = many(PlaceLanguage, "The languages that it serves people in.")
    wheelchair = maybe(Wheelchair, "Wheelchair access; null: not known.")
    price_level = maybe(PriceLevel, "What it costs; null: not known.")
    phone = string("Its public phone number, or empty.")
    email = string("Its public e-mail address, or empty.")
    website = string("The address of its web site, or empty.")
    booking_url = string("Where to book, or empty.")
    benefit = string("What newcomers get there, or empty.")
    why_listed = string("What makes it worth a visit, or empty.")
    listed_by = maybe(Organisation, "Who recommends it.")
    organisation = maybe(Organisation, "Who runs it.")
    hero_image = maybe(Image, "The main picture.")
    photos = many(PlacePhoto, "Further pictures.")
    is_commercial = one(graphene.Boolean, "Whether it earns money with what it offers.")
    state = one(
        PlaceState, "Whether it still exists; lists leave out what is closed for good."
    )
    source = one(PlaceSource, "Where what is known of it comes from.")
    source_url = string("The address of that source, or empty.")
    data_licence = one(Licence, "Under which licence others may use its data.")
    verified_on = maybe(graphene.Date, "The day somebody last looked; null: never.")
    verified_by = maybe(PlaceVerifier, "Who looked; null: not known.")
    review_due_on = maybe(graphene.Date, "The day it must be verified again.")
    freshness = one(Freshness, "Whether it was verified within its review cycle.")
    structured_data = maybe(
        JSON,
        "The place in schema.org's words: a JSON-LD object for search engines, which"
        " stands by itself. Null in drafts without a point.",
    )

    class Meta:
        interfaces = (Page,)
        default_resolver = staticmethod(own_column)

    @staticmethod
    @needs(links={"category_id": PlaceCategoryModel})
    def resolve_category(node: Node, _info: Any) -> Node | None:
        return pages.own(node).linked("category_id", PlaceCategoryModel)

    @staticmethod
    @needs("category_id", loads=(category_ids,), returns=(PlaceCategoryModel,))
    def resolve_categories(node: Node, _info: Any) -> list[Node]:
        found = linked_nodes(node, category_ids, PlaceCategoryModel)
        return list({each.row.pk: each for each in found}.values())

    @staticmethod
    @needs("street", "house_number", "postcode", "municipality", "ruian_code")
    def resolve_address(node: Node, _info: Any) -> Any:
        return pages.own(node).row

    @staticmethod
    @needs("latitude", "longitude")
    def resolve_distance(
        node: Node, _info: Any, latitude: float, longitude: float
    ) -> int | None:
        row, point = pages.own(node).row, Point(latitude, longitude)
        if not point.is_valid:
            raise ApiError("PLACE_FILTER", _("There is no such point on the Earth."))
        if row.latitude is None or row.longitude is None:
            return None
        where = np.array([float(row.latitude)]), np.array([float(row.longitude)])
        return int(distances_m(*where, point)[0])

    @staticmethod
    @needs("opening_hours", "opening_hours_note", "state")
    def resolve_opening_hours(node: Node, _info: Any) -> Hours:
        row = pages.own(node).row
        return Hours(
            text=row.opening_hours,
            note=row.opening_hours_note,
            place_state=choices.PlaceState(row.state),
            clock=node.reader.clock,
            language=node.reader.locale.language_code,
        )

    @staticmethod
    @needs(loads=(language_rows,))
    def resolve_languages(node: Node, _info: Any) -> Sequence[Any]:
        return pages.own(node).load(language_rows) or []

    @staticmethod
    @needs(loads=(photo_rows,), returns=(ImageModel,))
    def resolve_photos(node: Node, _info: Any) -> list[Any]:
        rows = pages.own(node).load(photo_rows) or []
        return [(row, linked_of(node.reader)) for row in rows]

    @staticmethod
    @needs(links={"listed_by_id": OrganisationModel})
    def resolve_listed_by(node: Node, _info: Any) -> Node | None:
        return pages.own(node).linked("listed_by_id", OrganisationModel)

    @staticmethod
    @needs(links={"organisation_id": OrganisationModel})
    def resolve_organisation(node: Node, _info: Any) -> Node | None:
        return pages.own(node).linked("organisation_id", OrganisationModel)

    @staticmethod
    @needs("review_due_on")
    def resolve_freshness(node: Node, _info: Any) -> str:
        place, today = pages.own(node).row, node.reader.today
        return str(place.freshness(today=today).value)

    @staticmethod
    @needs(
        *PAGE_FIELDS,
        links={"category_id": PlaceCategoryModel},
        loads=(language_rows,),
    )
    def resolve_structured_data(node: Node, _info: Any) -> dict[str, Any] | None:
        own = pages.own(node)
        row, category = own.row, own.linked("category_id", PlaceCategoryModel)
        if row.latitude is None or row.longitude is None:
            return None
        place = ExportedPlace(
            key=str(row.translation_key),
            record=record_of(row, languages=own.load(language_rows) or ()),
            url=node.reader.city.root_url + node.reader.path_of(row),
            licence=row.data_licence,
        )
        return place_json_ld(place, osm_tag=category.row.osm_tag if category else "")
