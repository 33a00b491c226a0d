"""The HSDS package keeps to the tables of the specification."""

from __future__ import annotations

import csv
import io
import json
import uuid
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Site

from tests.use_it_map.factories import category, place
from use_it_map.models import PlaceLanguage

pytestmark = pytest.mark.django_db
SPECIFIED = json.loads(Path(__file__).with_name("hsds_3_0.json").read_text())["tables"]


def specified(table: str, what: str) -> set[str]:
    """Return columns that the specification names."""
    return set(SPECIFIED[table][what].split())


@pytest.fixture
def archive(ostrava: Site, client: Client) -> zipfile.ZipFile:
    cafes = category("cafes")
    bar = place(
        ostrava,
        "Bar",
        category=category("bars", parent=cafes),
        opening_hours="Mo-Fr 08:00-17:00; PH off",
        phone="+420 555 000 111",
        street="Nádražní",
        house_number="5",
        postcode="702 00",
        municipality="Ostrava",
        wheelchair="yes",
        state="temporarily_closed",
    )
    bar.further_categories = [cafes]
    bar.languages = [PlaceLanguage(tag="cs"), PlaceLanguage(tag="uk", who="Eva")]
    bar.save()
    place(ostrava, "Doctor", street="Lesní", opening_hours="24/7", languages=["uk"])
    answer = client.get(
        "/use_it_map/ostrava/places.zip", headers={"host": "testserver"}
    )
    return zipfile.ZipFile(io.BytesIO(answer.content))


@pytest.fixture
def tables(archive: zipfile.ZipFile) -> dict[str, list[dict[str, str]]]:
    package = json.loads(archive.read("datapackage.json"))
    return {
        each["name"]: list(
            csv.DictReader(io.StringIO(archive.read(each["path"]).decode()))
        )
        for each in package["resources"]
    }


def test_tables_and_columns_are_those_of_the_specification(
    archive: zipfile.ZipFile,
) -> None:
    package = json.loads(archive.read("datapackage.json"))
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    for resource in package["resources"]:
        table = resource["name"]
        fields = [field["name"] for field in resource["schema"]["fields"]]
        header = archive.read(resource["path"]).decode().splitlines()[0].split(",")
        assert resource["path"] == SPECIFIED[table]["path"]
        assert header == fields
        assert set(fields) <= specified(table, "columns")
        assert specified(table, "required") <= set(fields)
    paths = {each["path"] for each in package["resources"]}
    assert {*paths, "datapackage.json"} == set(archive.namelist())


def test_what_the_specification_requires_is_there(
    tables: dict[str, list[dict[str, str]]],
) -> None:
    for name, rows in tables.items():
        assert rows, name
        choices = SPECIFIED[name]["choices"].items()
        assert len({row["id"] for row in rows}) == len(rows)
        for row in rows:
            assert all(row[each] for each in specified(name, "required")), row
            for column in specified(name, "uuids") & set(row):
                assert not row[column] or str(uuid.UUID(row[column])) == row[column]
            for column, allowed in choices:
                assert row.get(column, "") in {"", *allowed}


def test_rows_refer_to_rows_that_are_there(
    tables: dict[str, list[dict[str, str]]],
) -> None:
    ids = {name: {row["id"] for row in rows} for name, rows in tables.items()}
    for rows in tables.values():
        for row in rows:
            for column, value in row.items():
                table = column.removesuffix("_id")
                if column.endswith("_id") and table in ids and value:
                    assert value in ids[table], column
    links = {(row["link_entity"], row["link_id"]) for row in tables["attribute"]}
    assert all(key in ids[entity] for entity, key in links)


def test_a_package_says_what_is_known(tables: dict[str, list[dict[str, str]]]) -> None:
    assert [row["name"] for row in tables["location"]] == ["Bar", "Doctor"]
    hours, _always = tables["schedule"]
    assert (hours["byday"], hours["opens_at"]) == ("MO,TU,WE,TH,FR", "08:00")
    assert [row["code"] for row in tables["language"]] == ["cs", "uk", "uk"]
    assert {row["status"] for row in tables["service"]} == {
        "active",
        "temporarily closed",
    }
    terms = {row["id"]: row["code"] for row in tables["taxonomy_term"]}
    found = [terms[row["taxonomy_term_id"]] for row in tables["attribute"]]
    assert found == ["bars", "cafes", "doctors"]
    [address] = tables["address"]
    assert (address["address_1"], address["state_province"]) == (
        "Nádražní 5",
        "CZ-80",
    )
    # The table of addresses has no room for one without a town.
    assert [row["description"] for row in tables["location"]] == ["", "Lesní"]


def test_the_same_places_have_the_same_ids(
    tables: dict[str, Any], client: Client
) -> None:
    again = client.get("/use_it_map/ostrava/places.zip", headers={"host": "testserver"})
    packed = zipfile.ZipFile(io.BytesIO(again.content))
    text = packed.read("taxonomy_terms.csv").decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows == tables["taxonomy_term"]
