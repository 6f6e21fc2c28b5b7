"""Wrappers of modules' forwards: each notes which sequence number comes next, before and after.

They run at every call of every module, so that what they read is bound once, as closures.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import FunctionType
from typing import Any, Protocol

import torch
from torch import nn

from .lines import LineLog

_next: Callable[[], int] = torch._C._autograd._get_sequence_nr


class Record(Protocol):
    """What wrappers write to.

    Attributes
    ----------
    log : list of int
        Two per event: a module's place or, at the end, ~place; the next sequence number.
    labels : bool
        Whether every call's output is labelled.
    """

    log: list[int]
    labels: bool

    def outermost(self, at: int, original: Any, module: nn.Module, args: Any, kwargs: Any) -> Any:
        """Run a call of a module that runs inside no other one."""

    def elsewhere(self, at: int, original: Any, module: nn.Module, args: Any, kwargs: Any) -> Any:
        """Run a call in another thread."""

    def label(self, result: Any) -> None:
        """Label the nodes of a call's output."""


class Wrappers:
    """Makes wrappers of `forward` for one record; they share the depth at which calls run.

    Parameters
    ----------
    record : Record
        Whose log is written.
    at : dict
        `id` of a module to its place in the record, empty when the record has ended.
    lines : LineLog, optional
        Where source lines are noted.
    """

    def __init__(self, record: Record, at: dict[int, int], lines: LineLog | None) -> None:
        self._made: dict[tuple[type[nn.Module], bool], FunctionType | None] = {}
        self._lines = lines is not None
        place, append = at.get, record.log.append
        ident, thread, coming = threading.get_ident, threading.get_ident(), _next
        outermost, elsewhere = record.outermost, record.elsewhere
        label = record.label if record.labels else None
        depth = 0

        def plain(original: Any) -> Any:
            def forward(module: nn.Module, /, *args: Any, **kwargs: Any) -> Any:
                nonlocal depth
                at = place(id(module))
                if at is None:  # a copy, or after the end
                    return original(module, *args, **kwargs)
                if ident() != thread:
                    return elsewhere(at, original, module, args, kwargs)
                depth += 1
                try:
                    if depth == 1:
                        return outermost(at, original, module, args, kwargs)
                    append(at)
                    append(coming())
                    try:
                        result = original(module, *args, **kwargs)
                        if label is not None:
                            label(result)
                        return result
                    finally:
                        append(~at)
                        append(coming())
                finally:
                    depth -= 1

            return forward

        def quiet(original: Any) -> Any:
            assert lines is not None

            def forward(module: nn.Module, /, *args: Any, **kwargs: Any) -> Any:
                at = place(id(module))
                if at is None or depth == 0 or ident() != thread:
                    return loud(module, *args, **kwargs)
                first = coming()
                append(at)
                append(first)
                paused = lines.pause()
                try:
                    result = original(module, *args, **kwargs)
                    if label is not None:
                        label(result)
                    return result
                finally:
                    end = coming()
                    append(~at)
                    append(end)
                    if paused:
                        lines.go_on()
                        if end != first:
                            lines.note(first, end, 1)

            loud = plain(original)
            return forward

        self._plain, self._quiet = plain, quiet

    def of_class(self, kind: type[nn.Module], parent: bool) -> FunctionType | None:
        """The wrapper of a class's forward; None if that is no plain function.

        A module of torch that calls no other one is wrapped quietly: all that it makes is of the
        line that calls it, so that the LineLog need not see each operation.
        """
        if (kind, parent) not in self._made:
            plain = getattr(kind, "forward", None)
            wrapper = None
            if isinstance(plain, FunctionType):
                small = self._lines and not parent and plain.__module__.startswith("torch.nn.")
                wrapper = self.of(plain, quiet=small)
            self._made[kind, parent] = wrapper
        return self._made[kind, parent]

    def of(self, original: Any, quiet: bool = False) -> FunctionType:
        """The wrapper of a function `forward(module, ...)`."""
        wrapper: FunctionType = (self._quiet if quiet else self._plain)(original)
        wrapper.__wrapped__ = original  # type: ignore[attr-defined]
        wrapper.__doc__ = original.__doc__
        return wrapper


def ignoring_self(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, with a first argument that it does not get."""

    def call(_module: nn.Module, *args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    return call
