from __future__ import annotations

import pytest

from blocks.people import ContactCardBlock
from cms.models import Organisation, Person
from tests.blocks.support import errors_of, stored


def test_a_contact_is_a_person_an_organisation_or_both(
    person: Person, organisation: Organisation
) -> None:
    block = ContactCardBlock()

    assert errors_of(block, {"person": person}) == {}
    assert errors_of(block, {"organisation": organisation}) == {}
    both = {"person": person, "organisation": organisation, "note": "Visas"}
    assert errors_of(block, both) == {}
    assert stored(block, block.normalize(both)) == {
        "person": person.pk,
        "organisation": organisation.pk,
        "note": "Visas",
    }


@pytest.mark.django_db
def test_a_contact_with_nobody_is_refused() -> None:
    assert errors_of(ContactCardBlock(), {"note": "Visas"}) == {
        "person": ["Choose a person or an organisation."]
    }


@pytest.mark.django_db
def test_a_draft_may_leave_the_contact_for_later() -> None:
    assert errors_of(ContactCardBlock(), {"note": "Visas"}, draft=True) == {}
