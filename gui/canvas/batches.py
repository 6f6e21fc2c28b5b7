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
from PySide6.QtCore import QLineF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from .camera import Camera

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


def draw_bars(painter: QPainter, bars: npt.NDArray[np.int32]) -> None:
    """Fill (n, 4) int32 rectangles with the painter's brush: left, top, right, bottom, inclusive.

    The fastest call that the raster engine has, where the painter does not scale and has no pen.
    """
    bars = np.ascontiguousarray(bars, np.int32)
    if len(bars):
        painter.drawRects(shiboken6.wrapInstance(bars.ctypes.data, QRect), len(bars))


def draw_borders(painter: QPainter, bars: npt.NDArray[np.int32], width: int) -> None:
    """Draw the borders of rectangles, inside them, with the painter's brush."""
    x1, y1, x2, y2 = bars.T
    edge = width - 1
    sides = ((x1, y1, x2, y1 + edge), (x1, y2 - edge, x2, y2),
             (x1, y1, x1 + edge, y2), (x2 - edge, y1, x2, y2))  # fmt: skip
    draw_bars(painter, np.concatenate([np.stack(side, axis=1) for side in sides]))


def draw_fragments(painter: QPainter, fragments: Floats, pixmap: QPixmap) -> None:
    """Copy (n, 10) float64 parts of a pixmap.

    Columns: x and y of the middle, left, top, width and height in the pixmap, the two scales,
    rotation, opacity.
    """
    fragments = np.ascontiguousarray(fragments, np.float64)
    if len(fragments):
        first = shiboken6.wrapInstance(fragments.ctypes.data, QPainter.PixmapFragment)
        painter.drawPixmapFragments(first, len(fragments), pixmap)


class Grid:
    """From a camera to whole pixels of the device, whatever its pixel ratio.

    Inside `with grid:` the painter's units are the device's pixels.
    """

    def __init__(self, painter: QPainter, camera: Camera, seen: QRectF) -> None:
        self._painter = painter
        device = painter.device()
        self.ratio = float(device.devicePixelRatio()) if device is not None else 1.0
        self.scale = camera.scale * self.ratio
        self.shift = np.array([camera.x, camera.y]) * self.ratio
        left, top, right, bottom = (side * self.ratio for side in seen.getCoords())
        self.ends = np.array([left, top]) - 40.0, np.array([right, bottom]) + 40.0

    def __enter__(self) -> Grid:
        self._painter.save()
        self._painter.scale(1 / self.ratio, 1 / self.ratio)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._painter.setPen(Qt.PenStyle.NoPen)
        return self

    def __exit__(self, *_: object) -> None:
        self._painter.restore()

    def pixels(self, corners: Floats) -> npt.NDArray[np.int32]:
        """(n, 4) int32: corners (4, n) in pixels, cut off far out of sight; a pixel at least."""
        bars = np.empty((corners.shape[1], 4), np.int32)
        low, high = self.ends
        for side, shift in enumerate((*self.shift, *self.shift)):
            column = corners[side] * self.scale
            column += shift
            np.maximum(column, low[side % 2], out=column)
            np.minimum(column, high[side % 2], out=column)
            bars[:, side] = np.rint(column, out=column)
        bars[:, 2:] -= 1
        np.maximum(bars[:, 2:], bars[:, :2], out=bars[:, 2:])
        return bars

    def lines(self, corners: Floats, width: int | npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
        """The same for upright and level lines of `width` device pixels, one or (n,)."""
        bars = self.pixels(corners)
        level = (corners[0] != corners[2]).astype(np.intp)  # the column that gets the width
        row = np.arange(len(bars))
        bars[row, level] -= width // 2
        bars[row, level + 2] = bars[row, level] + width - 1
        return bars
