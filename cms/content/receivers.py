"""Hears of saved and deleted rows; renews the tokens of the cities that show them."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.db.models.signals import (
    m2m_changed,
    post_delete,
    post_migrate,
    post_save,
    pre_delete,
    pre_save,
)
from taggit.models import ItemBase
from wagtail.models import Page, Site
from wagtail.signals import post_page_move

from cms import signals
from cms.content.kinds import NOWHERE, SHARED, Cities, cities_of_pages
from cms.content.models import kinds
from cms.models import ContentVersion, Delivery
from cms.services.content import content_changed, versions_complete
from cms.services.outbox import changes_note

BEFORE = "_content_before"
"""Where a row keeps, while it is saved or deleted, what was read of it before."""


def connect() -> None:
    """Begin to listen."""
    for model in kinds():
        pre_save.connect(before_saving, sender=model)
        post_save.connect(after_saving, sender=model)
        pre_delete.connect(before_deleting, sender=model)
        post_delete.connect(after_deleting, sender=model)
        for relation in model._meta.many_to_many:
            through = relation.remote_field.through
            tags = through is None or issubclass(through, ItemBase)
            if not tags:  # They are rows of their own.
                m2m_changed.connect(after_relating, sender=through)
    post_page_move.connect(after_moving)
    post_save.connect(give_token, sender=Site)
    signals.content_changed.connect(note_for_the_outside)
    post_migrate.connect(renew_all, sender=apps.get_app_config("cms"))


def before_saving(
    sender: type[Model], instance: Model, update_fields: Any = None, **_kwargs: Any
) -> None:
    """Read what the row says until now."""
    if _counts(sender, update_fields):
        kind = kinds()[sender]
        vars(instance)[BEFORE] = kind.facts(sender, instance.pk)


def after_saving(
    sender: type[Model],
    instance: Model,
    raw: bool = False,
    update_fields: Any = None,
    **_kwargs: Any,
) -> None:
    """Compare it with what it says now."""
    if not _counts(sender, update_fields):
        return
    kind = kinds()[sender]
    before = vars(instance).pop(BEFORE, None)
    if raw:  # What a fixture's row refers to may not be there yet.
        _changed(SHARED)
    else:
        _changed(kind.changed(before, kind.facts(sender, instance.pk)))


def before_deleting(sender: type[Model], instance: Model, **_kwargs: Any) -> None:
    """Find out where the row is seen, as long as its relations are there."""
    kind = kinds()[sender]
    facts = kind.facts(sender, instance.pk)
    vars(instance)[BEFORE] = NOWHERE if facts is None else kind.cities(facts)


def after_deleting(instance: Model, **_kwargs: Any) -> None:
    """Renew what showed it."""
    _changed(vars(instance).pop(BEFORE, SHARED))


def after_relating(
    sender: type[Model], instance: Model, action: str, pk_set: Any, **kwargs: Any
) -> None:
    """Renew what shows a row whose many-to-many relations have changed."""
    if action not in {"post_add", "post_remove", "pre_clear"}:
        return
    model = type(instance)
    if kwargs["reverse"] or model not in kinds():
        _changed(SHARED)
        return
    kind = kinds()[model]
    facts = kind.facts(model, instance.pk)
    if facts is None or not kind.is_public(facts):
        return
    if kwargs["model"] is Site and pk_set is not None:
        _changed(Cities(frozenset(pk_set)))
    else:
        _changed(kind.cities(facts))


def after_moving(
    instance: Page, parent_page_before: Page, parent_page_after: Page, **_kwargs: Any
) -> None:
    """Renew the city that a page was moved from, and the one that it was moved to.

    Among the homes it moves others aside, and with them all that lies below them.
    """
    parents = parent_page_before, parent_page_after
    if any(each.is_root() for each in parents):
        _changed(SHARED)
        return
    moved = {instance.pk, *(each.pk for each in parents)}
    _changed(cities_of_pages(pk__in=moved))


def give_token(created: bool, **_kwargs: Any) -> None:
    """Give a new city a token."""
    if created:
        versions_complete()


def renew_all(plan: Any = (), **_kwargs: Any) -> None:
    """Renew every token after migrations, which change rows unheard."""
    needed = {ContentVersion._meta.db_table, Delivery._meta.db_table}
    if not needed <= set(connection.introspection.table_names()):
        return  # They went back to before these were there.
    versions_complete()
    if plan:
        content_changed(site_ids=Site.objects.values_list("pk", flat=True), shared=True)


def note_for_the_outside(
    site_ids: frozenset[int], shared: bool, **_kwargs: Any
) -> None:
    """Put what has changed into the outbox."""
    changes_note(site_ids=site_ids, shared=shared)


def _counts(sender: type[Model], update_fields: Any) -> bool:
    """Return whether a save can write columns that readers see."""
    if update_fields is None:
        return True
    written = {
        getattr(sender._meta.get_field(name), "attname", name) for name in update_fields
    }
    return not written.isdisjoint(kinds()[sender].watched)


def _changed(cities: Cities) -> None:
    content_changed(site_ids=cities.site_ids, shared=cities.shared)
