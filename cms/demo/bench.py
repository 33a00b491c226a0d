"""What one loading of the demo has at hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from wagtail.models import Collection, Locale, Site

from cms.demo.entities import (
    SOURCE_LANGUAGE,
    TARGET_LANGUAGES,
    City,
    Demo,
    Messages,
    Texts,
)
from cms.demo.progress import Progress
from cms.models import Document, Image, Organisation, Person, Topic, User


@dataclass
class Place:
    """A city while it is loaded: its site, and what can be referred to in it."""

    city: City
    site: Site
    collection: Collection
    people: dict[str, Person] = field(default_factory=dict)
    pages: dict[str, Any] = field(default_factory=dict)


@dataclass(kw_only=True)
class Bench:
    """What is made once and referred to later, by key.

    Attributes:
        files: takes the files away again that a failed loading has written.
        to_translate: what is published, with its messages by language and its slugs.
    """

    demo: Demo
    now: dt.datetime
    port: int
    bar: Progress
    files: ExitStack
    pictures: dict[str, Image] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    accounts: dict[str, User] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    to_translate: list[tuple[Any, Mapping[str, Messages], Texts | None]] = field(
        default_factory=list
    )

    @property
    def today(self) -> dt.date:
        return timezone.localdate(self.now)

    @property
    def locale(self) -> Locale:
        """Return the language that the content is written in."""
        return Locale.objects.get(language_code=SOURCE_LANGUAGE)

    @property
    def admin(self) -> User:
        return self.accounts["admin"]

    def publish(self, instance: Any) -> None:
        """Save and publish a page or snippet.

        Raises:
            ValidationError: if an editor could not have saved it.
        """
        instance.full_clean()
        if not instance.pk:
            instance.save()
        instance.save_revision(user=self.admin).publish(user=self.admin)
        instance.refresh_from_db()

    def messages_of(self, city: City) -> dict[str, Messages]:
        """Return a city's translations by language, the shared ones among them."""
        return {
            code: {**self.demo.messages[code], **city.messages[code]}
            for code in TARGET_LANGUAGES
        }
