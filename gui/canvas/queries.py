"""What leads where in a graph: ancestors, descendants, the paths between two nodes. No Qt.

Own code: networkx, which is the oracle of the tests, needs a dict for every node and edge and
seconds for a graph of 100,000; what it would walk is here two columns.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise

import numpy as np

from ...engine import messages
from .chips import TIED, Bools, Ints
from .fold.opening import Opening
from .fold.tree import Tree
from .scene import Scene

MOST_OPENED = 40
"""Nodes up to which everything that holds one of them is opened; more stay as they are."""


class Adjacency:
    """Who names whom in `next_functions`, both ways, each computed once.

    Every answer is (N,) bool and holds the nodes that were asked about too.

    Parameters
    ----------
    count : int
        N, the number of nodes.
    edges : (E, 2 or more) int
        Source and target, in the direction of next_functions.
    roots : iterable of int
        Where backward starts.
    """

    def __init__(self, count: int, edges: Ints, roots: Iterable[int] = (0,)) -> None:
        self._count = count
        self._roots = [int(root) for root in roots]
        self._edges = edges

    @classmethod
    def of(cls, graph: messages.GraphFound) -> Adjacency:
        """Of a graph as it was found."""
        return cls(len(graph.names), graph.edges.numpy().reshape(-1, 3), graph.roots)

    def ancestors(self, nodes: Iterable[int]) -> Bools:
        """Everything towards the loss: from where gradients come to these nodes."""
        return self._reached(nodes, self._up)

    def descendants(self, nodes: Iterable[int]) -> Bools:
        """Everything along next_functions: to where these nodes hand gradients on."""
        return self._reached(nodes, self._down)

    def both(self, nodes: Iterable[int]) -> Bools:
        """Ancestors and descendants."""
        nodes = list(nodes)
        return self.ancestors(nodes) | self.descendants(nodes)

    def between(self, some: Iterable[int], others: Iterable[int]) -> Bools:
        """All nodes on any directed path from one of `some` to one of `others`, or back.

        Nothing, the ends neither, where there is no path.
        """
        some, others = list(some), list(others)
        there = self.descendants(some) & self.ancestors(others)
        return there | (self.descendants(others) & self.ancestors(some))

    def to_roots(self, leaves: Iterable[int]) -> Bools:
        """All nodes on the paths from the roots to these, as a parameter's AccumulateGrads."""
        return self.between(self._roots, leaves)

    def drawable(self, marked: Bools, inside: Bools, chips: bool = True) -> Bools:
        """What is marked, with the operations of its chips and the chips of its operations.

        Parameters
        ----------
        inside : (N,) bool
            What is drawn on chips, see `chips.absorbed`.
        chips : bool
            Without them only what is needed for marked chips to have a box.
        """
        shown = marked.copy()
        self._spread(shown, marked & inside, inside, self._up)
        if chips:
            self._spread(shown, shown & ~inside, inside, self._down, only=True)
        return shown

    @cached_property
    def _down(self) -> list[list[int]]:
        return _rows(self._count, self._edges[:, 0], self._edges[:, 1])

    @cached_property
    def _up(self) -> list[list[int]]:
        return _rows(self._count, self._edges[:, 1], self._edges[:, 0])

    def _reached(self, nodes: Iterable[int], rows: list[list[int]]) -> Bools:
        seen = bytearray(self._count)
        queue = [int(node) for node in nodes]
        for node in queue:
            seen[node] = 1
        # Plain lists: a graph can be one long chain, for which arrays would be asked node by node.
        push = queue.append
        for node in queue:  # the list grows while it is read
            for other in rows[node]:
                if not seen[other]:
                    seen[other] = 1
                    push(other)
        return np.frombuffer(seen, np.bool_).copy()

    def _spread(
        self, shown: Bools, start: Bools, inside: Bools, rows: list[list[int]], only: bool = False
    ) -> None:
        """Mark what follows `start`, on through what is inside; with `only` nothing else."""
        queue = np.flatnonzero(start).tolist()
        for node in queue:  # the list grows while it is read
            for other in rows[node]:
                if not shown[other] and (inside[other] or not only):
                    shown[other] = True
                    if inside[other]:
                        queue.append(other)


def _rows(count: int, source: Ints, target: Ints) -> list[list[int]]:
    """The targets of each source, in the order of the edges."""
    order = np.argsort(source, kind="stable")
    at = np.searchsorted(source[order], np.arange(count + 1)).tolist()
    ends = target[order].tolist()
    return [ends[start:end] for start, end in pairwise(at)]


def accumulators(graph: messages.GraphFound, parameter: str) -> list[int]:
    """All AccumulateGrads of a parameter, which may be tied and known by several names."""
    return [
        node
        for node, label in enumerate(graph.parameters)
        if label and (parameter == label or parameter in label.split(TIED))
    ]


def same_structure(one: messages.GraphFound, other: messages.GraphFound) -> bool:
    """Whether a node's number means the same in both graphs."""
    return one.key == other.key or (
        one.names == other.names
        and one.parameters == other.parameters
        and one.roots == other.roots
        and np.array_equal(one.edges.numpy(), other.edges.numpy())
    )


def boxes_without(scene: Scene, keep: Bools) -> Bools:
    """(B,) bool: the boxes that stand for none of the nodes in `keep`, on their chips neither."""
    boxes = np.zeros(len(scene.node), np.bool_)
    kept = scene.box_of[np.flatnonzero(keep)]
    boxes[kept[kept >= 0]] = True
    boxes[scene.chips.box[keep[scene.chips.leaf]]] = True
    return ~boxes


def folded_around(tree: Tree, keep: Bools, opening: Opening) -> Opening:
    """The fold state in which what holds none of `keep` is closed.

    Of few nodes, every group that holds one is open; of many, what was open stays so.
    """
    kept = np.concatenate([[0], np.cumsum(keep[tree.order])])
    holds = frozenset(np.flatnonzero(kept[tree.end] > kept[tree.start]).tolist())
    if kept[-1] <= MOST_OPENED:
        return Opening(open=holds, singly=opening.singly & holds)
    return Opening(open=opening.open & holds, singly=opening.singly & holds)
