"""All lines of one plot as a single graphics item.

One item a line, as pyqtgraph has it, costs some milliseconds of bookkeeping per repaint and line;
what is drawn here is a few polylines in pixels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from pyqtgraph.graphicsItems.ScatterPlotItem import Symbols
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from .line_styles import LineStyle

Floats = npt.NDArray[np.float64]
Iterations = npt.NDArray[np.int64]

MARK_ROOM = 8.0  # pixels per point from which every measured point is marked
SOME_MARKS = 40.0  # pixels between two marks at least where not all are marked
DENSE = 2.0  # pixels per point below which lines are drawn thin, to stay quick
STEPS = 16  # an axis grows by so many parts of itself at a time, so that its ticks can be kept
FLAT = 0.5  # how far an axis reaches beyond a value that never changes, at least


@dataclass(frozen=True, eq=False)
class Line:
    """A line through measured points.

    Attributes
    ----------
    x : (n,) int64
        Iterations, ascending.
    y : (n,) float64
        Values; NaN where there is nothing to draw.
    strong : bool
        Whether it is emphasised.
    """

    x: Iterations
    y: Floats
    style: LineStyle
    strong: bool


class Lines(pg.GraphicsObject):  # type: ignore[misc]
    """Draws Lines and their marks in the coordinates of a pyqtgraph ViewBox."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[str, Line] = {}
        self._heights: dict[str, Floats] = {}  # the values as they lie on the axis
        self._log = False
        self._ground = QColor()
        self._marks: dict[tuple[LineStyle, bool, float], QPixmap] = {}

    # --- what is drawn ----------------------------------------------------------------------

    @property
    def lines(self) -> dict[str, Line]:
        """What is drawn, by name."""
        return self._lines

    def set_lines(self, lines: dict[str, Line], ground: str) -> None:
        """Draw these, with marks that are filled with the colour of the ground."""
        if QColor(ground) != self._ground:
            self._ground = QColor(ground)
            self._marks.clear()
        self._lines = lines
        self._measure()

    def setLogMode(self, _x: bool, y: bool) -> None:
        """Called by the PlotItem: whether heights are powers of ten."""
        self._log = y
        self._measure()

    def _measure(self) -> None:
        with np.errstate(divide="ignore", invalid="ignore"):
            self._heights = {
                name: np.log10(line.y) if self._log else line.y
                for name, line in self._lines.items()
            }
        self.informViewBoundsChanged()
        self.update()

    def dataBounds(
        self, ax: int, frac: float = 1.0, orthoRange: tuple[float, float] | None = None
    ) -> tuple[float, float] | None:
        """For the ViewBox: the range of one axis, of heights only where x is in `orthoRange`.

        It is rounded outwards, so that it stays the same while most points come.
        """
        ends = []
        for name, line in self._lines.items():
            values: npt.NDArray[Any] = line.x if ax == 0 else self._heights[name]
            if ax == 1 and orthoRange is not None:
                first, last = np.searchsorted(line.x, orthoRange)
                values = values[first : last + 1]
            finite = values[np.isfinite(values)]
            if finite.size:
                ends += [float(finite.min()), float(finite.max())]
        return rounded_out(min(ends), max(ends)) if ends else None

    def all_marked(self) -> bool:
        """Whether every measured point in view has its mark."""
        (low, high), _ = self.getViewBox().viewRange()
        width = self.getViewBox().width()
        return all(
            _stride(*_in_view(line.x, low, high), width) == 1 for line in self._lines.values()
        )

    # --- drawing ----------------------------------------------------------------------------

    def boundingRect(self) -> QRectF:
        """All that is in view."""
        view = self.getViewBox()
        return QRectF() if view is None else QRectF(view.viewRect())

    def viewTransformChanged(self) -> None:
        """Called when the axes move."""
        super().viewTransformChanged()
        self.prepareGeometryChange()

    def paint(self, painter: QPainter, *_: object) -> None:
        """Draw every line, the emphasised one last."""
        way = painter.transform()
        (low, high), _ = self.getViewBox().viewRange()
        width = self.getViewBox().width()
        ratio = painter.device().devicePixelRatioF()
        painter.save()
        painter.resetTransform()
        for marks in (False, True):
            for name in sorted(self._lines, key=lambda name: self._lines[name].strong):
                line = self._lines[name]
                first, last = _in_view(line.x, low, high)
                part: slice | npt.NDArray[np.intp] = slice(max(first - 1, 0), last + 1)
                if marks:
                    part = _marked(first, last, width)
                x = line.x[part].astype(np.float64) * way.m11() + way.dx()
                y = self._heights[name][part] * way.m22() + way.dy()
                if marks:
                    self._paint_marks(painter, line, x, y, ratio)
                else:
                    self._paint_line(painter, line, x, y, (last - first) * DENSE > width)
        painter.restore()

    def _paint_line(self, painter: QPainter, line: Line, x: Floats, y: Floats, dense: bool) -> None:
        """A polyline for every stretch between two gaps; `x` and `y` are pixels."""
        wide = (2.0 if dense else 3.0) if line.strong else (1.0 if dense else 1.3)
        dash = Qt.PenStyle.SolidLine if dense else line.style.dash
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not dense)
        painter.setPen(QPen(QColor(line.style.colour), wide, dash))
        if dense:
            x, y = peaks(x, y)
        gaps = np.flatnonzero(~np.isfinite(y))
        for start, end in zip([-1, *gaps], [*gaps, len(y)], strict=True):
            if end - start > 2:
                stretch = slice(start + 1, end)
                painter.drawPolyline(pg.functions.arrayToQPolygonF(x[stretch], y[stretch]))

    def _paint_marks(
        self, painter: QPainter, line: Line, x: Floats, y: Floats, ratio: float
    ) -> None:
        mark = self._mark(line, ratio)
        half = mark.width() / ratio / 2
        for left, top in zip((x - half).tolist(), (y - half).tolist(), strict=True):
            if math.isfinite(top):
                painter.drawPixmap(QPointF(left, top), mark)

    def _mark(self, line: Line, ratio: float) -> QPixmap:
        key = line.style, line.strong, ratio
        if key not in self._marks:
            size = 9.0 if line.strong else 6.0
            side = math.ceil((size + 3) * ratio)
            mark = QPixmap(side, side)
            mark.setDevicePixelRatio(ratio)
            mark.fill(Qt.GlobalColor.transparent)
            painter = QPainter(mark)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(side / ratio / 2, side / ratio / 2)
            painter.scale(size, size)
            pen = QPen(QColor(line.style.colour), 1)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.setBrush(QColor(line.style.colour) if line.strong else self._ground)
            painter.drawPath(Symbols[line.style.symbol])
            painter.end()
            self._marks[key] = mark
        return self._marks[key]


