from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from blocks import clock
from blocks.guide import (
    ChecklistBlock,
    CostBlock,
    CostsBlock,
    RequiredDocumentBlock,
    RequiredDocumentsBlock,
    SourceBlock,
    StepBlock,
    StepsBlock,
)
from tests.blocks.support import errors_of, stored

REQUIRED = ["This field is required."]
TODAY = dt.date(2026, 3, 1)
SOURCE = {
    "kind": "law",
    "title": "Act on the Residence of Foreign Nationals",
    "url": "https://example.com/326-1999",
    "reference": "Act No. 326/1999 Coll., s. 93",
    "checked_on": TODAY,
}


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.mark.parametrize(
    ("block", "field"),
    [
        (StepsBlock(), "steps"),
        (ChecklistBlock(), "items"),
        (RequiredDocumentsBlock(), "documents"),
        (CostsBlock(), "items"),
    ],
)
def test_empty_lists_are_refused(block: Any, field: str) -> None:
    assert errors_of(block, {field: []}) == {
        field: ["The minimum number of items is 1"]
    }


def test_a_step_says_what_and_how() -> None:
    assert errors_of(StepBlock(), {"title": "Go", "text": "<p>By tram.</p>"}) == {}
    assert errors_of(StepBlock(), {}) == {"title": REQUIRED, "text": REQUIRED}


def test_the_step_at_fault_is_named() -> None:
    value = {"steps": [{"title": "Go", "text": "<p>By tram.</p>"}, {"title": "Come"}]}

    assert errors_of(StepsBlock(), value) == {"steps.1.text": REQUIRED}


def test_an_empty_item_of_a_checklist_is_refused() -> None:
    assert errors_of(ChecklistBlock(), {"items": ["See the flat", ""]}) == {
        "items.1": REQUIRED
    }


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "Passport", "note": "x" * 251}, "note"),
        ({"name": "Passport", "link": "javascript:alert(1)"}, "link"),
    ],
)
def test_a_wrong_required_document_is_refused(
    value: dict[str, Any], field: str
) -> None:
    assert list(errors_of(RequiredDocumentBlock(), value)) == [field]


@pytest.mark.parametrize(
    "value",
    [
        {"label": "Card", "amount": Decimal("200.00")},
        {"label": "Card", "amount": Decimal(0), "currency": "EUR"},
        {"label": "Translation", "note": "by agreement"},
        {"label": "Card", "amount": Decimal("0.01"), "note": "or more"},
    ],
)
def test_a_cost_has_an_amount_or_a_note(value: dict[str, Any]) -> None:
    assert errors_of(CostBlock(), value) == {}


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ({"label": "Card"}, "amount"),
        ({"label": "Card", "note": "   "}, "amount"),
        ({"label": "Card", "amount": Decimal("-0.01")}, "amount"),
        ({"label": "Card", "amount": Decimal("0.001")}, "amount"),
        ({"label": "Card", "amount": Decimal("NaN")}, "amount"),
        ({"label": "Card", "amount": Decimal(1), "currency": "USD"}, "currency"),
        ({"label": "", "amount": Decimal(1)}, "label"),
    ],
)
def test_a_wrong_cost_is_refused(value: dict[str, Any], field: str) -> None:
    assert list(errors_of(CostBlock(), value)) == [field]


def test_a_draft_may_leave_the_amount_for_later() -> None:
    assert errors_of(CostBlock(), {"label": "Card"}, draft=True) == {}


@pytest.mark.parametrize("amount", ["200.00", "0", "1000000.50", None])
def test_amounts_are_stored_as_strings_without_loss(amount: str | None) -> None:
    raw = {"label": "Card", "amount": amount, "currency": "CZK", "note": ""}

    assert CostBlock().get_prep_value(CostBlock().to_python(raw)) == raw


def test_an_amount_stored_empty_is_none() -> None:
    raw = {"label": "Card", "amount": "", "currency": "CZK", "note": ""}

    assert CostBlock().to_python(raw)["amount"] is None


def test_a_source_checked_today_is_valid() -> None:
    assert errors_of(SourceBlock(), SOURCE) == {}


@pytest.mark.parametrize("draft", [False, True])
def test_a_source_checked_tomorrow_is_refused(*, draft: bool) -> None:
    value = {**SOURCE, "checked_on": TODAY + dt.timedelta(days=1)}

    assert errors_of(SourceBlock(), value, draft=draft) == {
        "checked_on": ["The day lies in the future: nobody can have read it then."]
    }


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "rumour"}, "kind"),
        ({"title": ""}, "title"),
        ({"url": ""}, "url"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"checked_on": None}, "checked_on"),
    ],
)
def test_a_wrong_source_is_refused(change: dict[str, Any], field: str) -> None:
    assert list(errors_of(SourceBlock(), {**SOURCE, **change})) == [field]


def test_the_day_of_a_check_is_stored_as_iso_8601() -> None:
    raw = stored(SourceBlock(), SourceBlock().normalize(SOURCE))

    assert raw["checked_on"] == "2026-03-01"
    assert SourceBlock().to_python(raw)["checked_on"] == TODAY
