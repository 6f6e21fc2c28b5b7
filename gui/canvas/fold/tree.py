"""The tree of groups into which a graph folds: module calls, repeated structures, stretches. No Qt.

Every group is a stretch of one topological order of the operations. So whatever is folded, no box
is both before and after another: a link that leaves a group never comes back into it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]

MODULE, TIMES, STEP, STRETCH = 0, 1, 2, 3
"""Kinds of groups: one module call; equal elements one after the other (its children are the
elements, two at least, module calls or steps); one element that is no module call of its own;
operations that only their place in the order holds together."""

NO_GROUP = -1


@dataclass(frozen=True, eq=False)
class Tree:
    """Groups over the operations of a graph, as columns over G groups; a parent comes first.

    Attributes
    ----------
    order : (M,) int32
        The graph's nodes that are drawn as boxes, from the loss down: a topological order.
    start, end : (G,) int32
        A group holds order[start:end]; groups are nested or apart.
    parent : (G,) int32
        The group around it, NO_GROUP for none.
    kind : (G,) uint8
        MODULE, TIMES, STEP or STRETCH.
    call : (G,) int32
        A MODULE's index in the graph's calls, else -1.
    alike : (G,) int32
        The same number for groups of equal structure: names, shapes and inner edges.
    titles, details : tuple of str
        What stands on a folded box: "encoder.layer.3" and "BertLayer"; "encoder.layer.0 – 11" and
        "BertLayer" for TIMES, whose "×12" is written by whoever shows it.
    """

    order: Ints
    start: Ints
    end: Ints
    parent: Ints
    kind: npt.NDArray[np.uint8]
    call: Ints
    alike: Ints
    titles: tuple[str, ...]
    details: tuple[str, ...] = field(repr=False)

    def __len__(self) -> int:
        return len(self.titles)

    @classmethod
    def flat(cls, order: Ints) -> Tree:
        """No group at all."""
        none = np.zeros(0, np.int32)
        return cls(order, none, none, none, np.zeros(0, np.uint8), none, none, (), ())

    @cached_property
    def bounds(self) -> tuple[list[int], list[int]]:
        """`start` and `end` for walking."""
        return self.start.tolist(), self.end.tolist()

    @cached_property
    def children(self) -> list[list[int]]:
        """The groups directly inside each group, from the loss down; at G those inside none."""
        found: list[list[int]] = [[] for _ in range(len(self) + 1)]
        parent = self.parent.tolist()
        for group in np.argsort(self.start, kind="stable").tolist():
            found[parent[group]].append(group)
        return found

    @cached_property
    def innermost(self) -> Ints:
        """(M,) int32: the innermost group of each place in the order."""
        found = np.full(len(self.order), NO_GROUP, np.int32)
        for group, (start, end) in enumerate(zip(self.start, self.end, strict=True)):
            found[start:end] = group  # parents come first, so the inner one stays
        return found

    def path(self, group: int) -> list[int]:
        """The groups around a group, outermost first, itself last."""
        found = []
        while group != NO_GROUP:
            found.append(group)
            group = int(self.parent[group])
        return found[::-1]

    def nodes(self, group: int) -> Ints:
        """The graph's nodes in a group."""
        return self.order[self.start[group] : self.end[group]]

    def own(self, group: int) -> list[tuple[int, int]]:
        """The stretches of the order that are in a group but in no group inside it."""
        starts, ends = self.bounds
        whole = group in (NO_GROUP, len(self))
        start, end = (0, len(self.order)) if whole else (starts[group], ends[group])
        bounds = [start, *(x for g in self.children[group] for x in (starts[g], ends[g])), end]
        return [(a, b) for a, b in list(pairwise(bounds))[::2] if a < b]
