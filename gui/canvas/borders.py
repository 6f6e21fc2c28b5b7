"""Links that cross right at their box, put in the order in which they come. No Qt.

The engine gives the links of one box their places on its border before it knows from which side
they will come. So some cross right above the box that they lead to, or right below the one that
they leave.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from . import tangles
from .places import Floats, Ints, joined

NEAR = 240.0
"""A last bend so near to its box can be moved; one farther away belongs to another row."""

APART = 22.0
"""Between places on a border where there is room, and at least the smallest number."""
CLOSEST = 5.0


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
        self._chosen = np.zeros(len(routes), np.bool_)
        self._look()

    def _look(self) -> None:
        self._level, self._upright = tangles.split(*tangles.pieces(*joined(self.routes)))
        self._crossing = tangles.pairs(self._level, self._upright)

    def tangled(self) -> npt.NDArray[np.bool_]:
        """Which of the routes cross another."""
        found = np.zeros(len(self.routes), np.bool_)
        found[self._crossing] = True
        return found

    def shared(self, ends: Ints) -> set[int]:
        """The boxes at which routes end that cross each other; `ends` tells each one's box."""
        one, other = ends[self._crossing].T
        return set(one[one == other].tolist())

    def sort(self, links: list[int], box: int, below: bool) -> bool:
        """Sort the links that meet a box's upper border, or leave its lower one.

        Only what makes fewer crossings is taken; whether it was.
        """
        left, top, right, bottom = self._boxes[box].tolist()
        border = bottom if below else top
        flip = -1.0 if below else 1.0
        ends = [
            _End(self.routes[link] if below else self.routes[link][::-1], border, flip)
            for link in links
        ]
        if any(abs(end.border) > 1.0 for end in ends):
            return False  # it meets the box at a side
        order = sorted(range(len(links)), key=lambda i: (ends[i].came, ends[i].port))
        places = _places([ends[i] for i in order], left, right)
        if places is None:
            return False
        turns = _turns([ends[i] for i in order], places)
        new = [self.routes[link] for link in links]
        for i, place, turn in zip(order, places, turns, strict=True):
            route = ends[i].route(place, turn)
            new[i] = route if below else route[::-1]
        if self._cost(links, new) >= self._cost(links, [self.routes[link] for link in links]):
            return False
        for link, route in zip(links, new, strict=True):
            self.routes[link] = route
        self._exchange(links, new)
        return True

    def _cost(self, links: list[int], routes: list[Floats]) -> tuple[int, int]:
        """Crossings and overlaps of some links, if these are their routes; then their bends."""
        own_level, own_upright = self._own(links, routes)
        level, upright = self._others(links)
        found = int(tangles.crossing(level, own_upright).sum())
        level, upright = np.concatenate([own_level, level]), np.concatenate([own_upright, upright])
        found += int(tangles.crossing(own_level, upright).sum())
        found += 4 * (tangles.covering(own_level, level) + tangles.covering(own_upright, upright))
        found += 4 * tangles.inside(own_level, own_upright, self._boxes)
        return found, sum(map(len, routes))

    def _own(self, links: list[int], routes: list[Floats]) -> tuple[Floats, Floats]:
        """Level and upright pieces of these links, if these are their routes."""
        level, upright = tangles.split(*tangles.pieces(*joined(routes)))
        of = np.array(links, np.float64)
        level[:, 3], upright[:, 3] = (of[each[:, 3].astype(np.intp)] for each in (level, upright))
        return level, upright

    def _others(self, links: list[int]) -> tuple[Floats, Floats]:
        """Level and upright pieces of all other links."""
        self._chosen[links] = True
        level, upright = (
            each[~self._chosen[each[:, 3].astype(np.intp)]] for each in (self._level, self._upright)
        )
        self._chosen[links] = False
        return level, upright

    def _exchange(self, links: list[int], routes: list[Floats]) -> None:
        """Know the pieces and crossings of what these links' routes are now."""
        own_level, own_upright = self._own(links, routes)
        level, upright = self._others(links)
        self._chosen[links] = True
        crossing = self._crossing[~self._chosen[self._crossing].any(axis=1)]
        self._chosen[links] = False
        self._level = np.concatenate([level, own_level])
        self._upright = np.concatenate([upright, own_upright])
        crossed = tangles.pairs(own_level, self._upright), tangles.pairs(level, own_upright)
        self._crossing = np.concatenate([crossing, *crossed])


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
