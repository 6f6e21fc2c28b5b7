"""Paints the links: straight pieces, bends and arrow heads, by classes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from . import levels
from .batches import classes, draw_lines, draw_rectangles
from .look import Look, flat
from .places import Floats

SMOOTH = 12_000  # slanted lines up to which they are antialiased
MOST_DASHES = 60_000
FINE = 160  # arrow heads up to which they are antialiased
ARROW = 8.0
DASHES = {levels.STRANGE: (7.0, 4.0), levels.ZERO: (2.0, 4.0), levels.UNMEASURED: (2.0, 4.0)}


class LinkPainter:
    """Paints links in pixels.

    Level and upright pieces are filled rectangles, which the raster engine paints many times
    faster than antialiased lines of the same width; only the bends between them are lines.

    Parameters
    ----------
    room : tuple of float
        Left, top, right and bottom of what is seen.
    vector : bool
        Real lines instead, for files.
    """

    def __init__(
        self, painter: QPainter, look: Look, room: tuple[float, float, float, float], vector: bool
    ) -> None:
        self._painter = painter
        self._look = look
        self._room = room
        self._vector = vector

    def lines(self, lines: Floats, codes: levels.Codes, width: float) -> None:
        """Draw (n, 4) lines in the colours of their classes."""
        for code, part in classes(codes):
            colour, thick = self._look.link(code, width)
            dash = DASHES.get(code) if width > 1.0 else None
            self._stroke(lines[part], colour, thick, dash)

    def glow(self, lines: Floats, width: float) -> None:
        """Draw a broad shine under the links of the selection's lineage."""
        colour = QColor(self._look.palette.accent)
        colour.setAlphaF(0.35)
        self._stroke(lines, colour, width, None)

    def highlight(self, lines: Floats, width: float) -> None:
        """Draw the link that the pointer is on."""
        self._stroke(lines, QColor(self._look.palette.accent), width, None)

    def _stroke(
        self, lines: Floats, colour: QColor, width: float, dash: tuple[float, float] | None
    ) -> None:
        painter = self._painter
        if self._vector:
            pen = flat(colour, width)
            if dash is not None:
                pen.setDashPattern([dash[0] / width, dash[1] / width])
            painter.setPen(pen)
            draw_lines(painter, lines)
            return
        lines = self._clipped(lines)
        straight = (lines[:, 0] == lines[:, 2]) | (lines[:, 1] == lines[:, 3])
        bends = lines[~straight]
        if len(bends):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, len(bends) <= SMOOTH)
            painter.setPen(QPen(colour, width))
            draw_lines(painter, bends)
        bars = lines[straight]
        if dash is not None:
            bars = dashed(bars, *dash)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        draw_rectangles(painter, bars_of(bars, max(round(width), 1)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)

    def _clipped(self, lines: Floats) -> Floats:
        """Level and upright lines cut off outside what is seen, which some reach far beyond."""
        left, top, right, bottom = self._room
        low, high = np.array([left, top] * 2) - 20.0, np.array([right, bottom] * 2) + 20.0
        straight = (lines[:, 0] == lines[:, 2]) | (lines[:, 1] == lines[:, 3])
        return np.where(straight[:, None], np.clip(lines, low, high), lines)

    def arrows(self, tips: Floats, codes: levels.Codes, scale: float) -> None:
        """Draw a filled head at each of (n, 4) tips: x, y and direction."""
        length = min(max(ARROW * scale, 5.0), 14.0)
        painter = self._painter
        painter.setPen(Qt.PenStyle.NoPen)
        fine = len(tips) <= FINE or self._vector
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, fine)
        for code, part in classes(codes):
            painter.setBrush(self._look.link(code, 1.0)[0])
            if fine:
                for corners in heads(tips[part], length).tolist():
                    painter.drawPolygon([QPointF(*corner) for corner in corners])
            else:
                draw_rectangles(painter, steps(tips[part], length))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)


def heads(tips: Floats, length: float) -> Floats:
    """(n, 3, 2): the corners of arrow heads."""
    along = tips[:, 2:] * length
    across = np.stack([-along[:, 1], along[:, 0]], axis=1) * 0.5
    tip = tips[:, :2]
    return np.stack([tip, tip - along + across, tip - along - across], axis=1)


def steps(tips: Floats, length: float) -> Floats:
    """Arrow heads as rows of rectangles, each a pixel high: many at once in one call."""
    back = np.arange(0.5, length, 1.0)
    upright = np.abs(tips[:, 3]) >= np.abs(tips[:, 2])
    middle = tips[:, None, :2] - tips[:, None, 2:] * back[:, None]
    half = np.where(
        upright[:, None, None], back[:, None] * [[0.5, 0.0]], back[:, None] * [[0.0, 0.5]]
    )
    half = half + 0.5 * np.where(upright[:, None, None], [0.0, 1.0], [1.0, 0.0])
    return np.concatenate([middle - half, 2 * half], axis=2).reshape(-1, 4)


def bars_of(lines: Floats, width: float) -> Floats:
    """Rectangles of this width along level and upright lines, on whole pixels across."""
    low, high = np.minimum(lines[:, :2], lines[:, 2:]), np.maximum(lines[:, :2], lines[:, 2:])
    upright = lines[:, 0] == lines[:, 2]
    across = np.stack([upright, ~upright], axis=1)
    corner = np.where(across, np.round(low - width / 2), low)
    size = np.where(across, width, high - low)
    return np.concatenate([corner, size], axis=1)


def dashed(lines: Floats, dash: float, gap: float) -> Floats:
    """Level and upright lines cut into dashes; whole if they would be too many."""
    length = np.abs(lines[:, 2:] - lines[:, :2]).sum(axis=1)
    many = np.maximum(np.ceil(length / (dash + gap)), 1).astype(np.int64)
    if not len(lines) or many.sum() > MOST_DASHES:
        return lines
    of = np.repeat(np.arange(len(lines)), many)
    number = np.arange(len(of)) - np.repeat(np.cumsum(many) - many, many)
    start = number * (dash + gap)
    end = np.minimum(start + dash, length[of])
    along = (lines[:, 2:] - lines[:, :2]) / np.maximum(length, 1e-9)[:, None]
    begin = lines[of, :2]
    return np.concatenate(
        [begin + along[of] * start[:, None], begin + along[of] * end[:, None]], axis=1
    )


def near(points: npt.NDArray[np.float64], window: tuple[float, float, float, float],
         reach: float) -> npt.NDArray[np.intp]:  # fmt: skip
    """The indices of points (n, 2 or more) that lie in a window or not farther than `reach`."""
    left, top, right, bottom = window
    x, y = points[:, 0], points[:, 1]
    return np.flatnonzero(
        (x > left - reach) & (x < right + reach) & (y > top - reach) & (y < bottom + reach)
    )
