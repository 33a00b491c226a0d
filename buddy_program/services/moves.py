"""The one way from one state to the next: guarded and recorded.

Whatever moves a participant or a pair goes through here. The row is changed only if it
is still in the state it was read in, so that of two at once one is refused.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from buddy_program.models import Pair, Participant, Transition
from buddy_program.paths import PAIR_PATHS, PARTICIPANT_PATHS, TAKING_BACK, leads


class WrongPath(Exception):
    """No path leads from the state it is in to the one that was asked for."""


class MovedMeanwhile(Exception):
    """Somebody else has moved it since it was read; nothing has changed."""


@transaction.atomic
def participant_move(
    *,
    participant: Participant,
    to: str,
    now: dt.datetime,
    by: Any = None,
    reason: str = "",
    **facts: Any,
) -> None:
    """Move a participant on, with facts that go with it.

    `by` is the coordinator; None where participants act themselves, or time does.

    Raises:
        WrongPath, MovedMeanwhile: nothing has changed then.
    """
    before = participant.state
    if not leads(PARTICIPANT_PATHS, before, to):
        raise WrongPath(f"{before} > {to}")
    facts |= {"state": to, "state_since": now}
    _update(Participant, participant, before, facts)
    Transition.objects.create(
        participant=participant, before=before, after=to, at=now, by=by, reason=reason
    )


@transaction.atomic
def participant_move_back(
    *, step: Transition, since: dt.datetime, now: dt.datetime, by: Any
) -> None:
    """Take the last step of a participant back, as if they had stood there `since`.

    Raises:
        WrongPath, MovedMeanwhile: nothing has changed then.
    """
    participant, before, to = step.participant, step.after, step.before
    if participant is None or not leads(TAKING_BACK, before, to):
        raise WrongPath(f"{before} > {to}")
    facts = {"state": to, "state_since": since}
    _update(Participant, participant, before, facts)
    Transition.objects.create(
        participant=participant, before=before, after=to, at=now, by=by, undoes=step
    )


@transaction.atomic
def pair_move(
    *,
    pair: Pair,
    to: str,
    now: dt.datetime,
    by: Any = None,
    reason: str = "",
    **facts: Any,
) -> None:
    """Move a pair on, with facts that go with it.

    Raises:
        WrongPath, MovedMeanwhile: nothing has changed then.
    """
    before = pair.state
    if not leads(PAIR_PATHS, before, to):
        raise WrongPath(f"{before} > {to}")
    _update(Pair, pair, before, facts | {"state": to})
    Transition.objects.create(
        pair=pair, before=before, after=to, at=now, by=by, reason=reason
    )


def _update(
    model: type[Participant] | type[Pair],
    instance: Participant | Pair,
    before: str,
    facts: dict[str, Any],
) -> None:
    same = model._default_manager.filter(pk=instance.pk, state=before)
    if not same.update(**facts):
        raise MovedMeanwhile
    for name, value in facts.items():
        setattr(instance, name, value)
