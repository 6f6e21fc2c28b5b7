"""What is left of what, in a drawing in which no two links cross. No Qt.

A planar embedding says in which order the links around each box follow each other. Of a graph whose
links all lead downwards it also says, of any two boxes or links that can be side by side in a row,
which one is on the left: whoever walks down always along the leftmost link that is left meets it
first, and last along the rightmost ones.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from . import tangles
from .piece import Piece
from .places import Floats, Ints, Places

if TYPE_CHECKING:
    import networkx as nx


CHECKS = 12
"""How many more embeddings are looked for where boxes are shut in."""


def warm() -> None:
    """Load what finds an embedding, which takes as long as some hundred layouts."""
    import networkx  # noqa: F401


def across(boxes: int, links: Ints, chains: bool = False) -> tuple[Floats, Floats] | None:
    """Where across boxes and links lie: of two that can be in one row, the left one has less.

    Parameters
    ----------
    boxes : int
    links : (L, 2) int32
        Source and target of each, without cycles.
    chains : bool
        Whether it is looked for with the boxes along chains too: it takes longer and is another.

    Returns
    -------
    tuple of (boxes,) and (L,) float64, or None
        None where some links have to cross, or might have to.
    """
    graph = _Graph(boxes, links, chains)
    embedding = graph.embedding()
    if embedding is None:
        return None
    ways, tops = graph.ways(embedding)
    left = numbers(ways, tops, graph.heads, boxes)
    right = numbers([way[::-1] for way in ways], tops[::-1], graph.heads, boxes)
    found = left - right
    return found[:boxes], found[boxes:]


def across_drawn(boxes: int, links: Ints, drawn: Places) -> tuple[Floats, Floats] | None:
    """The same where some links have to cross: as it is in a drawing.

    Each place at which two links cross in it counts as a box. A link that crosses another changes
    sides with it; what is told is where its longest piece lies.

    Parameters
    ----------
    boxes, links
        As of `across`.
    drawn : Places
        All of them, in no frames.
    """
    met = tangles.meetings(drawn.points, tangles.where(drawn.points, drawn.starts))
    ways: list[tuple[int, int]] = []
    of: list[int] = []
    long: list[float] = []
    for link, (tail, head) in enumerate(links.tolist()):
        route = drawn.route(link)
        above, top = tail, float(route[0, 1])
        for meeting, y in met.get(link, ()):
            ways.append((above, boxes + meeting))
            long.append(y - top)
            above, top = boxes + meeting, y
        ways.append((above, head))
        long.append(float(route[-1, 1]) - top)
        of += [link] * (len(ways) - len(of))
    count = boxes + sum(map(len, met.values())) // 2
    found = across(count, np.array(ways, np.int32).reshape(-1, 2))
    if found is None:
        return None
    lanes = np.zeros(len(links))
    shortest_first = np.argsort(long, kind="stable")
    lanes[np.array(of, np.intp)[shortest_first]] = found[1][shortest_first]
    return found[0][:boxes], lanes


def simplified(piece: Piece) -> Piece:
    """A piece with numbers for its order that are equal for equal pieces in equal orders."""
    boxes, links = len(piece.sizes), len(piece.links)
    into, out = len(piece.into), len(piece.out)
    first, last = boxes, boxes + into  # the numbers of gates
    tails = np.concatenate([piece.links[:, 0], first + np.arange(into), piece.out])
    heads = np.concatenate([piece.links[:, 1], piece.into, last + np.arange(out)])
    order = np.lexsort([piece.lanes, tails])
    bounds = np.searchsorted(tails[order], np.arange(last + out + 1)).tolist()
    by_tail = order.tolist()
    ways = [by_tail[a:b] for a, b in pairwise(bounds)]
    place = np.concatenate([piece.along, piece.lanes[links : links + into]])
    free = np.flatnonzero(np.bincount(heads, minlength=last)[:last] == 0)
    tops = free[np.argsort(place[free], kind="stable")].tolist()
    left = numbers(ways, tops, heads.tolist(), last + out)
    right = numbers([way[::-1] for way in ways], tops[::-1], heads.tolist(), last + out)
    across = np.delete(left - right, np.s_[boxes : last + out])
    found = np.empty(len(across), np.int32)
    found[np.argsort(across, kind="stable")] = np.arange(len(across))
    return replace(piece, along=found[:boxes], lanes=found[boxes:])


class _Graph:
    """Boxes and links, what hangs on a single link apart: that never crosses anything.

    What an embedding is looked for in has one edge for each chain of boxes.
    """

    def __init__(self, boxes: int, links: Ints, chains: bool = False) -> None:
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
        self._next = {} if chains else self._chained()
        self._edges = self._contracted()

    def _chained(self) -> dict[int, int]:
        """What comes after each box that has one before it and one after it, each its only one."""
        before, after = [0] * self.boxes, [0] * self.boxes
        for tail, head in self._between:
            after[tail] += 1
            before[head] += 1
        return {
            tail: head for tail, head in self._between if before[tail] == 1 and after[tail] == 1
        }

    def _contracted(self) -> dict[tuple[int, int], int]:
        """The edges that are left, from above to below, and the first box on each one's way.

        There is one edge between two boxes: of another chain between them one box remains.
        """
        found: dict[tuple[int, int], int] = {}
        for tail, head in self._between:
            if tail in self._next:
                continue
            end = head
            while end in self._next:
                end = self._next[end]
            if end == head or ((tail, end) not in self._between and (tail, end) not in found):
                found[tail, end] = head
            else:
                found[tail, head] = head
                found[head, end] = self._next[head]
        return found

    def embedding(self) -> nx.PlanarEmbedding | None:
        """Of the rest, between something above all of it and something below.

        A box from which nothing leads on may be shut in by links. So it is not led to what is
        below where that would cross something.
        """
        ends = [box for box in range(self.boxes) if not self._off[box] and not self._left[box]]
        found = self._embedding(ends)
        if found is not None or len(ends) < 2:
            return found
        found = self._embedding([])
        free: list[int] = []
        groups = [ends[len(ends) // 2 :], ends[: len(ends) // 2]]
        for _ in range(CHECKS if found is not None else 0):
            if not groups:
                break
            group = groups.pop()
            more = self._embedding(free + group)
            if more is not None:
                free, found = free + group, more
            elif len(group) > 1:
                groups += [group[len(group) // 2 :], group[: len(group) // 2]]
        return found

    def _embedding(self, ends: list[int]) -> nx.PlanarEmbedding | None:
        """One in which nothing is below these boxes."""
        import networkx as nx  # late: see `warm`

        above, below = self.boxes, self.boxes + 1
        graph = nx.Graph()
        graph.add_node(above)  # the search begins here
        graph.add_edges_from(self._edges)
        graph.add_edge(above, below)
        tops = (box for box in range(self.boxes) if not self._off[box] and not self._entered[box])
        graph.add_edges_from((above, box) for box in tops)
        graph.add_edges_from((box, below) for box in ends)
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
            if box in embedding:
                ring = list(embedding.neighbors_cw_order(box))
                after = [self._edges.get((box, other)) for other in ring]
                first = next(
                    (
                        i for i in range(len(ring))
                        if after[i] is not None and after[i - 1] is None
                    ), 0,
                )  # fmt: skip
                after = after[first:] + after[:first]
            else:
                after = [self._next[box]]
            some = [link for head in after if head is not None for link in self._between[box, head]]
            ways.append(some + self._hanging[box])
        ring = list(embedding.neighbors_cw_order(above))
        first = ring.index(below)
        return ways, ring[first + 1 :] + ring[:first]


def numbers(ways: list[list[int]], tops: list[int], heads: list[int], boxes: int) -> Floats:
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
