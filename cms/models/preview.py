"""Tokens that open a page or snippet which is not public yet, over the City API."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

SALT = "cms.preview"


def new_seed() -> str:
    return secrets.token_urlsafe(24)


def digest_of(token: str) -> str:
    """Return what is stored of a token: enough to know it again, not to make it."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


def is_signed(token: str) -> bool:
    """Return whether this hub made the token, at some time, for something."""
    try:
        _signer().unsign(token)
    except (BadSignature, UnicodeError):
        return False
    return True


def _signer() -> Signer:
    return Signer(sep=".", salt=SALT)


class PreviewTokenQuerySet(models.QuerySet["PreviewToken"]):
    def valid(self, now: dt.datetime) -> Self:
        return self.filter(expires_at__gt=now)

    def expired(self, now: dt.datetime) -> Self:
        return self.filter(expires_at__lte=now)

    def about(self, content: models.Model, *, parent_id: Any = "") -> Self:
        """Keep those for an instance; one that was never saved, for its place."""
        return self.filter(**identity(content, parent_id=parent_id))


def identity(content: models.Model, *, parent_id: Any = "") -> dict[str, Any]:
    """Return the columns that name what a token is for."""
    return {
        "content_type": ContentType.objects.get_for_model(
            content, for_concrete_model=False
        ),
        "object_id": "" if content.pk is None else str(content.pk),
        "parent_object_id": "" if content.pk is not None else str(parent_id or ""),
    }


class PreviewToken(models.Model):
    """Somebody's leave to read one page or snippet of one city before it is public.

    The token itself is not stored: it follows from `seed` and the hub's secret key,
    so that a copy of the database opens nothing, and the same token can be handed out
    again while it lasts.
    """

    class Kind(models.TextChoices):
        EDITOR = "editor", _("what an editor previews")
        LINK = "link", _("a link to the latest draft")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("shared by"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    site = models.ForeignKey(
        "wagtailcore.Site",
        verbose_name=_("city"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    content_type = models.ForeignKey(
        ContentType, on_delete=models.CASCADE, related_name="+"
    )
    object_id = models.CharField(max_length=255, blank=True)
    parent_object_id = models.CharField(max_length=255, blank=True)
    content = models.JSONField(
        null=True,
        encoder=DjangoJSONEncoder,
        help_text="What the editor sees, unsaved; null for a link to the draft.",
    )
    note = models.CharField(
        _("for whom"),
        max_length=80,
        blank=True,
        help_text=_("A reminder for you, such as: the foreign police."),
    )
    seed = models.CharField(max_length=64, default=new_seed)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("since"))
    expires_at = models.DateTimeField(_("until"), db_index=True)

    objects = PreviewTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("preview")
        verbose_name_plural = _("previews")
        indexes = [models.Index(fields=["content_type", "object_id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "content_type", "object_id", "parent_object_id"],
                condition=Q(kind="editor"),
                name="one_preview_of_an_editor_and_object",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="preview_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(kind="link", content__isnull=True) & ~Q(object_id="")
                | Q(kind="editor", content__isnull=False),
                name="preview_has_what_it_shows",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.created_at:%Y-%m-%d %H:%M}"

    def token(self) -> str:
        """Return the token: letters, digits, `-`, `_` and one dot."""
        key = salted_hmac(SALT, self.seed, algorithm="sha256").hexdigest()
        return _signer().sign(key)
