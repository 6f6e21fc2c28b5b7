"""The shapes under the texts: boxes with their bands, chips with their bars, by classes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from . import levels
from .batches import classes, draw_rectangles
from .levels import Flows
from .links import bars_of, dashed
from .look import Look
from .places import Floats

FINE = 160  # boxes up to which corners are round
ROOT, FREED, FAILED = 1, 2, 4

Indices = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]


class GroundPainter:
    """Paints what is under the texts of many cards.

    Parameters
    ----------
    fine : bool
        Round corners, one by one; else plain rectangles, all of a class in one call.
    scale : float
        The camera's zoom.
    draft : bool
        Without dashes and hatching: the picture is moving.
    """

    def __init__(
        self, painter: QPainter, look: Look, fine: bool, scale: float, draft: bool = False
    ) -> None:
        self._painter = painter
        self._look = look
        self._palette = look.palette
        self._fine = fine
        self._scale = scale
        self._draft = draft

    def boxes(
        self, boxes: Indices, rectangles: Floats, root: Flags, flows: Flows | None, band: float
    ) -> None:
        """Draw the grounds of these boxes, with a band of `band` pixels at their left."""
        kinds = np.where(root[boxes], ROOT, 0)
        codes = np.full(len(boxes), levels.NONE, np.int8)
        if flows is not None:
            kinds = kinds | FREED * flows.freed[boxes] | FAILED * flows.failed[boxes]
            codes = flows.boxes[boxes]
        if not self._fine:
            rectangles = np.rint(rectangles)
        for kind, part in classes(kinds):
            ground = self._palette.canvas if kind & FREED else self._palette.raised
            if kind & FREED and not self._draft:
                self._painter.setBrush(QColor(ground))
                self._dashed(rectangles[part], self._border(kind))
            else:
                self._rounded(rectangles[part], 5.0, self._border(kind), QColor(ground))
        bands = rectangles + np.array([1.5, 1.5, 0.0, -3.0])
        bands[:, 2] = max(band, 4.0) - 1.5
        self._coloured(bands, codes, QColor(self._palette.muted))
        freed = (kinds & FREED) > 0
        if self._draft or not freed.any():
            return
        for bare in (False, True):  # hatched over the colour, so that the flow is still seen
            ink = self._palette.freed if bare else self._palette.canvas
            self._painter.setPen(Qt.PenStyle.NoPen)
            self._painter.setBrush(QBrush(QColor(ink), Qt.BrushStyle.BDiagPattern))
            self._crisp(bands[freed & ((codes < 0) == bare)])

    def chips(self, rows: Floats, lit: Flags, codes: levels.Codes | None, bar: float) -> None:
        """Draw the grounds of chips, and in each a bar of `bar` pixels if `codes` are given."""
        for shine in (False, True):
            ground = self._palette.accent if shine else self._palette.canvas
            pen = QPen(QColor(self._palette.parameter), 1.0)
            self._rounded(rows[lit == shine], 7.0, pen, QColor(ground))
        if codes is None:
            return
        bars = rows * np.array([1.0, 1.0, 0.0, 0.5])
        bars[:, 0] += 3.0
        bars[:, 1] += rows[:, 3] * 0.25
        bars[:, 2] = max(bar, 3.0)
        self._coloured(bars[~lit], codes[~lit], QColor(self._palette.muted))
        self._coloured(bars[lit], codes[lit], QColor(self._palette.on_accent), edged=True)

    def _border(self, kind: int) -> QPen:
        palette = self._palette
        role = palette.freed if kind & FREED else palette.muted
        role = palette.danger if kind & FAILED else palette.root if kind & ROOT else role
        return QPen(QColor(role), 2.5 if kind & FAILED else 2.0 if kind & ROOT else 1.2)

    def _rounded(self, rectangles: Floats, most: float, pen: QPen, ground: QColor) -> None:
        if not self._fine:  # two fillings, which are five times faster than a stroke
            width = max(round(pen.widthF()), 1)
            self._painter.setPen(Qt.PenStyle.NoPen)
            self._painter.setBrush(pen.color())
            rectangles = np.rint(rectangles)
            self._crisp(rectangles)
            self._painter.setBrush(ground)
            self._crisp(rectangles + np.array([1, 1, -2, -2]) * float(width))
            return
        self._painter.setPen(pen)
        self._painter.setBrush(ground)
        radius = min(most, most * self._scale + 1.0)
        for x, y, wide, high in rectangles.tolist():
            self._painter.drawRoundedRect(QRectF(x, y, wide, high), radius, radius)

    def _dashed(self, rectangles: Floats, pen: QPen) -> None:
        """Fill rectangles and draw dashes around them, as small rectangles: strokes are slow."""
        painter = self._painter
        painter.setPen(Qt.PenStyle.NoPen)
        self._crisp(rectangles)
        x, y, wide, high = rectangles.T
        sides = ((x, y, x + wide, y), (x, y + high, x + wide, y + high),
                 (x, y, x, y + high), (x + wide, y, x + wide, y + high))  # fmt: skip
        lines = np.concatenate([np.stack(side, axis=1) for side in sides])
        painter.setBrush(pen.color())
        self._crisp(bars_of(dashed(lines, 6.0, 3.0), max(round(pen.widthF()), 1)))

    def _coloured(
        self, rectangles: Floats, codes: levels.Codes, edge: QColor, edged: bool = False
    ) -> None:
        """Rectangles in the colours of their classes; zero is hollow, no gradient is nothing."""
        painter = self._painter
        for code, part in classes(codes):
            if code == levels.NONE:
                continue
            hollow = code == levels.ZERO
            painter.setPen(QPen(edge, 1.0) if hollow or edged else Qt.PenStyle.NoPen)
            painter.setBrush(Qt.BrushStyle.NoBrush if hollow else self._look.level(code))
            self._crisp(rectangles[part])

    def _crisp(self, rectangles: Floats) -> None:
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        draw_rectangles(self._painter, rectangles)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