def rounded_out(low: float, high: float) -> tuple[float, float]:
    """Both ends moved outwards to multiples of a power of two near a STEPS-th of their distance.

    Examples
    --------
    >>> rounded_out(0.0, 100.0)
    (0.0, 100.0)
    >>> rounded_out(1.0, 99.0)
    (0.0, 100.0)
    """
    span = high - low
    if not span > 1e-9 * max(abs(low), abs(high)):
        room = max(abs(high) * 0.1, FLAT) if high else FLAT
        return low - room, high + room
    step = 2.0 ** math.floor(math.log2(span / STEPS))
    return math.floor(low / step) * step, math.ceil(high / step) * step


def peaks(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """The first, lowest, highest and last height in each column of pixels, gaps kept.

    Parameters
    ----------
    x, y : (n,) float64
        Pixels, `x` ascending.
    """
    column = np.floor(x)
    starts = np.flatnonzero(np.diff(column, prepend=-np.inf))
    if 4 * len(starts) >= len(x):
        return x, y
    lowest, highest = np.fmin.reduceat(y, starts), np.fmax.reduceat(y, starts)
    ends = np.append(starts[1:], len(x)) - 1
    heights = np.stack([y[starts], lowest, highest, y[ends]], axis=1)
    return np.repeat(column[starts] + 0.5, 4), heights.reshape(-1)


def _in_view(x: Iterations, low: float, high: float) -> tuple[int, int]:
    first, last = np.searchsorted(x, [low, high + 1e-9])
    return int(first), int(last)


def _stride(first: int, last: int, width: float) -> int:
    """Every how many-th point is marked: a power of two, so that marks stay where they are."""
    if (last - first) * MARK_ROOM <= width:
        return 1
    room = max(width / SOME_MARKS, 2.0)
    return int(2 ** math.ceil(math.log2(max((last - first) / room, 1.0))))


def _marked(first: int, last: int, width: float) -> npt.NDArray[np.intp]:
    """The indices of the points that are marked: all if there is room for them."""
    stride = _stride(first, last, width)
    chosen = np.arange(-(-first // stride) * stride, last, stride)
    if last > first and (not len(chosen) or chosen[-1] != last - 1):
        chosen = np.append(chosen, last - 1)
    return chosen
