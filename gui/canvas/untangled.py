"""The layout with the fewest crossings of several. No Qt.

The engine lays out frames one by one, from the innermost out, and breaks ties by the order of its
input: so links may cross that need not. Where they do, it gets boxes and links in the order in
which they lie in a drawing of the whole graph without frames, in which no or few links cross.
Frames that only a place in the order holds together, and columns, are given up where that helps.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

import graphlay
import numpy as np

from . import engine, tangles
from .composed import Composed, Progress, Sides
from .drawings import Drawings, mirrored
from .piece import Drawn, Piece
from .places import Bools, Floats, Ints, Places, without_frames

EFFORT = 16_000
"""Boxes laid out, those of all layouts together, after which no other layout is tried."""

WORTH = 3.0
"""So many times as many crossings as in the best layout are not improved to fewer."""

NEARLY = 1.12
"""Columns are kept if so many times as many links cross in them as without frames."""


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
    drawings = Drawings(sizes, links)
    for whole in (False, True):
        for manner, order in _tried(_levels(len(outer), loose), drawings):
            with suppress(graphlay.GraphlayError):  # another one may be possible
                tries.add(tries.promising, replace(manner, whole=whole), order)
            if tries.reached(drawings.few):
                return tries.best
        if tries.reached(int(NEARLY * drawings.few)):
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

    @property
    def price(self) -> tuple[bool, int]:
        """What is given up for it."""
        return self.whole, int(self.left_out.sum())


def _levels(frames: int, loose: Ints | None) -> list[Bools]:
    """Which frames are left out: none, the loosest ones, more of them."""
    levels = [np.zeros(frames, np.bool_)]
    if loose is not None and len(loose):
        for level in range(int(loose.max()), 0, -1):
            left_out = loose >= level
            if (left_out != levels[-1]).any():
                levels.append(left_out)
    return levels


def _tried(levels: list[Bools], drawings: Drawings) -> Iterator[tuple[_Manner, Sides]]:
    """What is tried one after the other: first what gives up nothing."""
    for order in drawings.all_clear():
        yield _Manner(levels[0]), order
    clear = drawings.clear
    if clear is not None and len(levels[0]):
        yield _Manner(levels[0], every=True), clear
        yield _Manner(levels[0], every=True), mirrored(clear)
    for level, left_out in enumerate(levels):
        for order in [clear, *drawings.near] if level and clear is not None else drawings.near:
            yield _Manner(left_out), order
            if not left_out.all():
                yield _Manner(left_out, every=True), order


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
        self._price = False, 0
        self.fewest = 0
        self.spent = 0

    def reached(self, few: int) -> bool:
        """Whether so few links cross in the best, or enough was tried."""
        return self.some and (self.fewest <= few or self.spent > EFFORT)

    @property
    def some(self) -> bool:
        """Whether there is one."""
        return self._found is not None

    @property
    def best(self) -> Places:
        """Of those with the fewest crossings one that gives the least up for it."""
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

    def promising(self, piece: Piece) -> tuple[Drawn, int]:
        """The engine's drawing of a piece, improved if it could be part of a better layout."""
        return engine.best(piece, worth=WORTH * self.fewest if self.some else math.inf)

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
        most = self.fewest - (manner.price >= self._price)
        crossed = 0

        def told(drawn: Drawn) -> None:
            nonlocal crossed
            if self.some:
                crossed += tangles.crossings(drawn.places.points, drawn.places.starts)
                if crossed > most:
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
            if self._found is None or cost <= most:
                self._found = places.among(manner.left_out)
                self.fewest, self._price = cost, manner.price

    def _cost(self, places: Places) -> int:
        hidden = tangles.through(places.points, places.starts, places.rectangles(self._sizes))
        return tangles.crossings(places.points, places.starts) + engine.THROUGH * hidden
