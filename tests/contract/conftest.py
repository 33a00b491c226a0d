"""Tests in `inside/` run only where the example plugin is installed."""

from importlib.util import find_spec

collect_ignore = [] if find_spec("vitej_example") else ["inside"]
