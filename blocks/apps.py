"""The core's blocks as a Django app: their templates and translations."""

from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _


class BlocksConfig(AppConfig):
    name = "blocks"
    verbose_name = _("Blocks")

    def ready(self) -> None:
        from blocks.checks import check_core_blocks

        register(check_core_blocks)
