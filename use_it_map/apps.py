"""The Use It Map as a plugin: its table of contents."""

from django.utils.translation import gettext_lazy as _

from cms.plugins.contract import Plugin, PluginConfig


class UseItMapConfig(PluginConfig):
    name = "use_it_map"
    verbose_name = _("Use It Map")
    plugin = Plugin(title=_("Use It Map"), contract=1)
