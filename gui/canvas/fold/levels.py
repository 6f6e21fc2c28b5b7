"""What is directly inside each module call: operations and calls, and the edges between. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress

import numpy as np
import numpy.typing as npt

from ....engine import messages
from .modules import Spans
from .tree import NO_GROUP, Bools, Ints


@dataclass(frozen=True, eq=False)
class Level:
    """One module call (or the whole graph), as columns over the n items directly inside it.

    Attributes
    ----------
    token : (n,) int32
        The same for equal items: operations of one name and shape, calls of one structure.
    at : (n + 1,) int32
        An item holds the places at[i] to at[i + 1], counted from the level's first.
    child : (n,) int32
        The how many-th call inside an item is, -1 for an operation.
    bears : (n,) bool
        Calls, and the operations that use a parameter.
    edges : (E, 4) int32
        Between items: source place, target place, input_nr, and the how many-th of its source.
    """

    token: Ints
    at: Ints
    child: Ints
    bears: Bools
    edges: Ints

    def __len__(self) -> int:
        return len(self.token)

    @cached_property
    def source(self) -> Ints:
        """(E,) int32: the source's item, ascending."""
        return (np.searchsorted(self.at, self.edges[:, 0], "right") - 1).astype(np.int32)

    @cached_property
    def target(self) -> Ints:
        """(E,) int32: the target's item."""
        return (np.searchsorted(self.at, self.edges[:, 1], "right") - 1).astype(np.int32)

    @cached_property
    def cut(self) -> npt.NDArray[np.float64]:
        """(n + 1,) float64: how much crosses the border before each item; see `cut_in`."""
        return self.cut_in(0, len(self))

    def cut_in(self, first: int, end: int) -> npt.NDArray[np.float64]:
        """(end - first + 1,) float64: how much crosses the borders of the items first to end.

        Tensors above all, where one that several operations read counts once; then edges. What
        leaves these items is left out.
        """
        some = self.between(first, end)
        rows = np.arange(some.start, some.stop, dtype=np.int32)[self.target[some] < end]
        outputs = self.edges[rows, 1].astype(np.int64) * 65536 + np.minimum(
            self.edges[rows, 2], 65535
        )
        once = rows[np.unique(outputs, return_index=True)[1]]  # the last that reads it in forward
        tensors, edges = (self._across(each, first, end) for each in (once, rows))
        return tensors + edges / (len(rows) + 1)

    def _across(self, rows: Ints, first: int, end: int) -> npt.NDArray[np.int64]:
        size = end - first + 1
        begun = np.bincount(self.source[rows] + 1 - first, minlength=size)
        ended = np.bincount(self.target[rows] + 1 - first, minlength=size)
        return np.cumsum(begun - ended)

    def between(self, first: int, end: int) -> slice:
        """Rows of `edges` whose source is one of the items first to end."""
        return slice(self._rows[first], self._rows[end])

    @cached_property
    def _rows(self) -> list[int]:
        """The first row of each item."""
        rows: list[int] = np.searchsorted(self.edges[:, 0], self.at).tolist()
        return rows


@dataclass
class Ids:
    """Numbers for things: the same for equal ones."""

    known: dict[object, int] = field(default_factory=dict)

    def of(self, thing: object) -> int:
        """The number of a hashable thing."""
        return self.known.setdefault(thing, len(self.known))


def operation_tokens(
    graph: messages.GraphFound, kept: Bools, ids: Ids, leaf: Ints
) -> tuple[Ints, Bools]:
    """(N,) int32: the same for equal operations; (N,) bool: those that use a parameter.

    Equal are those of one name, of the same shapes, that use parameters of the same shapes.
    """
    edges = graph.edges.numpy()
    uses = edges[kept[edges[:, 0]] & ~kept[edges[:, 1]]]
    used: dict[int, tuple[int, ...]] = {}
    shapes = graph.shapes
    known, of = ids.known, ids.known.setdefault
    for source, target in zip(uses[:, 0].tolist(), leaf[uses[:, 1]].tolist(), strict=True):
        used[source] = (*used.get(source, ()), of(shapes[target], len(known)))
    bears = np.zeros(len(kept), np.bool_)
    bears[uses[:, 0]] = True
    token = np.full(len(kept), -1, np.int32)
    some = kept.tolist()
    nodes = list(compress(range(len(some)), some))
    columns = compress(graph.names, some), compress(shapes, some), map(used.get, nodes)
    token[nodes] = [of(thing, len(known)) for thing in zip(*columns, strict=True)]
    return token, bears


def leaves(graph: messages.GraphFound, kept: Bools) -> Ints:
    """(N,) int32: to which AccumulateGrad each absorbed node leads; itself for all others."""
    edges = graph.edges.numpy()
    leaf = np.arange(len(kept), dtype=np.int32)
    views = edges[~kept[edges[:, 0]]]
    leaf[views[:, 0]] = views[:, 1]
    while True:
        further = leaf[leaf]
        if (further == leaf).all():
            return leaf
        leaf = further


def edges_by_span(graph: messages.GraphFound, order: Ints, spans: Spans) -> tuple[Ints, list[int]]:
    """Edges between places of the order, by the innermost span around both ends.

    Returns
    -------
    edges : (E, 4) int32
        Source place, target place, both counted from the span's first, input_nr, and the how
        many-th edge of its source.
    at : list of int
        Of span g they are at[g + 1] to at[g + 2]; of no span at[0] to at[1].
    """
    place = np.full(len(graph.names), -1, np.int32)
    place[order] = np.arange(len(order))
    all_edges = graph.edges.numpy()
    by_source = all_edges[np.argsort(all_edges[:, 0], kind="stable")]
    rank = np.arange(len(by_source)) - np.searchsorted(by_source[:, 0], by_source[:, 0])
    a, b = place[by_source[:, 0]], place[by_source[:, 1]]
    real = (a >= 0) & (b >= 0)
    edges = np.stack([a, b, by_source[:, 2], rank], axis=1)[real].astype(np.int32)
    around = _common(spans, edges, len(order))
    by = np.lexsort([edges[:, 0], around])
    edges, around = edges[by], around[by]
    edges[:, :2] -= np.array([0, *spans.start], np.int32)[around + 1, None]
    return edges, np.searchsorted(around, np.arange(-1, len(spans) + 1)).tolist()


def _common(spans: Spans, edges: Ints, count: int) -> Ints:
    """(E,) int32: the innermost span that holds both ends, -1 for none."""
    parent = np.array([*spans.parent, NO_GROUP], np.int32)  # the last one is that of no span
    depth = np.full(len(parent), -1, np.int32)
    innermost = np.full(count, NO_GROUP, np.int32)
    for span, (start, end) in enumerate(zip(spans.start, spans.end, strict=True)):
        depth[span] = depth[parent[span]] + 1
        innermost[start:end] = span
    a, b = innermost[edges[:, 0]], innermost[edges[:, 1]]
    while (apart := a != b).any():
        climb = apart & (depth[a] >= depth[b])
        other = apart & (depth[b] > depth[a])
        a, b = np.where(climb, parent[a], a), np.where(other, parent[b], b)
    return a
