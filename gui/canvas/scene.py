"""The scene: which boxes, chips and links stand for a graph's nodes and edges. No Qt.

A parameter that is used at a hundred time steps has edges over hundreds of layers, in which every
layered drawing drowns. So an AccumulateGrad, and the views that lead to it alone, become a *chip*
on each operation that uses them. The graph itself keeps every node and edge: each box and chip
knows those that it stands for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ...engine import messages
from ..panels.numbers import own_name, shape_text

Ints = npt.NDArray[np.int32]

LEAF = "AccumulateGrad"
TIED = " = "
VIEWS = frozenset(
    f"{name}Backward0"
    for name in (
        "Alias", "AsStrided", "Clone", "Detach", "Expand", "Narrow", "Permute", "Reshape",
        "ReshapeAlias", "Select", "Slice", "Squeeze", "T", "ToCopy", "Transpose", "Unsqueeze",
        "UnsafeView", "View",
    )
) | {f"{name}Backward1" for name in ("Squeeze", "Transpose", "View")}  # fmt: skip
"""Operations that show a parameter's own numbers, in another shape or precision."""


@dataclass(frozen=True, eq=False)
class Chips:
    """Parameters on the operations that use them, as columns; those of one box follow each other.

    Attributes
    ----------
    box : (C,) int32
        The box that a chip is on, ascending.
    leaf : (C,) int32
        Its AccumulateGrad node.
    edge : (C,) int32
        The graph's edge from the operation to the chip's first node.
    nodes : tuple of tuple of int
        All that it stands for: views first, the AccumulateGrad last.
    names : tuple of str
        The parameter's own name; "" for a leaf that no model names.
    shapes : tuple of str
        Of the parameter, "6×1×3×3".
    """

    box: Ints
    leaf: Ints
    edge: Ints
    nodes: tuple[tuple[int, ...], ...]
    names: tuple[str, ...]
    shapes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Scene:
    """What the canvas shows, as columns over B boxes, C chips and L links.

    Attributes
    ----------
    key : int
        The graph's.
    node : (B,) int32
        The node that a box shows.
    members : tuple of tuple of int
        The nodes that a box stands for.
    titles, shapes : tuple of str
        A box's first line, and the shape of what it gave forward.
    root : (B,) bool
        Whether backward can start there.
    links : (L, 2) int32
        Source and target box, in the direction of next_functions.
    edge : (L,) int32
        The graph's edge that a link stands for.
    slots : tuple of str
        A link's label: which output of its target it is, "" where there is only one.
    box_of : (N,) int32
        The box in which a node is or on which its chip is, -1 for none.
    chip_of : (N,) int32
        The first chip that stands for a node, -1 for none.
    """

    key: int
    node: Ints
    members: tuple[tuple[int, ...], ...]
    titles: tuple[str, ...]
    shapes: tuple[str, ...]
    root: npt.NDArray[np.bool_]
    links: Ints
    edge: Ints
    slots: tuple[str, ...]
    chips: Chips
    box_of: Ints
    chip_of: Ints
    graph: messages.GraphFound = field(repr=False)

    @cached_property
    def chips_by_name(self) -> dict[str, list[int]]:
        """The chips of each parameter; a tied weight is found by all its names."""
        found: dict[str, list[int]] = {}
        for chip, leaf in enumerate(self.chips.leaf.tolist()):
            for name in self.graph.parameters[leaf].split(TIED):
                if name:
                    found.setdefault(name, []).append(chip)
        return found

    @cached_property
    def chip_rows(self) -> Ints:
        """(B + 1,) int32: the chips of box b are chip_rows[b] to chip_rows[b + 1]."""
        boxes = np.arange(len(self.node) + 1, dtype=np.int32)
        return np.searchsorted(self.chips.box, boxes).astype(np.int32)


