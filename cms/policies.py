"""Which permission policy decides about which model."""

from wagtail.permissions import register_permission_policy

from cms.access import (
    CityPermissionPolicy,
    SettingsPermissionPolicy,
    SharedPermissionPolicy,
)
from cms.models import (
    CrisisNotice,
    Delivery,
    MediaMention,
    Organisation,
    Person,
    Topic,
    WebhookEndpoint,
)


def register() -> None:
    """Say it to Wagtail, before anything has asked."""
    for model in (Person, Organisation, MediaMention):
        register_permission_policy(model, CityPermissionPolicy(model))
    register_permission_policy(
        CrisisNotice, CityPermissionPolicy(CrisisNotice, field="cities")
    )
    register_permission_policy(Topic, SharedPermissionPolicy(Topic))
    for settings in (Delivery, WebhookEndpoint):
        register_permission_policy(settings, SettingsPermissionPolicy(settings))
