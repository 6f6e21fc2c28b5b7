"""What is open and what is folded in the graph that is shown, and how that changes."""

from __future__ import annotations

import msgspec
import numpy as np
from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from ...engine import messages
from .fold.carry import carry
from .fold.first import first_opening
from .fold.grow import grow
from .fold.opening import Opening
from .fold.tree import NO_GROUP, TIMES, Tree

AT_ONCE = 3000
"""Nodes of a graph whose tree is grown at once; a larger one's grows in another thread."""


SAME_MODEL = 0.8
"""Share of titles that two graphs have in common if they are of one model."""


class Folds(QObject):
    """The fold tree of one graph and its opening.

    `grown` comes when a graph's tree stands (after `take`), `changed` when something was opened or
    closed.
    """

    grown = Signal()
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.graph: messages.GraphFound | None = None
        self.tree: Tree | None = None
        self.opening = Opening()
        self._last: tuple[Tree, Opening] | None = None
        self._coming: _Growing | None = None

    def take(self, graph: messages.GraphFound) -> None:
        """Work on this graph; what was open in the last one is open in it."""
        self._forget_coming()
        if self.tree is not None:
            self._last = self.tree, self.opening
        self.graph, self.tree = graph, None
        if len(graph.names) <= AT_ONCE:
            self._take_tree(graph, grow(graph))
            return
        self._coming = _Growing(graph)
        self._coming.told.done.connect(self._take_tree)
        QThreadPool.globalInstance().start(self._coming)

    def fill(self, storages: messages.Storages) -> None:
        """Add to the graph what its message has left open."""
        if self.graph is not None:
            self.graph = msgspec.structs.replace(
                self.graph, saved=storages.saved, storages=storages.storages, storages_follow=False
            )

    def drop(self) -> None:
        """There is no graph."""
        self._forget_coming()
        if self.tree is not None:
            self._last = self.tree, self.opening
        self.graph = self.tree = None

    def _forget_coming(self) -> None:
        if self._coming is not None:
            self._coming.told.done.disconnect(self._take_tree)
            self._coming = None

    def _take_tree(self, graph: messages.GraphFound, tree: Tree) -> None:
        if self.graph is None or graph.names is not self.graph.names:
            return
        self._coming = None
        self.tree = tree
        if self._last is not None and _alike(self._last[0], tree):
            self.opening = carry(*self._last, tree)
        else:
            self.opening = first_opening(tree, graph)
        self.grown.emit()

    # --- opening and closing ----------------------------------------------------------------

    def toggle(self, group: int, first: int, count: int) -> None:
        """Open a folded box, or close a frame."""
        tree = self.tree
        if tree is None:
            return
        if group not in self.opening.open:
            self._set(self.opening.opened(tree, group))
        elif tree.kind[group] == TIMES and count < len(tree.children[group]):
            self._set(self.opening.split(tree, group, first, count))
        else:
            self._set(self.opening.closed(tree, group))

    def close_around(self, group: int) -> int:
        """Close a group that is open, else the one around it; which, NO_GROUP if none."""
        tree = self.tree
        if tree is None:
            return NO_GROUP
        for around in reversed(tree.path(group)):
            if around in self.opening.open:
                self._set(self.opening.closed(tree, around))
                return around
        return NO_GROUP

    def reveal(self, node: int) -> None:
        """Open what it takes for a node to be seen; one on chips where it is used first."""
        tree, graph = self.tree, self.graph
        if tree is None or graph is None:
            return
        places = np.flatnonzero(np.isin(tree.order, _seen_at(graph, tree, node))).tolist()
        ways = [self.opening.showing(tree, place) for place in places]
        if ways and self.opening not in ways:
            self._set(ways[0])

    def open_all(self) -> None:
        """Open all levels."""
        if self.tree is not None:
            self._set(Opening.everything(self.tree))

    def close_all(self) -> None:
        """Close everything."""
        self._set(Opening())

    def as_at_first(self) -> None:
        """Open what was open when the graph came."""
        if self.tree is not None and self.graph is not None:
            self._set(first_opening(self.tree, self.graph))

    def open_level(self) -> None:
        """Open every group that is folded on screen, one level more."""
        if self.tree is None:
            return
        now, before = self.opening, self.opening.open
        for group in range(len(self.tree)):
            parent = int(self.tree.parent[group])
            if group not in before and (parent == NO_GROUP or parent in before):
                now = now.opened(self.tree, group)
        self._set(now)

    def close_level(self) -> None:
        """Close the innermost open groups, one level less."""
        tree = self.tree
        if tree is None:
            return
        within = {int(tree.parent[group]) for group in self.opening.open}
        now = self.opening
        for group in self.opening.open - within:
            now = now.closed(tree, group)
        self._set(now)

    def _set(self, opening: Opening) -> None:
        if self.tree is not None and opening != self.opening:
            self.opening = opening
            self.changed.emit()


def _alike(one: Tree, other: Tree) -> bool:
    """Whether two trees are of one model, so that what was open means something in the other."""
    both = set(one.titles) & set(other.titles)
    return len(both) >= SAME_MODEL * max(len(set(one.titles)), len(set(other.titles)), 1)


def _seen_at(graph: messages.GraphFound, tree: Tree, node: int) -> list[int]:
    """The operations at which a node is seen: itself, or those that bear its chips."""
    boxed = np.zeros(len(graph.names), np.bool_)
    boxed[tree.order] = True
    edges = graph.edges.numpy()
    found: set[int] = set()
    coming = {node}
    while coming:
        found |= {each for each in coming if boxed[each]}
        inside = [each for each in coming if not boxed[each]]
        coming = set(edges[np.isin(edges[:, 1], inside), 0].tolist())
    return sorted(found)


class _Told(QObject):
    done = Signal(object, object)


class _Growing(QRunnable):
    """Grows the tree of a large graph beside the window."""

    def __init__(self, graph: messages.GraphFound) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self.told = _Told()
        self._graph = graph

    def run(self) -> None:
        """Grow, and tell."""
        self.told.done.emit(self._graph, grow(self._graph))
