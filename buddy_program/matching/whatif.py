"""What would another rule, another weight or another local change?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from buddy_program.matching.inputs import Inputs
from buddy_program.matching.results import Run, Totals
from buddy_program.matching.run import match


@dataclass(frozen=True, slots=True)
class Difference:
    """What a change makes of a run. All ids are newcomers'."""

    before: Totals
    after: Totals
    gained: tuple[int, ...]
    """Who is matched now."""

    lost: tuple[int, ...]
    """Who isn't any more."""

    moved: tuple[int, ...]
    """Who is matched with another local."""


def whatif(inputs: Inputs, before: Run, **changes: Any) -> tuple[Run, Difference]:
    """Match once more with some fields of the inputs replaced, and compare.

    Raises:
        What `Inputs` and `match` raise.
    """
    after = match(replace(inputs, **changes))
    return after, difference(before, after)


def difference(before: Run, after: Run) -> Difference:
    """Compare two runs."""
    then, now = _locals_of(before), _locals_of(after)
    return Difference(
        before.totals,
        after.totals,
        gained=tuple(sorted(now.keys() - then.keys())),
        lost=tuple(sorted(then.keys() - now.keys())),
        moved=tuple(
            sorted(each for each in then.keys() & now.keys() if then[each] != now[each])
        ),
    )


def _locals_of(run: Run) -> dict[int, int]:
    return {each.pair.newcomer: each.pair.local for each in run.matches}
