"""How categories are called where their tree can't be drawn."""

from __future__ import annotations

from typing import Any


def indented(category: Any) -> str:
    """Return a category's name, after that of the category that it belongs to."""
    if category.parent is None:
        return str(category.name)
    return f"{category.parent.name} / {category.name}"
