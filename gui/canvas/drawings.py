"""Drawings of a graph without frames: orders from left to right in which few links cross. No Qt."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from typing import TypeAlias

import graphlay

from . import engine, sides, tangles
from .composed import Sides
from .layers import ranks
from .places import Floats, Ints, Places

MANY = 24
"""Crossings of the engine's beyond which some more than the fewest are few too."""

QUICK = 12_000
"""Rows that links run through up to which all of a graph is drawn in one piece."""


Known: TypeAlias = tuple[int, Places]
"""Crossings of a drawing, and the drawing."""


class Drawings:
    """The drawings of one graph, each made when it is asked for.

    Parameters
    ----------
    sizes : (B, 2) float64
        Width and height of each box.
    links : (L, 2) int32
        Source and target box.
    """

    def __init__(self, sizes: Floats, links: Ints) -> None:
        self._sizes, self._links = sizes, links

    @cached_property
    def clear(self) -> Sides | None:
        """An order in which no links cross; None where some have to."""
        return sides.across(len(self._sizes), self._links)

    def others(self) -> Iterator[Sides]:
        """Others in which no links cross either: another one and its mirror image."""
        other = sides.across(len(self._sizes), self._links[::-1], chains=True)
        if other is not None:
            other = other[0], other[1][::-1]
            yield from (other, mirrored(other))

    @cached_property
    def near(self) -> list[Sides]:
        """The orders in them: frames disturb those of the engine's less, which come first."""
        own, better = self._drawn
        some = [*own, *sorted(better, key=lambda each: each[0])[:1]]
        orders = (sides.across_drawn(len(self._sizes), self._links, each) for _, each in some)
        return [order for order in orders if order is not None]

    @cached_property
    def few(self) -> int:
        """So many crossings are few: Graphviz has as many, or more.

        Of some hundred graphs none had fewer there than the better drawings here. Of those with
        many crossings none had fewer than the engine's own drawings, less an eighth of what the
        better ones save.
        """
        if self.clear is not None or not self._drawn[0]:
            return 0
        fewest = min((crossed for crossed, _ in self._drawn[1]), default=self.usual)
        return self.usual - (self.usual - fewest) // (8 if self.usual > MANY else 1)

    @cached_property
    def by_rows(self) -> int:
        """The crossings of the engine's own drawing, where none are needed too."""
        return min((each for each, _ in self._drawn[0]), default=0)

    @cached_property
    def usual(self) -> int:
        """The crossings of the engine's own drawings: layouts with many more are not improved."""
        return 0 if self.clear is not None else self.by_rows

    @cached_property
    def _drawn(self) -> tuple[list[Known], list[Known]]:
        """The engine's own drawings, and better ones, each with its crossings."""
        own: list[Known] = []
        better: list[Known] = []
        for upwards in ((False, True) if self.clear is None else (False,)) if self._quick else ():
            with suppress(graphlay.GraphlayError):
                drawn = engine.flat(self._sizes, self._links, upwards)
                for known, places in zip((own, better), drawn, strict=False):
                    known.append((tangles.crossings(places.points, places.starts), places))
        return own, better

    @cached_property
    def _quick(self) -> bool:
        """Whether they take little time: it grows with these rows more than linearly."""
        rank = ranks(len(self._sizes), self._links)
        return int((rank[self._links[:, 1]] - rank[self._links[:, 0]]).sum()) <= QUICK


def mirrored(order: Sides) -> Sides:
    """Left and right exchanged."""
    return -order[0], -order[1]
