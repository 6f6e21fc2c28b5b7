"""What of a tree is open: when a graph is first seen, and when it is seen again. No Qt."""

from __future__ import annotations

import re

import numpy as np

from ....engine import messages
from .opening import Opening
from .tree import MODULE, NO_GROUP, STEP, TIMES, Ints, Tree

MOST = 40
"""Boxes that are read at first glance."""

FEW = 12
"""Fewer than these say too little: then also a part of the graph is opened."""

OPENED = 3
"""Elements of a repeated structure at most that is opened unasked."""

MAIN = 0.4
"""Of all operations in closed groups, what a group holds that is opened before others."""


LINKS, SOME_LINKS = 2, 6
"""Links inside a group that is opened unasked: so many at most for each box, and so many more."""


def first_opening(tree: Tree, graph: messages.GraphFound, most: int = MOST) -> Opening:
    """As much as `most` boxes show, from the outside in: of a small graph everything.

    All groups next to each other are opened or none, so that alike is drawn alike; unless one
    holds most of the graph, or very little would be seen. What inside is a tangle stays closed.
    """
    if len(tree.order) <= most:
        return Opening.everything(tree)
    edges = _places(tree, graph)
    open_: set[int] = set()
    singly: set[int] = set()
    closed = tree.children[-1]
    count = _boxes(tree, NO_GROUP)
    while closed := [group for group in closed if _opens(tree, edges, group, most - count)]:
        chosen = closed
        if count + _more(tree, closed) > most:
            chosen = _some(tree, closed, most - count, count)
        if not chosen:
            break
        count += _more(tree, chosen)
        open_.update(chosen)
        inside = [child for group in chosen for child in tree.children[group]]
        singly.update(child for child in inside if tree.kind[tree.parent[child]] == TIMES)
        closed = [group for group in closed if group not in open_] + inside
    return Opening(frozenset(open_), frozenset(singly))


def _places(tree: Tree, graph: messages.GraphFound) -> Ints:
    """(E, 2) int32: the edges between operations as places in the order, by their sources."""
    place = np.full(len(graph.names), -1, np.int32)
    place[tree.order] = np.arange(len(tree.order))
    edges: Ints = place[graph.edges.numpy()[:, :2]]
    edges = edges[(edges >= 0).all(axis=1)]
    return edges[np.argsort(edges[:, 0], kind="stable")]


def _opens(tree: Tree, edges: Ints, group: int, room: int) -> bool:
    """Whether a group may be opened unasked."""
    if tree.kind[group] == TIMES and len(tree.children[group]) > OPENED:
        return False
    boxes = _boxes(tree, group)
    return boxes <= room + 1 and _links(tree, edges, group) <= LINKS * boxes + SOME_LINKS


def _links(tree: Tree, edges: Ints, group: int) -> int:
    """Links between the boxes directly inside a group."""
    start, end = int(tree.start[group]), int(tree.end[group])
    a, b = np.searchsorted(edges[:, 0], [start, end])
    inside = edges[a:b]
    inside = inside[inside[:, 1] < end]
    box = np.arange(start, end)
    for child in tree.children[group]:
        box[tree.start[child] - start : tree.end[child] - start] = tree.start[child]
    ends = box[inside - start]
    ends = ends[ends[:, 0] != ends[:, 1]]
    return len(np.unique(ends[:, 0] * len(tree.order) + ends[:, 1]))


def _some(tree: Tree, closed: list[int], room: int, count: int) -> list[int]:
    """The groups to open where there is no room for all: those of one structure, the largest."""
    sizes: dict[int, int] = {}
    alike: dict[int, list[int]] = {}
    for group in closed:
        kind = int(tree.alike[group])
        sizes[kind] = sizes.get(kind, 0) + int(tree.end[group] - tree.start[group])
        alike.setdefault(kind, []).append(group)
    total = sum(sizes.values())
    for kind in sorted(sizes, key=lambda kind: -sizes[kind]):
        if (sizes[kind] >= MAIN * total or count < FEW) and _more(tree, alike[kind]) <= room:
            return alike[kind]
    return []


def _more(tree: Tree, groups: list[int]) -> int:
    """How many boxes are added by opening groups."""
    return sum(_boxes(tree, group) - 1 for group in groups)


def _boxes(tree: Tree, group: int) -> int:
    """Boxes directly inside a group; of an open repeated structure, one an element."""
    return len(tree.children[group]) + sum(b - a for a, b in tree.own(group))


Key = tuple[int, str, int]


def carry(old: Tree, opening: Opening, new: Tree) -> Opening:
    """The same groups open in another tree: the graph of the next batch, or a changed model's.

    Module calls are the same where their path is; other groups where their place among those of
    their kind is.
    """
    if old is new or not (opening.open or opening.singly):
        return opening
    known = dict(zip(_keys(new), range(len(new)), strict=True))
    there: list[int] = []
    for parent, key in _keys_inside(old):
        around = NO_GROUP if parent == NO_GROUP else there[parent]
        gone = parent != NO_GROUP and around == NO_GROUP
        there.append(NO_GROUP if gone else known.get((around, key), NO_GROUP))
    return Opening(_moved(opening.open, there), _moved(opening.singly, there))


def _moved(groups: frozenset[int], there: list[int]) -> frozenset[int]:
    return frozenset(there[g] for g in groups if g < len(there) and there[g] != NO_GROUP)


def _keys(tree: Tree) -> list[tuple[int, Key]]:
    return list(_keys_inside(tree))


def _keys_inside(tree: Tree) -> list[tuple[int, Key]]:
    """Each group's parent, and what tells it from those beside it."""
    seen: dict[tuple[int, int, str], int] = {}
    found = []
    parents, kinds = tree.parent.tolist(), tree.kind.tolist()
    for parent, kind, title in zip(parents, kinds, tree.titles, strict=True):
        name = _name(kind, title)
        number = seen.get((parent, kind, name), 0)
        seen[parent, kind, name] = number + 1
        found.append((parent, (kind, name, number)))
    return found


def _name(kind: int, title: str) -> str:
    """What stays the same of a title: of how many elements a structure is may change."""
    if kind in (MODULE, STEP):
        return title
    return re.sub(r"\d+", "", title) if kind == TIMES else ""
