"""The loss and the gradient norms as two plots with one iteration axis. Imported late: pyqtgraph
costs a third of a second."""

from __future__ import annotations

import math
import time
from typing import Any

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPaintEvent, QResizeEvent

from ..theme import MINIMUM_FONT_PT, Palette
from . import numbers
from .curve_store import CurveStore
from .line_styles import LineStyle

translate = QCoreApplication.translate

Floats = npt.NDArray[np.float64]
MARK_ROOM = 8.0  # pixels per point from which every measured point is marked
SOME_MARKS = 40.0  # pixels between two marks at least where not all are marked
DENSE = 2.0  # pixels per point below which lines are drawn thin, to stay quick
SIGN_ROOM = 60.0  # pixels within which NaN and Inf share a text
TEXT_SHARE = [(0, 0.6), (2, 0.45), (4, 0.3)]  # of an axis, by how many kinds of ticks have texts
BESIDE = 2.0  # plots stand side by side where they have so many times their height


class CurvePlots(pg.GraphicsLayoutWidget):
    """Draws a CurveStore.

    `pointed` carries the iteration nearest to the mouse, or None; `all_marked` tells whether
    every measured point in view has its mark.
    """

    pointed = Signal(object)

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._store = CurveStore()
        self._styles: dict[str, LineStyle] = {}
        self._selected: str | None = None
        self._following = True
        self._drawing = False
        self._beside: bool | None = None
        self.all_marked = True
        self.seconds = 0.0  # that the last painting took
        self.loss, self.norms = Plot(), Plot()
        self.norms.item.setXLink(self.loss.item)
        self.norms.set_log(True)
        for plot in (self.loss, self.norms):
            plot.item.vb.sigRangeChangedManually.connect(self._let_go)
            plot.item.vb.sigXRangeChanged.connect(self._mark)
        self.scene().sigMouseMoved.connect(self._point)
        self.ci.setSpacing(4)
        self.ci.setContentsMargins(2, 2, 6, 2)
        self._arrange()
        self.dress(palette, self.font())

    def draw(self, store: CurveStore, styles: dict[str, LineStyle], selected: str | None) -> None:
        """Show what is measured; `styles` names the parameters to draw."""
        self._store, self._styles, self._selected = store, styles, selected
        self._drawing = True  # marks are set once at the end, not for each axis that moves
        if self._following:
            self.show_all()
        palette = self._palette
        loss = LineStyle(palette.text, "o", Qt.PenStyle.SolidLine)
        self.loss.set_lines({"loss": (*store.loss(), loss, False)}, palette)
        self.norms.set_lines(
            {
                name: (*store.norm(name), style, name == selected)
                for name, style in styles.items()
                if name in store.names
            },
            palette,
        )
        self._drawing = False
        self._mark()

    def set_log(self, on: bool) -> None:
        """Draw the loss on a logarithmic axis, or not."""
        self.loss.set_log(on)
        self.draw(self._store, self._styles, self._selected)

    def show_all(self) -> None:
        """Show every iteration, and follow new ones."""
        self._following = True
        iterations = self._store.iterations
        if len(iterations):
            first, last = int(iterations[0]), int(iterations[-1])
            room = max((last - first) * 0.02, 0.5)
            self.loss.item.vb.setXRange(first - room, last + room, padding=0)
        for plot in (self.loss, self.norms):
            plot.item.vb.enableAutoRange(y=True)

    def dress(self, palette: Palette, font: QFont) -> None:
        """Take the theme's colours and the text size."""
        self._palette = palette
        self.setBackground(palette.canvas)
        titles = (
            translate("CurvesPanel", "loss"),
            translate("CurvesPanel", "grad norm"),
        )
        for plot, title in zip((self.loss, self.norms), titles, strict=True):
            plot.dress(palette, font, title)
        self.loss.item.getAxis("bottom").showLabel(bool(self._beside))
        if len(self._store):
            self.draw(self._store, self._styles, self._selected)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Take the time."""
        began = time.perf_counter()
        super().paintEvent(event)
        self.seconds = time.perf_counter() - began

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where wide, below each other where high."""
        super().resizeEvent(event)
        if getattr(self, "norms", None) is not None:  # pyqtgraph resizes while it is being made
            self._arrange()

    def _arrange(self) -> None:
        beside = self.width() > BESIDE * self.height()
        if beside == self._beside:
            return
        self._beside = beside
        for plot in (self.loss, self.norms):
            if plot.item in self.ci.items:
                self.ci.removeItem(plot.item)
        self.ci.addItem(self.loss.item, 0, 0)
        self.ci.addItem(self.norms.item, *((0, 1) if beside else (1, 0)))
        self.loss.item.getAxis("bottom").showLabel(beside)

    def _let_go(self, *_: object) -> None:
        self._following = False

    def _mark(self, *_: object) -> None:
        if self._drawing:
            return
        low, high = self.loss.item.vb.viewRange()[0]
        marked = [plot.mark(low, high) for plot in (self.loss, self.norms)]
        self.all_marked = all(marked)

    def _point(self, place: QPointF) -> None:
        iterations = self._store.iterations
        for plot in (self.loss, self.norms):
            if len(iterations) and plot.item.vb.sceneBoundingRect().contains(place):
                x = plot.item.vb.mapSceneToView(place).x()
                self.pointed.emit(int(iterations[np.abs(iterations - x).argmin()]))
                return
        self.pointed.emit(None)

    def leaveEvent(self, event: Any) -> None:
        """Point at nothing."""
        super().leaveEvent(event)
        self.pointed.emit(None)


