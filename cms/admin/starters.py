"""Starts the admin's widgets without scripts inside the page.

Wagtail's choosers, dates and repeated panels bring a script that starts them, which the
hub's content security policy refuses. In its place stands an element that names what
is to be started and with what; `start.js` reads it wherever it appears, also in a
dialog that is loaded later. Dates and panels do so by templates that stand before
Wagtail's; choosers write their script in Python, so theirs is replaced here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import wraps
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.widgets import BaseChooser

CALL = re.compile(
    r"<script>(?:new )?(?P<name>\w+)\((?P<values>.*)\);</script>", re.DOTALL
)


def starter(name: str, values: Sequence[Any]) -> SafeString:
    """Return an element that calls the script's function or class with JSON values."""
    return format_html(
        '<template data-controller="vitej-start" data-vitej-start-name-value="{}"'
        ' data-vitej-start-values-value="{}"></template>',
        name,
        json.dumps(values),
    )


def without_script(html: str) -> str:
    """Return a widget with the script at its end replaced by what starts it.

    Raises:
        ValueError: if the script is more than one call with JSON values.
    """
    widget, start, script = html.rpartition("<script>")
    call = CALL.fullmatch(start + script)
    if call is None:
        raise ValueError("A chooser's script is more than a call.")
    values = json.loads(f"[{call['values']}]")
    return mark_safe(widget + starter(call["name"], values))  # noqa: S308 - Wagtail's


def install() -> None:
    """Let all choosers, whichever package they come from, be started this way."""
    original = BaseChooser.render
    if hasattr(original, "__wrapped__"):
        return

    @wraps(original)
    def render(self: Any, *arguments: Any, **named: Any) -> str:
        return without_script(original(self, *arguments, **named))

    BaseChooser.render = render
