"""What is left of what, in a drawing in which no two links cross. No Qt.

A planar embedding says in which order the links around each box follow each other. Of a graph whose
links all lead downwards it also says, of any two boxes or links that can be side by side in a row,
which one is on the left: whoever walks down always along the leftmost link that is left meets it
first, and last along the rightmost ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .places import Floats, Ints

if TYPE_CHECKING:
    import networkx as nx


def warm() -> None:
    """Load what finds an embedding, which takes as long as some hundred layouts."""
    import networkx  # noqa: F401


def across(boxes: int, links: Ints) -> tuple[Floats, Floats] | None:
    """Where across boxes and links lie: of two that can be in one row, the left one has less.

    Parameters
    ----------
    boxes : int
    links : (L, 2) int32
        Source and target of each, without cycles.

    Returns
    -------
    tuple of (boxes,) and (L,) float64, or None
        None where some links have to cross, or might have to.
    """
    graph = _Graph(boxes, links)
    embedding = graph.embedding()
    if embedding is None:
        return None
    ways, tops = graph.ways(embedding)
    left = _numbers(ways, tops, graph.heads, boxes)
    right = _numbers([way[::-1] for way in ways], tops[::-1], graph.heads, boxes)
    found = left - right
    return found[:boxes], found[boxes:]


class _Graph:
    """Boxes and links, what hangs on a single link apart: that never crosses anything."""

    def __init__(self, boxes: int, links: Ints) -> None:
        self.boxes = boxes
        self.tails: list[int] = links[:, 0].tolist()
        self.heads: list[int] = links[:, 1].tolist()
        into: list[list[int]] = [[] for _ in range(boxes)]
        for link, head in enumerate(self.heads):
            into[head].append(link)
        self._entered = [bool(some) for some in into]
        self._left = np.bincount(links[:, 0], minlength=boxes).tolist()
        self._hanging: list[list[int]] = [[] for _ in range(boxes)]
        self._off = [False] * boxes
        ends = [box for box in range(boxes) if not self._left[box] and len(into[box]) == 1]
        while ends:
            box = ends.pop()
            (link,) = into[box]
            above = self.tails[link]
            self._off[box] = True
            self._hanging[above].append(link)
            self._left[above] -= 1
            if not self._left[above] and len(into[above]) == 1:
                ends.append(above)
        self._between: dict[tuple[int, int], list[int]] = {}
        for link, (tail, head) in enumerate(zip(self.tails, self.heads, strict=True)):
            if not self._off[head]:
                self._between.setdefault((tail, head), []).append(link)

    def embedding(self) -> nx.PlanarEmbedding | None:
        """Of the rest, between something above all of it and something below."""
        import networkx as nx  # late: see `warm`

        above, below = self.boxes, self.boxes + 1
        graph = nx.Graph()
        graph.add_edges_from(self._between)
        graph.add_edge(above, below)
        kept = [box for box in range(self.boxes) if not self._off[box]]
        graph.add_edges_from((above, box) for box in kept if not self._entered[box])
        graph.add_edges_from((box, below) for box in kept if not self._left[box])
        planar, embedding = nx.check_planarity(graph)
        return embedding if planar else None

    def ways(self, embedding: nx.PlanarEmbedding) -> tuple[list[list[int]], list[int]]:
        """The links that leave each box, and the boxes that none leads to, from left to right."""
        above, below = self.boxes, self.boxes + 1
        ways = []
        for box in range(self.boxes):
            if self._off[box] or not self._left[box]:
                ways.append(self._hanging[box])
                continue
            ring = list(embedding.neighbors_cw_order(box))
            out = [(box, other) in self._between for other in ring]
            first = next((i for i in range(len(ring)) if out[i] and not out[i - 1]), 0)
            around = ring[first:] + ring[:first]
            some = [link for other in around for link in self._between.get((box, other), ())]
            ways.append(some + self._hanging[box])
        ring = list(embedding.neighbors_cw_order(above))
        first = ring.index(below)
        return ways, ring[first + 1 :] + ring[:first]


def _numbers(ways: list[list[int]], tops: list[int], heads: list[int], boxes: int) -> Floats:
    """Boxes, then links, numbered as one comes to them who turns left where that is possible.

    A box is come to along the last of the links that lead to it.
    """
    number = np.zeros(boxes + len(heads))
    waiting = np.bincount(np.asarray(heads, np.int64), minlength=boxes).tolist()
    count = 0
    for top in tops:
        number[top] = count = count + 1
        ahead = ways[top][::-1]
        while ahead:
            link = ahead.pop()
            number[boxes + link] = count = count + 1
            head = heads[link]
            waiting[head] -= 1
            if not waiting[head]:
                number[head] = count = count + 1
                ahead += reversed(ways[head])
    return number