class Plot:
    """One plot: lines through measured points, marks on the points, signs for NaN and Inf."""

    def __init__(self) -> None:
        self.item = pg.PlotItem(axisItems={"bottom": WholeNumbers("bottom")})
        self.item.setMenuEnabled(False)
        self.item.hideButtons()
        self.item.showGrid(x=True, y=True, alpha=0.2)
        self.item.vb.setAutoVisible(y=True)
        self.item.vb.sigRangeChanged.connect(self._place_signs)
        self._log = False
        self._lines: dict[str, Line] = {}
        self._strange: dict[int, str] = {}  # iteration to "NaN", "Inf" or "-Inf"
        self._signs: list[pg.TextItem] = []
        self._sign_colour = QColor()
        self._font = QFont()
        self.not_shown = 0  # values at or below zero, which a logarithmic axis cannot show

    def set_log(self, on: bool) -> None:
        """Draw on a logarithmic axis, or not."""
        self._log = on
        self.item.setLogMode(x=False, y=on)

    def dress(self, palette: Palette, font: QFont, title: str) -> None:
        """Colours, fonts and the axes' names."""
        self._sign_colour = QColor(palette.danger)
        self._font = QFont(font)
        self._font.setPointSizeF(max(font.pointSizeF() * 0.9, MINIMUM_FONT_PT))
        names = {"left": title, "bottom": translate("CurvesPanel", "iteration")}
        for side, name in names.items():
            axis = self.item.getAxis(side)
            axis.enableAutoSIPrefix(False)
            axis.setPen(palette.line)
            axis.setTextPen(palette.text)
            axis.setStyle(tickFont=self._font, textFillLimits=TEXT_SHARE)
            axis.setLabel(name)
            axis.label.setFont(self._font)
        metrics = QFontMetricsF(self._font)  # equally wide axes keep iterations below each other
        left = self.item.getAxis("left")
        left.setWidth(metrics.horizontalAdvance("0.00001") + metrics.height() + 12)

    def set_lines(
        self,
        wanted: dict[str, tuple[npt.NDArray[np.int64], Floats, LineStyle, bool]],
        palette: Palette,
    ) -> None:
        """Draw these lines: iterations, values, style, whether emphasised."""
        for name in [name for name in self._lines if name not in wanted]:
            self._lines.pop(name).remove(self.item)
        self.not_shown = 0
        strange: dict[int, str] = {}
        for name, (iterations, values, style, strong) in wanted.items():
            line = self._lines.get(name)
            if line is None:
                line = self._lines[name] = Line(self.item)
            shown = np.where(np.isfinite(values), values, np.nan)
            for i in np.flatnonzero(np.isnan(shown)):
                strange.setdefault(int(iterations[i]), numbers.not_a_number(float(values[i])))
            if self._log:
                hidden = shown <= 0
                self.not_shown += int(hidden.sum())
                shown[hidden] = np.nan
            low, high = self.item.vb.viewRange()[0]
            in_view = np.diff(np.searchsorted(iterations, [low, high]))[0]
            dense = bool(in_view * DENSE > self.item.vb.width())
            line.set(iterations, shown, style, strong, palette, dense)
        self._strange = dict(sorted(strange.items()))
        self._place_signs()

    def mark(self, low: float, high: float) -> bool:
        """Mark the points between two iterations; whether all of them."""
        width = self.item.vb.width()
        marked = [line.mark(low, high, width) for line in self._lines.values()]
        return all(marked)

    def _place_signs(self, *_: object) -> None:
        """Write NaN and Inf at the top edge, close ones together."""
        (low, high), (_, top) = self.item.vb.viewRange()
        scale = self.item.vb.width() / max(high - low, 1e-9)
        groups: list[tuple[int, dict[str, None]]] = []
        for x, word in self._strange.items():
            if low <= x <= high:
                if not groups or (x - groups[-1][0]) * scale > SIGN_ROOM:
                    groups.append((x, {}))
                groups[-1][1][word] = None
        while len(self._signs) < len(groups):
            self._signs.append(pg.TextItem())
            self.item.addItem(self._signs[-1], ignoreBounds=True)
        while len(self._signs) > len(groups):
            self.item.removeItem(self._signs.pop())
        for sign, (x, words) in zip(self._signs, groups, strict=True):
            sign.setFont(self._font)
            sign.setText(f"{numbers.SIGN} {', '.join(words)}", color=self._sign_colour)
            sign.setAnchor(((x - low) / max(high - low, 1e-9), 0))  # never beyond the edge
            sign.setPos(x, top)


