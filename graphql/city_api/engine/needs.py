"""What a resolver needs of its rows, said beside it, so that it can be loaded ahead.

    @staticmethod
    @needs(links={"hero_image_id": Image})
    def resolve_hero_image(node: Node, _info: Any) -> Node | None:
        return node.linked("hero_image_id", Image)

The planner (`city_api.engine.planner`) reads it before the first resolver runs, for
everything that an operation asks for. What isn't said still works and costs the same
number of queries for any number of rows; it may only be one that others could share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar

from django.db.models import Model

from city_api.engine.selection import AskedField
from cms.selectors.reader import Reader

Resolver = TypeVar("Resolver", bound=Callable[..., Any])


@dataclass(frozen=True)
class Needs:
    """What a resolver needs.

    - `columns`: columns of the row that it reads.
    - `links`: foreign keys that it follows, and to which model.
    - `streams`: StreamFields whose blocks it returns.
    - `loads`: loaders of the row's peers that it calls.
    - `returns`: models of which its values are nodes, when a link or a chooser leads
      there.
    - `reaches`: models of which it reads something besides.
    - `itself`: whether its value is the same row, asked as another type.
    - `plain`: whether a page's own table is enough, without that of its type.
    - `before`: what to call with the reader, for fields of the city itself.
    - `lists`: a list of the city that it returns whatever the row: a function of the
      reader, the info and the arguments, decorated with `ahead`.
    - `loads_for`: gives a loader for the arguments, such as those of a page of a list.
    - `chooses`: of a field of a block, by the name that its blocks are stored under: a
      function of the reader, the blocks' stored values and the arguments, which notes
      what they lead to by a rule rather than by id, such as places by a filter.
    """

    columns: Sequence[str] = ()
    links: Mapping[str, type[Model]] = field(default_factory=dict)
    streams: Sequence[str] = ()
    loads: Sequence[Callable[..., Any]] = ()
    returns: Sequence[type[Model]] = ()
    reaches: Sequence[type[Model]] = ()
    itself: bool = False
    plain: bool = False
    before: Callable[[Reader], object] | None = None
    lists: Callable[..., Any] | None = None
    loads_for: Callable[..., Callable[..., Any]] | None = None
    chooses: Mapping[str, Callable[..., object]] = field(default_factory=dict)

    @property
    def read(self) -> set[str]:
        """All columns of the row that are read."""
        return {*self.columns, *self.links, *self.streams}

    @property
    def leads_to_rows(self) -> bool:
        """Whether its values are rows, which are followed when they are there."""
        return bool(
            self.links or self.returns or self.loads or self.loads_for or self.lists
        )


def needs(*columns: str, **parts: Any) -> Callable[[Resolver], Resolver]:
    """Say what a resolver needs; see `Needs` for the parts."""

    def say(resolve: Resolver) -> Resolver:
        resolve.needs = Needs(columns, **parts)  # type: ignore[attr-defined]
        return resolve

    return say


def needs_of(resolve: Any) -> Needs | None:
    """Return what a resolver says that it needs; None if it says nothing."""
    found: Needs | None = getattr(resolve, "needs", None)
    return found


def ahead(resolve: Callable[..., Any]) -> Callable[..., Any]:
    """Let a resolver of the city itself run before the others; its result is kept.

    For those that return rows: the planner then knows them all before it fetches
    what they refer to. The resolver runs once for the same arguments.
    """

    @wraps(resolve)
    def kept(reader: Reader, info: Any, **arguments: Any) -> Any:
        key = (resolve, _frozen(arguments))
        return reader.remember(key, lambda: resolve(reader, info, **arguments))

    kept.ahead = True  # type: ignore[attr-defined]
    return kept


def choosing(asked: AskedField) -> Sequence[AskedField]:
    """Return the fields that are asked of a stream's blocks and choose by a rule."""
    if asked.choosing is None:
        asked.choosing = tuple(
            below
            for name in asked.types
            for below in asked.below(name)
            if (needs := needs_of(below.resolve)) and needs.chooses
        )
    found: Sequence[AskedField] = asked.choosing
    return found


def runs_ahead(resolve: Any) -> bool:
    """Return whether a resolver may run before the others."""
    return bool(getattr(resolve, "ahead", False))


def reached(asked: AskedField) -> Sequence[tuple[type[Model], AskedField | None]]:
    """Return of which models something is read at a field or below it.

    With each the field whose values are such rows, or None.
    """
    if asked.reached is None:
        asked.reached = tuple(_reached(asked))
    return asked.reached


def _reached(
    asked: AskedField,
) -> Iterator[tuple[type[Model], AskedField | None]]:
    needs = needs_of(asked.resolve)
    if needs:
        yield from ((model, None) for model in needs.reaches)
        yield from ((model, asked) for model in needs.returns)
    if runs_ahead(asked.resolve) or (needs and needs.leads_to_rows):
        return
    for name in asked.types:
        for below in asked.below(name):
            yield from reached(below)


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return tuple((key, _frozen(each)) for key, each in sorted(value.items()))
    if isinstance(value, list):
        return tuple(_frozen(each) for each in value)
    return value
