"""The hub as a Django app."""

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Hub")

    def ready(self) -> None:
        from django.db.backends.signals import connection_created

        from cms import checks, page_purging, pictures, policies, translation  # noqa: F401  checks register
        from cms.admin import exports, starters
        from cms.content import receivers, statements
        from cms.content_security import let_admin_frame
        from cms.plugins import checks as plugin_checks  # noqa: F401
        from cms.request_log import count_sql_of
        from cms.selectors.preview import preview_origins

        starters.install()
        exports.install()
        connection_created.connect(count_sql_of)
        if settings.VITEJ_SENTRY_DSN:
            report_errors()
        policies.register()
        pictures.connect()
        translation.connect()
        receivers.connect()
        statements.connect()
        page_purging.connect()
        let_admin_frame(preview_origins)


def report_errors() -> None:
    """Send errors to Sentry; its package is there only where it is wanted."""
    from cms import error_reports

    error_reports.start(
        settings.VITEJ_SENTRY_DSN, environment=settings.VITEJ_SENTRY_ENVIRONMENT
    )