class Line:
    """A line through measured points, with marks on some or all of them."""

    def __init__(self, plot: pg.PlotItem) -> None:
        self._line = pg.PlotDataItem(connect="finite")
        self._line.setDownsampling(auto=True, method="peak")
        self._line.opts["autoDownsampleFactor"] = 1.0  # about one drawn value per pixel
        self._line.setClipToView(True)
        self._marks = pg.PlotDataItem(pen=None, symbol="o")
        for item in (self._line, self._marks):
            plot.addItem(item)
        self._x: npt.NDArray[np.int64] = np.zeros(0, np.int64)
        self._y: Floats = np.zeros(0)
        self._style: tuple[LineStyle, bool, bool] | None = None

    def remove(self, plot: pg.PlotItem) -> None:
        """Take it out of its plot."""
        plot.removeItem(self._line)
        plot.removeItem(self._marks)

    def set(
        self,
        x: npt.NDArray[np.int64],
        y: Floats,
        style: LineStyle,
        strong: bool,
        palette: Palette,
        dense: bool,
    ) -> None:
        """Take values, NaN where there is nothing to draw, and looks."""
        self._x, self._y = x, y
        self._look(style, strong, palette, dense)
        if np.isfinite(y).any():
            self._line.setData(x.astype(float), y, antialias=not dense)
        else:
            self._line.setData([], [])

    def _look(self, style: LineStyle, strong: bool, palette: Palette, dense: bool) -> None:
        if (style, strong, dense) == self._style:
            return
        self._style = style, strong, dense
        width = (2.0 if dense else 3.0) if strong else (1.0 if dense else 1.3)
        dash = Qt.PenStyle.SolidLine if dense else style.dash
        self._line.setPen(pg.mkPen(style.colour, width=width, style=dash))
        self._marks.setSymbol(style.symbol)
        self._marks.setSymbolSize(9 if strong else 6)
        self._marks.setSymbolPen(pg.mkPen(style.colour, width=1))
        self._marks.setSymbolBrush(style.colour if strong else palette.canvas)
        for item, depth in ((self._line, 1), (self._marks, 2)):
            item.setZValue(depth + (10 if strong else 0))

    def mark(self, low: float, high: float, width: float) -> bool:
        """Mark measured points in view: all if there is room for them; whether all."""
        first, last = np.searchsorted(self._x, [low, high + 1e-9])
        every = (last - first) * MARK_ROOM <= width
        # A power of two, so that marks stay where they are while points are added.
        room = max(width / SOME_MARKS, 2.0)
        stride = 1 if every else 2 ** math.ceil(math.log2(max((last - first) / room, 1.0)))
        chosen = np.arange(-(-first // stride) * stride, last, stride)
        if last > first and (not len(chosen) or chosen[-1] != last - 1):
            chosen = np.append(chosen, last - 1)
        x, y = self._x[chosen], self._y[chosen]
        finite = np.isfinite(y)
        self._marks.setData(x[finite].astype(float), y[finite])
        return bool(every)


class WholeNumbers(pg.AxisItem):
    """An axis of iterations: no ticks between two of them."""

    def tickSpacing(self, low: float, high: float, size: float) -> list[tuple[float, float]]:
        """pyqtgraph's spacings of at least one."""
        spacings = super().tickSpacing(low, high, size)
        return [(step, offset) for step, offset in spacings if step >= 1] or [(1.0, 0.0)]

    def tickStrings(self, values: Any, scale: float, spacing: float) -> list[str]:
        """Whole numbers with their thousands set apart."""
        return [numbers.count(round(value)) for value in values]
