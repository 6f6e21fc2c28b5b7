"""From a graph, its tree of groups and what of it is open to the scene. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ...engine import messages
from ...engine.messages import QT_TRANSLATE_NOOP
from .chips import Bools, Ints, absorbed, first_chips, make_chips, shapes_text
from .fold.names import run_title
from .fold.opening import Opening
from .fold.tree import TIMES, Tree
from .scene import Frames, Scene

NOTHING_OPEN = Opening()


def build_scene(
    graph: messages.GraphFound,
    tree: Tree | None = None,
    opening: Opening = NOTHING_OPEN,
    keep: Bools | None = None,
) -> Scene:
    """The scene of a graph.

    Parameters
    ----------
    tree : Tree, optional
        The groups of a graph that was checked; without them every operation is shown.
    opening : Opening
        Which of them are open.
    keep : (N,) bool, optional
        The nodes to show; everything else is left out.

    Raises
    ------
    messages.MessageError
        If the graph's columns do not fit each other.
    """
    if tree is None:
        check(graph)
        tree = Tree.flat(np.flatnonzero(~absorbed(graph)).astype(np.int32))
    inside = np.ones(len(graph.names), np.bool_)
    inside[tree.order] = False
    shown = np.ones(len(graph.names), np.bool_) if keep is None else keep
    boxes = _Boxes(tree, opening, shown[tree.order])
    boxes.walk()
    return _scene(graph, tree, boxes, inside, shown)


@dataclass
class _Boxes:
    """Collects boxes and frames from the loss down, as lists."""

    tree: Tree
    opening: Opening
    shown: Bools  # per place of the order
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    group: list[int] = field(default_factory=list)  # -1: an operation
    first: list[int] = field(default_factory=list)
    count: list[int] = field(default_factory=list)
    frame: list[int] = field(default_factory=list)
    frames: list[tuple[int, int]] = field(default_factory=list)  # group, parent

    def walk(self) -> None:
        """Collect everything."""
        self._before = np.concatenate([[0], np.cumsum(self.shown)])
        self._inside(len(self.tree), 0, len(self.tree.order), -1)

    def _inside(self, group: int, start: int, end: int, frame: int) -> None:
        """What is directly in a group (or in none: len(tree)), groups and operations in order."""
        tree, at = self.tree, start
        for child in tree.children[group]:
            self._operations(at, int(tree.start[child]), frame)
            self._group(child, frame)
            at = int(tree.end[child])
        self._operations(at, end, frame)

    def _operations(self, start: int, end: int, frame: int) -> None:
        for place in range(start, end):
            if self.shown[place]:
                self._box(place, place + 1, -1, 0, 1, frame)

    def _group(self, group: int, frame: int) -> None:
        start, end = int(self.tree.start[group]), int(self.tree.end[group])
        if self._before[start] == self._before[end]:
            return
        if group not in self.opening.open:
            self._box(start, end, group, 0, len(self._elements(group)) or 1, frame)
            return
        self.frames.append((group, frame))
        inner = len(self.frames) - 1
        if self.tree.kind[group] == TIMES:
            self._times(group, inner)
        else:
            self._inside(group, start, end, inner)

    def _elements(self, group: int) -> list[int]:
        return self.tree.children[group] if self.tree.kind[group] == TIMES else []

    def _times(self, group: int, frame: int) -> None:
        """The elements that have a box of their own, and runs of the others."""
        alone = self.opening.open | self.opening.singly
        elements, first = self._elements(group), 0
        for number, element in enumerate(elements):
            if element in alone:
                self._run(group, first, number, frame)
                self._group(element, frame)
                first = number + 1
        self._run(group, first, len(elements), frame)

    def _run(self, group: int, first: int, end: int, frame: int) -> None:
        elements = self._elements(group)[first:end]
        if len(elements) == 1:
            self._group(elements[0], frame)
        elif elements:
            start, stop = int(self.tree.start[elements[0]]), int(self.tree.end[elements[-1]])
            if self._before[start] < self._before[stop]:
                self._box(start, stop, group, first, end - first, frame)

    def _box(self, start: int, end: int, group: int, first: int, count: int, frame: int) -> None:
        for column, value in (
            (self.start, start), (self.end, end), (self.group, group), (self.first, first),
            (self.count, count), (self.frame, frame),
        ):  # fmt: skip
            column.append(value)


def _scene(
    graph: messages.GraphFound, tree: Tree, boxes: _Boxes, inside: Bools, shown: Bools
) -> Scene:
    start, end = np.array(boxes.start, np.int32), np.array(boxes.end, np.int32)
    group = np.array(boxes.group, np.int32)
    folded = group >= 0
    node = np.where(folded, -1, tree.order[start] if len(start) else 0).astype(np.int32)
    box_of, member_at, member = _members(graph, tree, start, end, boxes.shown)
    links, edge, bundle_at, bundle = _links(graph, box_of, inside, folded)
    chips = make_chips(graph, inside & shown, np.where(inside, -1, box_of), folded)
    chip_of = first_chips(chips, len(graph.names))
    _house(graph, inside, box_of)
    root = np.zeros(len(group), np.bool_)
    roots = box_of[list(graph.roots)]
    root[roots[roots >= 0]] = True
    return Scene(
        key=graph.key,
        node=node,
        group=group,
        first=np.array(boxes.first, np.int32),
        count=np.array(boxes.count, np.int32),
        member_at=member_at,
        member=member,
        frame=np.array(boxes.frame, np.int32),
        titles=tuple(
            _title(tree, g, first, count) if g >= 0 else graph.names[n]
            for g, n, first, count in zip(
                group.tolist(), node.tolist(), boxes.first, boxes.count, strict=True
            )
        ),
        shapes=tuple(
            tree.details[g] if g >= 0 else shapes_text(graph.shapes[n])
            for g, n in zip(group.tolist(), node.tolist(), strict=True)
        ),
        root=root,
        links=links,
        edge=edge,
        bundle_at=bundle_at,
        bundle=bundle,
        slots=_slots(graph, edge, bundle_at),
        chips=chips,
        frames=_frames(tree, boxes.frames),
        box_of=box_of,
        chip_of=chip_of,
        tree=tree,
        graph=graph,
    )


def _title(tree: Tree, group: int, first: int, count: int) -> str:
    return run_title(tree, group, first, count) if tree.kind[group] == TIMES else tree.titles[group]


def _members(
    graph: messages.GraphFound, tree: Tree, start: Ints, end: Ints, shown: Bools
) -> tuple[Ints, Ints, Ints]:
    """box_of without what is on chips, member_at and member."""
    many = end - start
    places = np.repeat(start - (np.cumsum(many) - many), many) + np.arange(int(many.sum()))
    box = np.repeat(np.arange(len(start), dtype=np.int32), many)
    some = shown[places]
    member, box = tree.order[places[some]], box[some]
    box_of = np.full(len(graph.names), -1, np.int32)
    box_of[member] = box
    member_at = np.searchsorted(box, np.arange(len(start) + 1)).astype(np.int32)
    return box_of, member_at, member.astype(np.int32)


def _links(
    graph: messages.GraphFound, box_of: Ints, inside: Bools, folded: Bools
) -> tuple[Ints, Ints, Ints, Ints]:
    """links, edge, bundle_at and bundle: edges of folded boxes are gathered, others drawn alone."""
    edges = graph.edges.numpy()
    boxed = np.where(inside, -1, box_of)
    a, b = boxed[edges[:, 0]], boxed[edges[:, 1]]
    at = np.flatnonzero((a >= 0) & (b >= 0) & (a != b))
    a, b = a[at], b[at]
    boxes = len(folded)
    same = np.where(
        folded[a] | folded[b], a.astype(np.int64) * boxes + b, boxes**2 + np.arange(len(at))
    )
    _, first, number = np.unique(same, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)  # links in the order of their first edges
    rank[np.argsort(first, kind="stable")] = np.arange(len(first))
    number = rank[number]
    order = np.argsort(number, kind="stable")
    first = np.sort(first)
    links = np.stack([a[first], b[first]], axis=1).astype(np.int32)
    bundle_at = np.searchsorted(number[order], np.arange(len(first) + 1)).astype(np.int32)
    return links, at[first].astype(np.int32), bundle_at, at[order].astype(np.int32)


def _slots(graph: messages.GraphFound, edge: Ints, bundle_at: Ints) -> tuple[str, ...]:
    edges = graph.edges.numpy()[edge]
    return tuple(
        str(slot) if many == 1 and len(graph.shapes[target]) > 1 else ""
        for (target, slot), many in zip(
            edges[:, 1:].tolist(), np.diff(bundle_at).tolist(), strict=True
        )
    )


def _house(graph: messages.GraphFound, inside: Bools, box_of: Ints) -> None:
    """Give what is on chips the box of the operation that uses it, the first of several."""
    edges = graph.edges.numpy()
    into = edges[inside[edges[:, 1]]]
    while True:
        open_ends = into[(box_of[into[:, 1]] < 0) & (box_of[into[:, 0]] >= 0)]
        if not len(open_ends):
            return
        box_of[open_ends[::-1, 1]] = box_of[open_ends[::-1, 0]]


def _frames(tree: Tree, frames: list[tuple[int, int]]) -> Frames:
    groups = [group for group, _ in frames]
    return Frames(
        np.array(groups, np.int32),
        np.array([parent for _, parent in frames], np.int32),
        tuple(tree.titles[group] for group in groups),
    )


def check(graph: messages.GraphFound) -> None:
    """Refuse with a MessageError a graph whose columns do not fit each other."""
    edges = graph.edges.numpy()
    count = len(graph.names)
    fits = len(graph.parameters) == len(graph.shapes) == count
    fits = fits and all(len(c) in (0, count) for c in (graph.lines, graph.sequence))
    if graph.call_of is not None:
        call_of = graph.call_of.numpy()
        fits = fits and call_of.shape == (count,) and bool((call_of < len(graph.calls)).all())
        around = np.fromiter((call.parent for call in graph.calls), np.int64, len(graph.calls))
        fits = fits and bool(((around >= -1) & (around < np.arange(len(around)))).all())
    fits = fits and edges.ndim == 2 and edges.shape[1:] == (3,)
    fits = fits and all(0 <= i < count for i in graph.roots)
    if not fits or not ((edges[:, :2] >= 0) & (edges[:, :2] < count)).all():
        raise messages.MessageError(
            QT_TRANSLATE_NOOP("Explain", "a graph whose columns do not fit each other")
        )
