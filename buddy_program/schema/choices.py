"""Enumerations of the buddy programme."""

from __future__ import annotations

from buddy_program import choices
from city_api.schema.enums import described, enum

BuddySide = enum(choices.Side, "BuddySide", "On which side of a pair somebody is.")
BuddyState = enum(
    choices.ParticipantState,
    "BuddyState",
    "Where somebody stands on the way from an application to the end.",
)
BuddyMatchState = enum(choices.PairState, "BuddyMatchState", "Where a match stands.")
BuddyPurpose = enum(
    choices.Purpose, "BuddyPurpose", "What somebody agrees to have their data used for."
)
BuddyQuestionKind = described(
    "BuddyQuestionKind",
    "What an answer looks like.",
    {
        "TEXT": ("text", "A line of text."),
        "LONG_TEXT": ("long_text", "A text of several lines."),
        "PHONE": ("phone", "A phone number."),
        "CHOICE": ("choice", "The value of one of the options."),
        "CHOICES": ("choices", "A list of values of the options."),
        "LANGUAGES": (
            "languages",
            "A list of languages: the value of an option and of a level each.",
        ),
        "NUMBER": ("number", "A whole number from `least` to `most`."),
    },
)
BuddyAction = described(
    "BuddyAction",
    "What somebody can do with their application or their part in the programme.",
    {
        "CONFIRM": ("confirm", "Confirm their e-mail."),
        "SAVE": ("save", "Change what they have said of themselves."),
        "SUBMIT": ("submit", "Hand in the application."),
        "AGREE": ("agree", "Agree to the code of conduct."),
        "PAUSE": ("pause", "Rest for a while."),
        "RESUME": ("resume", "Come back from a rest."),
        "WITHDRAW": ("withdraw", "Leave for good."),
    },
)
