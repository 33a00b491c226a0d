"""A simulated programme adds up, and is the same every time."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from random import Random
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command

from buddy_program.matching.inputs import Inputs
from buddy_program.simulation.play import Outcome, Setting, play
from buddy_program.simulation.plot import plot
from buddy_program.simulation.policies import (
    POLICIES,
    Policy,
    best_pair_first,
    first_come,
    optimal,
)
from buddy_program.simulation.population import Population
from tests.buddy_program.matching import reference

SHORT = Setting(days=40, newcomers_a_week=7, locals_a_week=5, match_days=14)


@pytest.mark.parametrize("policy", POLICIES, ids=[each.name for each in POLICIES])
def test_everybody_is_accounted_for(policy: Policy) -> None:
    outcome = play(SHORT, policy, 3)

    assert outcome == play(SHORT, policy, 3)
    assert len(outcome.waits) == outcome.matched
    assert 0 < outcome.matched <= outcome.arrived
    assert outcome.matched <= outcome.matches
    assert outcome.ended_early <= outcome.matches
    assert outcome.still_waiting + outcome.given_up <= outcome.arrived


def test_the_same_people_come_whatever_the_policy() -> None:
    assert len({play(SHORT, policy, 5).arrived for policy in POLICIES}) == 1


def test_a_year_is_played_without_early_endings_where_there_are_none() -> None:
    setting = Setting(days=40, early_ending=0, acceptance=1, match_days=14)

    outcome = play(setting, POLICIES[-2], 1)

    assert outcome.ended_early == 0
    assert outcome.matches == outcome.matched


@pytest.mark.parametrize("seed", range(5))
def test_the_policies_do_what_their_names_say(seed: int) -> None:
    people = Population(Random(seed))  # noqa: S311
    newcomers = [people.newcomer(waiting_days=day) for day in range(20)]
    locals_ = [people.local() for _ in range(15)]
    inputs = Inputs(newcomers=newcomers, locals=locals_)

    assert dict(first_come(inputs)) == reference.first_come(inputs)
    assert dict(best_pair_first(inputs)) == reference.best_pair_first(inputs)
    assert len(optimal(inputs)) >= len(first_come(inputs))


def test_the_plot_is_well_formed_and_shows_each_policy() -> None:
    outcomes = [Outcome("<a>", arrived=4, matched=1, waits=[9]), Outcome("none")]

    root = ElementTree.fromstring(plot(outcomes))  # noqa: S314 (our own)

    texts = [element.text for element in root.iter() if element.text]
    assert {"<a>", "25%", "9", "none", "0%", "0"} <= set(texts)
    widths = [int(each.get("width", "")) for each in root.iter() if "rect" in each.tag]
    assert widths == [55, 220, 0, 0]


def test_the_command_prints_a_table_and_writes_the_plot(tmp_path: Path) -> None:
    out, told = StringIO(), StringIO()
    target = tmp_path / "plot.svg"

    call_command(
        "simulate_buddies", days=20, seed=[1, 2], plot=target, stdout=out, stderr=told
    )

    lines = out.getvalue().splitlines()
    assert lines[0].split()[:3] == ["policy", "arrived", "matched"]
    assert [line[:20].strip() for line in lines[1:-1]] == [
        each.name for each in POLICIES
    ]
    assert lines[-1] == "Wrote plot.svg."
    assert target.read_text(encoding="utf-8").startswith("<svg")
    assert told.getvalue().count("seed") == 2 * len(POLICIES)


@pytest.mark.parametrize(
    "wrong",
    [{"acceptance": 1.1}, {"early_ending": -0.1}, {"days": -1}, {"match_days": 7}],
)
def test_numbers_that_make_no_sense_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(CommandError, match=r"must be|can't be"):
        call_command("simulate_buddies", **wrong)
