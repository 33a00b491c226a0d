"""What the map holds about people who have no account."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.models import Revision

from use_it_map.models import OwnerLink, PlacePage, PlaceSuggestion

DATA_MAP = {
    "use_it_map.PlaceSuggestion.email": (
        "To ask the person who suggested something. Deleted VITEJ_MAP_CONTACT_DAYS "
        "after the decision."
    ),
    "use_it_map.PlaceSuggestion.message": (
        "What the person wrote; it may name them. Deleted with the address."
    ),
    "use_it_map.PlacePage.owner_email": (
        "To ask a place's owner whether all is right. Kept while the place is on the "
        "map; never public."
    ),
    "use_it_map.OwnerLink.email": (
        "Where the question to the owner was sent. Deleted VITEJ_MAP_CONTACT_DAYS "
        "after its link has expired."
    ),
}


def export(email: str) -> dict[str, Any]:
    """Return all that is held about the person with this address."""
    suggestions = PlaceSuggestion.objects.filter(email__iexact=email).order_by("pk")
    links = OwnerLink.objects.filter(email__iexact=email).order_by("pk")
    places = PlacePage.objects.filter(owner_email__iexact=email).order_by("pk")
    return {
        "suggestions": [
            {
                "kind": each.kind,
                "city": each.site.site_name,
                "place": each.place.title if each.place else "",
                "proposed": each.proposed,
                "message": each.message,
                "sent": each.created_at.isoformat(),
                "state": each.state,
            }
            for each in suggestions.select_related("site", "place")
        ],
        "questions": [
            {
                "place": each.place.title,
                "asked": each.created_at.isoformat(),
                "answered": each.used_at.isoformat() if each.used_at else None,
            }
            for each in links.select_related("place")
        ],
        "owner_of": [
            {"place": each.title, "city": each.url_path.split("/")[1]}
            for each in places
        ],
    }


@transaction.atomic
def erase(email: str) -> int:
    """Take the address out of everything; return the number of rows that had it.

    What was suggested stays, without the person; old versions of a place lose the
    address, too.
    """
    suggestions = PlaceSuggestion.objects.filter(email__iexact=email)
    count = suggestions.update(email="", message="")
    count += OwnerLink.objects.filter(email__iexact=email).delete()[0]
    for place in PlacePage.objects.filter(owner_email__iexact=email):
        place.owner_email = ""
        place.save(update_fields=["owner_email"])
        count += 1
    return count + _erase_from_revisions(email)


def _erase_from_revisions(email: str) -> int:
    count = 0
    for revision in Revision.objects.filter(content__owner_email__iexact=email):
        revision.content["owner_email"] = ""
        revision.save(update_fields=["content"])
        count += 1
    return count
