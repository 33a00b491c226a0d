"""What the map holds about people who have no account."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote_plus

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.http import QueryDict
from wagtail.admin.models import FormState
from wagtail.models import Revision
from wagtail_localize.models import TranslationSource

from use_it_map.models import (
    ImportedPlace,
    OwnerLink,
    PlaceImport,
    PlacePage,
    PlaceSuggestion,
)

UTF_16 = ("utf-16-le", "utf-16-be")
"""What spreadsheets write, too."""

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
    "use_it_map.ImportedPlace.values": (
        "What an import wrote to a place, its owner's address among it. Kept as long "
        "as the place."
    ),
    "use_it_map.PlaceImport.data": (
        "A file that waits for its import; it may name owners of places. Deleted with "
        "the import, or when nobody has gone on with it for a day (for a week, if it "
        "has begun)."
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

    What was suggested stays, without the person; old versions of a place, what its
    translations are made from, what an import wrote and what an editor hasn't saved
    yet lose the address, too. A file that waits for its import goes as a whole.
    """
    suggestions = PlaceSuggestion.objects.filter(email__iexact=email)
    count = suggestions.update(email="", message="")
    count += OwnerLink.objects.filter(email__iexact=email).delete()[0]
    for place in PlacePage.objects.filter(owner_email__iexact=email):
        place.owner_email = ""
        place.save(update_fields=["owner_email"])
        count += 1
    count += _erase_from_revisions(email) + _erase_from_translations(email)
    count += _erase_from_forms(email) + _erase_from_imports(email)
    return count + _erase_files(email)


def _erase_from_revisions(email: str) -> int:
    count = 0
    for revision in Revision.objects.filter(content__owner_email__iexact=email):
        revision.content["owner_email"] = ""
        revision.save(update_fields=["content"])
        count += 1
    return count


def _erase_from_translations(email: str) -> int:
    """Take it out of what translations are made anew from, or it would come back."""
    written = json.dumps(email)[1:-1]
    count = 0
    for source in TranslationSource.objects.filter(
        specific_content_type=_places(), content_json__icontains=written
    ):
        content = json.loads(source.content_json)
        if str(content.get("owner_email", "")).lower() == email.lower():
            content["owner_email"] = ""
            source.content_json = json.dumps(content)
            source.save(update_fields=["content_json"])
            count += 1
    return count


def _erase_from_forms(email: str) -> int:
    count = 0
    for form in FormState.objects.filter(
        content_type=_places(), data__icontains=quote_plus(email)
    ):
        data = QueryDict(form.data, mutable=True)
        if data.get("owner_email", "").strip().lower() == email.lower():
            data["owner_email"] = ""
            form.data = data.urlencode()
            form.save(update_fields=["data"])
            count += 1
    return count


def _erase_from_imports(email: str) -> int:
    count = 0
    for row in ImportedPlace.objects.filter(values__owner_email__iexact=email):
        row.values["owner_email"] = ""
        row.save(update_fields=["values"])
        count += 1
    return count


def _erase_files(email: str) -> int:
    waiting = PlaceImport.objects.values_list("pk", "data").iterator(chunk_size=1)
    named = [email.lower().encode(codec) for codec in ("utf-8", *UTF_16)]
    found = [
        key
        for key, data in waiting
        if any(each in bytes(data).lower() for each in named)
    ]
    return PlaceImport.objects.filter(pk__in=found).delete()[0]


def _places() -> ContentType:
    return ContentType.objects.get_for_model(PlacePage)
