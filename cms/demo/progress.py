"""A progress bar on a terminal; elsewhere one line for each stage."""

from __future__ import annotations

from typing import TextIO

WIDTH = 28


class Progress:
    """Says how much of `total` steps is done."""

    def __init__(self, stream: TextIO, *, total: int) -> None:
        self._stream = stream
        self._total = max(total, 1)
        self._done = 0
        self._stage = ""
        self._longest = 0
        self._live = stream.isatty()

    def stage(self, name: str) -> None:
        """Begin a stage."""
        self._stage = name
        if self._live:
            self._draw()
        else:
            self._stream.write(f"{name} …\n")
            self._stream.flush()

    def step(self) -> None:
        """Count one step."""
        self._done = min(self._done + 1, self._total)
        if self._live:
            self._draw()

    def finish(self) -> None:
        """Leave the line to what follows."""
        if self._live:
            self._stream.write("\r" + " " * self._longest + "\r")
            self._stream.flush()

    def _draw(self) -> None:
        filled = WIDTH * self._done // self._total
        share = 100 * self._done // self._total
        bar = "█" * filled + "░" * (WIDTH - filled)
        line = f"{bar} {share:3} %  {self._stage}"
        self._longest = max(self._longest, len(line))
        self._stream.write("\r" + line.ljust(self._longest))
        self._stream.flush()
