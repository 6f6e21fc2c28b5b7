"""The layout with the fewest crossings of several. No Qt.

The engine lays out frames one by one, from the innermost out, and breaks ties by the order of its
input: so links may cross that need not. Where they do, it gets boxes and links in the order in
which they lie in a drawing of the whole graph without frames, in which no or few links cross.
Frames that only a place in the order holds together, single ones of modules, and columns are given
up where that helps.
"""

from __future__ import annotations

from contextlib import suppress

import graphlay
import numpy as np

from . import engine
from .composed import Progress, Sides
from .drawings import Drawings, mirrored
from .hopes import Search
from .layers import ranks
from .places import Bools, Floats, Ints, Places
from .tries import EFFORT, Manner, Tries

ONE = 1_000
"""Boxes up to which all may be in one column: nobody finds the way in a longer one."""

SMALL = 60
"""Boxes and links up to which everything is improved at once."""

MANY = 1.5
"""So many times as many crossings as without frames, and more boxes may be, if in fewer rows."""


def untangled(
    sizes: Floats,
    links: Ints,
    frame: Ints,
    outer: Ints,
    head: float,
    progress: Progress | None,
    loose: Ints | None = None,
) -> Places:
    """The first of several layouts in which no more links cross than without frames, else the best.

    Parameters
    ----------
    sizes, links, frame, outer, head, progress, loose
        As of `layout.lay_out`.

    Raises
    ------
    graphlay.GraphlayError
        If it is too dense for the engine.
    """
    tries = Tries(sizes, links, frame, outer, head, progress)
    if tries.clean():
        return tries.best
    drawings, levels = Drawings(sizes, links), _levels(len(outer), loose)
    one = len(sizes) <= ONE
    if drawings.clear is not None and _clear(tries, drawings, levels, one):
        return tries.best
    small, every = len(sizes) + len(links) <= SMALL, loose is None or not len(loose)
    search = Search(tries, drawings, levels, one, small, every)
    tries.effort = EFFORT // 2
    search.go(whole=False)
    tries.effort = EFFORT
    if drawings.few and not tries.reached(drawings.few):
        many = one or tries.fewest > MANY * drawings.few
        if many and ranks(len(sizes), links).max() < ONE:
            search.go(whole=True)
    search.end()
    search.give_all_way()
    if not tries.some:  # in no order a piece may be drawn several times, which takes long
        tries.add(engine.best)
    return tries.best


def at_first(sizes: Floats, links: Ints, frame: Ints, outer: Ints, head: float) -> Places | None:
    """What `untangled` gives if it need not try anything else, which takes it longer."""
    tries = Tries(sizes, links, frame, outer, head, None)
    with suppress(graphlay.GraphlayError):
        if tries.clean():
            return tries.best
    return None


def _levels(frames: int, loose: Ints | None) -> list[Bools]:
    """Which frames are left out: none, the loosest ones, more of them."""
    levels = [np.zeros(frames, np.bool_)]
    if loose is not None and len(loose):
        for level in range(int(loose.max()), 0, -1):
            left_out = loose >= level
            if (left_out != levels[-1]).any():
                levels.append(left_out)
    return levels


def _clear(tries: Tries, drawings: Drawings, levels: list[Bools], one: bool) -> bool:
    """Try what could be without crossings; whether that is found.

    Where links cross even in one column, it is because of the frames: then they also do in several.
    """
    assert drawings.clear is not None
    first, turned = drawings.clear, mirrored(drawings.clear)

    def clear(left_out: Bools, order: Sides, every: bool = False, whole: bool = False) -> bool:
        return tries.strictly(Manner(left_out, every, whole), order) == 0

    def free(left_out: Bools, order: Sides) -> bool:
        return not one or clear(left_out, order, whole=True)

    if clear(levels[0], first) or clear(levels[0], turned):
        return True
    at = levels[0]
    known = free(at, first)
    for order in drawings.others():
        known = known or free(at, order)
        if known and clear(at, order):
            return True
    for left_out in [] if known else levels[1:]:
        if free(left_out, first):
            if clear(left_out, first) or clear(left_out, turned):
                return True
            at, known = left_out, True
            break
    if not (known and tries.reached(0)):
        return False
    for order in first, turned:  # else it is one column
        if clear(at, order, every=True):
            break
    return True
