"""What is done to guides."""

from __future__ import annotations

import datetime
from typing import Any

from wagtail.log_actions import log
from wagtail.models import Page

from cms import access
from cms.models import GuidePage, TranslationProgress
from cms.services.content import content_transaction

VERIFIED = "vitej.guide.verified"


class NotAllowed(Exception):
    """The user may not change the guide."""


@content_transaction()
def guide_mark_verified(*, guide: GuidePage, user: Any, today: datetime.date) -> None:
    """Note that a guide was compared with its sources today and is still right.

    So are its translations that are not behind it. What readers see is changed at
    once; a draft keeps its other changes.

    Raises:
        NotAllowed: if the user may not edit the guide; nothing has changed then.
    """
    if not access.may_edit_page(user, guide):
        raise NotAllowed
    _verify(guide, user=user, today=today)
    for translation in guide.get_translations():
        if not _is_behind(translation):
            _verify(translation, user=user, today=today)


def _verify(guide: GuidePage, *, user: Any, today: datetime.date) -> None:
    pending = guide.has_unpublished_changes
    draft = guide.get_latest_revision_as_object()
    draft.verified_on = today
    if guide.live and pending:
        # Readers must not get the draft, so only the date goes to the public page.
        public = GuidePage.objects.get(pk=guide.pk)
        public.verified_on = today
        public.save(update_fields=["verified_on", "review_due_on"])
    revision = draft.save_revision(user=user, clean=False)
    if guide.live and not pending:
        revision.publish(user=user, skip_permission_checks=True, log_action=False)
    log(
        instance=guide,
        action=VERIFIED,
        user=user,
        revision=revision,
        data={"verified_on": today.isoformat()},
        content_changed=True,
    )


def _is_behind(page: Page) -> bool:
    return TranslationProgress.objects.filter(
        translation__source__object_id=page.translation_key,
        translation__target_locale=page.locale_id,
        translation__enabled=True,
        behind_source=True,
    ).exists()
