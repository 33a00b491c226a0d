"""Finds the resolvers that never look at their `info`, so that nobody builds one.

No resolver has to promise anything: its compiled code says whether the name of its
second parameter occurs in it. What can't be told counts as reading.
"""

from __future__ import annotations

import dis
from functools import lru_cache, partial
from types import CodeType, FunctionType, MethodType
from typing import Any

# With one of these a function can read its parameters without naming them.
LOOKS_AROUND = frozenset(
    {"_getframe", "currentframe", "dir", "eval", "exec", "locals", "stack", "vars"}
)


def reads_info(resolve: Any) -> bool:
    """Tell whether a resolver or a type's resolver may read its second argument."""
    position = 1
    while not isinstance(resolve, FunctionType):
        if isinstance(resolve, partial):
            position += len(resolve.args)
            resolve = resolve.func
        elif isinstance(resolve, MethodType):
            position += 1
            resolve = resolve.__func__
        else:
            return True
    return _reads_parameter(resolve.__code__, position)


@lru_cache(maxsize=4096)
def _reads_parameter(code: CodeType, position: int) -> bool:
    if position >= code.co_argcount or LOOKS_AROUND.intersection(code.co_names):
        return True
    name = code.co_varnames[position]
    return any(
        name in (each.argval if isinstance(each.argval, tuple) else (each.argval,))
        for each in dis.get_instructions(code)
    )
