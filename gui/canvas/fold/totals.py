"""What folded boxes hold in all: nodes, parameters, saved bytes. No Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ....engine import messages
from ....engine.messages import QT_TRANSLATE_NOOP
from ..distinct import distinct
from ..scene import Scene
from .tree import Bools, Ints

Longs = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Totals:
    """As columns over B boxes.

    Attributes
    ----------
    nodes : (B,) int64
        Nodes of the graph, with the leaves and views that a box uses as chips.
    parameters : (B,) int64
        Distinct parameters among them; of a graph in which no leaf has a name, distinct leaves.
        One that two boxes use counts in both.
    elements : (B,) int64
        The numbers in these parameters.
    saved : (B,) int64 or None
        Bytes that the nodes keep for backward, each storage once; None: not known.
    """

    nodes: Longs
    parameters: Longs
    elements: Longs
    saved: Longs | None


def totals(scene: Scene) -> Totals:
    """The totals of all boxes of a scene.

    Raises
    ------
    messages.MessageError
        If the graph's columns of saved storages do not fit it.
    """
    kept = np.zeros(len(scene.graph.names), np.bool_)
    kept[scene.tree.order] = True
    return totals_of(scene.graph, kept, scene.box_of, len(scene.node))


def with_saved(found: Totals, scene: Scene) -> Totals:
    """The same with what the nodes of the scene have saved; errors as of `totals`."""
    kept = np.zeros(len(scene.graph.names), np.bool_)
    kept[scene.tree.order] = True
    return replace(found, saved=_saved(scene.graph, kept, scene.box_of, len(scene.node)))


def totals_of(graph: messages.GraphFound, kept: Bools, box_of: Ints, count: int) -> Totals:
    """The totals of any parts of a graph.

    Parameters
    ----------
    kept : (N,) bool
        The nodes that are no chips.
    box_of : (N,) int32
        The part in which each kept node is, -1 for none; of others it is not read.
    count : int
        How many parts there are.
    """
    members = np.bincount(box_of[kept & (box_of >= 0)], minlength=count)
    box, node = _reached(graph, kept, box_of)
    nodes = members + np.bincount(box, minlength=count)
    hands_on = np.zeros(len(kept), np.bool_)
    hands_on[graph.edges.numpy()[:, 0]] = True
    leaf = ~hands_on[node]
    named = np.fromiter(map(bool, graph.parameters), np.bool_, len(kept))
    if named.any():
        leaf &= named[node]
    box, node = box[leaf], node[leaf]
    sizes = np.zeros(len(kept), np.int64)
    those = distinct(node)
    sizes[those] = [
        math.prod(shapes[0]) if (shapes := graph.shapes[each]) else 0 for each in those.tolist()
    ]
    elements = np.zeros(count, np.int64)
    np.add.at(elements, box, sizes[node])
    return Totals(
        nodes, np.bincount(box, minlength=count), elements, _saved(graph, kept, box_of, count)
    )


def _reached(graph: messages.GraphFound, kept: Bools, box_of: Ints) -> tuple[Longs, Longs]:
    """What each box uses as chips: pairs of a box and an absorbed node, each once."""
    edges = graph.edges.numpy()
    count = len(kept)
    following = np.full(count, -1, np.int64)
    views = edges[~kept[edges[:, 0]]]
    following[views[:, 0]] = views[:, 1]
    uses = edges[kept[edges[:, 0]] & ~kept[edges[:, 1]] & (box_of[edges[:, 0]] >= 0)]
    pairs = distinct(box_of[uses[:, 0]].astype(np.int64) * count + uses[:, 1])
    found = [pairs]
    while len(pairs):
        further = following[pairs % count]
        on = further >= 0
        pairs = distinct(pairs[on] // count * count + further[on])
        found.append(pairs)
    every = distinct(np.concatenate(found))
    return every // count, every % count


def _saved(graph: messages.GraphFound, kept: Bools, box_of: Ints, count: int) -> Longs | None:
    """(count,) bytes; a storage that two boxes keep counts in both."""
    if graph.saved is None or graph.storages is None:
        return None
    saved, storages = graph.saved.numpy(), graph.storages.numpy()
    if saved.ndim != 2 or saved.shape[1] != 2 or storages.ndim != 1 or (len(saved) and (
        saved.min() < 0 or saved[:, 0].max() >= len(kept) or saved[:, 1].max() >= len(storages)
    )):  # fmt: skip
        raise messages.MessageError(
            QT_TRANSLATE_NOOP("Explain", "saved storages that do not fit the graph")
        )
    box = np.where(kept, box_of, -1)[saved[:, 0]]
    inside = box >= 0
    pairs = distinct(box[inside].astype(np.int64) * max(len(storages), 1) + saved[inside, 1])
    found = np.zeros(count, np.int64)
    np.add.at(found, pairs // max(len(storages), 1), storages[pairs % max(len(storages), 1)])
    return found
