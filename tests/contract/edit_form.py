"""What a browser sends when somebody saves a page's form without touching it."""

from typing import Any

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail import blocks

from blocks.preserving import FORM_TYPE


def save_by_form(
    client: Client, page: Any, *, publish: bool = True, **changed: str
) -> None:
    """Open the edit form, change some fields and publish, or save a draft.

    Raises:
        AssertionError: if the form is refused.
    """
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    opened = client.get(url)
    assert opened.status_code == 200, opened.status_code
    form = opened.context["form"]
    data = _inputs(opened.content.decode())
    for bound in form:
        block = getattr(bound.field, "block", None)
        if block is not None:
            state = block.get_form_state(bound.value())
            data |= _sent(block, state, bound.html_name)
    data |= changed | ({"action-publish": "action-publish"} if publish else {})
    saved = client.post(url, data)
    assert saved.status_code == 302, saved.context["form"].errors


def _inputs(html: str) -> dict[str, Any]:
    form = BeautifulSoup(html, "html.parser").find(id="page-edit-form")
    assert form is not None
    data: dict[str, Any] = {}
    for field in form.find_all(["input", "textarea", "select"]):
        name, kind = str(field.get("name", "")), field.get("type")
        if not name or kind in {"submit", "button", "file"}:
            continue
        if kind in {"checkbox", "radio"} and not field.has_attr("checked"):
            continue
        if field.name == "select":
            chosen = field.find("option", selected=True)
            data[name] = chosen.get("value", "") if chosen else ""
        elif field.name == "textarea":
            data[name] = field.text.removeprefix("\n")
        else:
            data[name] = field.get("value", "")
    return data


def _sent(block: Any, state: Any, prefix: str) -> dict[str, Any]:
    """Return the inputs that the editor's scripts make of a block's state."""
    if isinstance(block, blocks.BaseStreamBlock | blocks.ListBlock):
        return _sent_children(block, state, prefix)
    if isinstance(block, blocks.BaseStructBlock):
        sent: dict[str, Any] = {}
        for name, child in block.child_blocks.items():
            sent |= _sent(child, state[name], f"{prefix}-{name}")
        return sent
    if isinstance(state, bool):
        return {prefix: "on"} if state else {}
    if isinstance(state, list):  # what a select has chosen
        return {prefix: state}
    return {prefix: "" if state is None else str(state)}


def _sent_children(block: Any, state: Any, prefix: str) -> dict[str, Any]:
    sent: dict[str, Any] = {f"{prefix}-count": len(state)}
    for index, child in enumerate(state):
        at = f"{prefix}-{index}"
        sent |= {f"{at}-deleted": "", f"{at}-order": index, f"{at}-id": child["id"]}
        if isinstance(block, blocks.ListBlock):
            sent |= _sent(block.child_block, child["value"], f"{at}-value")
            continue
        sent[f"{at}-type"] = child["type"]
        if child["type"] == FORM_TYPE:
            sent[f"{at}-value"] = child["value"]["sealed"]
        else:
            kind = block.child_blocks[child["type"]]
            sent |= _sent(kind, child["value"], f"{at}-value")
    return sent
