"""Rectangles and straight lines prepared for painting at any zoom: thinned, by classes. No Qt.

What depends on the geometry alone is computed once for each zoom's power of two, what depends on
the flow once for each flow. A frame then costs a comparison per side and a multiplication.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from .places import Floats

WORTH = 2000  # fewer rectangles are never thinned
KEPT = 6  # zooms of which the thinned rectangles are kept
MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5],
               np.uint64)  # fmt: skip
"""Odd numbers that mix four cells into one key: the constants of Knuth's and xxHash's hashing."""

Indices = npt.NDArray[np.intp]
Window = tuple[float, float, float, float]


class Layer:
    """Rectangles of one kind.

    Parameters
    ----------
    corners : (4, n) float64
        Left, top, right and bottom; lines have no extent across.
    """

    def __init__(self, corners: Floats) -> None:
        self.corners = np.ascontiguousarray(corners, np.float64)
        self._thinned: dict[tuple[int, float], Indices] = {}
        low, high = np.zeros(4), np.zeros(4)
        if self.corners.shape[1]:
            low, high = self.corners.min(axis=1), self.corners.max(axis=1)
        self.bounds: Window = float(low[0]), float(low[1]), float(high[2]), float(high[3])

    def __len__(self) -> int:
        return int(self.corners.shape[1])

    def power(self, scale: float) -> int:
        """Which thinning a zoom needs: cells of 2**power scene units, a pixel at the most."""
        return math.floor(-math.log2(max(scale, 1e-12)))

    def at(self, power: int, shortest: float = 0.0) -> Indices:
        """Which rectangles differ by a cell or more: of equal ones the first.

        Parameters
        ----------
        shortest : float
            Cells that their longer side has at least.
        """
        found = self._thinned.get((power, shortest))
        if found is None:
            if len(self._thinned) >= KEPT:
                self._thinned.clear()
            found = self._thinned[power, shortest] = self._thin(2.0**power, shortest)
        return found

    def _thin(self, cell: float, shortest: float) -> Indices:
        which, corners = np.arange(len(self)), self.corners
        if shortest:
            x1, y1, x2, y2 = corners
            which = np.flatnonzero(np.maximum(x2 - x1, y2 - y1) >= shortest * cell)
            corners = corners[:, which]
        if len(which) <= WORTH or cell <= 1.0:
            return which
        cells = np.floor(corners / cell).astype(np.int64).view(np.uint64)
        keys = (cells * MIX[:, None]).sum(axis=0, dtype=np.uint64)
        _, first = np.unique(keys, return_index=True)
        return which[np.sort(first)]


class Classed:
    """Some rectangles of a layer, sorted by class.

    Parameters
    ----------
    which : (m,) int
        The rectangles.
    codes : (m,) integer
        Their classes.
    """

    def __init__(self, layer: Layer, which: Indices, codes: npt.NDArray[np.integer]) -> None:
        order = np.argsort(codes, kind="stable")
        self.which = which[order]
        self._corners = np.ascontiguousarray(layer.corners[:, self.which])
        self._codes = codes[order]
        self._bounds = layer.bounds

    def seen(self, window: Window) -> Seen:
        """What touches a window (left, top, right, bottom)."""
        at, corners, codes = self.which, self._corners, self._codes
        if not _holds(window, self._bounds):
            left, top, right, bottom = window
            x1, y1, x2, y2 = corners
            inside = np.flatnonzero((x2 >= left) & (x1 <= right) & (y2 >= top) & (y1 <= bottom))
            at, corners, codes = at[inside], corners[:, inside], codes[inside]
        return Seen(at, corners, codes)


@dataclass(frozen=True, eq=False)
class Seen:
    """What of some rectangles is in sight, sorted by class.

    Attributes
    ----------
    which : (k,) int
        The layer's rectangles.
    corners : (4, k) float64
        Left, top, right and bottom.
    codes : (k,) integer
        Their classes, ascending.
    """

    which: Indices
    corners: Floats
    codes: npt.NDArray[np.integer]

    def classes(self) -> Iterator[tuple[int, slice]]:
        """Each class that occurs, and where it is in the columns."""
        if not len(self.codes):
            return
        starts = [0, *(np.flatnonzero(np.diff(self.codes)) + 1).tolist(), len(self.codes)]
        for start, end in pairwise(starts):
            yield int(self.codes[start]), slice(start, end)


def corners_of(rectangles: Floats) -> Floats:
    """(4, n): left, top, right, bottom of (n, 4) rectangles x, y, width, height."""
    x, y, wide, high = rectangles.T
    return np.stack([x, y, x + wide, y + high])


def touching(corners: Floats, window: Window, reach: float = 0.0) -> Indices:
    """Which of (4, n) corners touch a window or are not farther from it than `reach`."""
    left, top, right, bottom = window
    x1, y1, x2, y2 = corners
    return np.flatnonzero(
        (x2 > left - reach) & (x1 < right + reach) & (y2 > top - reach) & (y1 < bottom + reach)
    )


def _holds(window: Window, bounds: Window) -> bool:
    return (
        window[0] <= bounds[0]
        and window[1] <= bounds[1]
        and window[2] >= bounds[2]
        and window[3] >= bounds[3]
    )
