"""The layout with the fewest crossings of several. No Qt.

The engine lays out frames one by one, from the innermost out, and breaks ties by the order of its
input: so links may cross that need not. Where they do, it gets boxes and links in the order in
which they lie in a drawing of the whole graph without frames, in which no or few links cross.
Frames that only a place in the order holds together, and columns, are given up where that helps.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import graphlay
import numpy as np

from . import engine
from .composed import Progress, Sides
from .drawings import Drawings, mirrored
from .places import Bools, Floats, Ints, Places
from .tries import Manner, Tries

ONE = 1_000
"""Boxes up to which all may be in one column: nobody finds the way in a longer one."""

SMALL = 60
"""Boxes and links up to which everything is improved at once."""

SOON = {False: 1.6, True: 2.0}
"""So many times as many crossings as without frames are improved at once; if every frame is on its
own, since then more can be improved."""

HOPE = 2.5
"""So many times as many crossings as without frames are hardly improved to as few."""

NEAR = 1.5
"""So many times as many crossings as in another layout that could be improved are too many."""

EASY = 0.7
"""What has no loose frames can be improved further: its crossings count only so much."""

HOPES = 4
"""Layouts that are improved if there are more."""

NEARLY = 1.125
"""Columns are kept if so many times as many links cross in them as without frames."""

SHORT = 100
"""Boxes up to which they are not: one column is not too long then."""


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
    short, small = len(sizes) <= SHORT, len(sizes) + len(links) <= SMALL
    search = _Search(tries, drawings, levels, one, short, small)
    if not search.good(whole=False) and one and drawings.few:
        search.good(whole=True)
    search.end()
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


@dataclass(frozen=True, eq=False)
class _Hope:
    """A layout that may have fewer crossings if it is improved."""

    worth: float
    cost: int
    manner: Manner
    order: Sides


class _Search:
    """Tries all in the orders that are known, and improves the best.

    Parameters
    ----------
    one : bool
        Whether all may be in one column.
    short : bool
        Whether one column is nearly as good to read.
    small : bool
        Whether everything is improved at once.
    """

    def __init__(
        self,
        tries: Tries,
        drawings: Drawings,
        levels: list[Bools],
        one: bool,
        short: bool,
        small: bool,
    ) -> None:
        self._tries, self._drawings, self._levels = tries, drawings, levels
        self._one, self._short, self._small = one, short, small
        self._hopes: list[_Hope] = []
        self._done: set[tuple[bool, bool, bool, int]] = set()

    def good(self, whole: bool) -> bool:
        """Try it in columns, or all in one; whether the best is good enough."""
        few = self._drawings.few
        levels = self._levels
        # Of graphs in which links have to cross, nearly all are best with all or no loose frames.
        batches = [[*levels[:1], *levels[1:][-1:]], levels[1:-1]] if few and not whole else [levels]
        for batch in batches:
            if self._found(batch, whole) or self._improved(HOPE * few if few else math.inf):
                return True
        if self._short:
            return self._tries.reached(few)
        return self._tries.reached(max(int(NEARLY * few), few + (few > 3)))

    def end(self) -> None:
        """Improve what is left if nothing hopeful was found."""
        if self._tries.some and self._tries.fewest > HOPE * self._drawings.few > 0:
            self._improved(math.inf)

    def _found(self, levels: list[Bools], whole: bool) -> bool:
        """Whether one of these layouts has few enough crossings."""
        few, least = self._drawings.few, {False: math.inf, True: math.inf}
        for manner, order in self._all(levels, whole):
            if self._small:
                self._tries.improved(manner, order)
                if self._tries.reached(few):
                    return True
                continue
            bound = min(HOPE * few or math.inf, NEAR * least[manner.every])
            cost = self._tries.strictly(manner, order, bound)
            if cost is None:
                continue
            loosest = manner.left_out is self._levels[-1]
            hope = _Hope(EASY * cost if loosest else cost, cost, manner, order)
            soon = few < cost or not whole
            near = cost <= SOON[manner.every] * few and cost < least[manner.every]
            if soon and near:
                self._improve(hope)
            else:
                self._hopes.append(hope)
            if self._tries.reached(few):
                self._on_their_own(hope)
                return True
            least[manner.every] = min(least[manner.every], cost)
        return False

    def _on_their_own(self, hope: _Hope) -> None:
        """Improve the same with every frame on its own, if no more links cross in it before."""
        manner = Manner(hope.manner.left_out, True, hope.manner.whole)
        if self._tries.fewest < max(self._drawings.few, 1):
            return  # already fewer than could be expected
        if hope.manner.every or hope.manner.left_out.all():
            return
        if self._tries.strictly(manner, hope.order, hope.cost) is not None:
            self._tries.improved(manner, hope.order)

    def _all(self, levels: list[Bools], whole: bool) -> Iterator[tuple[Manner, Sides]]:
        clear = [] if self._drawings.clear is None else [self._drawings.clear]
        near = [] if clear and not self._one else self._drawings.near
        for left_out in levels:
            for order in [*clear, *near]:
                yield Manner(left_out, False, whole), order
            for order in [] if left_out.all() else near:
                yield Manner(left_out, True, whole), order

    def _improved(self, most: float) -> bool:
        """Whether few links cross after improving what is most hopeful and has at most so many."""
        hopes = sorted(
            (hope for hope in self._hopes if hope.cost <= most), key=lambda hope: hope.worth
        )
        self._hopes = [hope for hope in self._hopes if hope.cost > most]
        for hope in hopes[:HOPES]:
            if hope.worth <= HOPE * self._tries.fewest:
                self._improve(hope)
            if self._tries.reached(self._drawings.few):
                return True
        return False

    def _improve(self, hope: _Hope) -> None:
        """Improve that, if nothing was that seems to be the same."""
        loosest = hope.manner.left_out is self._levels[-1]
        same = hope.manner.every, hope.manner.whole, loosest, hope.cost
        if same not in self._done:
            self._done.add(same)
            self._tries.improved(hope.manner, hope.order)
