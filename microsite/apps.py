"""The built-in city site as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MicrositeConfig(AppConfig):
    name = "microsite"
    verbose_name = _("City site")
