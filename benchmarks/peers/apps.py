"""Tells the peers which fields of the hub's models and blocks to show."""

from __future__ import annotations

from importlib.util import find_spec

from django.apps import AppConfig


def has_grapple() -> bool:
    """Say whether wagtail-grapple is installed; only `tasks.py bench` installs it."""
    return find_spec("grapple") is not None


class PeersConfig(AppConfig):
    """Stands before the peers' own apps: they read the fields when they start."""

    name = "benchmarks.peers"
    label = "benchmark_peers"

    def ready(self) -> None:
        from benchmarks.peers import rest  # noqa: F401

        if has_grapple():
            from benchmarks.peers import grapple_fields  # noqa: F401
