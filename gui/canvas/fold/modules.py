"""Which stretches of the order are module calls. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ....engine import messages
from .tree import NO_GROUP, Ints

DEEPEST = 32
"""Calls inside more calls than this are taken for a part of the one around them."""

TRANSPARENT = frozenset({"DataParallel", "DistributedDataParallel", "OptimizedModule"})
"""Modules around a model that nobody looks for."""


@dataclass
class Spans:
    """Stretches of the order that one module call made, as columns; a parent comes first."""

    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    parent: list[int] = field(default_factory=list)
    call: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.start)

    def add(self, start: int, parent: int, call: int) -> int:
        """The index of a new stretch whose end is not known yet."""
        self.start.append(start)
        self.end.append(start)
        self.parent.append(parent)
        self.call.append(call)
        return len(self.start) - 1


def call_spans(graph: messages.GraphFound, order: Ints) -> Spans:
    """The module calls as stretches of the order, those of two operations at least.

    Where something foreign lies between two operations of a call, it is a stretch on either side.
    Of a call and the only call inside it, if both hold the same, one is kept.
    """
    if graph.call_of is None or not len(graph.calls) or not len(order):
        return Spans()
    return _merged(graph, _long_enough(_runs(graph, order)))


def _runs(graph: messages.GraphFound, order: Ints) -> Spans:
    """Every maximal stretch of each call, parents first."""
    assert graph.call_of is not None
    parents = [call.parent for call in graph.calls]
    paths: dict[int, tuple[int, ...]] = {-1: ()}

    def path_to(call: int) -> tuple[int, ...]:
        unknown = []
        while call not in paths:
            unknown.append(call)
            call = parents[call]
        around = paths[call]
        for each in reversed(unknown):
            around = paths[each] = (*around, each) if len(around) < DEEPEST else around
        return around

    call_of = _without_single(np.maximum(graph.call_of.numpy()[order], -1), parents)
    firsts = [0, *(np.flatnonzero(call_of[1:] != call_of[:-1]) + 1).tolist()]
    spans = Spans()
    stack: list[int] = []
    calls: list[int] = []  # of the stack
    for place, call in zip(firsts, call_of[firsts].tolist(), strict=True):
        path = path_to(call)
        same = 0
        for inner, known in zip(path, calls, strict=False):
            if inner != known:
                break
            same += 1
        for span in stack[same:]:
            spans.end[span] = place
        del stack[same:], calls[same:]
        for inner in path[same:]:
            stack.append(spans.add(place, stack[-1] if stack else NO_GROUP, inner))
            calls.append(inner)
    for span in stack:
        spans.end[span] = len(order)
    return spans


def _without_single(call_of: Ints, parents: list[int]) -> Ints:
    """The same, where a call of one operation, most are such, is a part of the one around it."""
    outer = np.array(parents, np.int32)
    single = np.bincount(call_of + 1, minlength=len(outer) + 1)[1:] == 1
    single[outer[outer >= 0]] = False
    own = np.where(single, outer, np.arange(len(outer), dtype=np.int32))
    return np.append(own, np.int32(-1))[call_of]


def _long_enough(spans: Spans) -> Spans:
    """Without those of one operation: the operation itself says it all."""
    start, end = np.array(spans.start), np.array(spans.end)
    kept = np.flatnonzero(end - start >= 2)  # and with each what is around it
    at = np.full(len(start) + 1, NO_GROUP)  # the last one is that of no span
    at[kept] = np.arange(len(kept))
    return Spans(
        start[kept].tolist(),
        end[kept].tolist(),
        at[np.array(spans.parent, np.int32)[kept]].tolist(),
        np.array(spans.call, np.int32)[kept].tolist(),
    )


def _merged(graph: messages.GraphFound, spans: Spans) -> Spans:
    """One of the calls that hold the same: the outer one, unless it says nothing of itself."""
    found = Spans()
    at: list[int] = []
    for start, end, parent, call in zip(
        spans.start, spans.end, spans.parent, spans.call, strict=True
    ):
        around = at[parent] if parent >= 0 else NO_GROUP
        if around >= 0 and (found.start[around], found.end[around]) == (start, end):
            outer = graph.calls[found.call[around]]
            if not outer.path or outer.kind in TRANSPARENT:
                found.call[around] = call
            at.append(around)
            continue
        at.append(found.add(start, around, call))
        found.end[-1] = end
    return found
