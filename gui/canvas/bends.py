"""Links with fewer bends, where nothing is in the way. No Qt."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from . import tangles
from .places import Floats, Ints, joined

Lines: TypeAlias = tuple[Floats, Floats]
"""Level and upright pieces, as `tangles.split` tells them."""

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
    for link in some:
        others = _lines([*routes[:link], *routes[link + 1 :]], of=1)
        mine = ends[link][ends[link] >= 0]
        blocked = boxes + np.array([-1.0, -1.0, 1.0, 1.0]) * (CLEAR + 1.0)
        blocked[mine] = boxes[mine]
        route = routes[link]
        most, at = _crossings(_lines([route], of=0), others), 1
        while at + 3 < len(route):
            for shorter in _without_bends(route, at):
                lines = _lines([shorter], of=0)
                if not _free(lines, others, blocked):
                    continue
                crossed = _crossings(lines, others)
                if crossed <= most:
                    route, most, at = shorter, crossed, 0
                    break
            at += 1
        routes[link] = route


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


def _lines(routes: list[Floats], of: int) -> Lines:
    """The level and the upright pieces of routes, all as if of one."""
    pieces, own = tangles.pieces(*joined(routes))
    return tangles.split(pieces, np.full(len(own), of, np.int32))


def _free(lines: Lines, others: Lines, boxes: Floats) -> bool:
    """Whether lines keep clear of boxes, and of others that run the same way."""
    (level, upright), (along, down) = lines, others
    return not (
        tangles.inside(level, upright, boxes)
        or tangles.covering(level, along, CLEAR)
        or tangles.covering(upright, down, CLEAR)
    )


def _crossings(lines: Lines, others: Lines) -> int:
    """How often lines cross others."""
    (level, upright), (along, down) = lines, others
    crossed = tangles.crossing(level, down).sum() + tangles.crossing(along, upright).sum()
    return int(crossed)
