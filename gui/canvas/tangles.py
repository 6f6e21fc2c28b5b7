"""Where upright and level routes cross each other, and links that cross right at their box. No Qt.

The engine gives the links of one box their places on its border before it knows from which side
they will come. So some cross right above the box that they lead to, or right below the one that
they leave. Here they get those places in the order in which they come.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from .places import Floats, Ints
from .routes import gather

NEAR = 240.0
"""A last bend so near to its box can be moved; one farther away belongs to another row."""

APART = 22.0
"""Between places on a border where there is room, and at least the smallest number."""
CLOSEST = 5.0

SLACK = 1e-6
"""What reaches no farther beyond a line only touches it."""


def crossings(points: Floats, starts: Ints) -> int:
    """How often routes cross; what only touches does not count.

    Parameters
    ----------
    points, starts
        Upright and level routes, as in Places.
    """
    level, upright = _split(*_pieces(points, starts))
    at, by = _between(upright[:, 0], level[:, 1] + SLACK, level[:, 2] - SLACK)
    y, low, high = level[at, 0], upright[by, 1] + SLACK, upright[by, 2] - SLACK
    return int(((low < y) & (y < high) & (level[at, 3] != upright[by, 3])).sum())


def through(points: Floats, starts: Ints, boxes: Floats) -> int:
    """How many pieces of routes run through boxes, given as (N, 4) left, top, right, bottom."""
    return _inside(*_split(*_pieces(points, starts)), boxes)


def meetings(points: Floats, starts: Ints) -> dict[int, list[tuple[int, float]]]:
    """Where routes cross: for each the number of each place on its way, and how far down it is.

    Parameters
    ----------
    points, starts
        Routes that run downwards.
    """
    level, upright = _split(*_pieces(points, starts))
    at, by = np.nonzero(_crossing(level, upright))
    x, y = upright[by, 0], level[at, 0]
    found: dict[int, list[tuple[float, float, int]]] = {}
    for number, (across, down, flat, steep) in enumerate(
        zip(x.tolist(), y.tolist(), level[at, 3].tolist(), upright[by, 3].tolist(), strict=True)
    ):
        route = points[starts[int(flat)] : starts[int(flat) + 1]]
        turn = int(np.argmin(np.abs(route[:, 1] - down)))  # where the level piece begins
        along = abs(across - float(route[turn, 0]))
        found.setdefault(int(flat), []).append((down, along, number))
        found.setdefault(int(steep), []).append((down, 0.0, number))
    return {
        route: [(number, down) for down, _, number in sorted(some)] for route, some in found.items()
    }


def crossing_links(points: Floats, starts: Ints) -> Ints:
    """The routes that cross another, ascending."""
    level, upright = _split(*_pieces(points, starts))
    found = _crossing(level, upright)
    which = np.concatenate([level[found.any(axis=1), 3], upright[found.any(axis=0), 3]])
    return np.unique(which).astype(np.int32)


def _pieces(points: Floats, starts: Ints) -> tuple[Floats, Ints]:
    """(S, 4) x1, y1, x2, y2 with x1 ≤ x2 and y1 ≤ y2, and the route of each piece."""
    of = np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(starts))
    same = of[1:] == of[:-1]
    a, b = points[:-1][same], points[1:][same]
    return np.concatenate([np.minimum(a, b), np.maximum(a, b)], axis=1), of[:-1][same]


def _split(pieces: Floats, of: Ints) -> tuple[Floats, Floats]:
    """Level and upright ones as (n, 4): where across, from, to, route."""
    wide, high = (pieces[:, 2:] - pieces[:, :2]).T
    number = of[:, None].astype(np.float64)
    level, upright = wide > high, high > wide
    return (
        np.concatenate([pieces[level][:, [1, 0, 2]], number[level]], axis=1),
        np.concatenate([pieces[upright][:, [0, 1, 3]], number[upright]], axis=1),
    )


def _crossing(level: Floats, upright: Floats) -> npt.NDArray[np.bool_]:
    """(H, V) bool: which level pieces cross which upright ones of other routes."""
    y, left, right, of = level.T[:, :, None]
    x, top, bottom, other = upright.T[:, None, :]
    found: npt.NDArray[np.bool_] = (
        (left + SLACK < x) & (x < right - SLACK)
        & (top + SLACK < y) & (y < bottom - SLACK) & (of != other)
    )  # fmt: skip
    return found


def _covering(one: Floats, other: Floats) -> int:
    """How many of two kinds of parallel pieces of different routes run on top of each other."""
    at, low, high, of = one.T[:, :, None]
    at2, low2, high2, of2 = other.T[:, None, :]
    over = np.minimum(high, high2) - np.maximum(low, low2)
    return int(((np.abs(at - at2) < 2.0) & (over > 1.0) & (of != of2)).sum())


def _inside(level: Floats, upright: Floats, boxes: Floats) -> int:
    """How often pieces run through boxes."""
    inner = boxes + np.array([1.0, 1.0, -1.0, -1.0])
    of, piece = _between(level[:, 0], inner[:, 1], inner[:, 3])
    found = (level[piece, 1] < inner[of, 2]) & (inner[of, 0] < level[piece, 2])
    of, piece = _between(upright[:, 0], inner[:, 0], inner[:, 2])
    other = (upright[piece, 1] < inner[of, 3]) & (inner[of, 1] < upright[piece, 2])
    return int(found.sum()) + int(other.sum())


def _between(
    values: Floats, low: Floats, high: Floats
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.intp]]:
    """Pairs of an interval, without its ends, and a value in it."""
    order = np.argsort(values, kind="stable")
    first = np.searchsorted(values[order], low, side="right")
    many = np.maximum(np.searchsorted(values[order], high, side="left") - first, 0)
    return np.repeat(np.arange(len(low)), many), order[gather(first, many)]


class Untangler:
    """Gives the links at each box's border their places in the order in which they come.

    Parameters
    ----------
    routes : list of (n, 2) float64
        Upright and level; replaced by better ones.
    boxes : (N, 4) float64
        Left, top, right and bottom of each box.
    """

    def __init__(self, routes: list[Floats], boxes: Floats) -> None:
        self.routes = routes
        self._boxes = boxes

    def sort(self, links: list[int], box: int, below: bool) -> None:
        """Sort the links that meet a box's upper border, or leave its lower one.

        Only what makes fewer crossings is taken.
        """
        left, top, right, bottom = self._boxes[box].tolist()
        border = bottom if below else top
        flip = -1.0 if below else 1.0
        ends = [
            _End(self.routes[link] if below else self.routes[link][::-1], border, flip)
            for link in links
        ]
        if any(abs(end.border) > 1.0 for end in ends):
            return  # it meets the box at a side
        if not self._tangled(links):
            return
        order = sorted(range(len(links)), key=lambda i: (ends[i].came, ends[i].port))
        places = _places([ends[i] for i in order], left, right)
        if places is None:
            return
        turns = _turns([ends[i] for i in order], places)
        found = [
            ends[i].route(place, turn) for i, place, turn in zip(order, places, turns, strict=True)
        ]
        new = {
            links[i]: route if below else route[::-1] for i, route in zip(order, found, strict=True)
        }
        if self._cost(links, new) < self._cost(links, {}):
            for link, route in new.items():
                self.routes[link] = route

    def _tangled(self, links: list[int]) -> bool:
        """Whether some of these links cross each other."""
        points = np.concatenate([self.routes[link] for link in links])
        starts = np.cumsum([0, *(len(self.routes[link]) for link in links)])
        return crossings(points, starts.astype(np.int32)) > 0

    def _cost(self, links: list[int], instead: dict[int, Floats]) -> tuple[int, int]:
        """Crossings and overlaps of some links with all; then their bends."""
        some = [instead.get(link, self.routes[link]) for link in links]
        chosen = set(links)
        others = [route for link, route in enumerate(self.routes) if link not in chosen]
        routes = [*some, *others]
        starts = np.cumsum([0, *map(len, routes)]).astype(np.int32)
        level, upright = _split(*_pieces(np.concatenate(routes), starts))
        mine = len(some)
        own_level, own_upright = level[level[:, 3] < mine], upright[upright[:, 3] < mine]
        far_level = level[level[:, 3] >= mine]
        found = int(_crossing(own_level, upright).sum())
        found += int(_crossing(far_level, own_upright).sum())
        found += 4 * (_covering(own_level, level) + _covering(own_upright, upright))
        found += 4 * _inside(own_level, own_upright, self._boxes)
        return found, sum(map(len, some))


class _End:
    """A route as seen from a box: its place on the border, and from where it comes there."""

    def __init__(self, points: Floats, border: float, flip: float) -> None:
        self._points = points
        self._flip = flip
        self.port = float(points[0, 0])
        self.border = float(points[0, 1]) - border
        self._at = border
        self.turn: float | None = None  # how far from the border it bends
        if len(points) >= 4 and abs(points[1, 0] - points[0, 0]) < 0.1:
            turn = (border - float(points[1, 1])) * flip
            if turn <= NEAR and abs(points[2, 0] - points[3, 0]) < 0.1:
                self.turn = turn
        self.came = self.port if self.turn is None else float(points[2, 0])

    def route(self, port: float, turn: float | None) -> Floats:
        """The same route to another place, seen from the box."""
        if turn is None:
            return self._points
        if abs(port - self.came) < 0.1:
            return np.concatenate([[[port, self._at]], self._points[3:]])
        y = self._at - turn * self._flip
        return np.concatenate([[[port, self._at], [port, y], [self.came, y]], self._points[3:]])


def _places(ends: list[_End], left: float, right: float) -> list[float] | None:
    """The places of links that come in this order; None if there is no room.

    What comes straight keeps its place.
    """
    fixed = [i for i, end in enumerate(ends) if end.turn is None]
    if not fixed:
        return sorted(end.port for end in ends)
    places = [end.port for end in ends]
    bounds = [(-1, left), *((i, ends[i].port) for i in fixed), (len(ends), right)]
    for (a, low), (b, high) in pairwise(bounds):
        many = b - a - 1
        if not many:
            continue
        step = min((high - low) / (many + 1), APART)
        if step < CLOSEST:
            return None
        for i in range(many):
            # Near to what comes straight, and between two of them in the middle.
            if a < 0:
                places[a + 1 + i] = high - step * (many - i)
            elif b == len(ends):
                places[a + 1 + i] = low + step * (i + 1)
            else:
                places[a + 1 + i] = low + (high - low) * (i + 1) / (many + 1)
    return places


def _turns(ends: list[_End], places: list[float]) -> list[float | None]:
    """How far from the border each bends: of those from one side, the farthest the nearest."""
    turns: list[float | None] = [end.turn for end in ends]
    for side in (-1, 1):
        group = [
            i for i, end in enumerate(ends)
            if end.turn is not None and (end.came - places[i]) * side > 0.1
        ]  # fmt: skip
        heights = sorted(turn for i in group if (turn := ends[i].turn) is not None)
        far = sorted(group, key=lambda i: -ends[i].came * side)
        for i, height in zip(far, heights, strict=True):
            turns[i] = height
    return turns
