"""Scalars that GraphQL itself lacks."""

from __future__ import annotations

from typing import Any

import graphene
from django.utils.translation import gettext as _
from graphql import GraphQLError, print_ast
from graphql.language import StringValueNode, ValueNode

from cms.languages import LANGUAGE_CODE


class LanguageCode(graphene.Scalar):
    """The code of a language, as BCP 47 writes it: `cs`, `uk`, `pt-BR`."""

    @staticmethod
    def serialize(value: Any) -> str:
        return str(value)

    @staticmethod
    def parse_value(value: Any) -> str:
        if isinstance(value, str) and LANGUAGE_CODE.fullmatch(value):
            return value
        raise GraphQLError(
            _("“%(value)s” is no language code; write it like cs or pt-BR.")
            % {"value": str(value)[:40]}
        )

    @classmethod
    def parse_literal(cls, node: ValueNode, _variables: Any = None) -> str:
        value = node.value if isinstance(node, StringValueNode) else print_ast(node)
        return cls.parse_value(value)


class JSON(graphene.Scalar):
    """Any value of JSON as it is, such as an object in words of another standard."""

    @staticmethod
    def serialize(value: Any) -> Any:
        return value
