"""System checks of an installation: what works, but not as it should.

Ids: `settings.W001` no shared cache, `settings.W002` no mail server, `settings.E001`
static files not collected, `settings.E002` nothing to purge with. Each stands in
`docs/reference/settings.md`.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004
from django.utils.module_loading import import_string

from cms.purging import purge_backend


@register(Tags.caches, deploy=True)
def shared_cache(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Warn where each process of the server would keep a cache of its own."""
    if "locmem" not in settings.CACHES["default"]["BACKEND"]:
        return []
    return [
        Warning(
            "Each process of the server keeps a cache of its own.",
            hint="Set CACHE_URL, for example to redis://127.0.0.1:6379/0.",
            id="settings.W001",
        )
    ]


@register(Tags.compatibility, deploy=True)
def mail_server(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Warn where mails (forgotten passwords, workflow) would go nowhere."""
    if not settings.EMAIL_BACKEND.endswith("dummy.EmailBackend"):
        return []
    return [
        Warning(
            "No mail is sent: a forgotten password can't be reset.",
            hint="Set EMAIL_URL and VITEJ_MAIL_FROM.",
            id="settings.W002",
        )
    ]


@register(Tags.compatibility)
def usable_purge_backend(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Refuse a class for purging that isn't there; each purge would wait for ever."""
    try:
        purge_backend()
    except (ImportError, TypeError) as error:
        return [
            Error(
                f"VITEJ_PURGE_BACKEND can't be used: {error}",
                hint="Name a class, such as cms.purging.Fastly.",
                id="settings.E002",
            )
        ]
    return []


@register(Tags.staticfiles, deploy=True)
def collected_static_files(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Refuse a server whose pages would fail for want of the list of static files."""
    backend = import_string(settings.STORAGES["staticfiles"]["BACKEND"])
    manifest = Path(settings.STATIC_ROOT, "staticfiles.json")
    if not issubclass(backend, ManifestFilesMixin) or manifest.exists():
        return []
    return [
        Error(
            "The static files of this version haven't been collected.",
            hint="Run: python manage.py collectstatic --noinput",
            id="settings.E001",
        )
    ]
