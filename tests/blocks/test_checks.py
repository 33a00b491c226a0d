from __future__ import annotations

import pytest
from django.core import checks as django_checks
from wagtail import blocks

from blocks import checks
from blocks.preserving import PreservingStreamBlock


def test_the_core_holds_no_plain_stream() -> None:
    assert checks.check_core_blocks() == []


def test_the_check_is_registered() -> None:
    registered: list[object] = list(django_checks.registry.registry.get_checks())

    assert checks.check_core_blocks in registered


def test_plain_streams_are_found_at_any_depth(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = blocks.StreamBlock([("text", blocks.CharBlock())])
    columns = blocks.StructBlock(
        [
            ("left", PreservingStreamBlock([("inner", plain)])),
            ("rows", blocks.ListBlock(blocks.StructBlock([("cells", plain)]))),
        ]
    )
    monkeypatch.setattr(
        checks, "core_blocks", lambda: [("columns", columns), ("stream", plain)]
    )

    errors = checks.check_core_blocks()

    assert [(error.id, error.msg.split()[2]) for error in errors] == [
        ("blocks.E001", "columns.left.inner"),
        ("blocks.E001", "columns.rows.item.cells"),
        ("blocks.E001", "stream"),
    ]
    assert {error.hint for error in errors} == {
        "Use blocks.preserving.PreservingStreamBlock."
    }
