"""How the personal area's forms are filled and read, as the City API describes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.http import QueryDict

LANGUAGE_ROWS = 3
MOST_DIGITS = 5
Fields = Mapping[str, Any]
Section = tuple[str, list[dict[str, Any]]]
"""The title of a part of the form, and its questions."""


def token_in(text: str) -> str:
    """Return the token of what was pasted: itself, or the end of a link."""
    return text.strip().rpartition("#")[2]


def sections_of(questions: Iterable[dict[str, Any]]) -> list[Section]:
    """Return the parts of the form, in order."""
    parts: dict[str, list[dict[str, Any]]] = {}
    for question in questions:
        parts.setdefault(question["section"], []).append(question)
    return list(parts.items())


def form_of(
    questions: Iterable[dict[str, Any]],
    area: Fields,
    asked: QueryDict | None = None,
    errors: Fields | None = None,
) -> list[dict[str, Any]]:
    """Return questions with what stands in them and what is wrong with it.

    `asked` is a form that was refused: what was written in it comes back.
    """
    stored = {each["key"]: each for each in area["answers"]}
    form = []
    for question in questions:
        key, answer = question["key"], stored[question["key"]]
        spoken = [(each["tag"], each["level"]) for each in answer["languages"]]
        values = answer["values"]
        if asked is not None:
            values, spoken = asked.getlist(key), _spoken(asked, key)
        rows = min(question["most"], max(LANGUAGE_ROWS, len(spoken) + 1))
        blank = [("", "")] * (rows - len(spoken))
        of_languages = question["kind"] == "LANGUAGES"
        form.append(
            {
                **question,
                "values": values,
                "value": values[0] if values else "",
                "rows": [*spoken, *blank] if of_languages else [],
                "groups": _groups(question),
                "error": (errors or {}).get(key, ""),
                "words": in_words(question, values, spoken),
            }
        )
    return form


def in_words(
    question: Fields, values: Iterable[str], spoken: Iterable[tuple[str, str]]
) -> list[str]:
    """Return an answer as somebody reads it over."""
    names = {each["value"]: each["label"] for each in question["options"]}
    levels = {each["value"]: each["label"] for each in question["levels"]}
    if levels:
        return [f"{names.get(tag, tag)} ({levels.get(at, at)})" for tag, at in spoken]
    return [names.get(value, value) for value in values if value]


def _groups(question: Fields) -> list[tuple[str, list[dict[str, str]]]]:
    """Return options that share the first words of their labels, by those words.

    "Saturday, morning" and "Saturday, evening" are "Saturday" with two choices. It is
    no matter of meaning: where any label has no such words, there are no groups.
    """
    if question["kind"] != "CHOICES":
        return []
    groups: dict[str, list[dict[str, str]]] = {}
    for option in question["options"]:
        first, comma, rest = option["label"].partition(", ")
        if not comma:
            return []
        groups.setdefault(first, []).append({"value": option["value"], "label": rest})
    return list(groups.items())


def profile(post: QueryDict, questions: Iterable[Fields]) -> dict[str, Any]:
    """Return the answers to questions that a form holds."""
    given: dict[str, Any] = {}
    for question in questions:
        key, kind = question["key"], question["kind"]
        if kind == "LANGUAGES":
            given[key] = [
                {"tag": tag, "level": level} for tag, level in _spoken(post, key)
            ]
        elif kind == "CHOICES":
            given[key] = post.getlist(key)
        elif kind == "NUMBER":
            given[key] = number(post.get(key, ""))
        else:
            given[key] = post.get(key, "")
    return given


def _spoken(post: QueryDict, key: str) -> list[tuple[str, str]]:
    pairs = zip(post.getlist(key), post.getlist(f"{key}-level"), strict=False)
    return [(tag, level) for tag, level in pairs if tag]


def number(text: Any) -> int:
    """Return a number that was typed; what is none is out of every range."""
    digits = str(text).strip()
    readable = digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS
    return int(digits) if readable else -1


def _consents(post: QueryDict, area: Fields) -> dict[str, Any]:
    known = [each["consent"]["purpose"] for each in area["consents"]]
    return {"consents": [each for each in known if each in post.getlist("consents")]}


def _check_in(post: QueryDict, _area: Fields) -> dict[str, Any]:
    """Read a check-in: one button tells whether they met, and how it was."""
    met, mood = PULSES.get(post.get("pulse", ""), (None, None))
    return {
        "checkIn": post.get("checkIn", ""),
        "met": met,
        "mood": mood,
        "worried": post.get("worried") == "yes",
        "note": post.get("note", ""),
    }


def _questionnaire(post: QueryDict, area: Fields) -> dict[str, Any]:
    asked = post.get("questionnaire", "")
    found = [each for each in area["questionnaires"] if each["id"] == asked]
    keys = [item["key"] for each in found for item in each["items"]]
    values = [
        {"key": key, "value": number(post[f"item-{key}"])}
        for key in keys
        if post.get(f"item-{key}")
    ]
    return {"questionnaire": asked, "values": values}


def _nothing(_post: QueryDict, _area: Fields) -> dict[str, Any]:
    return {}


PULSES = {
    "good": (True, 5),
    "so-so": (True, 3),
    "bad": (True, 1),
    "not-met": (False, None),
}

Read = Callable[[QueryDict, Fields], dict[str, Any]]

READ: dict[str, tuple[str, Read]] = {
    "confirm": ("confirmBuddyEmail", _nothing),
    "submit": ("submitBuddyApplication", _consents),
    "agree": (
        "agreeToBuddyConduct",
        lambda post, _area: {"version": post.get("version", "")},
    ),
    "answer": (
        "answerBuddyProposal",
        lambda post, _area: {
            "match": post.get("match", ""),
            "agrees": post.get("agrees") == "yes",
        },
    ),
    "check_in": ("answerBuddyCheckIn", _check_in),
    "meeting": (
        "addBuddyMeeting",
        lambda post, _area: {
            "match": post.get("match", ""),
            "heldOn": post.get("heldOn", ""),
            "note": post.get("note", ""),
        },
    ),
    "questionnaire": ("answerBuddyQuestionnaire", _questionnaire),
    "consent": (
        "setBuddyConsent",
        lambda post, _area: {
            "purpose": post.get("purpose", ""),
            "given": post.get("given") == "yes",
        },
    ),
    "concern": (
        "tellBuddyConcern",
        lambda post, _area: {
            "text": post.get("text", ""),
            "match": post.get("match") or None,
        },
    ),
    "pause": ("pauseBuddy", _nothing),
    "resume": ("resumeBuddy", _nothing),
    "withdraw": ("withdrawBuddy", _nothing),
}
"""What a button does: the operation, and how its input is read from the form."""