def build_scene(graph: messages.GraphFound) -> Scene:
    """The scene of a graph with every operation open.

    Raises
    ------
    messages.MessageError
        If the graph's columns do not fit each other.
    """
    count = len(graph.names)
    edges = graph.edges.numpy()
    _check(graph, edges)
    inside = _absorbed(graph, edges)
    node = np.flatnonzero(~inside).astype(np.int32)
    box_of = np.full(count, -1, np.int32)
    box_of[node] = np.arange(len(node), dtype=np.int32)

    source, target = edges[:, 0], edges[:, 1]
    link = np.flatnonzero(~inside[source] & ~inside[target]).astype(np.int32)
    links = np.stack([box_of[source[link]], box_of[target[link]]], axis=1)
    chips = _chips(graph, edges, inside, box_of)
    chip_of = _chip_of(chips, count)
    for i in np.flatnonzero(chip_of >= 0).tolist():
        box_of[i] = chips.box[chip_of[i]]

    root = np.zeros(len(node), np.bool_)
    root[box_of[list(graph.roots)]] = True
    outputs = np.fromiter((len(shapes) for shapes in graph.shapes), np.int64, count)
    slots = tuple(
        str(number) if many > 1 else ""
        for number, many in zip(
            edges[link, 2].tolist(), outputs[target[link]].tolist(), strict=True
        )
    )
    return Scene(
        key=graph.key,
        node=node,
        members=tuple((i,) for i in node.tolist()),
        titles=tuple(graph.names[i] for i in node.tolist()),
        shapes=tuple(shapes_text(graph.shapes[i]) for i in node.tolist()),
        root=root,
        links=links.astype(np.int32).reshape(-1, 2),
        edge=link,
        slots=slots,
        chips=chips,
        box_of=box_of,
        chip_of=chip_of,
        graph=graph,
    )


def shapes_text(shapes: tuple[tuple[int, ...], ...]) -> str:
    """The shapes of an operation's outputs in few characters.

    >>> shapes_text(((1, 10),)), shapes_text(((2, 3), (2, 3))), shapes_text(((2,), (3,)))
    ('1×10', '2 × (2×3)', '2, 3')
    """
    texts = [shape_text(shape) for shape in shapes]
    if len(texts) > 1 and len(set(texts)) == 1:
        return f"{len(texts)} × ({texts[0]})"
    if len(texts) > 3:
        return f"{', '.join(texts[:2])}, … ({len(texts)})"
    return ", ".join(texts)


def _check(graph: messages.GraphFound, edges: npt.NDArray[np.int32]) -> None:
    count = len(graph.names)
    fits = len(graph.parameters) == len(graph.shapes) == count
    fits = fits and all(len(c) in (0, count) for c in (graph.lines, graph.sequence))
    if graph.call_of is not None:
        call_of = graph.call_of.numpy()
        fits = fits and call_of.shape == (count,) and bool((call_of < len(graph.calls)).all())
        fits = fits and all(-1 <= call.parent < i for i, call in enumerate(graph.calls))
    fits = fits and edges.ndim == 2 and edges.shape[1:] == (3,)
    fits = fits and all(0 <= i < count for i in graph.roots)
    if not fits or not ((edges[:, :2] >= 0) & (edges[:, :2] < count)).all():
        raise messages.MessageError("a graph whose columns do not fit each other")


def _absorbed(graph: messages.GraphFound, edges: Ints) -> npt.NDArray[np.bool_]:
    """Which nodes become (part of) a chip: leaves, and views that lead to one leaf alone."""
    count = len(graph.names)
    used = np.bincount(edges[:, 1], minlength=count) > 0
    used[list(graph.roots)] = False
    hands_on = np.bincount(edges[:, 0], minlength=count)
    inside = np.fromiter((name == LEAF for name in graph.names), np.bool_, count) & used
    inside &= hands_on == 0
    view = np.fromiter((name in VIEWS for name in graph.names), np.bool_, count) & used
    view &= hands_on == 1
    only = edges[view[edges[:, 0]]]  # the one edge of each view
    while True:
        more = only[inside[only[:, 1]] & ~inside[only[:, 0]], 0]
        if not more.size:
            return inside
        inside[more] = True


def _chips(
    graph: messages.GraphFound, edges: Ints, inside: npt.NDArray[np.bool_], box_of: Ints
) -> Chips:
    following = dict(edges[inside[edges[:, 0]], :2].tolist())
    at = np.flatnonzero(~inside[edges[:, 0]] & inside[edges[:, 1]])
    at = at[np.argsort(box_of[edges[at, 0]], kind="stable")]
    nodes = []
    for first in edges[at, 1].tolist():
        path = [first]
        while path[-1] in following:
            path.append(following[path[-1]])
        nodes.append(tuple(path))
    leaf = np.fromiter((path[-1] for path in nodes), np.int32, len(nodes))
    return Chips(
        box=box_of[edges[at, 0]],
        leaf=leaf,
        edge=at.astype(np.int32),
        nodes=tuple(nodes),
        names=tuple(own_name(graph.parameters[i]) for i in leaf.tolist()),
        shapes=tuple(shapes_text(graph.shapes[i]) for i in leaf.tolist()),
    )


def _chip_of(chips: Chips, count: int) -> Ints:
    chip_of = np.full(count, -1, np.int32)
    for chip in range(len(chips.nodes) - 1, -1, -1):
        chip_of[list(chips.nodes[chip])] = chip
    return chip_of
