"""Straight ways from a piece's boxes to its borders, where nothing is in the way. No Qt.

The engine places a gate by the middle of the box or frame that its link leads to, not by the place
at which the link meets it. What then makes two needless bends is drawn straight.
"""

from __future__ import annotations

import numpy as np

from .places import Floats, Ints, Places, joined

CLEAR = 6.0
"""Least distance to a box and to another upright line."""


def straightened(
    places: Places, sizes: Floats, entering: range, leaving: range
) -> tuple[Floats, Ints]:
    """Points and starts with the links through gates straight where they can be.

    Parameters
    ----------
    places : Places
        A piece, its top and bottom borders where its outermost boxes or gates are.
    sizes : (N, 2) float64
    entering, leaving : range
        The links that come from the top and go to the bottom.
    """
    routes = [places.route(link) for link in range(len(places.starts) - 1)]
    if not any(len(routes[link]) > 2 for link in (*entering, *leaving)):
        return places.points, places.starts
    half = sizes / 2
    boxes = np.concatenate([places.centres - half, places.centres + half], axis=1)
    top, bottom = float(places.points[:, 1].min()), float(places.points[:, 1].max())
    top = min(top, float(boxes[:, 1].min()))
    bottom = max(bottom, float(boxes[:, 3].max()))
    segments, owner = _segments(routes)
    for link in (*entering, *leaving):
        if len(routes[link]) == 2:
            continue
        down = link in entering
        others = segments[owner != link]
        # As seen from the border.
        route = routes[link] if down else routes[link][::-1]
        found = _straighter(route, top if down else bottom, boxes, others)
        if found is not route:
            routes[link] = found if down else found[::-1]
            segments, owner = _segments(routes)
    return joined(routes)


def _straighter(route: Floats, border: float, boxes: Floats, others: Floats) -> Floats:
    """The route from its last upright piece that can come straight from the border."""
    for at in range(len(route) - 1, 1, -1):
        x = route[at - 1, 0]
        if abs(x - route[at, 0]) > 0.1:
            continue
        straight = np.concatenate([np.array([[x, border]]), route[at:]])
        free = _free(straight[:2], boxes, others)
        if free and _crossings(straight, others) <= _crossings(route, others):
            return straight
    return route


def _segments(routes: list[Floats]) -> tuple[Floats, Ints]:
    """(S, 4) float64: x1, y1, x2, y2; and (S,) int32: the route of each."""
    points, starts = joined(routes)
    many = np.diff(starts)
    apart = np.ones(len(points), np.bool_)
    apart[starts[1:] - 1] = False  # the last point of a route begins nothing
    first = np.flatnonzero(apart)
    owner = np.repeat(np.arange(len(routes), dtype=np.int32), many - 1)
    return np.concatenate([points[first], points[first + 1]], axis=1), owner


def _free(upright: Floats, boxes: Floats, others: Floats) -> bool:
    """Whether an upright line keeps clear of boxes and of other upright lines."""
    x, (low, high) = float(upright[0, 0]), sorted(upright[:, 1].tolist())
    beside = (boxes[:, 0] - CLEAR < x) & (x < boxes[:, 2] + CLEAR)
    if (beside & (boxes[:, 1] < high - 0.5) & (low + 0.5 < boxes[:, 3])).any():
        return False
    level = np.abs(others[:, [0, 2]] - x).max(axis=1) < CLEAR
    y = np.sort(others[:, [1, 3]], axis=1)
    return not (level & (y[:, 0] < high) & (low < y[:, 1])).any()


def _crossings(route: Floats, others: Floats) -> int:
    """How often a route and others, all upright or level, cross."""
    found = 0
    ends_x, ends_y = np.sort(others[:, [0, 2]], axis=1), np.sort(others[:, [1, 3]], axis=1)
    for (x1, y1), (x2, y2) in zip(route[:-1].tolist(), route[1:].tolist(), strict=True):
        found += int(
            (
                (ends_x[:, 0] < max(x1, x2)) & (min(x1, x2) < ends_x[:, 1])
                & (ends_y[:, 0] <= max(y1, y2)) & (min(y1, y2) <= ends_y[:, 1])
                | (ends_y[:, 0] < max(y1, y2)) & (min(y1, y2) < ends_y[:, 1])
                & (ends_x[:, 0] <= max(x1, x2)) & (min(x1, x2) <= ends_x[:, 1])
            ).sum()
        )  # fmt: skip
    return found
