"""Draws outcomes as SVG by hand: bars need no library."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from xml.sax.saxutils import escape

from buddy_program.simulation.play import Outcome

ROW, LEFT, BAR = 34, 180, 220
WIDTH = LEFT + 2 * (BAR + 90)
BLUE, ORANGE = "#0b5394", "#b45f06"


def plot(outcomes: Sequence[Outcome]) -> str:
    """Return a picture with a row a policy: the share matched and the median wait."""
    longest = max((_wait(each) for each in outcomes), default=0) or 1
    height = ROW * (len(outcomes) + 1) + 10
    right = LEFT + BAR + 90
    box = f'viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="13"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {box}>',
        "<title>Matched newcomers and their waits by policy</title>",
        _text(LEFT, 20, "matched at least once, %"),
        _text(right, 20, "median wait, days"),
    ]
    for place, each in enumerate(outcomes, start=1):
        top = ROW * place
        share = each.matched_share
        parts += [
            _text(8, top + 17, each.policy),
            *_bar(LEFT, top, share, f"{share:.0%}", BLUE),
            *_bar(right, top, _wait(each) / longest, f"{_wait(each):.0f}", ORANGE),
        ]
    return "\n".join([*parts, "</svg>", ""])


def _wait(outcome: Outcome) -> float:
    return median(outcome.waits) if outcome.waits else 0.0


def _text(x: int, y: int, text: str) -> str:
    return f'<text x="{x}" y="{y}">{escape(text)}</text>'


def _bar(x: int, top: int, part: float, told: str, colour: str) -> list[str]:
    width = round(BAR * part)
    return [
        f'<rect x="{x}" y="{top + 3}" width="{width}" height="20" fill="{colour}"/>',
        _text(x + width + 6, top + 18, told),
    ]
