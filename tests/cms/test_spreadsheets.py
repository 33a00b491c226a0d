"""No list of the admin, the hub's own or Wagtail's, writes a formula into a table."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from cms.spreadsheets import guarded, without_guard
from tests import factories

pytestmark = pytest.mark.django_db
TITLES = ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\tTab", "＝1", "Fine"]  # noqa: RUF001


def exported(client: Client, view: str, kind: str) -> bytes:
    answer: Any = client.get(reverse(view), {"export": kind})
    assert answer.status_code == 200
    return answer.getvalue()


@pytest.mark.parametrize(
    "view", ["guide_freshness", "wagtailadmin_reports:aging_pages"]
)
def test_no_title_is_a_formula_in_any_report(
    ostrava: Site, as_administrator: Client, view: str
) -> None:
    for title in TITLES:
        guide = factories.guide(ostrava)
        guide.title = guide.draft_title = title
        guide.save_revision().publish()

    table = csv.reader(io.StringIO(exported(as_administrator, view, "csv").decode()))
    titles = {row[0] for row in table}
    assert titles >= {guarded(title) for title in TITLES}
    assert not titles & set(TITLES[:-1])

    book = openpyxl.load_workbook(io.BytesIO(exported(as_administrator, view, "xlsx")))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert {"=HYPERLINK(1)", "+1"} <= {cell.value for cell in cells}
    assert {cell.data_type for cell in cells} & {"f"} == set()


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", "'=1"]
)
def test_a_guard_comes_off_again(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert without_guard(guarded(text)) == text


@pytest.mark.parametrize("text", ["", "Café", "'t Hof", "1-2", "a=b"])
def test_what_is_harmless_stays_as_it_is(text: str) -> None:
    assert guarded(text) == without_guard(text) == text
