"""What all mutations have in common. The core has none: plugins bring them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import graphene
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from graphene.utils.str_converters import to_camel_case

from city_api.engine.errors import ApiError
from city_api.schema.enums import described
from city_api.schema.fields import many, maybe, one, string
from city_api.schema.query import resolve_site
from city_api.schema.scalars import LanguageCode
from cms.plugins import registry

UserErrorCode = described(
    "UserErrorCode",
    "Why nothing was changed.",
    {
        "INVALID": ("INVALID", "A value is wrong."),
        "NOT_FOUND": (
            "NOT_FOUND",
            "What the input names isn't there or isn't public.",
        ),
        "REFUSED": ("REFUSED", "The values are right, but the rules don't allow it."),
        "SITE_NOT_FOUND": ("SITE_NOT_FOUND", "There is no such city."),
        "LOCALE_NOT_OFFERED": ("LOCALE_NOT_OFFERED", "The city lacks the language."),
        "FEATURE_OFF": ("FEATURE_OFF", "The city has the feature switched off."),
    },
)


class UserError(graphene.ObjectType):
    """Why nothing was changed, for the person who tried."""

    code = one(UserErrorCode, "For programs.")
    field = graphene.List(
        graphene.NonNull(graphene.String),
        description="The path to the field of the input; null: the input as a whole.",
    )
    message = string("For people, in the asked language.")


class CityInput:
    """The fields that the input of every mutation has: which city, which language."""

    site = graphene.String(
        required=True, description="The city's short name, such as ostrava."
    )
    locale = LanguageCode(
        description="The language of messages; null: the city's default."
    )


def payload(name: str, result: Any, description: str) -> Any:
    """Return the type that a mutation answers with: its result or its errors."""
    return type(
        name,
        (graphene.ObjectType,),
        {
            "result": maybe(result, "What was made or changed; null after an error."),
            "errors": many(UserError, "Why nothing was changed; empty if it was."),
            "Meta": {"description": description},
        },
    )


def user_error(code: str, message: Any, *field: str) -> dict[str, Any]:
    """Return a payload without a result and with one error."""
    return _refusal([_error(code, message, *field)])


def through_city(mixin: type) -> type:
    """Return a plugin's class of mutations, each reached through a city only.

    A resolver `(site, info, input)` is called with the reader of the city and
    language that the input names, where the city has the plugin on; a
    `ValidationError` becomes errors at the fields of the input.
    """
    plugin = registry.plugin_of(mixin)
    resolvers = {
        name: staticmethod(_through_city(getattr(mixin, name), plugin))
        for name in dir(mixin)
        if name.startswith("resolve_")
    }
    return type(mixin.__name__, (mixin,), resolvers)


def _through_city(resolve: Callable[..., Any], plugin: str) -> Callable[..., Any]:
    def resolver(root: Any, info: Any, input: Any) -> Any:  # noqa: A002
        try:
            site = resolve_site(root, info, slug=input.site, locale=input.get("locale"))
        except ApiError as error:
            code = (error.extensions or {})["code"]
            field = "locale" if code == "LOCALE_NOT_OFFERED" else "site"
            return user_error(code, error.message, field)
        with translation.override(site.locale.language_code):
            if not registry.enabled_for(plugin, site.city.settings.disabled_features):
                message = _("This city doesn't offer that at the moment.")
                return user_error("FEATURE_OFF", message, "site")
            try:
                return resolve(site, info, input)
            except ValidationError as error:
                return _refusal(list(_errors(error)))

    return resolver


def _errors(error: ValidationError) -> Iterator[dict[str, Any]]:
    if not hasattr(error, "error_dict"):
        yield from (_error("INVALID", message) for message in error.messages)
        return
    for name, messages in error.message_dict.items():
        path = [] if name == NON_FIELD_ERRORS else [to_camel_case(name)]
        yield from (_error("INVALID", message, *path) for message in messages)


def _error(code: str, message: Any, *field: str) -> dict[str, Any]:
    return {"code": code, "field": list(field) or None, "message": str(message)}


def _refusal(errors: list[dict[str, Any]]) -> dict[str, Any]:
    return {"result": None, "errors": errors}
