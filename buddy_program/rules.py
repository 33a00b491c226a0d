"""What a programme has set: everything that decides about people, in one value."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import Any, Self

from buddy_program.instruments.catalogue import INSTRUMENTS
from buddy_program.matching.people import Level
from buddy_program.matching.rules import Rules
from buddy_program.matching.scores import Weights

RUBRIC = ("motivation", "time", "respect", "expectations")
"""What an interview gives 0 to 4 points for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeRules:
    """The rules of a programme; a version of them is stored when they change.

    Raises:
        ValueError: if one is out of its range; the text names it.
    """

    months: int = 6
    """How long a pair commits itself."""

    meetings_per_month: int = 2
    max_capacity: int = 3
    """How many newcomers a local may have at once."""

    language_level: int = int(Level.B1)
    shared_slots: int = 1
    weights: Weights = field(default_factory=Weights)
    rubric: tuple[str, ...] = RUBRIC
    """What is scored in interviews, 0 to 4 points each."""

    interview_floor: int = 8
    """With how many points somebody is recommended."""

    answer_days: int = 5
    """How long a proposal waits for both answers."""

    check_in_days: tuple[int, ...] = (7, 30, 60, 90)
    """Days after the start at which both are asked; then monthly."""

    silence_days: int = 7
    """How long a check-in waits for an answer before it is a sign of silence."""

    instruments: tuple[str, ...] = ("ucla3_ons", "who5", "network", "pulse")
    keep_draft_days: int = 14
    keep_reserve_days: int = 365
    """How long somebody waits in reserve before they are told that it is over."""

    keep_declined_days: int = 180
    keep_finished_days: int = 365
    keep_concern_days: int = 1095
    """How long a concern is kept after it was dealt with."""

    def __post_init__(self) -> None:
        for name, (least, most) in LIMITS.items():
            if not least <= getattr(self, name) <= most:
                raise ValueError(f"{name} must be {least} to {most}.")
        if not self.check_in_days or list(self.check_in_days) != sorted(
            set(self.check_in_days)
        ):
            raise ValueError("check_in_days must be days in order, each once.")
        if not self.check_in_days[0] >= 1 or self.check_in_days[-1] > 366:
            raise ValueError("check_in_days must be 1 to 366.")
        if unknown := set(self.instruments) - {key for key, _version in INSTRUMENTS}:
            raise ValueError(f"instruments: there is no {sorted(unknown)}.")

    @property
    def matching(self) -> Rules:
        """The hard rules that a run of the matching is given."""
        return Rules(
            language_level=Level(self.language_level), shared_slots=self.shared_slots
        )

    def to_data(self) -> dict[str, Any]:
        """Return the rules as they are stored."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """Return rules that `to_data` has written, maybe before a rule was added."""
        known = {each.name for each in fields(cls)}
        found = {name: _read(value) for name, value in data.items() if name in known}
        if "weights" in found:
            found["weights"] = Weights(**data["weights"])
        return cls(**found)


LIMITS = {
    "months": (1, 24),
    "meetings_per_month": (1, 31),
    "max_capacity": (1, 5),
    "language_level": (int(Level.A1), int(Level.C2)),
    "shared_slots": (1, 21),
    "interview_floor": (0, 100),
    "answer_days": (1, 30),
    "silence_days": (1, 60),
    "keep_draft_days": (1, 90),
    "keep_reserve_days": (30, 730),
    "keep_declined_days": (1, 730),
    "keep_finished_days": (30, 1095),
    "keep_concern_days": (30, 3650),
}


def _read(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
