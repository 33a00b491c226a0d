"""Enumerations of places."""

from __future__ import annotations

from city_api.schema.enums import described, enum
from use_it_map import choices
from use_it_map.hours.spans import State
from use_it_map.selectors.ordering import Order

Wheelchair = enum(
    choices.Wheelchair, "Wheelchair", "Whether one gets in with a wheelchair."
)
PriceLevel = enum(
    choices.PriceLevel, "PriceLevel", "What it costs beside others of its kind."
)
LanguageLevel = enum(
    choices.LanguageLevel, "LanguageLevel", "How well a language is spoken."
)
PlaceState = enum(choices.PlaceState, "PlaceState", "Whether a place still exists.")
PlaceSource = enum(
    choices.PlaceSource, "PlaceSource", "Where what is known of a place comes from."
)
PlaceVerifier = enum(
    choices.Verifier, "PlaceVerifier", "Who said last that all of a place is right."
)
PlaceIcon = enum(choices.CategoryIcon, "PlaceIcon", "The pictogram of a category.")

OpeningState = described(
    "OpeningState",
    "Whether a place is open at a time.",
    {
        "OPEN": (State.OPEN.value, "It is open."),
        "CLOSED": (State.CLOSED.value, "It is closed."),
        "UNKNOWN": (
            State.UNKNOWN.value,
            "Not known, such as by appointment; it doesn't count as open.",
        ),
    },
)
PlaceOrder = described(
    "PlaceOrder",
    "In which order places come.",
    {
        "NAME": (Order.NAME.value, "By name, as a dictionary of their language."),
        "DISTANCE": (
            Order.DISTANCE.value,
            "The nearest first; needs `near` in the filter.",
        ),
        "VERIFIED": (
            Order.VERIFIED.value,
            "The latest verified first, those never verified last.",
        ),
        "RELEVANCE": (
            Order.RELEVANCE.value,
            "The best answers to `text` in the filter first.",
        ),
    },
)
