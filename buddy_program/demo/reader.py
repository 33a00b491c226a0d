"""Reads the content files of the demo."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "content"
SOURCE_LANGUAGE = "en"
LANGUAGES = (SOURCE_LANGUAGE, "cs", "uk")


@cache
def read(name: str) -> dict[str, Any]:
    """Return what a file of the folder says, such as "people"."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
