"""The loss and the gradient norms as two plots with one iteration axis. Imported late: pyqtgraph
costs a third of a second."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, QPointF, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGraphicsItem

from ..theme import MINIMUM_FONT_PT, Palette
from . import numbers
from .curve_lines import Line, Lines, rounded_out
from .curve_store import CurveStore
from .line_styles import LineStyle, loss_styles

translate = QCoreApplication.translate

Floats = npt.NDArray[np.float64]
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
        losses = loss_styles(store.losses, palette.text, palette.lines)
        self.loss.set_lines(
            {name: (*store.loss(name), style, False) for name, style in losses.items()}, palette
        )
        self.norms.set_lines(
            {
                name: (*store.norm(name), style, name == selected)
                for name, style in styles.items()
                if name in store.names
            },
            palette,
        )
        for plot in (self.loss, self.norms):
            plot.item.vb.updateAutoRange()  # now, or it would be painted once more after it
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
            end = max(rounded_out(first, last)[1], last) if last > first else last
            room = max((end - first) * 0.02, 0.5)
            wanted = [first - room, end + room]
            if self.loss.item.vb.viewRange()[0] != wanted:
                self.loss.item.vb.setXRange(*wanted, padding=0)
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
        self.all_marked = all(plot.lines.all_marked() for plot in (self.loss, self.norms))

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
        self.item = pg.PlotItem(
            axisItems={"left": Decades("left"), "bottom": WholeNumbers("bottom")}
        )
        self.item.setMenuEnabled(False)
        self.item.hideButtons()
        self.item.showGrid(x=True, y=True, alpha=0.2)
        self.item.vb.setAutoVisible(y=True)
        self.item.vb.sigRangeChanged.connect(self._place_signs)
        for side in ("left", "bottom"):  # ticks, grid and texts stay while the range does
            axis = self.item.getAxis(side)
            axis.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self.lines = Lines()
        self.item.addItem(self.lines)
        self._log = False
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
        self.not_shown = 0
        strange: dict[int, str] = {}
        lines: dict[str, Line] = {}
        for name, (iterations, values, style, strong) in wanted.items():
            shown = np.where(np.isfinite(values), values, np.nan)
            for i in np.flatnonzero(np.isnan(shown)):
                strange.setdefault(int(iterations[i]), numbers.not_a_number(float(values[i])))
            if self._log:
                hidden = shown <= 0
                self.not_shown += int(hidden.sum())
                shown[hidden] = np.nan
            lines[name] = Line(iterations, shown, style, strong)
        self.lines.set_lines(lines, palette.canvas)
        self._strange = dict(sorted(strange.items()))
        self._place_signs()

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


class WholeNumbers(pg.AxisItem):
    """An axis of iterations: no ticks between two of them."""

    def tickSpacing(self, low: float, high: float, size: float) -> list[tuple[float, float]]:
        """pyqtgraph's spacings of at least one."""
        spacings = super().tickSpacing(low, high, size)
        return [(step, offset) for step, offset in spacings if step >= 1] or [(1.0, 0.0)]

    def tickStrings(self, values: Any, scale: float, spacing: float) -> list[str]:
        """Whole numbers with their thousands set apart."""
        return [numbers.count(round(value)) for value in values]


class Decades(pg.AxisItem):
    """An axis that, when logarithmic, names between two decades only what there is room for."""

    def logTickValues(
        self, low: float, high: float, size: float, linear: list[tuple[float, Any]]
    ) -> list[tuple[float | None, Any]]:
        """pyqtgraph's ticks in levels: decades, twos and fives, the rest.

        It leaves the texts of a level out if they are too crowded, but never those of the first.
        """
        ticks = super().logTickValues(low, high, size, linear)
        if not ticks or ticks[-1][0] is not None:
            return ticks
        minor = np.asarray(ticks[-1][1], float)
        digits = np.rint(10 ** (minor - np.floor(minor)))
        levels = [digits == 1, np.isin(digits, (2, 5)), ~np.isin(digits, (1, 2, 5))]
        if any(spacing == 1 for spacing, _ in ticks[:-1]):
            del levels[0]
        return [*ticks[:-1], *((None, minor[level].tolist()) for level in levels if level.any())]
