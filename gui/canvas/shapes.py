"""Paints boxes far away: rectangles in the colour of the flow, those of one class in one call."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPainter

from . import levels
from .batches import Grid, draw_bars, draw_borders
from .folded import draw_far
from .levels import Flows
from .look import Look
from .store import Store
from .thinned import Window

Bars = npt.NDArray[np.int32]
MOST_RINGS = 400  # boxes that are ringed: with NaN or Inf, so that colour does not tell it alone,
# and those that an error points at
RING = np.array([-3, -3, 3, 3], np.int32)


class ShapePainter:
    """Paints boxes as shapes.

    Parameters
    ----------
    small : bool
        Boxes are too small for borders.
    draft : bool
        Without hatching: the picture is moving.
    """

    def __init__(
        self, painter: QPainter, store: Store, flows: Flows | None, look: Look, grid: Grid,
        small: bool, draft: bool,
    ) -> None:  # fmt: skip
        self._painter = painter
        self._store = store
        self._flows = flows
        self._look = look
        self._grid = grid
        self._small = small
        self._draft = draft

    def paint(self, window: Window, scale: float) -> None:
        """Draw all boxes in sight; NaN and Inf on top, then the folded ones, then errors."""
        folded = self._store.geometry.scene.folded
        late: list[tuple[int, npt.NDArray[np.intp], Bars]] = []
        stacks: list[tuple[npt.NDArray[np.intp], Bars]] = []
        seen = self._store.boxes(scale).seen(window)
        pixels = self._grid.pixels(seen.corners)
        several = len(self._store.folded) > 0
        with self._grid:
            for code, part in seen.classes():
                which, bars = seen.which[part], pixels[part]
                if several and (inner := folded[which]).any():
                    stacks.append((which[inner], bars[inner]))
                    which, bars = which[~inner], bars[~inner]
                if code == levels.STRANGE:
                    late.append((code, which, bars))
                else:
                    self._boxes(code, which, bars)
            for code, which, bars in late:
                self._boxes(code, which, bars)
                self._ring(bars)
            if stacks:
                self._stacks(np.concatenate([which for which, _ in stacks]),
                             np.concatenate([bars for _, bars in stacks]))  # fmt: skip
            if self._flows is not None:
                self._ring(pixels[self._flows.failed[seen.which]], thick=2)

    def _boxes(self, code: int, which: npt.NDArray[np.intp], bars: Bars) -> None:
        painter, palette = self._painter, self._look.palette
        edge = max(round(self._grid.ratio), 1)
        if not self._small or code == levels.ZERO:
            painter.setBrush(QColor(palette.muted))
            draw_bars(painter, bars)
            bars = bars + np.array([edge, edge, -edge, -edge], np.int32)
            fits = (bars[:, 2] >= bars[:, 0]) & (bars[:, 3] >= bars[:, 1])
            bars, which = bars[fits], which[fits]
        painter.setBrush(self._fill(code))
        draw_bars(painter, bars)
        if self._flows is not None and not self._small and not self._draft:
            hatched = bars[self._flows.freed[which]]
            painter.setBrush(QBrush(QColor(palette.canvas), Qt.BrushStyle.BDiagPattern))
            draw_bars(painter, hatched)

    def _fill(self, code: int) -> QColor:
        palette = self._look.palette
        if code == levels.NONE:
            return QColor(palette.muted if self._small else palette.raised)
        return QColor(palette.canvas) if code == levels.ZERO else self._look.level(code)

    def _ring(self, bars: Bars, thick: int = 1) -> None:
        """Draw a frame around each."""
        if not len(bars) or len(bars) > MOST_RINGS:
            return
        self._painter.setBrush(QColor(self._look.palette.danger))
        draw_borders(self._painter, bars + RING, max(round(self._grid.ratio), 1) * thick)

    def _stacks(self, which: npt.NDArray[np.intp], bars: Bars) -> None:
        none = np.full(len(which), levels.NONE, np.int8)
        codes = self._flows.boxes[which] if self._flows is not None else none
        low = self._flows.low[which] if self._flows is not None else none
        bars[:, 2:] = np.maximum(bars[:, 2:], bars[:, :2] + 3)
        draw_far(self._painter, self._grid, self._look, bars, codes, low)
        strange = codes == levels.STRANGE
        if strange.any():
            self._ring(bars[strange])
