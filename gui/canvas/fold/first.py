"""What of a tree is open when a graph is first seen. No Qt."""

from __future__ import annotations

import numpy as np

from ....engine import messages
from ..distinct import distinct
from .grow import WHOLE
from .opening import Opening
from .tree import MODULE, NO_GROUP, STRETCH, TIMES, Ints, Tree

MOST = 40
"""Boxes that are read at first glance."""

GLANCE = 24
"""Boxes of a larger graph: it goes on inside them, so that there is more to each."""

ATOM, FEWEST = 12, 5
"""A module that calls no other one stays closed if it is of up to ATOM operations: a norm, a linear
layer; unless there are fewer boxes than FEWEST."""

FEW, LITTLE = 10, 18
"""Fewer boxes than FEW say too little: then also groups of up to LITTLE boxes are opened that are
otherwise kept closed."""

OPENED = 2
"""Elements of a repeated structure at most that is opened unasked."""

MAIN = 0.4
"""Of all operations in closed groups, what a group holds that is opened before others."""

LINKS, SOME_LINKS = 2, 6
"""Links inside a group that is opened unasked: so many at most for each box, and so many more."""


def first_opening(tree: Tree, graph: messages.GraphFound, most: int = MOST) -> Opening:
    """As much as some 24 boxes show, from the outside in: of a small graph, everything.

    All groups next to each other are opened or none, so that alike is drawn alike; unless one
    holds most of the graph. What inside is a tangle stays closed, and what is of the same class as
    a repeated structure beside it: "h.0" beside "h.1 – 11". So do the loss and plain layers.
    """
    if len(tree.order) + len(tree.titles) <= min(most, WHOLE):
        return Opening.everything(tree)
    view = _View(tree, graph, min(most, GLANCE))
    while chosen := view.usual() or view.few() or view.alone(most):
        view.open(chosen)
    return view.opening()


class _View:
    """What is open so far, and what might be opened next."""

    def __init__(self, tree: Tree, graph: messages.GraphFound, most: int) -> None:
        self._tree, self._most = tree, most
        self._edges = _places(tree, graph)
        self._opened: set[int] = set()
        self._singly: set[int] = set()
        self._count = _boxes(tree, NO_GROUP)
        self._closed: list[int] = []
        self._held: set[int] = set()
        self._left: list[int] = []  # closed, whether or not they may be opened
        self._callers = {call.parent for call in graph.calls}
        self._meet(NO_GROUP, held=False)

    def opening(self) -> Opening:
        """What was opened."""
        return Opening(frozenset(self._opened), frozenset(self._singly))

    def open(self, groups: list[int]) -> None:
        """Open closed groups."""
        self._count += _more(self._tree, groups)
        self._opened.update(groups)
        self._closed = [group for group in self._closed if group not in self._opened]
        for group in groups:
            if self._tree.kind[group] == TIMES:
                self._singly.update(self._tree.children[group])
            self._meet(group, held=group in self._held)

    def usual(self) -> list[int]:
        """All closed groups if there is room, else those that hold most of the graph."""
        groups = [group for group in self._fitting() if group not in self._held]
        if self._count + _more(self._tree, groups) <= self._most:
            return groups
        return self._largest(groups, MAIN)

    def few(self) -> list[int]:
        """Where little is seen, what else says a little more."""
        if self._count >= FEW:
            return []
        groups = [group for group in self._fitting() if _boxes(self._tree, group) <= LITTLE]
        if self._count >= FEWEST:
            groups = [group for group in groups if not self._atom(group)]
        if self._count + _more(self._tree, groups) <= self._most:
            return groups
        return self._largest(groups, 0)

    def alone(self, most: int) -> list[int]:
        """The group that is nearly all that is seen, even if it is large; alone even a tangle."""
        groups = [group for group in self._left if group not in self._opened]
        if not groups or self._count >= FEWEST:
            return []
        tree = self._tree
        largest = max(groups, key=lambda group: int(tree.end[group] - tree.start[group]))
        fits = self._count + _more(tree, [largest]) <= most
        return [largest] if fits and (self._count == 1 or largest in self._closed) else []

    def _meet(self, group: int, *, held: bool) -> None:
        """Take what is directly inside an open group as closed, if it may be opened."""
        tree = self._tree
        children = tree.children[group]
        long = {g for g in children if tree.kind[g] == TIMES and len(tree.children[g]) > OPENED}
        kinds = {tree.details[g] for g in long if tree.details[g]}
        self._left = [g for g in self._left if g != group]
        self._left += [child for child in children if child not in long]
        for child in children:
            if child not in long and not _tangled(tree, self._edges, child):
                self._closed.append(child)
                if held or tree.details[child] in kinds or self._atom(child):
                    self._held.add(child)

    def _atom(self, group: int) -> bool:
        """Whether a person knows what is inside: a plain layer, or the loss."""
        tree = self._tree
        if tree.children[group] or _boxes(tree, group) > ATOM:
            return False
        if tree.kind[group] == STRETCH:
            return not tree.details[group]  # others say which operations they are
        return tree.kind[group] == MODULE and int(tree.call[group]) not in self._callers

    def _fitting(self) -> list[int]:
        room = self._most - self._count
        return [group for group in self._closed if _more(self._tree, [group]) <= room]

    def _largest(self, groups: list[int], part: float) -> list[int]:
        """Those of one structure that hold this part of all and that there is room for."""
        sizes: dict[int, int] = {}
        alike: dict[int, list[int]] = {}
        for group in groups:
            kind = int(self._tree.alike[group])
            size = int(self._tree.end[group] - self._tree.start[group])
            sizes[kind] = sizes.get(kind, 0) + size
            alike.setdefault(kind, []).append(group)
        total = sum(sizes.values())
        for kind in sorted(sizes, key=lambda kind: -sizes[kind]):
            more = _more(self._tree, alike[kind])
            if sizes[kind] >= part * total and self._count + more <= self._most:
                return alike[kind]
        return []


def _places(tree: Tree, graph: messages.GraphFound) -> Ints:
    """(E, 2) int32: the edges between operations as places in the order, by their sources."""
    place = np.full(len(graph.names), -1, np.int32)
    place[tree.order] = np.arange(len(tree.order))
    edges: Ints = place[graph.edges.numpy()[:, :2]]
    edges = edges[(edges >= 0).all(axis=1)]
    return edges[np.argsort(edges[:, 0], kind="stable")]


def _tangled(tree: Tree, edges: Ints, group: int) -> bool:
    """Whether there are many links between the boxes directly inside a group."""
    starts, ends = tree.bounds
    start, end = starts[group], ends[group]
    most = LINKS * _boxes(tree, group) + SOME_LINKS
    a, b = np.searchsorted(edges[:, 0], np.array([start, end], np.int32))
    if b - a <= most:
        return False
    inside = edges[a:b]
    inside = inside[inside[:, 1] < end]
    box = np.arange(start, end)
    for child in tree.children[group]:
        box[starts[child] - start : ends[child] - start] = starts[child]
    pairs = box[inside - start]
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    links = len(distinct(pairs[:, 0] * len(tree.order) + pairs[:, 1]))
    return links > most


def _more(tree: Tree, groups: list[int]) -> int:
    """How many boxes are added by opening groups; a frame takes the room of one."""
    return sum(_boxes(tree, group) for group in groups)


def _boxes(tree: Tree, group: int) -> int:
    """Boxes directly inside a group; of an open repeated structure, one an element."""
    starts, ends = tree.bounds
    many = len(tree.order) if group == NO_GROUP else ends[group] - starts[group]
    return many + sum(1 + starts[child] - ends[child] for child in tree.children[group])
