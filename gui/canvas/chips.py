"""Chips: the parameters that are drawn on the boxes which use them. No Qt.

A parameter that is used at a hundred time steps has edges over hundreds of layers, in which every
layered drawing drowns. So an AccumulateGrad, and the views that lead to it alone, become a *chip*
on each operation that uses them. The graph itself keeps every node and edge: each chip knows those
that it stands for.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import repeat

import numpy as np
import numpy.typing as npt

from ...engine import messages
from ..panels.numbers import own_name, shape_text

Ints = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]

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

KINDS = dict.fromkeys(VIEWS, 1) | {LEAF: 2}
"""What can become a part of a chip."""

MOST_FOLDED = 4
"""Parameters that a folded box bears as chips; of more it tells the number."""


@dataclass(frozen=True, eq=False)
class Chips:
    """Parameters on the boxes that use them, as columns; those of one box follow each other.

    Attributes
    ----------
    box : (C,) int32
        The box that a chip is on, ascending.
    leaf : (C,) int32
        Its AccumulateGrad node.
    edge : (C,) int32
        The graph's edge from the operation to the chip's first node, -1 for several.
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


def absorbed(graph: messages.GraphFound) -> Bools:
    """(N,) bool: what becomes (part of) a chip: leaves, and views that lead to one leaf alone."""
    edges = graph.edges.numpy()
    count = len(graph.names)
    used = np.bincount(edges[:, 1], minlength=count) > 0
    used[list(graph.roots)] = False
    hands_on = np.bincount(edges[:, 0], minlength=count)
    kind = np.fromiter(map(KINDS.get, graph.names, repeat(0)), np.int8, count)
    inside: Bools = (kind == 2) & used
    inside &= hands_on == 0
    view = (kind == 1) & used
    view &= hands_on == 1
    only = edges[view[edges[:, 0]]]  # the one edge of each view
    while True:
        more = only[inside[only[:, 1]] & ~inside[only[:, 0]], 0]
        if not more.size:
            return inside
        inside[more] = True


def make_chips(
    graph: messages.GraphFound, inside: Bools, box_of: Ints,
    folded: Bools,
) -> Chips:  # fmt: skip
    """The chips of a scene.

    An operation bears one for each use, a folded box one for each parameter if these are few.

    Parameters
    ----------
    inside : (N,) bool
        What `absorbed` gave.
    box_of : (N,) int32
        The box of each node, -1 for none; of what is absorbed nothing is read.
    folded : (B,) bool
        The boxes that stand for several nodes.
    """
    edges = graph.edges.numpy()
    sources, targets = edges[:, 0], edges[:, 1]
    views = inside[sources]
    at = np.flatnonzero(~views & inside[targets] & (box_of[sources] >= 0))
    at = at[np.argsort(box_of[sources[at]], kind="stable")]
    box, first = box_of[sources[at]], targets[at]
    following = np.arange(len(inside), dtype=np.int32)
    following[sources[views]] = targets[views]
    leaf = _ends(first, following)
    kept, edge = _gathered(box, leaf, at.astype(np.int32), folded)
    leaf = leaf[kept]
    return Chips(
        box=box[kept],
        leaf=leaf,
        edge=edge,
        nodes=tuple(_path(each, following) for each in first[kept].tolist()),
        names=tuple(own_name(graph.parameters[i]) for i in leaf.tolist()),
        shapes=tuple(shapes_text(graph.shapes[i]) for i in leaf.tolist()),
    )


def _ends(nodes: Ints, following: Ints) -> Ints:
    """Where the ways from some nodes end."""
    while True:
        further = following[nodes]
        if (further == nodes).all():
            return nodes
        nodes = further


def _path(node: int, following: Ints) -> tuple[int, ...]:
    path = [node]
    while (further := int(following[path[-1]])) != path[-1]:
        path.append(further)
    return tuple(path)


def _gathered(
    box: Ints, leaf: Ints, edge: Ints, folded: Bools
) -> tuple[npt.NDArray[np.intp], Ints]:
    """Which uses get a chip, and its edge: of a folded box one per leaf, none if they are many."""
    leaves = int(leaf.max(initial=0)) + 1
    alone = len(folded) * leaves + np.arange(len(box))
    same = np.where(folded[box], box.astype(np.int64) * leaves + leaf, alone)
    _, first, uses = np.unique(same, return_index=True, return_counts=True)
    order = np.argsort(first)
    first, uses = first[order], uses[order]
    many = np.bincount(box[first], minlength=len(folded)) > MOST_FOLDED
    shown = ~(folded & many)[box[first]]
    first, uses = first[shown], uses[shown]
    return first, np.where(uses == 1, edge[first], -1).astype(np.int32)


def first_chips(chips: Chips, count: int) -> Ints:
    """(count,) int32: the first chip that stands for each node, -1 for none."""
    chip_of = np.full(count, -1, np.int32)
    for chip in range(len(chips.nodes) - 1, -1, -1):
        chip_of[list(chips.nodes[chip])] = chip
    return chip_of
