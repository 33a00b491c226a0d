"""Plays a programme under several ways of matching, to choose one and its rhythm."""

from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import fields
from pathlib import Path
from statistics import mean, median
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from buddy_program.simulation.play import Outcome, Setting, play
from buddy_program.simulation.plot import plot
from buddy_program.simulation.policies import POLICIES, Policy

HEAD = (
    f"{'policy':20} {'arrived':>8} {'matched':>8} {'share':>6} {'median wait':>12}"
    f" {'mean wait':>10} {'ended early':>12} {'given up':>9} {'waiting':>8}"
)


class Command(BaseCommand):
    help = "Simulate a buddy programme with invented people; nothing is stored."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        usual = Setting()
        for each in fields(Setting):
            value = getattr(usual, each.name)
            parser.add_argument(
                f"--{each.name.replace('_', '-')}",
                type=type(value),
                default=value,
                help=f"{value} unless given",
            )
        parser.add_argument("--seed", type=int, action="append", help="may be repeated")
        parser.add_argument("--plot", type=Path, help="write a picture (SVG) there")

    def handle(self, **options: Any) -> None:
        """Print a table of the seeds together.

        Raises:
            CommandError: if a number makes no sense.
        """
        setting = checked({each.name: options[each.name] for each in fields(Setting)})
        seeds = options["seed"] or [1]
        outcomes = [self.played(setting, policy, seeds) for policy in POLICIES]
        self.stdout.write("\n".join([HEAD, *map(line, outcomes)]))
        if options["plot"]:
            options["plot"].write_text(plot(outcomes), encoding="utf-8")
            self.stdout.write(f"Wrote {options['plot'].name}.")

    def played(self, setting: Setting, policy: Policy, seeds: list[int]) -> Outcome:
        """Play a policy with every seed, and add up what came of it."""
        together = Outcome(policy.name)
        for seed in seeds:
            self.stderr.write(f"{policy.name}, seed {seed} …")
            add(together, play(setting, policy, seed))
        return together


def checked(given: dict[str, Any]) -> Setting:
    """Return the setting of a command line.

    Raises:
        CommandError: with what is wrong.
    """
    for name in ("acceptance", "early_ending"):
        if not 0 <= given[name] <= 1:
            raise CommandError(f"--{name.replace('_', '-')} must be 0 to 1.")
    if given["match_days"] < 8:
        raise CommandError("--match-days must be 8 at least.")
    for name, value in given.items():
        if value < 0:
            raise CommandError(f"--{name.replace('_', '-')} can't be below 0.")
    return Setting(**given)


def add(together: Outcome, outcome: Outcome) -> None:
    """Add an outcome to others of the same policy."""
    for each in fields(Outcome):
        if each.name != "policy":
            summed = getattr(together, each.name) + getattr(outcome, each.name)
            setattr(together, each.name, summed)


def line(outcome: Outcome) -> str:
    waits = outcome.waits or [0]
    return (
        f"{outcome.policy:20} {outcome.arrived:>8} {outcome.matched:>8}"
        f" {outcome.matched_share:>6.1%} {median(waits):>12.1f} {mean(waits):>10.1f}"
        f" {outcome.ended_early:>12} {outcome.given_up:>9} {outcome.still_waiting:>8}"
    )
