"""Persisted operations: by name, by hash, kept for clients, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Site

from city_api.checks import check_operations
from city_api.http_request import hash_of
from city_api.operations import manifest, operations_folder, read
from tests.city_api.test_http import codes, post

NAME = '{ site(slug: "ostrava") { name } }'
OTHER = '{ site(slug: "ostrava") { slug } }'
ANSWER = {"data": {"site": {"name": "Ostrava"}}}
LANGUAGES = {
    "data": {
        "site": {
            "slug": "ostrava",
            "name": "Ostrava",
            "url": "http://ostrava.localhost",
            "defaultLocale": {"code": "en"},
            "locales": [{"code": "en"}, {"code": "cs"}, {"code": "uk"}],
        }
    }
}
HOST = {"hostname": "ostrava.localhost"}


def extension(document: str) -> dict[str, Any]:
    return {"persistedQuery": {"version": 1, "sha256Hash": hash_of(document)}}


def by_hash(client: Client, document: str) -> Any:
    return client.get("/graphql/", {"extensions": json.dumps(extension(document))})


def register(client: Client, document: str) -> Any:
    return post(client, {"query": document, "extensions": extension(document)})


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.CITY_API_OPERATIONS = str(tmp_path)
    return tmp_path


def test_the_committed_manifest_is_true() -> None:
    call_command("operations", check=operations_folder() / "manifest.json")


def test_a_manifest_that_isn_t_true_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="not the manifest"):
        call_command("operations", check=tmp_path / "manifest.json")


def test_an_operation_is_asked_for_by_name_or_hash(
    client: Client, ostrava: Site
) -> None:
    sha256 = manifest().by_name["site"].sha256
    variables = json.dumps(HOST)
    asked: list[dict[str, str]] = [
        {"documentId": "site"},
        {"documentId": sha256},
        {"documentId": f"sha256:{sha256}"},
        {
            "extensions": json.dumps(
                {"persistedQuery": {"version": 1, "sha256Hash": sha256}}
            )
        },
    ]

    for parameters in asked:
        got = client.get("/graphql/", {**parameters, "variables": variables})
        assert (got.status_code, got.json()) == (200, LANGUAGES)
    assert post(client, {"documentId": "site", "variables": HOST}).json() == LANGUAGES


@pytest.mark.parametrize("identifier", ["nothing", "f" * 64])
def test_what_nobody_knows_isn_t_found(
    client: Client, ostrava: Site, identifier: str
) -> None:
    for_all = client.get("/graphql/", {"documentId": identifier})
    for_newer = post(client, {"documentId": identifier})

    assert for_all.json() == {
        "errors": [
            {
                "message": "PersistedQueryNotFound",
                "extensions": {"code": "PERSISTED_QUERY_NOT_FOUND"},
            }
        ]
    }
    assert for_newer.json() == for_all.json()
    assert for_all.status_code == 200
    assert for_newer.status_code == 404
    assert for_all["Cache-Control"] == "no-store"


def test_a_client_s_document_is_kept_by_its_hash(client: Client, ostrava: Site) -> None:
    assert codes(by_hash(client, NAME)) == ["PERSISTED_QUERY_NOT_FOUND"]
    assert register(client, NAME).json() == ANSWER
    assert by_hash(client, NAME).json() == ANSWER
    assert codes(by_hash(client, OTHER)) == ["PERSISTED_QUERY_NOT_FOUND"]


def test_a_wrong_hash_keeps_nothing(client: Client, ostrava: Site) -> None:
    body = {"query": NAME, "extensions": extension(OTHER)}

    assert codes(post(client, body)) == ["PERSISTED_QUERY_HASH"]
    for document in (NAME, OTHER):
        assert codes(by_hash(client, document)) == ["PERSISTED_QUERY_NOT_FOUND"]


@pytest.mark.parametrize(
    "document", ["{ nothing }", "{", "{ site { " + "slug " * 3000 + "} }"]
)
def test_an_invalid_document_isn_t_kept(
    client: Client, ostrava: Site, document: str
) -> None:
    assert register(client, document).status_code == 400
    assert codes(by_hash(client, document)) == ["PERSISTED_QUERY_NOT_FOUND"]


def test_what_isn_t_asked_for_by_hash_isn_t_kept(client: Client, ostrava: Site) -> None:
    assert post(client, {"query": NAME}).json() == ANSWER
    assert codes(by_hash(client, NAME)) == ["PERSISTED_QUERY_NOT_FOUND"]


def test_documents_take_no_more_than_their_places(
    client: Client, ostrava: Site, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CITY_API_KEPT_DOCUMENTS = 3
    written: dict[str, float] = {}
    keep = type(cache._connections[cache._alias]).set  # type: ignore[attr-defined]

    def noting(self: Any, key: str, value: Any, timeout: float, **options: Any) -> None:
        written[key] = timeout
        keep(self, key, value, timeout, **options)

    monkeypatch.setattr(type(cache._connections[cache._alias]), "set", noting)  # type: ignore[attr-defined]
    documents = [f"{{ a{number}: sites {{ slug }} }}" for number in range(12)]

    for document in documents:
        assert register(client, document).status_code == 200

    assert written == {f"city_api.document.{place}": 86_400 for place in range(3)}
    assert by_hash(client, documents[-1]).status_code == 200
    assert "data" in by_hash(client, documents[-1]).json()


def test_none_are_kept_where_the_hub_keeps_none(
    client: Client, ostrava: Site, settings: Any
) -> None:
    settings.CITY_API_KEPT_DOCUMENTS = 0

    assert register(client, NAME).json() == ANSWER
    response = by_hash(client, NAME)

    assert response.status_code == 200
    assert response.json()["errors"] == [
        {
            "message": "PersistedQueryNotSupported",
            "extensions": {"code": "PERSISTED_QUERY_NOT_SUPPORTED"},
        }
    ]


def test_a_cache_that_is_down_keeps_nothing_and_breaks_nothing(
    client: Client, ostrava: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr("city_api.persisted.cache.get_many", fail, raising=False)

    assert register(client, NAME).json() == ANSWER
    assert codes(by_hash(client, NAME)) == ["PERSISTED_QUERY_NOT_FOUND"]


def test_only_persisted_operations_where_the_hub_says_so(
    client: Client,
    as_ostrava_editor: Client,
    settings: Any,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    settings.CITY_API_ONLY_PERSISTED = True
    text = manifest().by_name["site"].document

    with django_assert_num_queries(0):
        refused = post(client, {"query": NAME})
        registered = register(client, NAME)
        unknown = by_hash(client, NAME)
    by_name = post(client, {"documentId": "site", "variables": HOST})
    by_text = post(client, {"query": text, "variables": HOST})
    staff = post(as_ostrava_editor, {"query": NAME})

    assert refused.status_code == registered.status_code == 403
    assert codes(refused) == codes(registered) == ["OPERATION_NOT_PERSISTED"]
    assert codes(unknown) == ["PERSISTED_QUERY_NOT_SUPPORTED"]
    assert by_name.json() == by_text.json() == LANGUAGES
    assert staff.json() == ANSWER


def test_the_built_in_site_works_where_only_persisted_operations_do(
    client: Client, ostrava: Site, settings: Any
) -> None:
    settings.CITY_API_ONLY_PERSISTED = True

    response = client.get("/en/", headers={"Host": "ostrava.localhost"})

    assert response.status_code == 200
    assert "Ostrava" in response.content.decode()


def test_a_mutation_needs_post(client: Client, ostrava: Site, folder: Path) -> None:
    (folder / "change.graphql").write_text("mutation { __typename }")

    for parameters in ({"query": "mutation { __typename }"}, {"documentId": "change"}):
        response = client.get("/graphql/", parameters)
        assert response.status_code == 405
        assert response["Allow"] == "POST"
        assert codes(response) == ["METHOD_NOT_ALLOWED"]


def test_the_installation_adds_operations_of_its_own(
    client: Client, ostrava: Site, folder: Path, settings: Any
) -> None:
    settings.CITY_API_ONLY_PERSISTED = True
    (folder / "name.graphql").write_text(NAME)

    assert client.get("/graphql/", {"documentId": "name"}).json() == ANSWER
    assert by_hash(client, NAME).json() == ANSWER


def test_operations_share_fragments_and_are_whole_by_themselves(
    client: Client, ostrava: Site, folder: Path
) -> None:
    (folder / "fragments").mkdir()
    shared = folder / "fragments" / "city.graphql"
    shared.write_text("fragment City on SiteSummary {\n  slug\n}\n")
    for name in ("one", "other"):
        text = f"query {name} {{ sites {{ ...City }} }}\n\n"
        (folder / f"{name}.graphql").write_text(
            f'{text}#import "fragments/city.graphql"\n'
        )

    whole = manifest().by_name["one"].document

    assert whole == (
        "query one { sites { ...City } }\n\nfragment City on SiteSummary {\n  slug\n}\n"
    )
    assert check_operations() == []
    assert {"one", "other"} <= manifest().by_name.keys()
    assert "city" not in manifest().by_name
    asked = client.get("/graphql/", {"documentId": "one"}).json()
    assert asked == {"data": {"sites": [{"slug": "ostrava"}]}}
    assert by_hash(client, whole).json() == asked
    before = manifest().by_name["other"].sha256
    shared.write_text("fragment City on SiteSummary { slug name }")
    assert read(folder / "other.graphql").sha256 != before


@pytest.mark.parametrize("name", ["nowhere.graphql", "../outside.graphql", "", "."])
def test_a_file_that_cant_be_imported_is_named(folder: Path, name: str) -> None:
    (folder.parent / "outside.graphql").write_text(
        "fragment City on SiteSummary {slug}"
    )
    text = f'query one {{ sites {{ slug }} }}\n#import "{name}"\n'
    (folder / "one.graphql").write_text(text)

    (found,) = check_operations()

    assert found.id == "city_api.E001"
    assert "can't be read" in found.msg
    assert "one" not in manifest().by_name


def test_the_hub_s_own_operations_are_sound() -> None:
    assert check_operations() == []


@pytest.mark.parametrize(
    ("name", "text", "number", "words"),
    [
        ("a", "{ nothing }", "E001", "Cannot query field"),
        ("a", "{", "E001", "Syntax Error"),
        (
            "a",
            "query A { sites { slug } } query B { sites { slug } }",
            "E005",
            "exactly",
        ),
        ("route", "{ sites { slug } }", "E002", "as does the hub"),
        ("a b", "{ sites { slug } }", "E003", "a name that no"),
        ("f" * 64, "{ sites { slug } }", "E003", "a name that no"),
    ],
)
def test_a_bad_operation_is_named(
    folder: Path, name: str, text: str, number: str, words: str
) -> None:
    (folder / f"{name}.graphql").write_text(text)

    (found,) = check_operations()

    assert found.id == f"city_api.{number}"
    assert words in found.msg
    assert "VITEJ_API_OPERATIONS" in found.msg


def test_a_file_that_is_no_text_is_named_and_left_out(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / "a.graphql").write_bytes(b"\xff")

    (found,) = check_operations()

    assert found.id == "city_api.E001"
    assert "a" not in manifest().by_name
    assert "can't be read" in caplog.text


def test_a_folder_that_is_none_is_named(folder: Path, settings: Any) -> None:
    settings.CITY_API_OPERATIONS = str(folder / "nowhere")

    (found,) = check_operations()

    assert found.id == "city_api.E004"
