"""What a state means to whom it is about, and what comes next, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from buddy_program.choices import PairState, ParticipantState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from buddy_program.selectors.own_area import Area

State = ParticipantState

WORDS: Mapping[str, Promise] = {
    State.DRAFT: _("Confirm that this is your e-mail; then your application begins."),
    State.CONFIRMED: _(
        "Your application isn't handed in yet. It takes about ten minutes, and you can "
        "go on later at any time."
    ),
    State.SUBMITTED: _(
        "Your application has arrived. A coordinator reads it and writes to you."
    ),
    State.SCREENING: _("A coordinator is reading your application and writes to you."),
    State.INTERVIEW: _(
        "We would like to meet you for half an hour. A coordinator writes to you to "
        "agree on a time."
    ),
    State.ACCEPTED: _(
        "You are in! Please read the code of conduct. Once you agree to it, we begin "
        "to look for your buddy."
    ),
    State.RESERVE: _(
        "There is no free place at the moment. You are on our list, and we write as "
        "soon as there is one."
    ),
    State.DECLINED: _(
        "We can't take you into the programme. If you would like to know why, write "
        "to the coordinators."
    ),
    State.ONBOARDED: _("Everything is ready. We begin to look for your buddy."),
    State.AVAILABLE: _(
        "We are looking for somebody who suits you. That can take a few weeks; we "
        "write to you as soon as we have found somebody."
    ),
    State.MATCHED: _(
        "You have a buddy. Agree on your next meeting, and tell us now and then how "
        "it goes."
    ),
    State.PAUSED: _(
        "You are on a break: we propose nobody and ask nothing. Come back whenever "
        "you like."
    ),
    State.FINISHED: _("Your time in the programme is over. Thank you for taking part!"),
    State.WITHDRAWN: _("You have left the programme."),
}
PROPOSED = _(
    "We have found somebody for you. Please tell us whether you would like to meet; "
    "contacts are passed on only if both of you say yes."
)
AGREED = _(
    "You have said yes. As soon as the other one does, too, you get each other's "
    "contact."
)


def what_next(area: Area) -> str:
    """Return what somebody's state means and what comes next."""
    participant = area.participant
    proposals = [each for each in area.matches if each.pair.state == PairState.PROPOSED]
    if participant.state == State.AVAILABLE and proposals:
        waits = any(not each.agreed for each in proposals)
        return str(PROPOSED if waits else AGREED)
    return str(WORDS[State(participant.state)])
