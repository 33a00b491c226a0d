"""Calls a field's resolver with nothing that it doesn't need."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graphql import default_field_resolver
from graphql.pyutils import Path

from city_api.engine.compiled.arguments import Arguments, arguments_of
from city_api.engine.compiled.asked import Asked
from city_api.engine.compiled.info import reads_info
from city_api.engine.compiled.run import Call, Run


def call_of(asked: Asked, resolve: Callable[..., Any]) -> Call:
    """Return what resolves a field of an object."""
    arguments = arguments_of(asked)
    if resolve is default_field_resolver:
        return _property(asked, arguments)
    if reads_info(resolve):
        return _with_info(asked, resolve, arguments)
    if arguments:
        return _with_arguments(resolve, arguments)
    return lambda _run, source, _above: resolve(source, None)


def _with_arguments(resolve: Callable[..., Any], arguments: Arguments) -> Call:
    return lambda run, source, _above: resolve(source, None, **arguments(run))


def _with_info(
    asked: Asked, resolve: Callable[..., Any], arguments: Arguments | None
) -> Call:
    def call(run: Run, source: Any, above: Path | None) -> Any:
        return resolve(source, asked.info(run, asked.path(above)))

    def call_with_arguments(run: Run, source: Any, above: Path | None) -> Any:
        info = asked.info(run, asked.path(above))
        return resolve(source, info, **arguments_for(run))

    if arguments is None:
        return call
    arguments_for = arguments
    return call_with_arguments


def _property(asked: Asked, arguments: Arguments | None) -> Call:
    """Return what `default_field_resolver` does: read a key or an attribute."""
    name = asked.nodes[0].name.value

    def call(run: Run, source: Any, above: Path | None) -> Any:
        given = arguments(run) if arguments else {}
        if isinstance(source, (dict, Mapping)):
            value = source.get(name)
        else:
            value = getattr(source, name, None)
        if callable(value):
            return value(asked.info(run, asked.path(above)), **given)
        return value

    return call
