"""Puts the demo's pictures and leaflets into the hub."""

from __future__ import annotations

from contextlib import ExitStack
from io import BytesIO

from django.contrib.auth.models import Permission
from django.core.files.base import File
from django.core.files.images import ImageFile
from django.utils.translation import gettext as _
from wagtail.models import Collection, GroupCollectionPermission

from cms.choices import Licence
from cms.demo.bench import Bench
from cms.demo.entities import SOURCE_LANGUAGE, TARGET_LANGUAGES
from cms.demo.leaflets import docx
from cms.demo.pictures.catalogue import drawn, file_name
from cms.models import Document, Image
from cms.services.city import city_groups

CREDIT = "Vítej, drawn by code"


def add_files(bench: Bench) -> None:
    shared = _shared_collection(bench)
    for picture in bench.demo.pictures:
        collection = bench.places[picture.city].collection if picture.city else shared
        name = file_name(picture.key)
        image = Image(
            title=picture.title,
            description=picture.alt[SOURCE_LANGUAGE],
            alt_translations={code: picture.alt[code] for code in TARGET_LANGUAGES},
            credit=CREDIT,
            licence=Licence.CC0_1_0,
            collection=collection,
            uploaded_by_user=bench.admin,
        )
        save_file(
            image, ImageFile(BytesIO(drawn(picture.key)), name=name), files=bench.files
        )
        bench.pictures[picture.key] = image
        bench.bar.step()
    for leaflet in bench.demo.leaflets:
        document = Document(
            title=leaflet.title,
            language=leaflet.language,
            credit=leaflet.credit,
            licence=Licence.CC0_1_0,
            collection=shared,
            uploaded_by_user=bench.admin,
        )
        name = f"{leaflet.key}.docx"
        save_file(
            document, File(BytesIO(docx(leaflet.lines)), name=name), files=bench.files
        )
        bench.documents[leaflet.key] = document


def _shared_collection(bench: Bench) -> Collection:
    """Return a collection whose files all cities' editors may choose."""
    root = Collection.get_first_root_node()
    collection: Collection = root.add_child(name=_("Shared by all cities"))
    choose = Permission.objects.filter(
        content_type__app_label="cms",
        codename__in=["choose_image", "choose_document"],
    )
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(
            group=group, collection=collection, permission=permission
        )
        for place in bench.places.values()
        for group in city_groups(place.site).values()
        for permission in choose
    )
    return collection


def save_file(
    instance: Image | Document, content: File[bytes], *, files: ExitStack
) -> None:
    """Save an image or document; its file goes again if the loading fails."""
    stored = instance.file
    name = stored.field.generate_filename(instance, content.name)
    if not type(instance).objects.filter(file=name).exists():
        # Left by a loading that was killed: nothing refers to it.
        stored.storage.delete(name)
    content.seek(0)
    instance.file = content
    instance.file_size = content.size
    instance.save()
    files.callback(stored.storage.delete, instance.file.name)
