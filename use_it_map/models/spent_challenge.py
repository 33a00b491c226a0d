"""Challenges that were answered: each works once."""

from __future__ import annotations

from django.db import models


class SpentChallenge(models.Model):
    """An answered challenge, by the hash of its signature, until it would expire."""

    digest = models.CharField(max_length=64, primary_key=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "spent challenge"
        verbose_name_plural = "spent challenges"

    def __str__(self) -> str:
        return self.digest
