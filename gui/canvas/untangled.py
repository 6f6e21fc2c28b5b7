"""The layout with the fewest crossings of several. No Qt.

The engine lays out frames one by one, from the innermost out, and breaks ties by the order of its
input: so links may cross that need not. Where they do, it gets boxes and links in the order in
which they lie in a drawing of the whole graph without frames, in which no or few links cross.
Frames that only a place in the order holds together, and columns, are given up where that helps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import graphlay
import numpy as np

from . import engine, sides, tangles
from .composed import Composed, Progress, Sides
from .layers import ranks
from .piece import Drawn, Piece
from .places import Bools, Floats, Ints, Places, without_frames

QUICK = 12_000
"""Rows that links run through up to which all of a graph is drawn in one piece."""

EFFORT = 25_000
"""Boxes laid out, those of all layouts together, after which no other layout is tried."""


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
    tries = _Tries(sizes, links, frame, outer, head, progress)
    if tries.clean():
        return tries.best
    goal, orders = _orders(sizes, links)
    for manner in _manners(len(outer), loose):
        for order in orders:
            for sign in (1.0, -1.0):
                with suppress(graphlay.GraphlayError):  # another one may be possible
                    tries.add(engine.best, manner, (sign * order[0], sign * order[1]))
                if tries.fewest <= goal or tries.spent > EFFORT:
                    return tries.best
    # In no order a piece may be drawn several times, which takes long.
    tries.add(partial(engine.best, once=True) if tries.some else engine.best)
    return tries.best


def at_first(sizes: Floats, links: Ints, frame: Ints, outer: Ints, head: float) -> Places | None:
    """What `untangled` gives if it need not try anything else, which takes it longer."""
    tries = _Tries(sizes, links, frame, outer, head, None)
    with suppress(graphlay.GraphlayError):
        if tries.clean():
            return tries.best
    return None


@dataclass(frozen=True, eq=False)
class _Manner:
    """What is tried: without which frames, every frame on its own or not, in columns or not."""

    left_out: Bools
    every: bool = False
    whole: bool = False


def _manners(frames: int, loose: Ints | None) -> Iterator[_Manner]:
    """What is tried one after the other: columns are kept longer than loose frames are."""
    none = np.zeros(frames, np.bool_)
    levels = [none]
    if loose is not None and len(loose):
        for level in range(int(loose.max()), 0, -1):
            left_out = loose >= level
            if (left_out != levels[-1]).any():
                levels.append(left_out)
    for whole in (False, True):
        for left_out in levels:
            for every in (False, True):
                if not every or not left_out.all():
                    yield _Manner(left_out, every, whole)


class _Tangled(Exception):
    """More links cross than in the best layout so far, or some in what was to be without that."""


class _Tries:
    """The best of the layouts tried so far.

    Attributes
    ----------
    fewest : int
        How often links cross in it; a link through a box counts as many crossings.
    spent : int
        How many boxes were laid out for all of them.
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
        self.fewest = 0
        self.spent = 0

    @property
    def some(self) -> bool:
        """Whether there is one."""
        return self._found is not None

    @property
    def best(self) -> Places:
        """The first of those with the fewest crossings."""
        assert self._found is not None
        return self._found

    def clean(self) -> bool:
        """Try the engine's first answer; whether it is taken, since no links cross in it."""

        def first(piece: Piece) -> tuple[Drawn, int]:
            found = engine.best(piece, once=True)
            if found[1]:
                raise _Tangled
            return found

        self.add(first)
        return self.some and not self.fewest

    def add(
        self,
        draw: Callable[[Piece], tuple[Drawn, int]],
        manner: _Manner | None = None,
        order: Sides | None = None,
    ) -> None:
        """Try one more, and stop at the crossing that makes it no better than the best."""
        frame, outer = self._frames
        manner = manner or _Manner(np.zeros(len(outer), np.bool_))
        if manner.left_out.any():
            frame, outer = without_frames(frame, outer, manner.left_out)
        crossed = 0

        def told(drawn: Drawn) -> None:
            nonlocal crossed
            if self.some:
                crossed += tangles.crossings(drawn.places.points, drawn.places.starts)
                if crossed >= self.fewest:
                    raise _Tangled

        def drawn(piece: Piece) -> Drawn:
            self.spent += len(piece.sizes)
            return draw(piece)[0]

        composed = Composed(
            self._sizes, self._links, frame, outer, self._head, drawn, self._progress,
            every=manner.every, whole=manner.whole, sides=order, told=told,
        )  # fmt: skip
        self._progress = None  # it does not begin again
        with suppress(_Tangled):
            places = composed.places()
            cost = self._cost(places)
            if self._found is None or cost < self.fewest:
                self._found, self.fewest = places.among(manner.left_out), cost

    def _cost(self, places: Places) -> int:
        hidden = tangles.through(places.points, places.starts, places.rectangles(self._sizes))
        return tangles.crossings(places.points, places.starts) + engine.THROUGH * hidden


def _orders(sizes: Floats, links: Ints) -> tuple[int, list[Sides]]:
    """How many crossings are few, and orders from left to right to try."""
    boxes = len(sizes)
    known = sides.across(boxes, links)
    if known is not None:
        other = sides.across(boxes, links[::-1])
        return 0, [known] if other is None else [known, (other[0], other[1][::-1])]
    if _rows_crossed(boxes, links) > QUICK:
        return 0, []
    found, fewest = [], []
    for upwards in (False, True):
        with suppress(graphlay.GraphlayError):
            drawn = engine.flat(sizes, links, upwards)
            fewest.append(tangles.crossings(drawn.points, drawn.starts))
            order = sides.across_drawn(boxes, links, drawn)
            if order is not None:
                found.append(order)
    return min(fewest, default=0), found


def _rows_crossed(boxes: int, links: Ints) -> int:
    """How many rows links run through: the engine's time grows with it more than linearly."""
    rank = ranks(boxes, links)
    return int((rank[links[:, 1]] - rank[links[:, 0]]).sum())
