"""Many lines or rectangles from numpy columns in one call of QPainter.

One wrapped instance at the address of a contiguous float64 column and a count is what QPainter's
array calls take: 100,000 lines cost one call and no Python object each.

Source: https://doc.qt.io/qtforpython-6/shiboken6/shibokenmodule.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import shiboken6
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPainter

Floats = npt.NDArray[np.float64]


def draw_lines(painter: QPainter, lines: Floats) -> None:
    """Draw (n, 4) float64 lines, x1, y1, x2, y2, with the painter's pen."""
    lines = np.ascontiguousarray(lines, np.float64)
    if len(lines):
        painter.drawLines(shiboken6.wrapInstance(lines.ctypes.data, QLineF), len(lines))


def draw_rectangles(painter: QPainter, rectangles: Floats) -> None:
    """Draw (n, 4) float64 rectangles, x, y, width, height, with the painter's pen and brush."""
    rectangles = np.ascontiguousarray(rectangles, np.float64)
    if len(rectangles):
        first = shiboken6.wrapInstance(rectangles.ctypes.data, QRectF)
        painter.drawRects(first, len(rectangles))


def classes(codes: npt.NDArray[Any]) -> Iterator[tuple[int, npt.NDArray[np.intp]]]:
    """Each code that occurs, with the indices at which it does."""
    if not len(codes):
        return
    order = np.argsort(codes, kind="stable")
    ends = np.flatnonzero(np.diff(codes[order])) + 1
    for part in np.split(order, ends):
        yield int(codes[part[0]]), part
