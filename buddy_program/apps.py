"""The buddy programme as a plugin: its table of contents."""

from django.utils.translation import gettext_lazy as _

from cms.plugins.contract import Plugin, PluginConfig


class BuddyProgramConfig(PluginConfig):
    name = "buddy_program"
    verbose_name = _("Buddy programme")
    plugin = Plugin(
        title=_("Buddy programme"), contract=1, bench="buddy_program.bench.cases"
    )
