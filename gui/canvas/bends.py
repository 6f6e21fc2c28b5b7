"""Links with fewer bends, where nothing is in the way. No Qt."""

from __future__ import annotations

import numpy as np

from .places import Bools, Floats, Ints

CLEAR = 6.0
"""Least distance to a box and to a line of another link that runs the same way."""


def straighter(routes: list[Floats], boxes: Floats, some: list[int], ends: Ints) -> None:
    """Take bends out of some of the routes, which are replaced.

    What goes aside, down and aside again goes aside once, at one of the two heights.

    Parameters
    ----------
    routes : list of (n, 2) float64
        Upright and level, downwards.
    boxes : (N, 4) float64
        Left, top, right and bottom of each box.
    some : list of int
        The routes that are looked at.
    ends : (L, 2) int32
        The boxes that each route may touch, -1 for none.
    """
    segments = [_segments(route) for route in routes]
    for link in some:
        others = np.concatenate([*segments[:link], *segments[link + 1 :], np.zeros((0, 4))])
        far = np.delete(boxes, [box for box in ends[link].tolist() if box >= 0], axis=0)
        near = boxes[[box for box in ends[link].tolist() if box >= 0]]
        blocked = np.concatenate([_grown(far, CLEAR), _grown(near, -1.0)])
        route, most = routes[link], _crossings(segments[link], others)
        at = 1
        while at + 3 < len(route):
            for shorter in _without_bends(route, at):
                fresh = _segments(shorter)
                if not _free(fresh, others, blocked):
                    continue
                crossed = _crossings(fresh, others)
                if crossed <= most:
                    route, most, at = shorter, crossed, 0
                    break
            at += 1
        routes[link], segments[link] = route, _segments(route)


def _without_bends(route: Floats, at: int) -> list[Floats]:
    """The route with one level line for two with a bend between them, the first at this corner."""
    above, under = route[at], route[at + 3]
    down = route[at + 1 : at + 3, 1]
    level = abs(down[0] - above[1]) + abs(down[1] - under[1]) < 1e-6
    if at + 4 == len(route) or not level or abs(down[1] - down[0]) < 1e-6:
        return []
    found = []
    for y in down:
        middle = [(above[0], y), (under[0], y)] if above[0] != under[0] else []
        found.append(np.concatenate([route[:at], np.reshape(middle, (-1, 2)), route[at + 4 :]]))
    return found


def _segments(route: Floats) -> Floats:
    """(S, 4) float64: left, top, right and bottom of each line."""
    return np.concatenate(
        [np.minimum(route[:-1], route[1:]), np.maximum(route[:-1], route[1:])], axis=1
    )


def _grown(boxes: Floats, by: float) -> Floats:
    grown: Floats = boxes + np.array([-by, -by, by, by])
    return grown


def _meet(lines: Floats, boxes: Floats) -> Bools:
    """(S, N) bool: which lines lead through which boxes."""
    left, top, right, bottom = lines.T[:, :, None]
    met: Bools = (left < boxes[:, 2]) & (boxes[:, 0] < right)
    met &= (top < boxes[:, 3]) & (boxes[:, 1] < bottom)
    return met


def _free(lines: Floats, others: Floats, boxes: Floats) -> bool:
    """Whether lines keep clear of boxes, and of others that run the same way."""
    if _meet(lines, boxes).any():
        return False
    upright = lines[:, 0] == lines[:, 2]
    along = others[:, 0] == others[:, 2]
    return not (
        _meet(lines[upright], _beside(others[along], CLEAR, 0.0)).any()
        or _meet(lines[~upright], _beside(others[~along], 0.0, CLEAR)).any()
    )


def _beside(lines: Floats, across: float, down: float) -> Floats:
    beside: Floats = lines + np.array([-across, -down, across, down])
    return beside


def _crossings(lines: Floats, others: Floats) -> int:
    """How often lines cross others."""
    upright, along = lines[:, 0] == lines[:, 2], others[:, 0] == others[:, 2]
    return _crossed(lines[~upright], others[along]) + _crossed(others[~along], lines[upright])


def _crossed(level: Floats, upright: Floats) -> int:
    left, y, right, _ = level.T[:, :, None]
    x, top, _, bottom = upright.T[:, None, :]
    return int(((left < x) & (x < right) & (top < y) & (y < bottom)).sum())
