"""Drawings of a graph without frames: orders from left to right in which few links cross. No Qt."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import graphlay

from . import engine, sides, tangles
from .composed import Sides
from .layers import ranks
from .places import Floats, Ints

QUICK = 12_000
"""Rows that links run through up to which all of a graph is drawn in one piece."""


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
        """The orders in drawings of the engine's, which frames disturb less."""
        return [order for _, order in self._drawn if order is not None]

    @cached_property
    def few(self) -> int:
        """The fewest crossings in any of them."""
        return (
            0 if self.clear is not None else min((crossed for crossed, _ in self._drawn), default=0)
        )

    @cached_property
    def _drawn(self) -> list[tuple[int, Sides | None]]:
        """The engine's drawings: crossings and order of each."""
        upwards = (False, True) if self.clear is None else (False,)
        found = [self._draw(each) for each in upwards if self._quick]
        return [each for each in found if each is not None]

    @cached_property
    def _quick(self) -> bool:
        """Whether they take little time: it grows with these rows more than linearly."""
        rank = ranks(len(self._sizes), self._links)
        return int((rank[self._links[:, 1]] - rank[self._links[:, 0]]).sum()) <= QUICK

    def _draw(self, upwards: bool) -> tuple[int, Sides | None] | None:
        try:
            drawn = engine.flat(self._sizes, self._links, upwards)
        except graphlay.GraphlayError:
            return None
        order = sides.across_drawn(len(self._sizes), self._links, drawn)
        return tangles.crossings(drawn.points, drawn.starts), order


def mirrored(order: Sides) -> Sides:
    """Left and right exchanged."""
    return -order[0], -order[1]
