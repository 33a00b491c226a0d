"""What readers may change."""

from typing import Any

import graphene
from django.utils.translation import gettext as _

from city_api.engine.ids import decode
from city_api.engine.peers import nodes
from city_api.schema.fields import one
from city_api.schema.mutations import CityInput, payload, user_error
from cms.selectors.reader import Reader
from vitej_example import selectors
from vitej_example.schema.types import LanguageCafePage
from vitej_example.services import guest_add


class JoinLanguageCafeInput(CityInput, graphene.InputObjectType):
    """Who wants to come to which café."""

    cafe = graphene.ID(required=True, description="The id of the café's page.")
    email = graphene.String(required=True, description="Where to confirm it.")


JoinLanguageCafePayload = payload(
    "JoinLanguageCafePayload", LanguageCafePage, "The café that a guest joined."
)


class Mutations:
    """Plain: the hub makes it a part of the type `Mutation`."""

    join_language_cafe = one(
        JoinLanguageCafePayload,
        "Tell a café that somebody is coming; twice is once.",
        input=graphene.Argument(
            JoinLanguageCafeInput, required=True, description="Who and where."
        ),
    )

    @staticmethod
    def resolve_join_language_cafe(
        site: Reader,
        _info: Any,
        input: JoinLanguageCafeInput,  # noqa: A002
    ) -> dict[str, Any]:
        pk = decode("Page", input.cafe)
        cafe = selectors.cafes(site).filter(pk=pk).first()
        if cafe is None:
            return user_error("NOT_FOUND", _("There is no such café here."), "cafe")
        guest_add(site_id=site.site_id, cafe=cafe, email=input.email)
        return {"result": nodes(site, [cafe])[0], "errors": []}
