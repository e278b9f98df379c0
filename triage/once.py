"""A value that is worked out when it is first asked for, and then kept with its object.

As `functools.cached_property`, without its lock. Up to Python 3.11 that is one lock for all
objects of a class: a process that forks while a thread holds it leaves a child that waits for
ever. What is kept here is a pure function of an object that never changes, so two threads that
work it out at the same time come to the same; whoever is first is kept, and both get that one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

Value = TypeVar("Value")


class once(Generic[Value]):  # noqa: N801 - it stands where `property` would
    """Decorates a method without arguments, of a class whose objects have a `__dict__`."""

    def __init__(self, make: Callable[[Any], Value]) -> None:
        self._make = make
        self._name = make.__name__
        self.__doc__ = make.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> once[Value]: ...
    @overload
    def __get__(self, instance: object, owner: type) -> Value: ...
    def __get__(self, instance: object | None, owner: type) -> once[Value] | Value:
        if instance is None:
            return self
        # from the next time on, Python finds the value in the object before it comes here
        kept: Value = instance.__dict__.setdefault(self._name, self._make(instance))
        return kept
