"""Where upright and level routes cross each other, and boxes. No Qt."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .distinct import distinct
from .places import Floats, Ints
from .routes import gather

SLACK = 1e-6
"""What reaches no farther beyond a line only touches it."""


def crossings(points: Floats, starts: Ints) -> int:
    """How often routes cross; what only touches does not count.

    Parameters
    ----------
    points, starts
        Upright and level routes, as in Places.
    """
    return len(pairs(*split(*pieces(points, starts))))


def through(points: Floats, starts: Ints, boxes: Floats) -> int:
    """How many pieces of routes run through boxes, given as (N, 4) left, top, right, bottom."""
    return inside(*split(*pieces(points, starts)), boxes)


def counted(points: Floats, starts: Ints, boxes: Floats) -> tuple[int, int]:
    """What `crossings` and `through` tell, in less time than both."""
    level, upright = split(*pieces(points, starts))
    return len(pairs(level, upright)), inside(level, upright, boxes)


def meetings(points: Floats, crossed: Floats) -> dict[int, list[tuple[int, float]]]:
    """Where routes cross: for each the number of each place on its way, and how far down it is.

    Parameters
    ----------
    points : (P, 2) float64
        The corners of the routes.
    crossed : (C, 5) float64
        What `where` tells of them.
    """
    found: dict[int, list[tuple[float, float, int]]] = {}
    for number, (flat, steep, across, down, turn) in enumerate(crossed.tolist()):
        along = abs(across - float(points[int(turn), 0]))
        found.setdefault(int(flat), []).append((down, along, number))
        found.setdefault(int(steep), []).append((down, 0.0, number))
    return {
        route: [(number, down) for down, _, number in sorted(some)] for route, some in found.items()
    }


def where(points: Floats, starts: Ints) -> Floats:
    """(C, 5) float64: of each crossing the routes that are level and upright there, x and y.

    Last is the corner, among all points, at which the level piece begins. Routes run downwards.
    """
    level, upright = split(*pieces(points, starts))
    at, by = np.nonzero(crossing(level, upright))
    of, y = level[at, 3], level[at, 0]
    turn = [
        starts[link] + np.argmin(np.abs(points[starts[link] : starts[link + 1], 1] - down))
        for link, down in zip(of.astype(np.intp).tolist(), y.tolist(), strict=True)
    ]
    return np.stack([of, upright[by, 3], upright[by, 0], y, np.array(turn, np.float64)], axis=1)


def crossing_links(points: Floats, starts: Ints) -> Ints:
    """The routes that cross another, ascending."""
    return distinct(pairs(*split(*pieces(points, starts))))


def pieces(points: Floats, starts: Ints) -> tuple[Floats, Ints]:
    """(S, 4) x1, y1, x2, y2 with x1 ≤ x2 and y1 ≤ y2, and the route of each piece."""
    of = np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(starts))
    same = of[1:] == of[:-1]
    a, b = points[:-1][same], points[1:][same]
    return np.concatenate([np.minimum(a, b), np.maximum(a, b)], axis=1), of[:-1][same]


def split(pieces: Floats, of: Ints) -> tuple[Floats, Floats]:
    """Level and upright ones as (n, 4): where across, from, to, route."""
    wide, high = (pieces[:, 2:] - pieces[:, :2]).T
    number = of[:, None].astype(np.float64)
    level, upright = wide > high, high > wide
    return (
        np.concatenate([pieces[level][:, [1, 0, 2]], number[level]], axis=1),
        np.concatenate([pieces[upright][:, [0, 1, 3]], number[upright]], axis=1),
    )


def pairs(level: Floats, upright: Floats) -> Ints:
    """(C, 2) int32: of each crossing the routes that are level and upright there."""
    x, y = upright[:, 0], level[:, 0]
    left, right = level[:, 1] + SLACK, level[:, 2] - SLACK
    top, bottom = upright[:, 1] + SLACK, upright[:, 2] - SLACK
    across, down = _Sorted(x, left, right), _Sorted(y, top, bottom)
    if across.pairs <= down.pairs:
        at, by = across.between()
        found = (top[by] < y[at]) & (y[at] < bottom[by])
    else:
        by, at = down.between()
        found = (left[at] < x[by]) & (x[by] < right[at])
    of, other = level[at, 3], upright[by, 3]
    found &= of != other
    return np.stack([of[found], other[found]], axis=1).astype(np.int32)


def crossing(level: Floats, upright: Floats) -> npt.NDArray[np.bool_]:
    """(H, V) bool: which level pieces cross which upright ones of other routes."""
    y, left, right, of = level.T[:, :, None]
    x, top, bottom, other = upright.T[:, None, :]
    found: npt.NDArray[np.bool_] = (
        (left + SLACK < x) & (x < right - SLACK)
        & (top + SLACK < y) & (y < bottom - SLACK) & (of != other)
    )  # fmt: skip
    return found


def covering(one: Floats, other: Floats, near: float = 2.0) -> int:
    """How many of two kinds of parallel pieces of different routes run so near to each other."""
    at, low, high, of = one.T[:, :, None]
    at2, low2, high2, of2 = other.T[:, None, :]
    over = np.minimum(high, high2) - np.maximum(low, low2)
    return int(((np.abs(at - at2) < near) & (over > 1.0) & (of != of2)).sum())


def inside(level: Floats, upright: Floats, boxes: Floats) -> int:
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
    return _Sorted(values, low, high).between()


class _Sorted:
    """Values in order, and which of them are in each of some intervals, without their ends.

    Attributes
    ----------
    pairs : int
        How many pairs there are of an interval and a value in it.
    """

    def __init__(self, values: Floats, low: Floats, high: Floats) -> None:
        self._order = np.argsort(values, kind="stable")
        ordered = values[self._order]
        self._first = np.searchsorted(ordered, low, side="right")
        self._many = np.maximum(np.searchsorted(ordered, high, side="left") - self._first, 0)
        self.pairs = int(self._many.sum())

    def between(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.intp]]:
        """The intervals and the values of these pairs."""
        return (
            np.repeat(np.arange(len(self._many)), self._many),
            self._order[gather(self._first, self._many)],
        )
