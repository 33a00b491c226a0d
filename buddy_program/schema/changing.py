"""How a token turns into a change: used up with it, or with neither."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buddy_program.models import CheckIn, Participant, Programme
from buddy_program.schema.area import area_data
from buddy_program.schema.types import PublicProgramme
from buddy_program.selectors.own_area import area_of
from buddy_program.services.answers import AnsweredAlready
from buddy_program.services.application import IntakeClosed, NotNow
from buddy_program.services.consent import ConsentNeeded
from buddy_program.services.moves import MovedMeanwhile, WrongPath
from buddy_program.services.onboarding import OtherText
from buddy_program.services.pairs import CannotPair, ProposalOver
from buddy_program.services.personal_links import BadToken, link_use
from city_api.engine.ids import decode
from city_api.schema.mutations import user_error
from cms.selectors.reader import Reader

T = TypeVar("T")
Act = Callable[[Participant, dt.datetime], object]

REFUSALS: dict[type[Exception], Any] = {
    IntakeClosed: gettext_lazy("Nobody can apply at the moment."),
    NotNow: gettext_lazy("This can't be done now."),
    WrongPath: gettext_lazy("This can't be done now."),
    MovedMeanwhile: gettext_lazy("Something has changed meanwhile. Look again."),
    OtherText: gettext_lazy("The text has changed meanwhile. Please read it again."),
    AnsweredAlready: gettext_lazy("This was answered before."),
    ConsentNeeded: gettext_lazy(
        "Nobody can take part without this. You can leave the programme instead."
    ),
    ProposalOver: gettext_lazy("This proposal isn't open any more."),
    CannotPair: gettext_lazy("This match isn't possible any more."),
}
"""What somebody is told whose change the rules don't allow."""


def refused(error: Exception) -> dict[str, Any]:
    """Return the payload for a refusal."""
    message = next(text for kind, text in REFUSALS.items() if isinstance(error, kind))
    return user_error("REFUSED", message)


def bad_token() -> dict[str, Any]:
    """Return the one payload for whatever a token doesn't open."""
    message = _("This link doesn't work. It may be too old, or was used.")
    return user_error("NOT_FOUND", message, "token")


def changed(site: Reader, sent: Any, act: Act) -> dict[str, Any]:
    """Use a token for a change; answer with the area and the next token.

    A `ValidationError` goes on to the hub, with the token as it was.
    """
    now = site.clock.moment
    try:
        with transaction.atomic():
            used = link_use(token=sent.token, site_id=site.site_id, now=now)
            act(used.participant, now)
    except BadToken:
        return bad_token()
    except tuple(REFUSALS) as error:
        return refused(error)
    used.participant.refresh_from_db()
    area = area_for(site, used.participant)
    return {"result": {"token": used.token, "area": area}, "errors": []}


def area_for(
    site: Reader, participant: Participant, *, can_change: bool = True
) -> dict[str, Any]:
    """Return somebody's area in the reader's language."""
    language = site.locale.language_code
    area = area_of(participant, language=language, now=site.clock.moment)
    programme = Programme.objects.get(site=site.site_id)
    page = PublicProgramme(programme, site).page("code_of_conduct")
    return area_data(area, language=language, page=page, can_change=can_change)


def own(found: T | None) -> T:
    """Return what is the sender's own.

    Raises:
        BadToken: if it is another's, or isn't there: the same answer for both.
    """
    if found is None:
        raise BadToken
    return found


def key_of(kind: str, text: str) -> int:
    """Return the primary key in an id.

    Raises:
        ApiError: BAD_ID, if it is no id of that kind.
    """
    return decode(kind, text)


def own_check_in(participant: Participant, text: str) -> CheckIn:
    """Return a check-in of somebody.

    Raises:
        BadToken: if it is another's, or isn't there.
    """
    rows: Any = participant.check_ins
    found: CheckIn | None = rows.filter(pk=key_of("BuddyCheckIn", text)).first()
    return own(found)
