"""How large what is imported may be, so that a file can't take the hub down."""

MAX_BYTES = 32 * 1024 * 1024
MAX_ROWS = 20_000
MAX_POINTS = 10_000
"""The most points of one line or area; a district of a city has a few hundred."""
MAX_CELL = 20_000
"""The most characters of one text."""
MAX_DEPTH = 64
"""How deep elements of XML may lie."""
