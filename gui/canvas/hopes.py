"""Which layouts of one graph are tried, in which order, and which are improved. No Qt."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .composed import Sides
from .drawings import Drawings
from .places import Bools
from .tries import Manner, Tries

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

CLOSE = 10
"""So many more crossings than without frames may be due to the frames of single modules."""

LESS = 7 / 8
"""Of the crossings in the engine's own drawing of all boxes, dot has hardly fewer than this share:
it had in none of some hundred graphs."""

ROUNDS = 3
"""So often frames are looked for through which links lead that cross then."""

GIVING = 2_000
"""Boxes laid out after which no other frame of a module is tried without."""


@dataclass(frozen=True, eq=False)
class _Hope:
    """A layout that may have fewer crossings if it is improved."""

    worth: float
    cost: int
    manner: Manner
    order: Sides


class Search:
    """Tries all in the orders that are known, and improves the best.

    Parameters
    ----------
    one : bool
        Whether all may be in one column.
    small : bool
        Whether everything is improved at once.
    every : bool
        Whether every frame has to be drawn.
    """

    def __init__(
        self,
        tries: Tries,
        drawings: Drawings,
        levels: list[Bools],
        one: bool,
        small: bool,
        every: bool,
    ) -> None:
        self._tries, self._drawings, self._levels = tries, drawings, levels
        self._one, self._small, self._every = one, small, every
        self._hopes: list[_Hope] = []
        self._done: set[tuple[bool, bool, bool, int]] = set()

    def go(self, whole: bool) -> None:
        """Try it in columns, or all in one, until few enough links cross."""
        levels, most = self._levels, math.inf
        if self._drawings.few:
            # Where links have to cross, nearly all graphs are best with all or no loose frames.
            levels, most = [levels[0], *levels[1:][-1:]], HOPE * self._drawings.usual
        if not (self._found(levels, whole) or self._improved(most) or self._every):
            self._give_way(whole)

    def end(self) -> None:
        """Improve what is left if nothing hopeful was found."""
        if self._tries.some and self._tries.fewest > HOPE * self._drawings.usual > 0:
            self._improved(math.inf)

    def _give_way(self, whole: bool) -> None:
        """Leave out frames of modules too, one by one, as long as fewer links cross then.

        Often it is one that does it, through whose border many links lead that then cross.
        """
        few, usual, tries = self._drawings.few, self._drawings.usual, self._tries
        vain = np.zeros(len(self._levels[0]), np.bool_)
        most = tries.spent + GIVING
        while tries.some and few < tries.fewest <= max(HOPE * usual, usual + CLOSE):
            many, before = tries.in_the_way(), tries.fewest
            many[vain] = 0
            if not many.any() or tries.spent > most:
                return
            frame = int(many.argmax())
            left_out = tries.left_out.copy()
            left_out[frame] = True
            self._without(left_out, whole)
            vain[frame] = tries.fewest == before

    def give_all_way(self) -> None:
        """Leave out all frames at once through which links lead that cross, if many still do."""
        tries, drawings = self._tries, self._drawings
        if self._every or not tries.some:
            return
        usual = max(drawings.few, LESS * drawings.by_rows)
        left_out = tries.left_out
        for _ in range(ROUNDS):
            many = tries.in_the_way()
            if tries.fewest <= usual or not many.any():
                return
            tries.effort = tries.spent + GIVING
            left_out = left_out | (many > 0)
            self._without(left_out, tries.whole)

    def _without(self, left_out: Bools, whole: bool) -> None:
        """Try all without these frames."""
        few, tries = self._drawings.few, self._tries
        for order in self._orders():
            for every in (False, True):
                manner = Manner(left_out, every, whole)
                cost = tries.strictly(manner, order, HOPE * tries.fewest)
                if cost is not None and few < cost <= SOON[every] * self._drawings.usual:
                    tries.improved(manner, order)
                if tries.reached(few):
                    return

    def _found(self, levels: list[Bools], whole: bool) -> bool:
        """Whether one of these layouts has few enough crossings."""
        few, usual = self._drawings.few, self._drawings.usual
        least = {False: math.inf, True: math.inf}
        for manner, order in self._all(levels, whole):
            if self._small:
                self._tries.improved(manner, order)
                if self._tries.reached(few):
                    return True
                continue
            bound = min(HOPE * usual or math.inf, NEAR * least[manner.every])
            cost = self._tries.strictly(manner, order, bound)
            if cost is None:
                continue
            loosest = manner.left_out is self._levels[-1]
            hope = _Hope(EASY * cost if loosest else cost, cost, manner, order)
            soon = few < cost or not whole
            near = cost <= SOON[manner.every] * usual and cost < least[manner.every]
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
        near = self._near()
        for left_out in levels:
            for order in self._orders():
                yield Manner(left_out, False, whole), order
            for order in [] if left_out.all() else near:
                yield Manner(left_out, True, whole), order

    def _near(self) -> list[Sides]:
        clear = self._drawings.clear is not None
        return [] if clear and not self._one else self._drawings.near

    def _orders(self) -> list[Sides]:
        clear = [] if self._drawings.clear is None else [self._drawings.clear]
        return [*clear, *self._near()]

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
