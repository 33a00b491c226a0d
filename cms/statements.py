"""Queries that are put into SQL once and run many times.

For a query of a few rows, Django takes longer to turn it into SQL than the database to
answer it. A statement keeps the SQL of a query set whose values are `Param`s:

    def posts() -> QuerySet[BlogPage]:
        return BlogPage.objects.filter(date__lte=Param("today", today, DateField()))

    prepared(("posts",), posts, today=today)

The key must name everything that decides about the SQL; the query set is made only when
the key is new. What strangers ask for (`for_stranger`) is kept apart: they push out no
SQL of operations that are asked all the time. Rows are what the query set would give:
instances, or tuples of values.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import BooleanField, Expression, F, Field, Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.fields.files import FileDescriptor, ImageFileDescriptor
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesListIterable,
    get_related_populators,
)
from django.db.models.query_utils import DeferredAttribute

from cms.memory import Memory

KEPT_STATEMENTS = 2_000
KEPT_FOR_STRANGERS = 1_000
_preparing: ContextVar[bool] = ContextVar("preparing", default=False)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands among the parameters of a statement."""

    name: str
    field: Field[Any, Any]
    is_list: bool

    def filled(self, values: dict[str, Any], connection: Any) -> Any:
        """Return the value as the database takes it."""
        value = values[self.name]
        if not self.is_list:
            return self.field.get_db_prep_value(value, connection)
        listed = [self.field.get_db_prep_value(each, connection) for each in value]
        return listed if connection.vendor == "postgresql" else json.dumps(listed)


class Param(Expression):
    """A value that may be another one each time a statement is run."""

    is_list = False

    def __init__(self, name: str, value: Any, output_field: Field[Any, Any]) -> None:
        super().__init__(output_field=output_field)
        self.name = name
        self.value = value

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        place = Place(self.name, self.output_field, self.is_list)
        if _preparing.get():
            return "%s", [place]
        return "%s", [place.filled({self.name: self.value}, connection)]


class ParamList(Param):
    """Values of which there may be more or fewer each time."""

    is_list = True


class AnyOf(Expression):
    """The condition that a column holds one of the values of a list."""

    conditional = True

    def __init__(self, column: Any, values: ParamList) -> None:
        super().__init__(output_field=BooleanField())
        self.column = F(column) if isinstance(column, str) else column
        self.values = values

    def get_source_expressions(self) -> list[Any]:
        return [self.column, self.values]

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        self.column, self.values = exprs

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        column, params = compiler.compile(self.column)
        values, listed = compiler.compile(self.values)
        sql = "{} = ANY({})"
        if connection.vendor != "postgresql":
            sql = "{} IN (SELECT value FROM json_each({}))"
        return sql.format(column, values), [*params, *listed]


class Statement:
    """The SQL of a query set, and how its rows are made."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        kind = _kind(rows)
        compiler = rows.query.get_compiler(using=rows.db)
        token = _preparing.set(True)
        try:
            self._sql, self._params = compiler.as_sql()
        except EmptyResultSet:
            self._sql, self._params = "", ()
            return
        finally:
            _preparing.reset(token)
        self._db = rows.db
        columns = [each[0] for each in compiler.select[: compiler.col_count]]
        self._converters = list(compiler.get_converters(columns).items())
        self._make = _instances(compiler, rows.db) if kind is ModelIterable else None
        self._flat = kind is FlatValuesListIterable

    def rows(self, values: dict[str, Any]) -> list[Any]:
        """Run the statement with some values and return its rows."""
        if not self._sql:
            return []
        connection = connections[self._db]
        params = [
            each.filled(values, connection) if type(each) is Place else each
            for each in self._params
        ]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, params)
            found = cursor.fetchall()
        if self._converters:
            found = [self._converted(row, connection) for row in found]
        if self._make:
            return [self._make(row) for row in found]
        return [row[0] for row in found] if self._flat else [*map(tuple, found)]

    def _converted(self, row: Sequence[Any], connection: Any) -> list[Any]:
        values = list(row)
        for position, (converters, column) in self._converters:
            for convert in converters:
                values[position] = convert(values[position], column, connection)
        return values


def _kind(rows: QuerySet[Any]) -> Any:
    kind: Any = vars(rows)["_iterable_class"]
    more: Any = vars(rows)["_prefetch_related_lookups"]
    if kind not in (ModelIterable, ValuesListIterable, FlatValuesListIterable) or more:
        raise TypeError("A statement gives instances or tuples of values, no more.")
    return kind


def _instances(compiler: Any, db: str) -> Callable[[Sequence[Any]], Any]:
    """Return what makes an instance of a row, as Django's `ModelIterable` does."""
    info = compiler.klass_info
    model, selected = info["model"], info["select_fields"]
    start, end = selected[0], selected[-1] + 1
    names = [each[0].target.attname for each in compiler.select[start:end]]
    fill = _filler(model, names, db)
    make_populators: Any = get_related_populators  # its types tell of a later Django
    populators = make_populators(info, compiler.select, db)
    annotations = list((compiler.annotation_col_map or {}).items())

    def make(row: Sequence[Any]) -> Any:
        instance = fill(row[start:end])
        for populator in populators:
            populator.populate(row, instance)
        for name, position in annotations:
            instance.__dict__[name] = row[position]
        return instance

    return make


# What these put on an instance is the value itself.
PLAIN = (
    DeferredAttribute, ForeignKeyDeferredAttribute, FileDescriptor, ImageFileDescriptor
)  # fmt: skip


def _filler(
    model: type[Model], names: Sequence[str], db: str
) -> Callable[[Sequence[Any]], Any]:
    """Return what makes an instance of values, as `Model.from_db` does.

    Without `__init__`: pages spend most of it on arguments that a row never has, and
    tell nobody (`pre_init`, `post_init`). Instances made so are for reading.
    """
    converted = [name for name in names if type(_attribute(model, name)) not in PLAIN]

    def fill(values: Sequence[Any]) -> Any:
        instance = model.__new__(model)
        state = ModelState()
        state.db, state.adding = db, False
        columns = dict(zip(names, values, strict=True))
        instance.__dict__ = {"_state": state, **columns}
        for name in converted:
            setattr(instance, name, columns[name])
        return instance

    return fill


def _attribute(model: type[Model], name: str) -> Any:
    """Return what a class or one above it holds under a name, as it stands there."""
    return next(vars(each)[name] for each in model.__mro__ if name in vars(each))


_statements: Memory[Hashable, Statement] = Memory(KEPT_STATEMENTS)
_of_strangers: Memory[Hashable, Statement] = Memory(KEPT_FOR_STRANGERS)
_for_stranger: ContextVar[bool] = ContextVar("for_stranger", default=False)


@contextmanager
def for_stranger() -> Iterator[None]:
    """Keep apart the statements that are made here."""
    mark = _for_stranger.set(True)
    try:
        yield
    finally:
        _for_stranger.reset(mark)


def prepared(
    key: Hashable, build: Callable[[], QuerySet[Any]], **values: Any
) -> list[Any]:
    """Return the rows of a query set, whose SQL is kept under a key.

    `values` are those of its `Param`s.
    """
    return statement((key, connections["default"].vendor), build).rows(values)


def statement(key: Hashable, build: Callable[[], QuerySet[Any]]) -> Statement:
    """Return the statement of a key; it is made when it is first asked for."""
    found = _statements.get(key)
    memory = _of_strangers if _for_stranger.get() else _statements
    if found is None and memory is _of_strangers:
        found = memory.get(key)
    if found is None:
        found = Statement(build())
        memory.put(key, found)
    return found
