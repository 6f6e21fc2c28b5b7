"""The best of several layouts, of which each ends as soon as it is no better. No Qt."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import graphlay
import numpy as np

from . import engine, tangles
from .answer import THROUGH
from .composed import Composed, Progress, Sides
from .piece import Drawn, Piece
from .places import Bools, Floats, Ints, Places, without_frames

EFFORT = 32_000
"""Boxes laid out, those of all layouts together and improved ones twice, after which no other
layout is tried.
"""

WORTH = 3.0
"""So many times as many crossings as in the best layout are not improved to fewer."""


@dataclass(frozen=True, eq=False)
class Manner:
    """What is tried: without which frames, every frame on its own or not, in columns or not."""

    left_out: Bools
    every: bool = False
    whole: bool = False

    @property
    def price(self) -> tuple[bool, int]:
        """What is given up for it."""
        return self.whole, int(self.left_out.sum())


class Tangled(Exception):
    """More links cross than in the best layout so far, or some in what was to be without that."""


class Tries:
    """The best of the layouts tried so far.

    Attributes
    ----------
    fewest : int
        How often links cross in it; a link through a box counts as many crossings.
    spent : int
        How many boxes were laid out for all of them; twice as many where they are improved.
    effort : int
        So many are enough.
    """

    def __init__(
        self,
        sizes: Floats,
        links: Ints,
        frame: Ints,
        outer: Ints,
        head: float,
        progress: Progress | None,
    ) -> None:
        self._sizes, self._links, self._head = sizes, links, head
        self._frames = frame, outer
        self._progress = progress
        self._found: Places | None = None
        self._price = False, 0
        self.fewest = 0
        self.spent = 0
        self.effort = EFFORT

    def reached(self, few: int) -> bool:
        """Whether so few links cross in the best, or enough was tried."""
        return self.some and (self.fewest <= few or self.spent > self.effort)

    @property
    def some(self) -> bool:
        """Whether there is one."""
        return self._found is not None

    @property
    def best(self) -> Places:
        """Of those with the fewest crossings one that gives the least up for it."""
        assert self._found is not None
        return self._found

    @property
    def left_out(self) -> Bools:
        """The frames that the best is without."""
        found = self.best.left_out
        return found if len(found) else np.zeros(len(self._frames[1]), np.bool_)

    def in_the_way(self) -> Ints:
        """(F,) int32: how many of the links that cross in the best lead through each border."""
        places = self.best
        frame, outer = self._frames
        many = np.zeros(len(outer), np.int32)
        for link in tangles.crossing_links(places.points, places.starts).tolist():
            tail, head = (_around(int(frame[box]), outer) for box in self._links[link])
            for each in tail ^ head:
                many[each] += 1
        many[self.left_out] = 0
        return many

    @property
    def whole(self) -> bool:
        """Whether the best is in one column."""
        return self._price[0]

    def clean(self) -> bool:
        """Try the engine's first answer; whether it is taken, since no links cross in it."""

        def first(piece: Piece) -> tuple[Drawn, int]:
            found = engine.best(piece, once=True)
            if found[1]:
                raise Tangled
            return found

        self.add(first)
        return self.some and not self.fewest

    def strictly(self, manner: Manner, order: Sides, bound: float = -1.0) -> int | None:
        """Try the engine's drawing of each piece in an order; arguments and answer as of `add`."""
        return self.add(lambda piece: engine.best(piece, worth=0.0), manner, order, bound)

    def improved(self, manner: Manner, order: Sides) -> int | None:
        """Try the same with each piece improved that could be part of a better layout."""
        return self.add(self._promising, manner, order)

    def _promising(self, piece: Piece) -> tuple[Drawn, int]:
        """The engine's drawing of a piece, improved if it could be part of a better layout."""
        return engine.best(piece, worth=WORTH * self.fewest if self.some else math.inf)

    def add(
        self,
        draw: Callable[[Piece], tuple[Drawn, int]],
        manner: Manner | None = None,
        order: Sides | None = None,
        bound: float = -1.0,
    ) -> int | None:
        """Try one more, and stop at the crossing that makes it no better than the best.

        Parameters
        ----------
        bound : float
            Up to so many crossings it is gone on with even so.

        Returns
        -------
        int or None
            Its crossings if it came to an end.

        Raises
        ------
        graphlay.GraphlayError
            If it is too dense for the engine; not if there is an order, for then another may do.
        """
        frame, outer = self._frames
        manner = manner or Manner(np.zeros(len(outer), np.bool_))
        if manner.left_out.any():
            frame, outer = without_frames(frame, outer, manner.left_out)
        best = self.fewest - (manner.price >= self._price) if self.some else math.inf
        most = max(best, bound)
        crossed, pending, costs = 0, 0, dict[int, int]()  # in regions, in pieces of the next one
        kept: list[Drawn] = []  # else another one could be in the same place

        def told(drawn: Drawn) -> None:
            nonlocal crossed, pending
            pending = 0
            if most < math.inf:
                known = costs.get(id(drawn))
                if known is None or known >= THROUGH:
                    known = tangles.crossings(drawn.places.points, drawn.places.starts)
                crossed += known
                if crossed > most:
                    raise Tangled

        def anew() -> None:
            nonlocal pending
            pending = 0

        def drawn(piece: Piece) -> Drawn:
            nonlocal pending
            self.spent += len(piece.sizes) * (2 if draw == self._promising else 1)
            found, cost = draw(piece)
            costs[id(found)] = cost
            kept.append(found)
            pending += cost
            if crossed + pending > most:
                raise Tangled
            return found

        composed = Composed(
            self._sizes, self._links, frame, outer, self._head, drawn, self._progress,
            every=manner.every, whole=manner.whole, sides=order, told=told, anew=anew,
        )  # fmt: skip
        self._progress = None  # it does not begin again
        try:
            places = composed.places()
        except Tangled:
            return None
        except graphlay.GraphlayError:
            if order is None:
                raise
            return None  # another one may be possible
        cost = self._cost(places)
        if cost <= best:
            self._found = places.among(manner.left_out)
            self.fewest, self._price = cost, manner.price
        return cost

    def _cost(self, places: Places) -> int:
        boxes = places.rectangles(self._sizes)
        crossed, hidden = tangles.counted(places.points, places.starts, boxes)
        return crossed + THROUGH * hidden


def _around(frame: int, outer: Ints) -> set[int]:
    """A frame and those around it."""
    found = set()
    while frame >= 0:
        found.add(frame)
        frame = int(outer[frame])
    return found
