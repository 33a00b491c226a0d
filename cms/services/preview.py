"""Handing out leave to see what isn't public yet, and taking it back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, Site

from cms import access
from cms.models import PreviewToken
from cms.models.preview import digest_of, identity, new_seed
from cms.selectors.preview import belongs_to, city_of, is_hidden, links_of

SHARED = "cms.preview_shared"
REVOKED = "cms.preview_revoked"
Kind = PreviewToken.Kind


class NotAllowed(Exception):
    """The user may not change this, or it is hidden from visitors."""


class BadLifetime(Exception):
    """A link would last for no time, or longer than the installation allows."""


@transaction.atomic
def preview_show(*, user: Any, content: Any, site: Site, now: dt.datetime) -> str:
    """Note what an editor sees of a page or snippet, and return a token for it.

    One row holds it, overwritten by the next call. The token stays the same for half
    its lifetime, so that what is open on the microsite goes on working.

    Raises:
        NotAllowed: if the user may not change it, or it is hidden from visitors.
    """
    parent = parent_of(content)
    _check(user, content, parent, site)
    PreviewToken.objects.expired(now).delete()
    row, _made = PreviewToken.objects.get_or_create(
        kind=Kind.EDITOR,
        user=user,
        **identity(content, parent_id=parent and parent.pk),
        defaults=_fresh(site, content, now),
    )
    row.content = content.serializable_data()
    row.site = site
    if now >= row.created_at + _lifetime() / 2 or digest_of(row.token()) != row.digest:
        row.seed = new_seed()
        row.created_at, row.expires_at = now, now + _lifetime()
        row.digest = digest_of(row.token())
    row.save()
    return row.token()


def _lifetime() -> dt.timedelta:
    return dt.timedelta(minutes=settings.VITEJ_PREVIEW_MINUTES)


def _fresh(site: Site, content: Any, now: dt.datetime) -> dict[str, Any]:
    row = PreviewToken(seed=new_seed())
    return {
        "site": site,
        "content": content.serializable_data(),
        "seed": row.seed,
        "digest": digest_of(row.token()),
        "created_at": now,
        "expires_at": now + _lifetime(),
    }


def parent_of(content: Any) -> Page | None:
    """Return the page that a page which was never saved is added below."""
    if not isinstance(content, Page) or content.pk is not None:
        return None
    parent: Page | None = Page.objects.filter(
        path=content.path[: -Page.steplen]
    ).first()
    return parent


def _check(user: Any, content: Any, parent: Page | None, site: Site) -> None:
    if content.pk is None:
        allowed = access.may_add(user, content, parent=parent)
    else:
        allowed = access.may_change(user, content)
    hidden = is_hidden(parent or content)
    works = access.works_here(user)
    if not works or not allowed or hidden or not belongs_to(content, site):
        raise NotAllowed


@transaction.atomic
def preview_link_add(
    *, user: Any, content: Any, days: int, note: str = "", now: dt.datetime
) -> PreviewToken:
    """Make a link to the latest draft of something saved, for people without account.

    Raises:
        NotAllowed: if the user may not change it, or it is hidden from visitors.
        BadLifetime: if it should last less than a day, or longer than is allowed.
    """
    site = city_of(content, user)
    if content.pk is None or site is None:
        raise NotAllowed
    _check(user, content, None, site)
    if not 1 <= days <= settings.VITEJ_PREVIEW_LINK_DAYS:
        raise BadLifetime
    row = PreviewToken(
        kind=Kind.LINK,
        user=user,
        site=site,
        **identity(content),
        note=note,
        created_at=now,
        expires_at=now + dt.timedelta(days=days),
    )
    row.digest = digest_of(row.token())
    row.save()
    log(instance=content, action=SHARED, user=user)
    return row


@transaction.atomic
def preview_link_revoke(*, user: Any, link: PreviewToken) -> None:
    """End a link to a draft at once.

    Raises:
        NotAllowed: if it belongs to a city that the user doesn't work for.
    """
    if not links_of(user, now=timezone.now()).filter(pk=link.pk).exists():
        raise NotAllowed
    model = link.content_type.model_class()
    content = model and model._default_manager.filter(pk=link.object_id).first()
    link.delete()
    if content is not None:
        log(instance=content, action=REVOKED, user=user)


def preview_delete_expired(*, now: dt.datetime) -> int:
    """Delete what no longer opens anything; return how many rows that were."""
    deleted, _by_model = PreviewToken.objects.expired(now).delete()
    return deleted
