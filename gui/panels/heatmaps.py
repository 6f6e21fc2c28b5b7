"""One parameter's weights and gradients as heatmaps, live."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...engine import messages
from ..selection import Selection
from ..style import code_font
from ..theme import Theme
from . import numbers
from .cells import Row
from .figure import Figure
from .mosaic import Mosaic

FIRST = "conv1.weight"  # shown until another parameter is chosen
ZOOM_STEP = 1.5
ZOOM_MOST = 40.0


class HeatmapPanel(QWidget):
    """Shows the watched parameter: its weight above, its gradient below.

    `watch_changed` carries the names of the parameters whose Values the panel wants.
    """

    watch_changed = Signal(tuple)

    def __init__(self, selection: Selection, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selection = selection
        self._names: tuple[str, ...] = ()
        self._name = ""
        self._shown: messages.ParameterValue | None = None
        self._iteration = 0
        self._make_head()
        self._mosaic = Mosaic(theme)
        self._mosaic.empty = self.tr("The weights appear here once PyTorch has loaded.")
        self._mosaic.setAccessibleName(self.tr("Weights and gradients"))
        self._area = _Zoom(self._mosaic)
        self._readout = QLabel()
        self._readout.setFont(code_font(self))
        self._readout.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._readout.setMinimumWidth(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 4, 6, 4)
        column.setSpacing(4)
        column.addLayout(self._head)
        column.addWidget(self._area, 1)
        column.addWidget(self._readout)
        self._mosaic.pointed.connect(self._point)
        selection.changed.connect(self._follow)
        self._point("")

    def _make_head(self) -> None:
        self._choice = QComboBox()
        self._choice.setAccessibleName(self.tr("Parameter"))
        self._choice.setToolTip(
            self.tr("The parameter whose weights and gradients are shown. Choosing it selects it.")
        )
        self._choice.setMaxVisibleItems(24)
        self._choice.setMinimumContentsLength(12)
        self._choice.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._choice.activated.connect(self._chosen)
        self._pin = QToolButton()
        self._pin.setText(self.tr("Pin"))
        self._pin.setCheckable(True)
        self._pin.setToolTip(
            self.tr("Keep this parameter here, whatever is selected in the other panels.")
        )
        self._pin.toggled.connect(self._follow)
        self._when = Figure()
        self._when.setToolTip(self.tr("The iteration that these values were read at."))
        self._head = QHBoxLayout()
        self._head.addWidget(self._choice, 1)
        self._head.addWidget(self._pin)
        self._head.addWidget(self._when)

    # --- events in --------------------------------------------------------------------------

    def show_state(self, state: messages.State) -> None:
        """Offer the session's parameters."""
        names = tuple(row.name for row in state.parameters)
        if names == self._names:
            return
        self._names = names
        with QSignalBlocker(self._choice):
            self._choice.clear()
            self._choice.addItems(list(names))
        usual = FIRST if FIRST in names else next(iter(names), "")
        self._watch(self._name if self._name in names else usual)

    def show_values(self, values: messages.Values) -> None:
        """Show the watched parameter as it is at this iteration."""
        for item in values.items:
            if item.name == self._name:
                self._shown, self._iteration = item, values.iteration
                self._draw()
                return

    # --- clicks -----------------------------------------------------------------------------

    @property
    def watched(self) -> str:
        """The parameter shown; "" before there is any."""
        return self._name

    def text(self) -> str:
        """The values shown, as tab-separated text."""
        return self._mosaic.text()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Copying and zooming."""
        menu = QMenu(self)
        menu.addAction(self.tr("Copy &values"), self._mosaic.copy_values)
        menu.addAction(self.tr("Copy &picture"), self._mosaic.copy_picture)
        menu.addSeparator()
        menu.addAction(self.tr("Zoom &in"), lambda: self._area.magnify(ZOOM_STEP))
        menu.addAction(self.tr("Zoom &out"), lambda: self._area.magnify(1 / ZOOM_STEP))
        menu.addAction(self.tr("&Whole tensor"), lambda: self._area.magnify(0))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._readout.setFont(code_font(self))
            self._tell(self._readout.toolTip())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much as there is room for."""
        super().resizeEvent(event)
        self._tell(self._readout.toolTip())

    def _chosen(self) -> None:
        name = self._choice.currentText()
        self._watch(name)
        self._selection.select_parameter(name)

    def _follow(self) -> None:
        selected = self._selection.parameter
        if selected is None or self._pin.isChecked():
            return
        name = numbers.own_name(selected)
        if name in self._names:
            self._watch(name)

    def _watch(self, name: str) -> None:
        """Show this parameter from now on: nothing until its values arrive."""
        self._choice.setCurrentIndex(self._choice.findText(name))
        if name == self._name and self._shown is not None:
            return
        self._name = name
        self._shown = None
        self._mosaic.show_rows(())
        self._mosaic.empty = self.tr("The values of {0} are on their way.").format(name)
        self._when.clear()
        self._area.magnify(0)
        if name:
            self.watch_changed.emit((name,))

    # --- drawing ----------------------------------------------------------------------------

    def _draw(self) -> None:
        shown = self._shown
        assert shown is not None
        self._when.setText(self.tr("iteration {0}").format(numbers.count(self._iteration)))
        self._mosaic.show_rows(
            (
                Row(
                    self.tr("weight"),
                    shown.name,
                    shown.value,
                    unit=self.tr("value"),
                    teach=self.tr(
                        "The numbers that training changes. Red is above zero, blue below; "
                        "the strongest colour is the largest magnitude in this row."
                    ),
                ),
                Row(
                    self.tr("gradient"),
                    f"{shown.name}.grad",
                    shown.gradient,
                    absent=self.tr("no gradient yet (None)"),
                    unit=self.tr("loss per unit of weight"),
                    teach=self.tr(
                        "What backward put into .grad: by how much the loss grows per unit that "
                        "this weight grows. Step moves each weight against its gradient."
                    ),
                ),
            )
        )

    def _point(self, text: str) -> None:
        self._tell(text or self.tr("Point at a cell to read its value.") + "\n")

    def _tell(self, text: str) -> None:
        """As much of a text as there is room for; all of it in the tooltip."""
        metrics, mode = self._readout.fontMetrics(), Qt.TextElideMode.ElideMiddle
        width = max(self.width() - 12, 100)
        self._readout.setText(
            "\n".join(metrics.elidedText(line, mode, width) for line in text.split("\n"))
        )
        self._readout.setToolTip(text)


