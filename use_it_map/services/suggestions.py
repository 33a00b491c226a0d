"""What visitors and owners suggest: taken, accepted, declined, forgotten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Locale, Site

from cms import access
from cms.models import CitySettings
from cms.services.content import content_transaction
from use_it_map.choices import PlaceSource, PlaceState
from use_it_map.models import MapPage, PlaceCategory, PlacePage
from use_it_map.models import PlaceSuggestion as Suggestion
from use_it_map.models.suggestion import ACCEPTED, DECLINED, WAITING
from use_it_map.proposals import WORDS, checked
from use_it_map.services.languages import languages_set

ACCEPT = "use_it_map.suggestion.accepted"
DECLINE = "use_it_map.suggestion.declined"
Kind = Suggestion.Kind
REPORTS = frozenset({Kind.CLOSED, Kind.WRONG, Kind.DUPLICATE})
MAX_MESSAGE = 2000
MOST_OF_CITY = 1_000
MOST_OF_PLACE = 20
"""How many visitors' suggestions wait at most, so that a flood drowns no queue."""


class NotAllowed(Exception):
    """The user may not decide for this city, or not change its places."""


class AlreadyDecided(Exception):
    """Somebody has decided about it before."""


class NoMap(Exception):
    """The city has no map in the suggestion's language to add a place to."""


class TooManyWaiting(Exception):
    """As many as may wait for the city, or about the place, are waiting."""


@dataclass(frozen=True, kw_only=True)
class NewSuggestion:
    """What somebody says, and about what; `email` is the person's own."""

    site: Site
    locale: Locale
    kind: str
    place: PlacePage | None = None
    duplicate_of: PlacePage | None = None
    proposed: Mapping[str, Any] = field(default_factory=dict)
    message: str = ""
    email: str = ""
    source: str = Suggestion.Source.VISITOR


@transaction.atomic
def suggestion_add(*, said: NewSuggestion, now: dt.datetime) -> Suggestion:
    """Keep what somebody suggests until the centre decides.

    The owner of a place is always heard: the link is enough to keep others away.

    Raises:
        ValidationError: by field, if a value can't stand there or nothing is said.
        TooManyWaiting: nothing was kept.
    """
    _check_room(said)
    values: dict[str, Any] = {}
    if said.kind not in REPORTS:
        city = CitySettings.objects.get(site=said.site)
        values = checked(said.proposed, city=city, is_new=said.kind == Kind.NEW)
    _check_person(said.message, said.email)
    if said.kind == Kind.CHANGE and not values and not said.message.strip():
        raise ValidationError(_("Say what should be changed."))
    if said.kind == Kind.WRONG and not said.message.strip():
        raise ValidationError({"message": _("Say what is wrong.")})
    return Suggestion.objects.create(
        site=said.site,
        locale=said.locale,
        kind=said.kind,
        source=said.source,
        place=said.place,
        duplicate_of=said.duplicate_of,
        proposed=values,
        message=said.message.strip(),
        email=said.email.strip(),
        created_at=now,
    )


def _check_room(said: NewSuggestion) -> None:
    if said.source == Suggestion.Source.OWNER:
        return
    waiting = Suggestion.objects.waiting().filter(source=said.source, site=said.site)
    about = waiting.filter(place=said.place)
    if waiting.count() >= MOST_OF_CITY or (
        said.place is not None and about.count() >= MOST_OF_PLACE
    ):
        raise TooManyWaiting


def _check_person(message: str, email: str) -> None:
    errors: dict[str, Any] = {}
    if len(message) > MAX_MESSAGE:
        text = _("It may have %(limit)s characters at most.")
        errors["message"] = ValidationError(text, params={"limit": MAX_MESSAGE})
    if "\x00" in message:
        errors["message"] = ValidationError(_("It has characters that aren't allowed."))
    if email.strip():
        try:
            validate_email(email.strip())
        except ValidationError as error:
            errors["contact_email"] = error
    if errors:
        raise ValidationError(errors)


@content_transaction()
def suggestion_accept(
    *, suggestion: Suggestion, user: Any, now: dt.datetime
) -> PlacePage | None:
    """Write what was suggested into a draft, for somebody to look at and publish.

    A new place becomes a draft, a change a new draft of the place; of a place that is
    closed, the draft says so. Other reports are only noted as dealt with. Returns the
    page whose draft has changed, or None.

    Raises:
        NotAllowed: if the user may not do this in that city.
        AlreadyDecided: if it isn't waiting.
        NoMap: if a new place has nowhere to go.
        In all cases, nothing has changed.
    """
    suggestion = _taken(suggestion, user)
    page = None
    if suggestion.kind == Kind.NEW:
        page = _add(suggestion, user)
        suggestion.place = page
    elif suggestion.place is not None:
        page = _change(suggestion, suggestion.place, user)
    _decide(suggestion, ACCEPTED, user=user, now=now)
    if suggestion.place is not None:
        log(instance=suggestion.place, action=ACCEPT, user=user)
    return page


