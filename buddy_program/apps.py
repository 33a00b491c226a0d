"""The buddy programme as a plugin: its table of contents."""

from django.utils.translation import gettext_lazy as _

from cms.plugins.contract import Block, Plugin, PluginConfig, RouteKind


class BuddyProgramConfig(PluginConfig):
    name = "buddy_program"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Buddy programme")
    plugin = Plugin(
        title=_("Buddy programme"),
        contract=1,
        bench="buddy_program.bench.cases",
        blocks=(
            Block(
                "buddy_program_invitation",
                "buddy_program.blocks.InvitationBlock",
                "buddy_program.schema.blocks.BuddyInvitationBlock",
            ),
        ),
        site_fields=("buddy_program.schema.queries.SiteFields",),
        route_kinds=(
            RouteKind(
                "buddy_program.schema.queries.BuddyEntrance",
                "buddy_program.schema.queries.entrance_at",
            ),
        ),
        urls="buddy_program.urls",
        mutations=("buddy_program.schema.mutations.Mutations",),
        operations="buddy_program/operations",
        content_models=("buddy_program.Programme",),
        personal_data="buddy_program.privacy",
        demo="buddy_program.demo.loader.load",
    )

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from buddy_program import policies
        from buddy_program.guards import raise_guards

        policies.register()
        post_migrate.connect(raise_guards, sender=self)
