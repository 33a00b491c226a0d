"""What came of a programme is counted right, and points at nobody."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django.fixtures import DjangoAssertNumQueries
from scipy import stats
from wagtail.models import Site

from buddy_program.choices import ParticipantState as State
from buddy_program.exporting import COLUMNS, scores_csv, scores_xlsx
from buddy_program.models import Answers, Cohort, Participant, Programme
from buddy_program.rules import ProgrammeRules
from buddy_program.selectors.evaluation import (
    changes,
    ends,
    interval,
    outcomes,
    rule_changes,
    waiting,
)
from buddy_program.services.programme import rules_change
from tests import factories as hub
from tests.buddy_program import factories
from tests.buddy_program.factories import NOW

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def city() -> Site:
    site = hub.city("ostrava")
    factories.programme(site)
    return site


@pytest.fixture
def cohort(city: Site) -> Cohort:
    return Cohort.objects.create(site=city, name="Spring", starts_on=NOW.date())


def people(city: Site, state: str, count: int, **fields: Any) -> list[Participant]:
    return [factories.newcomer(city, state, **fields) for _number in range(count)]


def score(person: Participant, wave: str, value: str) -> None:
    Answers.objects.create(
        participant=person,
        wave=wave,
        instrument="who5",
        version=1,
        language="en",
        values={},
        texts={},
        scores={"percentage": value},
        due_at=NOW,
        answered_at=NOW,
    )


def test_everybody_who_applied_is_in_one_cell(city: Site, cohort: Cohort) -> None:
    people(city, State.DRAFT, 6)
    people(city, State.SUBMITTED, 7)
    people(city, State.AVAILABLE, 6, cohort=cohort)
    people(city, State.FINISHED, 9, cohort=cohort)

    table = outcomes([city.pk])

    rows = {str(label): values for label, values in table.rows}
    columns = [str(each) for each in table.columns]
    assert rows["total"][columns.index("total")] == 22
    assert rows["Spring"][columns.index("total")] == 15
    shown = dict(zip(columns, rows["Spring"], strict=True))
    assert (shown["waiting"], shown["finished"]) == (6, 9)
    assert outcomes([]).rows[-1][1][-1] == 0


def test_no_small_number_is_shown(city: Site, cohort: Cohort) -> None:
    people(city, State.AVAILABLE, 4, cohort=cohort)
    people(city, State.FINISHED, 9, cohort=cohort)

    for _label, values in outcomes([city.pk]).rows:
        assert all(value in (None, 0) or value >= 5 for value in values)
    total = outcomes([city.pk]).rows[-1][1]
    assert total.count(None) != 1


def test_matches_are_counted_by_what_became_of_them(city: Site, cohort: Cohort) -> None:
    for number in range(12):
        newcomer = factories.newcomer(city, cohort=cohort)
        local = factories.local(city)
        if number < 6:
            factories.pair(newcomer, local, "closed", started_at=NOW)
        else:
            factories.pair(newcomer, local, "active")
    factories.pair(factories.newcomer(city, cohort=cohort), factories.local(city))

    table = ends([city.pk])

    found = dict(zip(map(str, table.columns), table.rows[0][1], strict=True))
    assert (found["go on"], found["met to the end"], found["total"]) == (6, 6, 12)


def test_the_wait_is_the_median_of_the_first_match(city: Site, cohort: Cohort) -> None:
    for days in (1, 2, 4, 8):
        newcomer = factories.newcomer(city, cohort=cohort)
        factories.pair(
            newcomer, factories.local(city), "active", started_at=NOW + days * DAY
        )
    spring, _none = waiting([city.pk])
    assert (spring.count, spring.median_days) == (None, None)
    factories.pair(
        factories.newcomer(city, cohort=cohort),
        factories.local(city),
        "active",
        started_at=NOW + 30 * DAY,
    )

    spring, _none = waiting([city.pk])

    assert (spring.count, spring.median_days) == (5, 4)


def test_a_change_is_of_those_who_answered_both_times(
    city: Site, cohort: Cohort
) -> None:
    before, after = [40, 44, 52, 60, 36, 48], [52, 48, 60, 60, 56, 44]
    given = people(city, State.MATCHED, 6, cohort=cohort)
    for person, first, second in zip(given, before, after, strict=True):
        score(person, "baseline", str(first))
        score(person, "end", str(second))
    score(factories.newcomer(city, cohort=cohort), "baseline", "100")
    for person in given[:4]:
        score(person, "middle", "100")

    (found,) = changes([city.pk])

    expected = stats.ttest_rel(after, before).confidence_interval(0.95)
    assert (found.cohort, found.wave, found.count) == ("Spring", "end", 6)
    assert found.before == pytest.approx(sum(before) / 6)
    assert found.mean == pytest.approx(sum(after) / 6 - sum(before) / 6)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))


def test_a_start_that_would_tell_of_a_few_is_not_shown(
    city: Site, cohort: Cohort
) -> None:
    """Of two means over 10 and over 9, the tenth's score could be worked out."""
    given = people(city, State.MATCHED, 10, cohort=cohort)
    for number, person in enumerate(given):
        score(person, "baseline", str(4 * number))
        score(person, "middle", "50")
        if number < 9:
            score(person, "end", "50")
        if number < 5:
            score(person, "follow_up", "50")

    found = {each.wave: (each.count, each.before) for each in changes([city.pk])}

    assert found == {"middle": (10, 18.0), "end": (9, None), "follow_up": (5, 8.0)}


