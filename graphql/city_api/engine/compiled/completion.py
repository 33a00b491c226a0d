"""What becomes of a resolver's value: lists, objects, interfaces and unions.

A non-null type costs nothing at run time: it only decides what null leads to.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from graphql import (
    GraphQLAbstractType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLTypeResolver,
    Undefined,
    is_abstract_type,
    is_leaf_type,
)
from graphql.pyutils import Path, is_iterable

from city_api.engine.compiled.asked import Asked, new_tuple
from city_api.engine.compiled.leaves import complete_leaf
from city_api.engine.compiled.run import Complete, Execute, Run

OnNull: TypeAlias = Callable[[], None]
Select: TypeAlias = Callable[[GraphQLObjectType], Execute]


def allow() -> None:
    """Let null stand."""


def refuse(asked: Asked) -> OnNull:
    """Return what refuses null in a field."""
    message = f"Cannot return null for non-nullable field {asked.title}."

    def raise_error() -> None:
        raise TypeError(message)

    return raise_error


class Completion:
    """Compiles what completes the values of one field.

    `select` gives what executes the field's selection on a type; it is asked when
    the first value of that type turns up, so what never occurs isn't compiled.
    """

    def __init__(
        self, asked: Asked, select: Select, type_resolver: GraphQLTypeResolver
    ) -> None:
        self.asked = asked
        self.select = select
        self.type_resolver = type_resolver

    def of(self, kind: Any, on_null: OnNull = allow) -> Complete:
        """Return what completes values of a type."""
        if isinstance(kind, GraphQLNonNull):
            return self.of(kind.of_type, refuse(self.asked))
        if isinstance(kind, GraphQLList):
            return self._list(kind, on_null)
        if is_leaf_type(kind):
            leaf = complete_leaf(kind, on_null)
            return lambda _run, value, _path, _field_path: leaf(value)
        if is_abstract_type(kind):
            return self._abstract(kind, on_null)
        return self._object(kind, on_null)

    def _list(self, kind: GraphQLList[Any], on_null: OnNull) -> Complete:
        complete_items = self._items(kind)
        asked = self.asked

        def complete(run: Run, value: Any, path: Path, field_path: Path) -> Any:
            if isinstance(value, Exception):
                raise value
            if value is None or value is Undefined:
                return on_null()
            if type(value) is not list and not is_iterable(value):
                # Either an error, or an asynchronous iterable: rare both.
                info = asked.info(run, field_path)
                return run.context.complete_list_value(
                    kind, asked.nodes, info, path, value
                )
            return complete_items(run, value, path, field_path)

        return complete

    def _items(self, kind: GraphQLList[Any]) -> Complete:
        complete = self.of(kind.of_type)
        required = isinstance(kind.of_type, GraphQLNonNull)
        fail = self.asked.fail

        def complete_items(run: Run, value: Any, path: Path, field_path: Path) -> Any:
            completed = []
            for index, item in enumerate(value):
                item_path = new_tuple(Path, (path, index, None))
                try:
                    completed.append(complete(run, item, item_path, field_path))
                except Exception as error:  # noqa: BLE001 (a resolver raises anything)
                    fail(run, error, item_path, required=required)
                    completed.append(None)
            return completed

        return complete_items

    def _object(self, kind: GraphQLObjectType, on_null: OnNull) -> Complete:
        select = self.select
        execute: Execute | None = None

        def complete(run: Run, value: Any, path: Path, field_path: Path) -> Any:
            nonlocal execute
            if isinstance(value, Exception):
                raise value
            if value is None or value is Undefined:
                return on_null()
            if execute is None:
                execute = select(kind)
            return execute(run, value, path, field_path)

        return complete

    def _abstract(self, kind: GraphQLAbstractType, on_null: OnNull) -> Complete:
        type_resolver, info = self.type_resolver, self.asked.info
        executes: dict[str, Execute] = {}
        first = self._first_of_its_type(kind, executes)

        def complete(run: Run, value: Any, path: Path, field_path: Path) -> Any:
            if isinstance(value, Exception):
                raise value
            if value is None or value is Undefined:
                return on_null()
            resolve_type = kind.resolve_type or type_resolver
            name = resolve_type(value, info(run, field_path), kind)
            execute = executes.get(name) if type(name) is str else None
            if execute is None:
                execute = first(run, value, field_path, name)
            return execute(run, value, path, field_path)

        return complete

    def _first_of_its_type(
        self, kind: GraphQLAbstractType, executes: dict[str, Execute]
    ) -> Callable[[Run, Any, Path, Any], Execute]:
        asked, select = self.asked, self.select

        def compile_type(run: Run, value: Any, path: Path, name: Any) -> Execute:
            found = run.context.ensure_valid_runtime_type(
                name, kind, asked.nodes, asked.info(run, path), value
            )
            execute = executes[found.name] = select(found)
            return execute

        return compile_type
