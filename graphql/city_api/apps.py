"""The City API as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CityApiConfig(AppConfig):
    name = "city_api"
    verbose_name = _("City API")
