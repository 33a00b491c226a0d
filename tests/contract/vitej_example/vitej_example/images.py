"""Sizes of images that the plugin needs."""

PRESETS = {"vitej_example_table": "fill-320x240"}
