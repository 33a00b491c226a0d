"""The personal data of guests."""

from collections.abc import Mapping
from typing import Any

from vitej_example.models import Guest

DATA_MAP: Mapping[str, str] = {
    "vitej_example.Guest.email": "To expect the guest; until erasure.",
}


def export(email: str) -> dict[str, Any]:
    """Return all that is held about a person."""
    guests = Guest.objects.filter(email__iexact=email).select_related("cafe")
    return {"cafes": [guest.cafe.title for guest in guests.order_by("cafe__title")]}


def erase(email: str) -> int:
    """Forget a person; return how many rows are gone."""
    deleted, _per_model = Guest.objects.filter(email__iexact=email).delete()
    return deleted
