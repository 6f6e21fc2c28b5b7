"""Straight ways from a piece's boxes to its borders, where nothing is in the way. No Qt.

The engine places a gate by the middle of the box or frame that its link leads to, not by the place
at which the link meets it. What then makes two needless bends is drawn straight.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from .places import Bools, Floats, Ints, Places, joined

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
    many = np.diff(places.starts)
    gates = [link for link in (*entering, *leaving) if many[link] > 2]
    if not gates:
        return places.points, places.starts
    routes = [places.points[a:b] for a, b in pairwise(places.starts.tolist())]
    half = sizes / 2
    boxes = np.concatenate([places.centres - half, places.centres + half], axis=1)
    top, bottom = float(places.points[:, 1].min()), float(places.points[:, 1].max())
    top = min(top, float(boxes[:, 1].min()))
    bottom = max(bottom, float(boxes[:, 3].max()))
    owner = np.repeat(np.arange(len(routes), dtype=np.int32), many)
    apart = owner[1:] != owner[:-1]  # from the end of one route to the beginning of the next
    segments, owner = _segments(places.points)[~apart], owner[:-1][~apart]
    ways, lines = _ways(gates, routes, entering, top, bottom)
    if not ways:
        return places.points, places.starts
    of = np.array([link for link, _ in ways], np.int32)
    clear = _beside(lines, boxes)
    free = clear & _apart(lines, of, segments, owner)
    changed = np.zeros(len(routes), np.bool_)
    crossed: dict[int, int] = {}
    for number, (link, at) in enumerate(ways):
        if changed[link] or not free[number]:
            continue
        down = link in entering
        route = routes[link] if down else routes[link][::-1]  # as seen from the border
        start = np.array([[route[at - 1, 0], top if down else bottom]])
        straight = np.concatenate([start, route[at:]])
        others = segments[owner != link]
        if link not in crossed:
            crossed[link] = _crossings(route, others)
        if _crossings(straight, others) <= crossed[link]:
            changed[link] = True
            crossed.clear()
            routes[link] = straight if down else straight[::-1]
            segments = np.concatenate([others, _segments(routes[link])])
            owner = np.append(owner[owner != link], np.full(len(straight) - 1, link, np.int32))
            free[number + 1 :] = clear[number + 1 :] & _apart(
                lines[number + 1 :], of[number + 1 :], segments, owner
            )
    return joined(routes) if changed.any() else (places.points, places.starts)


def _ways(
    gates: list[int], routes: list[Floats], entering: range, top: float, bottom: float
) -> tuple[list[tuple[int, int]], Floats]:
    """The links with a piece that could come straight from the border, and the number of its end.

    Told too are these pieces as (W, 3): where across, from, to. Each link's last one is the first.
    """
    ways: list[tuple[int, int]] = []
    lines: list[tuple[float, float, float]] = []
    for link in gates:
        down = link in entering
        border = top if down else bottom
        corners = (routes[link] if down else routes[link][::-1]).tolist()
        for at in range(len(corners) - 1, 1, -1):
            x, y = corners[at]
            if abs(corners[at - 1][0] - x) <= 0.1:
                ways.append((link, at))
                lines.append((corners[at - 1][0], min(border, y), max(border, y)))
    return ways, np.array(lines).reshape(-1, 3)


def _segments(route: Floats) -> Floats:
    """(S, 4) float64: x1, y1, x2, y2."""
    return np.concatenate([route[:-1], route[1:]], axis=1)


def _beside(lines: Floats, boxes: Floats) -> Bools:
    """(W,) bool: which upright lines, as where across, from, to, keep clear of boxes."""
    x, low, high = lines.T[:, :, None]
    met: Bools = (
        (boxes[:, 0] - CLEAR < x) & (x < boxes[:, 2] + CLEAR)
        & (boxes[:, 1] < high - 0.5) & (low + 0.5 < boxes[:, 3])
    )  # fmt: skip
    free: Bools = ~np.any(met, axis=1)
    return free


def _apart(lines: Floats, of: Ints, segments: Floats, owner: Ints) -> Bools:
    """(W,) bool: which upright lines keep clear of other upright lines than their own link's."""
    x, low, high = lines.T[:, :, None]
    left, right = segments[:, [0, 2]].T
    top, bottom = np.sort(segments[:, [1, 3]], axis=1).T
    met: Bools = (
        (np.maximum(np.abs(left - x), np.abs(right - x)) < CLEAR)
        & (top < high) & (low < bottom) & (owner != of[:, None])
    )  # fmt: skip
    free: Bools = ~np.any(met, axis=1)
    return free


def _crossings(route: Floats, others: Floats) -> int:
    """How often a route and others, all upright or level, cross."""
    low, high = (np.minimum(route[:-1], route[1:]), np.maximum(route[:-1], route[1:]))
    left, top = np.minimum(others[:, :2], others[:, 2:]).T
    right, bottom = np.maximum(others[:, :2], others[:, 2:]).T
    (x1, y1), (x2, y2) = low.T[:, :, None], high.T[:, :, None]
    over, under = (left < x2) & (x1 < right), (top < y2) & (y1 < bottom)
    found = over & (top <= y2) & (y1 <= bottom) | under & (left <= x2) & (x1 <= right)
    return int(found.sum())
