"""Nested intervals of sequence numbers, and the innermost one that holds a number."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from .messages import OUTSIDE, UNKNOWN


class Segments:
    """Who gave out which numbers.

    Parameters
    ----------
    first, end : int, int or None
        The watched numbers; beyond them nothing is known. None: it goes on.
    intervals : iterable of (first, end, owner)
        Properly nested; of two that begin together the outer one first.
    """

    def __init__(
        self, first: int, end: int | None, intervals: Iterable[tuple[int, int, int]]
    ) -> None:
        starts, owners = [0, first], [UNKNOWN, OUTSIDE]
        begins = [0, first]
        open_: list[tuple[int, int, int]] = [(sys.maxsize, OUTSIDE, first)]

        def put(start: int, owner: int, began: int) -> None:
            starts.append(start)
            owners.append(owner)
            begins.append(began)

        for start, stop, owner in intervals:
            if stop <= start:
                continue
            while open_[-1][0] <= start:
                closed = open_.pop()
                put(closed[0], *open_[-1][1:])
            put(start, owner, start)
            open_.append((stop, owner, start))
        while len(open_) > 1:
            closed = open_.pop()
            put(closed[0], *open_[-1][1:])
        if end is not None:
            put(end, UNKNOWN, end)
        self._starts = np.asarray(starts, np.int64)
        self._owners = np.asarray(owners, np.int32)
        self._begins = np.asarray(begins, np.int64)

    def lookup(self, numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int32]:
        """(N,) int32: the innermost owner of each number, OUTSIDE or UNKNOWN."""
        found: npt.NDArray[np.int32] = self._owners[self._places(numbers)]
        return found

    def begins(self, numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """(N,) int64: where that owner's numbers begin."""
        found: npt.NDArray[np.int64] = self._begins[self._places(numbers)]
        return found

    def _places(self, numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.intp]:
        return np.searchsorted(self._starts, np.maximum(numbers, 0), side="right") - 1
