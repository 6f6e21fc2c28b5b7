"""A piece drawn with each crossing of two links as a little box of its own. No Qt.

The engine keeps each link on one side of another in a row. Where two change sides is then its
choice, and it often lets others cross there too. What crosses in a box goes through as drawn.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from .answer import THROUGH, finished
from .ask import Request
from .bends import straighter
from .piece import Drawn, Piece
from .places import Floats, Ints, joined
from .planarised import Planarised
from .sides import numbers, simplified
from .tangles import counted

MOST = 150
"""Crossings in a drawing that is improved: of more, few can be saved, and it takes long."""

WIDE, HIGH = 40.0, 12.0
"""The box of a crossing."""

ASIDE = 0.6
"""Where a link comes into it and leaves it that changes to the other side of a straight one."""


def fewer(piece: Piece, found: tuple[Drawn, int]) -> tuple[Drawn, int]:
    """That drawing of a piece without frames, or one with fewer crossings, and how many.

    Parameters
    ----------
    found : tuple of Drawn and int
        A drawing and its crossings; any through a box counts as many.

    Raises
    ------
    graphlay.GraphlayError
        If it is beyond what the engine takes.
    """
    if not 0 < found[1] <= MOST:
        return found
    places = found[0].places
    ports = _ports(piece)
    plan = Planarised(len(piece.sizes) + 2, _ends(piece), places.points, places.starts, ports)
    tops = [node for node, near in plan.nodes.items() if near.outs and not near.ins]
    if len(tops) > 1 or not plan.improve():
        return found
    wider = _Wider(piece, plan, tops[0])
    drawn, cost = finished(wider.piece, Request(wider.piece).in_its_order())
    if cost + plan.crossings >= found[1]:
        return found
    drawn = wider.without(drawn)
    boxes = drawn.places.rectangles(piece.sizes)
    crossed, hidden = counted(drawn.places.points, drawn.places.starts, boxes)
    return min(found, (drawn, crossed + THROUGH * hidden), key=lambda each: each[1])


def _ends(piece: Piece) -> Ints:
    """(L, 2) int32: the nodes of all links; what is above and what is below come after boxes."""
    boxes = len(piece.sizes)
    into = np.stack([np.full(len(piece.into), boxes), piece.into], axis=1)
    out = np.stack([piece.out, np.full(len(piece.out), boxes + 1)], axis=1)
    return np.concatenate([piece.links, into, out]).astype(np.int32)


def _ports(piece: Piece) -> Floats:
    """(L, 2) float64: where each link leaves a box and meets the next, NaN where it is free."""
    inner, into = len(piece.links), len(piece.links) + len(piece.into)
    ports = np.full((into + len(piece.out), 2), np.nan)
    ports[:inner] = piece.ports
    ports[inner:into, 1] = piece.into_ports
    ports[into:, 0] = piece.out_ports
    return ports


class _Wider:
    """A piece with a box for each crossing.

    Attributes
    ----------
    piece : Piece
        With the order from left to right.
    """

    def __init__(self, piece: Piece, plan: Planarised, top: int) -> None:
        self._of, self._plan = piece, plan
        boxes = len(piece.sizes)
        crossings = sorted(node for node in plan.nodes if node >= boxes + 2)
        place = {node: node for node in range(boxes)}
        place |= {node: boxes + number for number, node in enumerate(crossings)}
        inner = [n for n, part in plan.parts.items() if {part.tail, part.head} <= place.keys()]
        into = [n for n, part in plan.parts.items() if part.tail == boxes]
        out = [n for n, part in plan.parts.items() if part.head == boxes + 1]
        self._place = {number: at for at, number in enumerate([*inner, *into, *out])}
        parts = [plan.parts[number] for number in self._place]
        leave, meet = self._ports(boxes)
        cut, end = len(inner), len(inner) + len(into)
        extra = np.tile([WIDE, HIGH], (len(crossings), 1))
        along, lanes = self._order(top, [*place])
        self.piece = simplified(
            replace(
                piece,
                sizes=np.concatenate([piece.sizes, extra]),
                frame=np.full(boxes + len(crossings), -1, np.int32),
                links=np.array(
                    [(place[part.tail], place[part.head]) for part in parts[:cut]], np.int32
                ).reshape(-1, 2),
                ports=np.stack([leave[:cut], meet[:cut]], axis=1),
                into=np.array([place[part.head] for part in parts[cut:end]], np.int32),
                into_ports=meet[cut:end],
                out=np.array([place[part.tail] for part in parts[end:]], np.int32),
                out_ports=leave[end:],
                along=along,
                lanes=lanes,
            )
        )

    def _ports(self, boxes: int) -> tuple[Floats, Floats]:
        """Where each part leaves its box and meets the next."""
        plan, given = self._plan, _ports(self._of)
        leave, meet = np.full(len(self._place), np.nan), np.full(len(self._place), np.nan)
        for link, parts in enumerate(plan.links):
            leave[self._place[parts[0]]] = given[link, 0]
            meet[self._place[parts[-1]]] = given[link, 1]
        for number, node in plan.nodes.items():
            if number >= boxes + 2:
                meet[self._place[node.ins[0]]], meet[self._place[node.ins[1]]] = -ASIDE, 0.0
                leave[self._place[node.outs[0]]], leave[self._place[node.outs[1]]] = 0.0, ASIDE
        return leave, meet

    def _order(self, top: int, nodes: list[int]) -> tuple[Ints, Ints]:
        """The order from left to right of boxes and parts."""
        plan = self._plan
        every = sorted(plan.nodes)
        at = {node: number for number, node in enumerate(every)}
        ways = [[self._place[part] for part in plan.nodes[node].outs] for node in every]
        heads = [at[plan.parts[part].head] for part in self._place]
        left = numbers(ways, [at[top]], heads, len(every))
        right = numbers([way[::-1] for way in ways], [at[top]], heads, len(every))
        across = left - right
        place = np.empty(len(across), np.int32)
        place[np.argsort(across, kind="stable")] = np.arange(len(across))
        return place[[at[node] for node in nodes]], place[len(every) :]

    def without(self, drawn: Drawn) -> Drawn:
        """The drawing of the piece that had no such boxes."""
        piece, places = self._of, drawn.places
        routes = []
        for parts in self._plan.links:
            pieces = [places.route(self._place[part]) for part in parts]
            way = [pieces[0]]
            for above, below in pairwise(pieces):
                middle = (above[-1, 1] + below[0, 1]) / 2
                if abs(above[-1, 0] - below[0, 0]) > 0.5:
                    way.append(np.array([[above[-1, 0], middle], [below[0, 0], middle]]))
                way.append(below)
            routes.append(_plain(np.concatenate(way)))
        some = [link for link, parts in enumerate(self._plan.links) if len(parts) > 1]
        nodes = _ends(piece)
        boxes = places.rectangles(self.piece.sizes)[: len(piece.sizes)]
        straighter(routes, boxes, some, np.where(nodes < len(boxes), nodes, -1))
        points, starts = joined(routes)
        inner = len(piece.links)
        into = inner + len(piece.into)
        enter = np.array([route[0, 0] for route in routes[inner:into]])
        leave = np.array([route[-1, 0] for route in routes[into:]])
        found = replace(
            places, centres=places.centres[: len(piece.sizes)], points=points, starts=starts
        )
        return Drawn(found, drawn.width, drawn.height, enter, leave)


def _plain(route: Floats) -> Floats:
    """A route without corners at which it goes straight on."""
    x, y = route.T
    same = (np.abs(x[1:-1] - x[:-2]) < 0.5) & (np.abs(x[2:] - x[1:-1]) < 0.5)
    same |= (np.abs(y[1:-1] - y[:-2]) < 1e-9) & (np.abs(y[2:] - y[1:-1]) < 1e-9)
    plain: Floats = route[np.concatenate([[True], ~same, [True]])]
    return plain
