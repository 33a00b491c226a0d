"""The hub as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Hub")

    def ready(self) -> None:
        from cms import checks, pictures, policies, translation  # noqa: F401  checks register
        from cms.plugins import checks as plugin_checks  # noqa: F401

        policies.register()
        pictures.connect()
        translation.connect()
