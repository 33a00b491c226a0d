"""All instruments in all versions. One that has been used is never taken out."""

from __future__ import annotations

from buddy_program.instruments.loneliness import LONELINESS
from buddy_program.instruments.model import Instrument
from buddy_program.instruments.own import NETWORK, PULSE
from buddy_program.instruments.who5 import WHO_5

INSTRUMENTS: dict[tuple[str, int], Instrument] = {
    (each.key, each.version): each for each in (LONELINESS, WHO_5, NETWORK, PULSE)
}


class NoSuchInstrument(LookupError):
    """There is no instrument of that key, or not in that version."""


def instrument(key: str, version: int) -> Instrument:
    """Return an instrument.

    Raises:
        NoSuchInstrument: if it isn't there.
    """
    try:
        return INSTRUMENTS[key, version]
    except KeyError:
        raise NoSuchInstrument(f"{key}, version {version}") from None


def newest(key: str) -> Instrument:
    """Return the newest version of an instrument.

    Raises:
        NoSuchInstrument: if there is none.
    """
    versions = [version for name, version in INSTRUMENTS if name == key]
    return instrument(key, max(versions, default=0))
