"""The hub's part of the Wagtail admin."""
