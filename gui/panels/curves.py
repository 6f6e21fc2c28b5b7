"""The curves: the loss and every parameter's gradient norm over the iterations."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QGuiApplication,
    QIcon,
    QPainter,
    QPen,
    QPixmap,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListView,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QMessageBox,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from ...engine import messages
from ..selection import Selection
from ..theme import FRAME_MS, Theme
from . import numbers
from .curve_store import CurveStore
from .line_styles import LineStyle, loss_styles, styles

if TYPE_CHECKING:
    from .curve_plots import CurvePlots

LINES = 40  # parameters drawn at most, the selected one always among them
IDLE_MS = 1500  # after which pyqtgraph is imported, if no curve came before
NARROW = 440  # pixels below which the legend stands under the plots
PATIENCE = 4.0  # of the time, at most one part in so many goes into drawing
TRAINING_PATIENCE = 30.0  # the same while training runs flat out, which drawing slows down


class CurvesPanel(QWidget):
    """Two plots, a legend that selects, and a line that says what is drawn."""

    def __init__(self, theme: Theme, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._patience = PATIENCE
        self._selection = selection
        self._store = CurveStore()
        self._plots: CurvePlots | None = None
        self._styles: dict[str, LineStyle] = {}
        self._named: list[str] = []  # the losses in the legend
        self._pointed: int | None = None
        self._dirty = True
        self._make_head()
        self._make_body()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._draw)
        QTimer.singleShot(IDLE_MS, self, self._build)
        selection.changed.connect(self._select)
        theme.changed.connect(self._dress)
        self._caption()

    def _make_head(self) -> None:
        self._text = QLabel()
        self._text.setMinimumWidth(1)
        self._log = QCheckBox(self.tr("Log loss"))
        self._log.setToolTip(self.tr("Draw the loss on a logarithmic axis."))
        self._head = QHBoxLayout()
        self._head.addWidget(self._text, 1)
        self._head.addWidget(self._log)

    def _make_body(self) -> None:
        self._empty = QLabel(
            self.tr(
                "Every iteration adds a point here: its loss after Forward, "
                "the norms of its gradients after Backward."
            )
        )
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._legend = QListWidget()
        self._legend.setAccessibleName(self.tr("Legend of the curves"))
        self._legend.setToolTip(self.tr("Click a line's name to select its parameter."))
        self._legend.setIconSize(QSize(34, 14))
        self._legend.setResizeMode(QListView.ResizeMode.Adjust)
        self._legend.setTextElideMode(Qt.TextElideMode.ElideLeft)  # names differ at their ends
        self._legend.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._legend.itemClicked.connect(self._picked)
        self._legend.itemActivated.connect(self._picked)
        full = QWidget()
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight, full)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.addWidget(self._legend)
        self._pages = QStackedLayout()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(full)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 4, 6, 4)
        column.setSpacing(4)
        column.addLayout(self._head)
        column.addLayout(self._pages, 1)

    # --- events in --------------------------------------------------------------------------

    def show_curve(self, curve: messages.Curve) -> None:
        """Drop the points from `curve.start` on, then append its points."""
        self._store.take(curve.start, curve.points)
        if len(self._store):
            self._build()
        self._later()

    def show_state(self, state: messages.State) -> None:
        """Leave the processor to training that runs flat out; draw the end of it at once."""
        before = self._patience
        self._patience = TRAINING_PATIENCE if state.training and not state.pace else PATIENCE
        if self._patience < before and self._timer.isActive():
            self._timer.start(FRAME_MS)

    def csv(self) -> str:
        """Every point that is kept, as comma-separated text."""
        return self._store.csv()

    # --- drawing ----------------------------------------------------------------------------

    def _build(self) -> None:
        """Make the plots, once, when there is a first point or the window has nothing to do."""
        if self._plots is not None:
            return
        from .curve_plots import CurvePlots

        self._plots = CurvePlots(self._theme.palette)
        self._plots.setAccessibleName(self.tr("Curves"))
        self._plots.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._plots.pointed.connect(self._point)
        self._log.toggled.connect(self._plots.set_log)
        self._log.toggled.connect(self._caption)
        self._body.insertWidget(0, self._plots, 1)
        self._dress()
        self._arrange()

    def _later(self) -> None:
        self._dirty = True
        if self.isVisible() and not self._timer.isActive():
            self._timer.start()

    def _draw(self) -> None:
        """Draw the points; the next drawing waits so long that the window stays free."""
        self._pages.setCurrentIndex(1 if len(self._store) else 0)
        self._log.setEnabled(bool(len(self._store)))
        if self._plots is None or not len(self._store):
            self._caption()
            return
        began = time.perf_counter()
        self._dirty = False
        self._restyle()
        self._plots.draw(self._store, self._styles, self._selected())
        self._caption()
        cost = 1000 * (time.perf_counter() - began + self._plots.seconds)
        self._timer.setInterval(max(FRAME_MS, round(cost * self._patience)))

    def _restyle(self) -> None:
        """Decide which parameters get a line, and write the legend anew if that changed."""
        names = self._store.names
        shown = names[:LINES]
        selected = self._selected()
        if selected in names and selected not in shown:
            shown = [*shown[:-1], selected]
        losses = self._store.losses if len(self._store.losses) > 1 else []
        if shown == list(self._styles) and losses == self._named:
            return
        palette = self._theme.palette
        every = styles(names, palette.lines)
        self._styles = {name: every[name] for name in shown}
        self._named = list(losses)
        with QSignalBlocker(self._legend):
            self._legend.clear()
            for name, style in loss_styles(losses, palette.text, palette.lines).items():
                item = QListWidgetItem(self._sample(style), name)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled)  # there is nothing to select
                self._legend.addItem(item)
            for name, style in self._styles.items():
                item = QListWidgetItem(self._sample(style), name)
                item.setToolTip(f"{name}\n{self._legend.toolTip()}")  # it may be cut
                self._legend.addItem(item)
        self._mark_selected()
        self._arrange()

    def _sample(self, style: LineStyle) -> QIcon:
        """A piece of the line with its symbol, for the legend."""
        from pyqtgraph.graphicsItems.ScatterPlotItem import Symbols

        ratio = self.devicePixelRatioF()
        size = self._legend.iconSize()
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour, middle = QColor(style.colour), size.height() / 2
        painter.setPen(QPen(colour, 1.6, style.dash))
        painter.drawLine(0, round(middle), size.width(), round(middle))
        painter.translate(size.width() / 2, middle)
        painter.scale(7, 7)
        pen = QPen(colour, 1)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(QColor(self._theme.palette.raised))
        painter.drawPath(Symbols[style.symbol])
        painter.end()
        return QIcon(picture)

    def _caption(self) -> None:
        text = self._words() if self._pointed is None else self._reading(self._pointed)
        mode = Qt.TextElideMode.ElideRight
        self._text.setText(self._text.fontMetrics().elidedText(text, mode, self._text.width()))
        self._text.setToolTip(text)

    def _words(self) -> str:
        """What is drawn, and what is not."""
        store, plots = self._store, self._plots
        if not len(store):
            return ""
        iterations = store.iterations
        span = int(iterations[-1] - iterations[0]) + 1
        if len(store) < span:
            text = self.tr("{0} of {1} iterations measured, lines join them")
            parts = [text.format(numbers.count(len(store)), numbers.count(span))]
        elif len(store) == 1:
            parts = [self.tr("1 measured iteration")]
        else:
            parts = [self.tr("{0} measured iterations").format(numbers.count(len(store)))]
        if plots is not None and not plots.all_marked:
            parts.append(self.tr("some of them marked"))
        if store.thinned:
            parts.append(self.tr("of the older ones every second was dropped"))
        if len(self._styles) < len(store.names):
            text = self.tr("{0} of {1} parameters drawn")
            parts.append(text.format(len(self._styles), numbers.count(len(store.names))))
        hidden = 0 if plots is None else plots.loss.not_shown + plots.norms.not_shown
        if hidden == 1:
            parts.append(self.tr("1 value at or below 0 has no place on a logarithmic axis"))
        elif hidden:
            text = self.tr("{0} values at or below 0 have no place on a logarithmic axis")
            parts.append(text.format(numbers.count(hidden)))
        return ", ".join(parts)

    def _reading(self, iteration: int) -> str:
        """The numbers measured at one iteration."""
        parts = [self.tr("iteration {0}").format(numbers.count(iteration))]
        for name in self._store.losses:
            found = _at(*self._store.loss(name), iteration)
            if found is not None:
                value = numbers.flagged(found)
                usual = name == "loss"
                parts.append(self.tr("loss {0}").format(value) if usual else f"{name} {value}")
        selected = self._selected()
        if selected in self._store.names:
            found = _at(*self._store.norm(selected), iteration)
            name = f"{selected}.grad"
            parts.append(self.tr("{0} norm {1}").format(name, numbers.flagged(found)))
        return ", ".join(parts)

    def _dress(self) -> None:
        self._styles, self._named = {}, []
        if self._plots is not None:
            self._plots.dress(self._theme.palette, self.font())
        self._later()

    # --- layout -----------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the legend beside the plots, or below where it is narrow."""
        super().resizeEvent(event)
        self._arrange()
        self._caption()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what came while hidden."""
        super().showEvent(event)
        if self._dirty:
            self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_timer"):
            self._dress()

    def _arrange(self) -> None:
        narrow = self.width() < NARROW
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        flow = QListView.Flow.LeftToRight if narrow else QListView.Flow.TopToBottom
        legend, metrics = self._legend, self._legend.fontMetrics()
        self._body.setDirection(way)
        legend.setFlow(flow)
        legend.setWrapping(narrow)
        names = [*self._named, *self._styles]
        widest = max((metrics.horizontalAdvance(name) for name in names), default=60)
        if narrow:
            row = max(legend.sizeHintForRow(0), metrics.height())
            legend.setFixedHeight(2 * row + 2 * legend.frameWidth())
            legend.setMinimumWidth(0)
            legend.setMaximumWidth(self.maximumWidth())
        else:
            legend.setMinimumHeight(0)
            legend.setMaximumHeight(self.maximumHeight())
            legend.setFixedWidth(min(widest + 74, self.width() // 3))

    # --- selection --------------------------------------------------------------------------

    def _selected(self) -> str | None:
        name = self._selection.parameter
        return None if name is None else numbers.own_name(name)

    def _select(self) -> None:
        self._mark_selected()
        self._later()

    def _mark_selected(self) -> None:
        selected = self._selected()
        first = len(self._named)
        rows = [row for row, name in enumerate(self._styles, first) if name == selected]
        with QSignalBlocker(self._legend):
            self._legend.setCurrentRow(rows[0] if rows else -1)

    def _picked(self, item: QListWidgetItem) -> None:
        if self._legend.row(item) >= len(self._named):
            self._selection.select_parameter(item.text())

    def _point(self, iteration: int | None) -> None:
        if iteration != self._pointed:
            self._pointed = iteration
            self._caption()

    # --- getting it out ---------------------------------------------------------------------

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Copying, exporting, and showing all again."""
        menu = QMenu(self)
        plots = self._plots
        if plots is not None:
            menu.addAction(self.tr("Show &all iterations"), plots.show_all)
            menu.addSeparator()
            clipboard = QGuiApplication.clipboard()
            menu.addAction(self.tr("Copy &values"), lambda: clipboard.setText(self.csv()))
            menu.addAction(self.tr("Copy &picture"), lambda: clipboard.setPixmap(plots.grab()))
            menu.addAction(self.tr("Export as &CSV…"), self._export)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def _export(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export the curves"), "curves.csv", self.tr("CSV files (*.csv)")
        )
        if not path:
            return
        try:
            Path(path).write_text(self.csv(), encoding="utf-8")
        except OSError as error:
            text = self.tr("The curves could not be written: {0}").format(error)
            QMessageBox.warning(self, self.tr("Export the curves"), text)


def _at(
    iterations: npt.NDArray[np.int64], values: npt.NDArray[np.float64], iteration: int
) -> float | None:
    """The value measured at an iteration, or None."""
    found = np.flatnonzero(iterations == iteration)
    return float(values[found[0]]) if len(found) else None
