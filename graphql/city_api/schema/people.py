"""People, organisations, topics."""

from __future__ import annotations

from typing import Any

import graphene

from city_api.engine import ids
from city_api.engine.needs import needs
from city_api.engine.peers import Node
from city_api.schema.connection import connection_type
from city_api.schema.enums import OrganisationKind, OrganisationRole
from city_api.schema.fields import from_row, many, maybe, one, string
from city_api.schema.locale import Locale
from city_api.schema.media import Image
from city_api.schema.scalars import LanguageCode
from cms.languages import language_list
from cms.models import Image as ImageModel
from cms.models import Organisation as OrganisationModel


def locale_of(node: Node) -> Any:
    """Return the language that a row is written in."""
    return next(each for each in node.reader.locales if each.pk == node.row.locale_id)


def fallback_of(node: Node) -> Any:
    """Return the asked language, if a row is not written in it."""
    asked = node.reader.locale
    return asked if node.row.locale_id != asked.pk else None


class Organisation(graphene.ObjectType):
    """An office, a partner or a funder."""

    id = one(graphene.ID, "Its opaque id.")
    name = string("Its name.")
    ico = string("IČO, the Czech company number: eight digits, or empty.")
    kind = one(OrganisationKind, "What kind of partner it is.")
    role = one(OrganisationRole, "What it is to the centre.")
    description = string("What it does.")
    street_address = string("Street and number.")
    postal_code = string("Postcode.")
    address_locality = string("Town.")
    website = string("The address of its web site.")
    email = string("Its e-mail address.")
    phone = string("Its phone number.")
    logo = maybe(Image, "Its logo.")

    class Meta:
        default_resolver = from_row

    @staticmethod
    def resolve_id(node: Node, _info: Any) -> str:
        return ids.encode("Organisation", node.row.pk)

    @staticmethod
    @needs(links={"logo_id": ImageModel})
    def resolve_logo(node: Node, _info: Any) -> Node | None:
        return node.linked("logo_id", ImageModel)


class Person(graphene.ObjectType):
    """Somebody who writes, advises or can be asked."""

    id = one(graphene.ID, "Their opaque id.")
    name = string("Their name.")
    job_title = string("What they do.")
    bio = string("A few sentences about them.")
    email = string("Their public e-mail address.")
    phone = string("Their public phone number.")
    languages = many(LanguageCode, "The languages that they serve people in.")
    organisation = maybe(Organisation, "Where they work.")
    photo = maybe(Image, "What they look like.")

    class Meta:
        default_resolver = from_row

    @staticmethod
    def resolve_id(node: Node, _info: Any) -> str:
        return ids.encode("Person", node.row.pk)

    @staticmethod
    @needs("languages")
    def resolve_languages(node: Node, _info: Any) -> list[str]:
        return language_list(node.row.languages)

    @staticmethod
    @needs(links={"organisation_id": OrganisationModel})
    def resolve_organisation(node: Node, _info: Any) -> Node | None:
        return node.linked("organisation_id", OrganisationModel)

    @staticmethod
    @needs(links={"photo_id": ImageModel})
    def resolve_photo(node: Node, _info: Any) -> Node | None:
        return node.linked("photo_id", ImageModel)


class Topic(graphene.ObjectType):
    """A life situation that guides are sorted by."""

    id = one(graphene.ID, "Its opaque id, the same in all languages.")
    slug = string("Its short name for addresses, the same in all languages.")
    name = string("Its name.")
    description = string("What belongs to it.")
    icon = string("The name of an icon, or empty.")
    locale = one(Locale, "The language that it is written in.")
    fallback_from = maybe(Locale, "The asked language, if it is not written in it.")

    class Meta:
        default_resolver = from_row

    @staticmethod
    @needs()
    def resolve_id(node: Node, _info: Any) -> str:
        return str(node.row.translation_key)

    @staticmethod
    @needs()
    def resolve_locale(node: Node, _info: Any) -> Any:
        return locale_of(node)

    @staticmethod
    @needs()
    def resolve_fallback_from(node: Node, _info: Any) -> Any:
        return fallback_of(node)


PersonConnection = connection_type(Person, "People")
OrganisationConnection = connection_type(Organisation, "Organisations")
