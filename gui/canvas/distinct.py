"""numpy.unique and numpy.median without numpy.ma.

numpy 2.3 imports numpy.ma for both, which takes a process that draws one picture longer than all
folding and layout; and its unique of many integers takes almost three times as long as sorting.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

T = TypeVar("T", bound=np.generic)


def distinct(values: npt.NDArray[T]) -> npt.NDArray[T]:
    """The distinct values of an array of any shape, sorted."""
    ordered = np.sort(values, axis=None)
    new = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    return ordered[new]


def middle(rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The median of each column: (rows, columns) to (columns,) float64."""
    ordered = np.sort(rows, axis=0)
    last = len(rows) - 1
    median: npt.NDArray[np.float64] = (ordered[last // 2] + ordered[(last + 1) // 2]) / 2
    return median
