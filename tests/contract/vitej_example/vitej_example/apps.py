"""The plugin's table of contents."""

from django.utils.translation import gettext_lazy as _

from cms.plugins.contract import (
    Block,
    PageType,
    Plugin,
    PluginConfig,
    RouteKind,
    SearchKind,
)


class VitejExampleConfig(PluginConfig):
    name = "vitej_example"
    verbose_name = _("Language cafés")
    default_auto_field = "django.db.models.BigAutoField"
    plugin = Plugin(
        title=_("Language cafés"),
        contract=1,
        blocks=(
            Block(
                "vitej_example_table",
                "vitej_example.blocks.TableForTwoBlock",
                "vitej_example.schema.blocks.VitejExampleTable",
            ),
            Block(
                "vitej_example_phrase",
                "vitej_example.blocks.PhraseBlock",
                "vitej_example.schema.blocks.VitejExamplePhrase",
                inner=True,
            ),
        ),
        site_fields=("vitej_example.schema.queries.SiteFields",),
        page_types=(
            PageType(
                "vitej_example.LanguageCafePage",
                "vitej_example.schema.types.LanguageCafePage",
            ),
        ),
        route_kinds=(
            RouteKind(
                "vitej_example.schema.types.PhraseRoute",
                "vitej_example.selectors.phrase_at",
            ),
        ),
        search_kinds=(
            SearchKind(
                "vitej_example.Phrase",
                "vitej_example.schema.types.PhraseSearchResult",
                "vitej_example.selectors.phrases",
            ),
        ),
        sitemap=("vitej_example.selectors.addresses",),
        image_presets="vitej_example.images.PRESETS",
        operations="vitej_example/operations",
        urls="vitej_example.urls",
        content_models=("vitej_example.LanguageCafePage",),
        personal_data="vitej_example.privacy",
        mutations=("vitej_example.schema.mutations.Mutations",),
    )
