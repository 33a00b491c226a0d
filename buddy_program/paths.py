"""From which state to which one may go. Services, forms and the database ask here."""

from __future__ import annotations

from collections.abc import Mapping

from buddy_program.choices import PairState
from buddy_program.choices import ParticipantState as State

Paths = Mapping[str, frozenset[str]]

PARTICIPANT_PATHS: Paths = {
    State.DRAFT: frozenset({State.CONFIRMED, State.WITHDRAWN}),
    State.CONFIRMED: frozenset({State.SUBMITTED, State.WITHDRAWN}),
    State.SUBMITTED: frozenset({State.SCREENING, State.WITHDRAWN}),
    State.SCREENING: frozenset(
        {State.INTERVIEW, State.RESERVE, State.DECLINED, State.WITHDRAWN}
    ),
    State.INTERVIEW: frozenset(
        {State.ACCEPTED, State.RESERVE, State.DECLINED, State.WITHDRAWN}
    ),
    State.RESERVE: frozenset(
        {State.INTERVIEW, State.ACCEPTED, State.DECLINED, State.WITHDRAWN}
    ),
    State.DECLINED: frozenset({State.SCREENING}),
    State.ACCEPTED: frozenset({State.ONBOARDED, State.DECLINED, State.WITHDRAWN}),
    State.ONBOARDED: frozenset({State.AVAILABLE, State.WITHDRAWN}),
    State.AVAILABLE: frozenset(
        {State.MATCHED, State.PAUSED, State.FINISHED, State.WITHDRAWN}
    ),
    State.MATCHED: frozenset(
        {State.AVAILABLE, State.PAUSED, State.FINISHED, State.WITHDRAWN}
    ),
    State.PAUSED: frozenset(
        {State.AVAILABLE, State.MATCHED, State.FINISHED, State.WITHDRAWN}
    ),
    State.FINISHED: frozenset(),
    State.WITHDRAWN: frozenset(),
}
"""A decline can be taken back into screening; leaving is for good."""

TAKING_BACK: Paths = {
    State.INTERVIEW: frozenset({State.SCREENING, State.RESERVE}),
    State.RESERVE: frozenset({State.SCREENING, State.INTERVIEW}),
    State.ACCEPTED: frozenset({State.INTERVIEW, State.RESERVE}),
}
"""Where a decision that was a mistake leads back to: only along the step it undoes."""

PAIR_PATHS: Paths = {
    PairState.PROPOSED: frozenset({PairState.ACTIVE, PairState.CLOSED}),
    PairState.ACTIVE: frozenset({PairState.PAUSED, PairState.CLOSED}),
    PairState.PAUSED: frozenset({PairState.ACTIVE, PairState.CLOSED}),
    PairState.CLOSED: frozenset(),
}


def leads(paths: Paths, before: str, after: str) -> bool:
    """Tell whether one may go from one state straight to another."""
    return after in paths.get(before, ())
