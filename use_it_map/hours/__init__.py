"""Opening hours in OpenStreetMap's syntax: checked, kept and read in wall-clock time.

Everything here is about the clock on the wall of the city and knows no database.
"""

from use_it_map.hours.rules import HoursError, check

__all__ = ["HoursError", "check"]
