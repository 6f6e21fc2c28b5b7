"""The layout with the fewest crossings of several. No Qt.

The engine lays out frames one by one, from the innermost out, and breaks ties by the order of its
input: so links may cross that need not. Where they do, it gets boxes and links in the order in
which they lie in a drawing of the whole graph without frames, in which no or few links cross.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial

import graphlay

from . import engine, sides, tangles
from .composed import Composed, Progress, Sides
from .layers import ranks
from .piece import Drawn, Piece
from .places import Floats, Ints, Places

QUICK = 2_500
"""Rows that links run through up to which all of a graph is drawn in one piece."""


def untangled(
    sizes: Floats, links: Ints, frame: Ints, outer: Ints, head: float, progress: Progress | None
) -> Places:
    """The first of several layouts in which no links cross, else the best of them.

    Parameters
    ----------
    sizes, links, frame, outer, head, progress
        As of `layout.lay_out`.

    Raises
    ------
    graphlay.GraphlayError
        If it is too dense for the engine.
    """
    tried = _Tried(sizes, links, frame, outer, head, progress)
    with suppress(_Tangled):
        if tried.clean(_clean):
            return tried.best
    for order in _orders(sizes, links):
        for every, sign in ((False, 1.0), (False, -1.0), (True, 1.0), (True, -1.0)):
            if every and not len(outer):
                continue
            with suppress(graphlay.GraphlayError):  # another one may be possible
                if tried.clean(engine.best, (sign * order[0], sign * order[1]), every):
                    return tried.best
    # In no order a piece may be drawn several times, which takes long.
    tried.clean(partial(engine.best, once=True) if tried.some else engine.best)
    return tried.best


def at_first(sizes: Floats, links: Ints, frame: Ints, outer: Ints, head: float) -> Places | None:
    """What `untangled` gives if it need not try anything else, which takes it longer."""
    tried = _Tried(sizes, links, frame, outer, head, None)
    with suppress(_Tangled, graphlay.GraphlayError):
        if tried.clean(_clean):
            return tried.best
    return None


class _Tangled(Exception):
    """Some links cross in what was to be drawn without that."""


def _clean(piece: Piece) -> tuple[Drawn, int]:
    """The first answer for a piece if nothing crosses in it."""
    found = engine.best(piece, once=True)
    if found[1]:
        raise _Tangled
    return found


class _Tried:
    """The best of the layouts tried so far."""

    def __init__(
        self,
        sizes: Floats,
        links: Ints,
        frame: Ints,
        outer: Ints,
        head: float,
        progress: Progress | None,
    ) -> None:
        self._columns = sizes, links, frame, outer, head
        self._progress = progress
        self._found: Places | None = None
        self._fewest = 0

    @property
    def some(self) -> bool:
        """Whether there is one."""
        return self._found is not None

    @property
    def best(self) -> Places:
        """The first of those with the fewest crossings."""
        assert self._found is not None
        return self._found

    def clean(
        self,
        draw: Callable[[Piece], tuple[Drawn, int]],
        order: Sides | None = None,
        every: bool = False,
    ) -> bool:
        """Try one more; whether nothing crosses in it."""
        hidden = 0

        def drawn(piece: Piece) -> Drawn:
            nonlocal hidden
            found, cost = draw(piece)
            hidden += cost // engine.THROUGH
            return found

        composed = Composed(*self._columns, drawn, self._progress, every=every, sides=order)
        self._progress = None  # it does not begin again
        places = composed.places()
        cost = tangles.crossings(places.points, places.starts) + engine.THROUGH * hidden
        if self._found is None or cost < self._fewest:
            self._found, self._fewest = places, cost
        return not cost


def _rows_crossed(boxes: int, links: Ints) -> int:
    """How many rows links run through: the engine's time grows with it more than linearly."""
    rank = ranks(boxes, links)
    return int((rank[links[:, 1]] - rank[links[:, 0]]).sum())


def _orders(sizes: Floats, links: Ints) -> Iterator[Sides]:
    """Orders from left to right to try."""
    known = sides.across(len(sizes), links)
    if known is not None:
        yield known
        other = sides.across(len(sizes), links[::-1])
        if other is not None:
            yield other[0], other[1][::-1]
    elif _rows_crossed(len(sizes), links) <= QUICK:
        with suppress(graphlay.GraphlayError):
            known = sides.across_drawn(len(sizes), links, engine.flat(sizes, links))
        if known is not None:
            yield known