def test_the_interval_of_values_that_are_all_the_same_is_a_point() -> None:
    assert interval([2.0, 2.0, 2.0]) == (2.0, 2.0, 2.0)


def test_what_changed_of_the_rules_is_told(city: Site) -> None:
    programme = Programme.objects.get(site=city)
    boss = factories.coordinator(city)
    rules_change(
        programme=programme,
        rules=ProgrammeRules(months=4),
        now=NOW + DAY,
        by=boss,
        note="Half a year was long.",
    )

    latest, first = rule_changes([city.pk])

    assert latest["changed"] == [("months", 6, 4)]
    assert (latest["version"].made_by, first["changed"]) == (boss, [])


@pytest.mark.parametrize("count", [1, 9])
def test_it_costs_the_same_for_few_and_for_many(
    city: Site,
    cohort: Cohort,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for person in people(city, State.MATCHED, count, cohort=cohort):
        score(person, "baseline", "50")
        factories.pair(person, factories.local(city), "active")

    with django_assert_num_queries(8):
        outcomes([city.pk])
        ends([city.pk])
        waiting([city.pk])
        changes([city.pk])


def test_the_export_has_every_score_and_no_name(city: Site) -> None:
    cohort = Cohort.objects.create(
        site=city, name="=1+1", starts_on=NOW.date(), pilot=True
    )
    person = factories.newcomer(city, name="Olena Tajna", cohort=cohort)
    score(person, "baseline", "40")
    score(person, "end", "52")

    text = scores_csv([city.pk]).decode("utf-8-sig")
    sheet: Any = load_workbook(io.BytesIO(scores_xlsx([city.pk]))).active

    head, first, second = csv.reader(io.StringIO(text))
    assert head == list(COLUMNS)
    assert first[1:] == [
        *("newcomer", str(city), "'=1+1", "1"),
        *("baseline", "who5", "1", "percentage", "40.0"),
    ]
    assert second[0] == first[0] != str(person.pk)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [[str(value) for value in row] for row in rows] == [
        head,
        [*first[:-1], "40"],
        [*second[:-1], "52"],
    ]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert "Olena" not in text


def test_coordinators_see_their_own_citys_evaluation(
    city: Site, cohort: Cohort
) -> None:
    people(city, State.FINISHED, 9, cohort=cohort)
    for _each in range(5):
        score(factories.newcomer(city, cohort=cohort), "baseline", "40")
    brno = hub.city("brno")
    factories.programme(brno)
    address = reverse("buddy_program_evaluation")
    files = [reverse(f"buddy_program_scores_{each}") for each in ("csv", "xlsx")]

    own = hub.client_of(factories.coordinator(city))
    page = own.get(address).content.decode()
    assert ">Spring</th>" in page
    assert "<rect" in page
    assert b"baseline" in own.get(files[0]).content
    assert own.get(files[1]).content[:2] == b"PK"

    theirs = hub.client_of(factories.coordinator(brno))
    for asked in (address, f"{address}?city={city.pk}"):
        assert "Spring" not in theirs.get(asked).content.decode()
    assert b"baseline" not in theirs.get(f"{files[0]}?city={city.pk}").content
    for user in (factories.safeguard(city), hub.editor(city, name="editor")):
        client: Client = hub.client_of(user)
        for asked in (address, *files):
            assert client.get(asked).status_code in (302, 403)
