"""What is done to places."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from wagtail.log_actions import log

from cms import access
from cms.services.content import content_transaction
from use_it_map.choices import Verifier
from use_it_map.models import PlacePage

VERIFIED = "use_it_map.place.verified"


class NotAllowed(Exception):
    """The user may not change the place."""


@content_transaction()
def place_verify(*, place: PlacePage, user: Any, today: dt.date) -> None:
    """Note that the centre has looked today and all of a place is still right.

    It is noted in every language, since a place is the same in all. What readers see
    is changed at once; a draft keeps its other changes.

    Raises:
        NotAllowed: if the user may not edit the place; nothing has changed then.
    """
    if not access.may_edit_page(user, place):
        raise NotAllowed
    place_note_verified(place=place, by=Verifier.CENTRE, user=user, today=today)


@content_transaction()
def place_note_verified(
    *, place: PlacePage, by: Verifier, user: Any, today: dt.date
) -> None:
    """Note who found a place to be right, and when; whoever calls has asked whether.

    `user` is None where the place itself has said so.
    """
    said = {"verified_on": today.isoformat(), "verified_by": str(by)}
    values = {"verified_on": today, "verified_by": by}
    for page in _translations(place):
        revision = _set(page, values, user)
        log(
            instance=page,
            action=VERIFIED,
            user=user,
            revision=revision,
            data=said,
            content_changed=True,
        )


@content_transaction()
def place_set_state(*, place: PlacePage, state: str, user: Any) -> None:
    """Say in every language whether a place still exists; readers see it at once.

    Raises:
        NotAllowed: if the user may not publish the place; nothing has changed then.
    """
    if not place.permissions_for_user(user).can_publish():
        raise NotAllowed
    _set_everywhere(place, {"state": state}, user)


@content_transaction()
def place_assign(*, place: PlacePage, maintainer: Any | None, user: Any) -> None:
    """Give a place to a colleague, who keeps it true, or to nobody.

    Raises:
        NotAllowed: if the user may not edit the place, or the maintainer doesn't work
            for its city; nothing has changed then.
    """
    city = access.city_of_page(place)
    stranger = maintainer is not None and (
        city is None
        or not access.colleagues_in([city]).filter(pk=maintainer.pk).exists()
    )
    if stranger or not access.may_edit_page(user, place):
        raise NotAllowed
    _set_everywhere(place, {"maintainer": maintainer}, user)


def _set_everywhere(place: PlacePage, values: dict[str, Any], user: Any) -> None:
    for page in _translations(place):
        revision = _set(page, values, user)
        log(
            instance=page,
            action="wagtail.edit",
            user=user,
            revision=revision,
            content_changed=True,
        )


def _translations(place: PlacePage) -> QuerySet[PlacePage]:
    """Return the page in all languages, without copies that follow another page."""
    pages = place.get_translations(inclusive=True).filter(alias_of=None)
    found: QuerySet[PlacePage] = pages.specific()
    return found


def _set(place: PlacePage, values: dict[str, Any], user: Any) -> Any:
    """Set values in the draft and for readers; return the new revision."""
    pending = place.has_unpublished_changes
    draft = place.get_latest_revision_as_object()
    for name, value in values.items():
        setattr(draft, name, value)
    if place.live and pending:
        # Readers must not get the draft, so only these go to the public page.
        public = PlacePage.objects.get(pk=place.pk)
        for name, value in values.items():
            setattr(public, name, value)
        public.save(update_fields=[*values, "review_due_on"])
    revision = draft.save_revision(user=user, clean=False)
    if place.live and not pending:
        revision.publish(user=user, skip_permission_checks=True, log_action=False)
    return revision
