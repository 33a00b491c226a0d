"""Parts of guides that bodies have as well."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import graphene

from city_api.engine.peers import Linked
from city_api.schema.enums import Currency, SourceKind
from city_api.schema.fields import maybe, one, stored
from city_api.schema.rich_text import RichText, StoredText


@dataclass(frozen=True, slots=True)
class Value:
    """A stored struct and what the body around it refers to."""

    value: dict[str, Any]
    linked: Linked

    def rich_text(self, name: str) -> StoredText:
        """Return a key's formatted text; empty where it was never filled in."""
        return StoredText(self.value.get(name) or "", self.linked)


class Step(graphene.ObjectType):
    """One thing to do, and how."""

    title = stored("title", "What to do.")
    text = one(RichText, "How to do it.")

    @staticmethod
    def resolve_text(step: Value, _info: Any) -> StoredText:
        return step.rich_text("text")


class RequiredDocument(graphene.ObjectType):
    """A paper that an office asks for."""

    name = stored("name", "What it is called.")
    note = stored("note", "What to mind about it, or empty.")
    original = one(graphene.Boolean, "Whether a copy is not accepted.")
    link = stored("link", "Where to get it, or empty.")

    @staticmethod
    def resolve_original(document: Value, _info: Any) -> bool:
        return bool(document.value.get("original"))


class Cost(graphene.ObjectType):
    """What something costs."""

    label = stored("label", "What for.")
    amount = maybe(
        graphene.Decimal, "How much; 0 is free of charge; null: the note says it."
    )
    currency = one(Currency, "The currency of the amount.")
    note = stored("note", "What it depends on, or empty.")

    @staticmethod
    def resolve_amount(cost: Value, _info: Any) -> Decimal | None:
        amount = cost.value.get("amount")
        return None if amount in {None, ""} else Decimal(str(amount))

    @staticmethod
    def resolve_currency(cost: Value, _info: Any) -> str:
        return cost.value.get("currency") or "CZK"


class Source(graphene.ObjectType):
    """A law or an official page that a guide rests on."""

    kind = one(SourceKind, "What kind of source it is.")
    title = stored("title", "What it is called.")
    url = stored("url", "Its address, or empty.")
    reference = stored(
        "reference", "Act and section, such as “Act No. 326/1999 Coll., s. 93”."
    )
    checked_on = maybe(graphene.Date, "The day it was last compared.")

    @staticmethod
    def resolve_kind(source: Value, _info: Any) -> str:
        return source.value.get("kind") or "official"

    @staticmethod
    def resolve_checked_on(source: Value, _info: Any) -> dt.date | None:
        day = source.value.get("checked_on")
        return dt.date.fromisoformat(day) if day else None
