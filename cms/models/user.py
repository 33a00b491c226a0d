"""The people who work in the hub's admin."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """An account of the admin; what it may do comes from its groups."""

    class Meta(AbstractUser.Meta):
        verbose_name: ClassVar[Any] = _("user")
        verbose_name_plural: ClassVar[Any] = _("users")
