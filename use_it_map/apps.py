"""The Use It Map as a plugin: its table of contents."""

from django.utils.translation import gettext_lazy as _

from cms.plugins.contract import Block, PageType, Plugin, PluginConfig


class UseItMapConfig(PluginConfig):
    name = "use_it_map"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Use It Map")
    plugin = Plugin(
        title=_("Use It Map"),
        contract=1,
        blocks=(
            Block(
                "use_it_map_map",
                "use_it_map.blocks.MapBlock",
                "use_it_map.schema.blocks.PlaceMapBlock",
            ),
            Block(
                "use_it_map_places",
                "use_it_map.blocks.PlacesBlock",
                "use_it_map.schema.blocks.PlaceListBlock",
            ),
            Block(
                "use_it_map_place",
                "use_it_map.blocks.PlaceBlock",
                "use_it_map.schema.blocks.PlaceCardBlock",
            ),
        ),
        page_types=(
            PageType("use_it_map.MapPage", "use_it_map.schema.pages.PlaceMap"),
            PageType("use_it_map.PlacePage", "use_it_map.schema.types.Place"),
        ),
        site_fields=("use_it_map.schema.queries.SiteFields",),
        demo="use_it_map.demo.loader.load",
        bench="use_it_map.bench.bench",
        content_models=("use_it_map.PlaceCategory",),
        mutations=("use_it_map.schema.mutations.Mutations",),
        operations="use_it_map/operations",
        urls="use_it_map.urls",
        personal_data="use_it_map.privacy",
    )

    def ready(self) -> None:
        from use_it_map import policies

        policies.register()
