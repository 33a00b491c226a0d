"""After an erasure nothing holds an owner's address, nor brings it back."""

from __future__ import annotations

import datetime as dt
import json
from io import StringIO
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.management import call_command
from django.utils import timezone
from wagtail.admin.models import FormState
from wagtail.models import Site
from wagtail_localize.models import TranslationSource

from cms.models import User
from tests.use_it_map.factories import place
from use_it_map.models import ImportedPlace, ImportState, PlaceImport, PlacePage
from use_it_map.privacy import erase

pytestmark = pytest.mark.django_db
OWNER = "Anna.Majitelka@example.com"
KEPT = (TranslationSource, FormState, ImportedPlace, PlaceImport, PlacePage)


def upload(site: Site, text: str, **fields: Any) -> PlaceImport:
    facts = {"created_at": timezone.now(), "data": text.encode(), "filename": "f.csv"}
    return PlaceImport.objects.create(site=site, **(facts | fields))


def held() -> str:
    """Return all that is held, as text; files are read, too."""
    rows = [row for model in KEPT for row in model._default_manager.all()]
    files = b"".join(bytes(each.data) for each in PlaceImport.objects.all())
    told = serializers.serialize("json", rows) + files.decode()
    return told.replace("%40", "@").lower()


def test_an_owners_address_is_erased_wherever_it_was_copied_to(
    ostrava: Site, ostrava_editor: User
) -> None:
    page = place(ostrava, "Clinic", owner_email=OWNER, phone="+420 1")
    other = place(ostrava, "Café", owner_email="bob@example.com")
    source, _made = TranslationSource.update_or_create_from_instance(page)
    TranslationSource.update_or_create_from_instance(other)
    form = FormState.objects.create(
        user=ostrava_editor,
        content_type=ContentType.objects.get_for_model(PlacePage),
        object_id=str(page.pk),
        data=urlencode({"title": "Clinic, new", "owner_email": OWNER}),
        last_updated_at=timezone.now(),
    )
    mark = ImportedPlace.objects.create(
        site=ostrava,
        external_source="file",
        external_id="1",
        place=page,
        values={"title": "Clinic", "owner_email": OWNER},
    )
    upload(ostrava, f"name,owner_email\nClinic,{OWNER}\n")
    upload(ostrava, "", data=f"name,owner_email\nX,{OWNER}\n".encode("utf-16"))
    upload(ostrava, "name,owner_email\nCafé,bob@example.com\n")

    # The place, its version, the source, the form, the mark and two files.
    assert erase(OWNER.lower()) == 7

    assert OWNER.lower() not in held()
    assert held().count("bob@example.com") == 3
    form.refresh_from_db()
    mark.refresh_from_db()
    source.refresh_from_db()
    assert form.data == "title=Clinic%2C+new&owner_email="
    assert mark.values == {"title": "Clinic", "owner_email": ""}
    assert json.loads(source.content_json)["phone"] == "+420 1"
    assert source.as_instance().owner_email == ""
    assert erase(OWNER) == 0


def test_a_file_that_was_left_lying_goes_without_another_import(
    ostrava: Site, brno: Site
) -> None:
    now = timezone.now()
    days = dt.timedelta(days=1)
    upload(ostrava, "old", created_at=now - 1.1 * days)
    upload(brno, "begun", created_at=now - 7.1 * days, state=ImportState.RUNNING)
    running = upload(ostrava, "x", created_at=now - 6 * days, state=ImportState.RUNNING)
    fresh = upload(ostrava, "new", created_at=now - 0.9 * days)
    said = StringIO()

    call_command("tend_map", stdout=said)

    assert set(PlaceImport.objects.all()) == {fresh, running}
    assert "2 files" in said.getvalue()
