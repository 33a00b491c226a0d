"""Owners are asked by mail, and answer by a link that works once."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from cms.models import User
from tests import factories
from tests.use_it_map.factories import place
from use_it_map.models import OwnerLink, PlacePage, PlaceSuggestion
from use_it_map.services import owner_mail
from use_it_map.services.owner_links import (
    AskedAlready,
    NoAddress,
    NotAllowed,
    owner_ask,
    owner_link_revoke,
)
from use_it_map.services.owner_mail import owner_mails_send

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def clinic(ostrava: Site) -> PlacePage:
    return place(ostrava, "Clinic", owner_email="owner@example.com", phone="1")


def ask(clinic: PlacePage, user: User | None = None) -> str:
    """Ask the owner and return the path of the link in the mail."""
    now = timezone.now()
    owner_ask(place=clinic, user=user, now=now)
    assert owner_mails_send(now=now) == 1
    return link_in(str(mail.outbox[-1].body))


def link_in(body: str) -> str:
    first, second = re.findall(r"http://localhost:8000(/use_it_map/place/\S+)", body)
    assert first == second
    return str(first)


def test_the_mail_has_a_link_of_which_only_the_hash_is_kept(
    clinic: PlacePage, ostrava_editor: User
) -> None:
    path = ask(clinic, ostrava_editor)

    (sent,) = mail.outbox
    link = OwnerLink.objects.get()
    token = path.split("/")[3]
    assert sent.to == ["owner@example.com"]
    assert "Clinic" in sent.subject
    assert "Chceme, aby to tam bylo správně." in sent.body
    assert "We would like it to stay right." in sent.body
    assert len(token) == 43
    assert token not in str(OwnerLink.objects.values())
    assert link.sent_at is not None
    assert owner_mails_send(now=timezone.now() + DAY) == 0


def test_looking_changes_nothing_and_a_click_verifies_once(
    clinic: PlacePage, client: Client
) -> None:
    path = ask(clinic)

    shown = client.get(path, headers={"Accept-Language": "uk"})
    clinic.refresh_from_db()
    assert (shown.status_code, clinic.verified_on) == (200, None)
    assert shown["Content-Language"] == "uk"
    assert shown["Referrer-Policy"] == "same-origin"
    assert "no-store" in shown["Cache-Control"]

    thanks = client.post(path, {"do": "confirm"})
    again = client.post(path, {"do": "confirm"})

    clinic.refresh_from_db()
    assert (thanks.status_code, again.status_code) == (200, 404)
    assert (clinic.verified_on, clinic.verified_by) == (timezone.localdate(), "owner")


def test_every_link_that_doesnt_work_gives_the_same_answer(
    clinic: PlacePage, ostrava_editor: User, client: Client, settings: Any
) -> None:
    def answers(path: str) -> set[tuple[int, bytes]]:
        asked = client.get(path)
        sent = client.post(path, {"do": "confirm"})
        return {(each.status_code, each.content) for each in (asked, sent)}

    found = answers("/use_it_map/place/forged/")
    used = ask(clinic)
    client.post(used, {"do": "confirm"})
    found |= answers(used)
    revoked = ask(clinic)
    link = OwnerLink.objects.first()
    assert link is not None
    owner_link_revoke(link=link, user=ostrava_editor, now=timezone.now())
    found |= answers(revoked)
    expired = ask(clinic)
    OwnerLink.objects.filter(used_at=None, revoked_at=None).update(
        created_at=timezone.now() - 40 * DAY, expires_at=timezone.now() - DAY
    )
    found |= answers(expired)
    off = ask(clinic)
    factories.set_settings(link.site, disabled_features=["use_it_map"])
    found |= answers(off)
    factories.set_settings(link.site, disabled_features=[])
    clinic.unpublish()
    found |= answers(off)

    ((status, page),) = found
    assert status == 404
    assert b"Clinic" not in page


def test_a_link_is_of_no_use_to_a_former_owner(
    clinic: PlacePage, ostrava_editor: User
) -> None:
    path = ask(clinic, ostrava_editor)
    owner_links = OwnerLink.objects.all()
    PlacePage.objects.filter(pk=clinic.pk).update(owner_email="next@example.com")
    clinic.refresh_from_db()

    assert Client().get(path).status_code == 404
    assert Client().post(path, {"do": "confirm"}).status_code == 404
    clinic.refresh_from_db()
    assert clinic.verified_on is None

    owner_ask(place=clinic, user=ostrava_editor, now=timezone.now())
    PlacePage.objects.filter(pk=clinic.pk).update(owner_email="third@example.com")
    assert owner_mails_send(now=timezone.now()) == 0
    assert [each.to for each in mail.outbox] == [["owner@example.com"]]
    assert owner_links.open(timezone.now()).count() == 1


def test_a_correction_waits_for_the_centre(clinic: PlacePage, client: Client) -> None:
    path = ask(clinic)
    form = {"phone": "2", "message": "We open at nine.", "do": "correct"}

    nothing = client.post(path, {"phone": "1", "do": "correct"})
    wrong = client.post(path, {**form, "website": "javascript:alert(1)"})
    assert (nothing.status_code, wrong.status_code) == (400, 400)
    assert not PlaceSuggestion.objects.exists()
    right = client.post(path, form)

    suggestion = PlaceSuggestion.objects.get()
    assert right.status_code == 200
    assert (suggestion.source, suggestion.kind) == ("owner", "change")
    assert suggestion.proposed == {"phone": "2"}
    assert suggestion.message == "We open at nine."
    clinic.refresh_from_db()
    assert (clinic.phone, clinic.has_unpublished_changes) == ("1", False)
    assert client.post(path, form).status_code == 404


def test_names_are_escaped(ostrava: Site, client: Client) -> None:
    page = place(ostrava, "<script>x</script>", owner_email="owner@example.com")

    shown = client.get(ask(page)).content.decode()

    assert "&lt;script&gt;x" in shown
    assert "<script" not in shown


def test_who_can_be_asked_and_by_whom(
    clinic: PlacePage, ostrava: Site, brno_moderator: User
) -> None:
    now = timezone.now()
    nobody = place(ostrava, "Nobody knows")
    draft = place(ostrava, "Draft", owner_email="a@example.com", live=False)

    with pytest.raises(NotAllowed):
        owner_ask(place=clinic, user=brno_moderator, now=now)
    for page in (nobody, draft):
        with pytest.raises(NoAddress):
            owner_ask(place=page, user=None, now=now)
    assert not OwnerLink.objects.exists()
    link = owner_ask(place=clinic, user=None, now=now)
    with pytest.raises(AskedAlready):
        owner_ask(place=clinic, user=None, now=now)
    with pytest.raises(NotAllowed):
        owner_link_revoke(link=link, user=brno_moderator, now=now)


def test_a_mail_that_fails_is_sent_again_and_its_first_link_is_dead(
    clinic: PlacePage,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    now = timezone.now()
    other = place(owner_of(clinic), "Other", owner_email="other@example.com")
    owner_ask(place=clinic, user=None, now=now)
    owner_ask(place=other, user=None, now=now)
    tokens: list[str] = []
    message = owner_mail.message

    def failing(link: OwnerLink, token: str) -> Any:
        tokens.append(token)
        if link.place_id == clinic.pk and len(tokens) < 3:
            raise ConnectionRefusedError("owner@example.com")
        return message(link, token)

    monkeypatch.setattr(owner_mail, "message", failing)

    assert owner_mails_send(now=now) == 1
    assert owner_mails_send(now=now) == 0
    assert owner_mails_send(now=now + dt.timedelta(minutes=6)) == 1

    assert [sent.to for sent in mail.outbox] == [
        ["other@example.com"],
        ["owner@example.com"],
    ]
    assert client.get(f"/use_it_map/place/{tokens[0]}/").status_code == 404
    assert client.get(link_in(str(mail.outbox[1].body))).status_code == 200
    assert "@example.com" not in caplog.text


def owner_of(page: PlacePage) -> Site:
    return Site.objects.get(citysettings__slug="ostrava")


def test_owners_of_due_places_are_asked_by_the_nightly_run(
    clinic: PlacePage, ostrava: Site
) -> None:
    fresh = timezone.localdate()
    place(ostrava, "Fresh", owner_email="b@example.com", verified_on=fresh)
    place(ostrava, "Gone", owner_email="c@example.com", state="closed")

    call_command("tend_map", dry_run=True)
    assert not OwnerLink.objects.exists()
    call_command("tend_map")
    call_command("tend_map")

    assert [sent.to for sent in mail.outbox] == [["owner@example.com"]]