class _Zoom(QScrollArea):
    """Holds the mosaic at the size of its view, or some times larger."""

    def __init__(self, mosaic: Mosaic) -> None:
        super().__init__()
        self._mosaic = mosaic
        self._anchor = (0.0, 0.0)
        self.setWidget(mosaic)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusProxy(mosaic)
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(mosaic.update)
        mosaic.installEventFilter(self)

    def magnify(self, factor: float) -> None:
        """Zoom by a factor; 0 shows the whole tensor."""
        zoom = self._mosaic.zoom * factor if factor else 1.0
        self._mosaic.set_zoom(min(max(zoom, 1.0), ZOOM_MOST))
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom to the cursor with Ctrl, else scroll."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
            return
        before, old = self._mosaic.mapFrom(self, event.position()), self._mosaic.zoom
        self.magnify(ZOOM_STEP ** (event.angleDelta().y() / 120))
        grown = self._mosaic.zoom / old
        for bar, place, away in (
            (self.horizontalScrollBar(), before.x(), event.position().x()),
            (self.verticalScrollBar(), before.y(), event.position().y()),
        ):
            bar.setValue(round(place * grown - away))
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the mosaic as large as the view."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow what the mosaic needs at least."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        view, zoom = self.viewport().size(), self._mosaic.zoom
        least = self._mosaic.minimumSizeHint()
        self._mosaic.resize(
            max(round(view.width() * zoom), least.width()),
            max(round(view.height() * zoom), least.height()),
        )
