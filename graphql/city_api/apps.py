"""The City API as a Django app."""

from typing import Any

from django.apps import AppConfig
from django.core.checks import register
from django.core.signals import request_started
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class CityApiConfig(AppConfig):
    name = "city_api"
    verbose_name = _("City API")

    def ready(self) -> None:
        from city_api.checks import check_operations

        register(check_operations)
        request_started.connect(lift_limit_of_others)


def lift_limit_of_others(environ: Any = None, **_kwargs: object) -> None:
    """Take the City API's limit on statements away from a request for something else.

    From one request of the API to the next it stays, as setting it takes a round trip.
    """
    from city_api.engine.budget import lift_limit

    if not environ or environ.get("PATH_INFO") != reverse("graphql"):
        lift_limit()