@content_transaction()
def suggestion_decline(
    *, suggestion: Suggestion, user: Any, reason: str, now: dt.datetime
) -> None:
    """Leave everything as it is, for a reason that the team can read later.

    Raises:
        NotAllowed, AlreadyDecided: as `suggestion_accept`.
        ValidationError: if there is no reason, or a very long one.
    """
    reason = reason.strip()
    if not 0 < len(reason) <= 500:
        message = _("Write a reason of at most 500 characters.")
        raise ValidationError({"reason": message})
    suggestion = _taken(suggestion, user)
    _decide(suggestion, DECLINED, user=user, now=now, reason=reason)
    if suggestion.place is not None:
        log(instance=suggestion.place, action=DECLINE, user=user)


def _taken(suggestion: Suggestion, user: Any) -> Suggestion:
    """Return the suggestion, locked, if the user may decide and nobody has."""
    mine = access.choosable(user, Suggestion)
    assert mine is not None  # noqa: S101  it belongs to cities
    if not mine.filter(pk=suggestion.pk).exists():
        raise NotAllowed
    row = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if row.state != WAITING:
        raise AlreadyDecided
    return row


def _decide(
    suggestion: Suggestion, state: str, *, user: Any, now: dt.datetime, reason: str = ""
) -> None:
    suggestion.state, suggestion.reason = state, reason
    suggestion.decided_at, suggestion.decided_by = now, user
    suggestion.save()


def _add(suggestion: Suggestion, user: Any) -> PlacePage:
    parent = (
        MapPage.objects.filter(
            access.pages_in(user, suggestion.site), locale=suggestion.locale
        )
        .order_by("path")
        .first()
    )
    if parent is None:
        raise NoMap
    if not parent.permissions_for_user(user).can_add_subpage():
        raise NotAllowed
    owner = suggestion.source == Suggestion.Source.OWNER
    page = PlacePage(
        locale=parent.locale,
        live=False,
        owner=user,
        source=PlaceSource.OWNER if owner else PlaceSource.OWN,
    )
    _write(page, suggestion.proposed, (*WORDS, *suggestion.proposed))
    page = parent.add_child(instance=page)
    page.save_revision(user=user, log_action=True, clean=False)
    return page


def _change(suggestion: Suggestion, place: PlacePage, user: Any) -> PlacePage | None:
    if not access.may_edit_page(user, place):
        raise NotAllowed
    proposed: dict[str, Any] = suggestion.proposed
    if suggestion.kind == Kind.CLOSED:
        proposed = {"state": PlaceState.CLOSED}
    if not proposed:
        return None
    facts = [name for name in proposed if name not in WORDS]
    pages = place.get_translations(inclusive=True).filter(alias_of=None)
    for page in pages.specific():
        names = list(proposed) if page.pk == place.pk else facts
        if names:
            draft = page.get_latest_revision_as_object()
            _write(draft, proposed, names)
            draft.save_revision(user=user, log_action=True, clean=False)
    return place


def _write(page: PlacePage, proposed: Mapping[str, Any], names: Any) -> None:
    """Put proposed values into a page that isn't saved yet."""
    for name in dict.fromkeys(names):
        value = proposed.get(name, "")
        if name == "category":
            page.category = _category(value, page.locale)
        elif name == "languages":
            # Only tags were proposed: what the centre knows besides stays.
            languages_set(page, value, keep=("level", "who"))
        elif name in ("latitude", "longitude"):
            setattr(page, name, value or None)
        else:
            setattr(page, name, value)


def _category(slug: str, locale: Locale) -> PlaceCategory | None:
    found = PlaceCategory.objects.filter(slug=slug, live=True)
    return found.filter(locale=locale).first() or found.order_by("pk").first()


@transaction.atomic
def suggestions_forget_people(*, now: dt.datetime) -> int:
    """Delete what people left of themselves with what was decided long ago.

    Their messages go with their addresses. Returns how many suggestions that were.
    """
    before = now - dt.timedelta(days=settings.VITEJ_MAP_CONTACT_DAYS)
    old = Suggestion.objects.decided_before(before).exclude(email="", message="")
    return old.update(email="", message="")
